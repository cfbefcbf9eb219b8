import Foundation
import JSON
import Platform
import Spool
import TestSupport
import Testing

/// A shop's state, wherever it lies: its ledger and spool, and what must hold of them.
struct StateFolder {
  let path: String
  private let shop: Shop

  init(_ path: String, of shop: Shop) {
    self.path = path
    self.shop = shop
  }

  init(_ name: String, of shop: Shop, on volume: Volume) { self.init(volume.path + "/" + name, of: shop) }

  func herald(_ words: [String], environment: [String: String] = [:]) throws -> HeraldProgram.Result {
    try HeraldProgram.run(["-C", shop.path, "--state", path] + words, environment: environment)
  }

  /// A job's file.
  struct Job: Hashable {
    /// `queue`, `done/sent` …
    let place: String
    let name: JobName
    let bytes: Data

    /// Whether it is a job with that id: not empty, not cut off.
    var isWhole: Bool {
      guard JobFile(Array(bytes)) != nil, let job = try? JSONValue.parse(Array(bytes)) else { return false }
      return job["id"]?.string == name.id
    }
  }

  /// All jobs in all places, by id; two files of one id are two jobs.
  func jobs(_ channel: String = "email") throws -> [String: [Job]] {
    var found: [String: [Job]] = [:]
    for (file, bytes) in try files("spool/" + channel) where file.hasSuffix(".json") {
      let parts = file.split(separator: "/").map(String.init)
      let place = parts[0] == "done" ? "done/" + parts[1] : parts[0]
      var text = parts[parts.count - 1]
      if text.hasPrefix("@") { text.removeFirst() }
      guard let name = JobName(text) else { continue }
      found[name.id, default: []].append(Job(place: place, name: name, bytes: bytes))
    }
    return found
  }

  /// Names of the receipts with what they say; a receipt that is cut off has no value.
  func receipts(_ channel: String = "email") throws -> [(file: String, value: JSONValue?, isEmpty: Bool)] {
    try files("spool/\(channel)/done").filter { $0.file.hasSuffix(".receipt") }.map { file, bytes in
      (file, bytes.last == UInt8(ascii: "\n") ? try? JSONValue.parse(Array(bytes)) : nil, bytes.isEmpty)
    }
  }

  /// Files below a folder of the state, by their path in it.
  func files(_ folder: String) throws -> [(file: String, bytes: Data)] {
    let base = path + "/" + folder
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return try names.sorted().compactMap { name in
      guard try FileSystem.linkStatus(base + "/" + name).kind == .regular else { return nil }
      return (name, Data(try FileSystem.read(base + "/" + name)))
    }
  }

  /// Nothing half done is left: no stage, no drafts, nothing put aside as corrupt.
  func expectNothingLeftOver(_ comment: Comment, _ location: SourceLocation = #_sourceLocation) throws {
    #expect(try FileSystem.list(path + "/spool/stage").isEmpty, comment, sourceLocation: location)
    #expect(try files("spool/email/corrupt").isEmpty, comment, sourceLocation: location)
    // A worker's draft stays for a minute, in case that it lives; a receipt's until the next run takes receipts in.
    for (file, _) in try files("spool") where !file.contains("/work/.new-") && !file.contains(".receipt.new-") {
      #expect(!file.contains(".new-"), "\(comment): \(file)", sourceLocation: location)
    }
  }
}
