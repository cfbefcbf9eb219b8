import Foundation
import JSON
import Platform
import Spool
import TestSupport
import Testing

/// A shop whose orders are late by the real clock, which is what workers go by; a sender that writes down what it saw, as
/// a customer's memory does; and what must hold of the two, whatever happened in between.
struct LateShop {
  let shop: Shop
  /// What the sender answers, by the order that the job is about.
  let outcomes: [String: String]

  /// Six orders, four ways to end.
  static let variety = ["O1": "sent", "O2": "deferred", "O3": "failed", "O4": "unknown", "O5": "sent", "O6": "sent"]

  init(_ outcomes: [String: String] = variety) throws {
    self.outcomes = outcomes
    shop = try ClockTests.shop()
    try ClockTests.write(shop, outcomes.keys.sorted())
  }

  /// So many orders, all of which are sent.
  init(orders: Int) throws {
    try self.init(Dictionary(uniqueKeysWithValues: (1...orders).map { ("O\($0)", "sent") }))
  }

  /// The state folder where the shop itself has it.
  var state: StateFolder { StateFolder(shop.path + "/var", of: shop) }

  func seen(_ name: String = "") -> String { shop.folder.path("seen" + name) }

  /// Words for `herald` to drain with a sender that writes down what it got before it answers.
  /// - Parameter first: what the sender does then, in shell.
  func drain(seen: String, then first: String = ":") -> [String] {
    let answers = ["deferred": 75, "failed": 65, "unknown": 1]
    let cases = outcomes.keys.sorted().compactMap { order in
      answers[outcomes[order] ?? ""].map { "*\"Order \(order) \"*) exit \($0);;" }
    }
    let script = ["echo \"$HERALD_ID\" >> \(seen)", first, "case \"$(cat)\" in \(cases.joined(separator: " ")) esac"]
    return ["drain", "email", "--", "sh", "-c", script.joined(separator: "; ")]
  }

  /// The ids that the sender saw, in order.
  func sightings(_ seen: String) -> [String] {
    ((try? FileSystem.read(seen)) ?? []).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// No id was ever seen twice; what was seen, or may have been, and is not recorded is `unknown`; and no job is lost, torn
  /// or in two places. To be asked when all workers have ended and a last one has drained the rest.
  /// - Parameter mayLoseWords: the power was lost: an outcome can be on the disk a tenth of a second before its receipt's
  ///   words are, which leaves an empty receipt. The outcome stands.
  /// - Returns: how many jobs are `unknown` that were not meant to be.
  @discardableResult
  func expectNothingLostAndNothingTwice(
    _ state: StateFolder, seen: String, mayLoseWords: Bool = false, _ what: Comment,
    _ location: SourceLocation = #_sourceLocation
  ) throws -> Int {
    let sightings = Dictionary(grouping: sightings(seen), by: \.self).mapValues(\.count)
    #expect(sightings.values.allSatisfy { $0 == 1 }, "\(what): sent twice", sourceLocation: location)
    let jobs = try state.jobs()
    #expect(jobs.count == outcomes.count, "\(what): lost", sourceLocation: location)
    var inDoubt = 0
    var found: Set<String> = []
    for (id, files) in jobs {
      #expect(files.count == 1, "\(what): one job is in \(files.map(\.place))", sourceLocation: location)
      let file = files[0]
      #expect(file.isWhole, "\(what): torn in \(file.place)", sourceLocation: location)
      let order = (try? JSONValue.parse(Array(file.bytes)))?["subject"]?["key"]?.string ?? ""
      found.insert(order)
      let wanted = outcomes[order] ?? ""
      if file.place == "done/unknown" {
        if wanted != "unknown" { inDoubt += 1 }
        continue
      }
      #expect(sightings[id] == 1, "\(what): \(order) is in \(file.place), and nobody saw it", sourceLocation: location)
      let isRight =
        wanted == "deferred" ? file.place == "queue" && file.name.attempt == 2 : file.place == "done/" + wanted
      #expect(isRight, "\(what): \(order) is in \(file.place)", sourceLocation: location)
    }
    #expect(found == Set(outcomes.keys), "\(what): lost", sourceLocation: location)
    for (file, value, isEmpty) in try state.receipts() {
      #expect(value != nil || (mayLoseWords && isEmpty), "\(what): \(file) is torn", sourceLocation: location)
    }
    try state.expectNothingLeftOver(what, location)
    return inDoubt
  }
}
