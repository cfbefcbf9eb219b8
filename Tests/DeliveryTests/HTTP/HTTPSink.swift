import Foundation
import JSON
import Platform
import TestSupport
import Testing

/// A server on loopback (Tests/Servers/http_sink.py) for as long as it is held.
final class HTTPSink: @unchecked Sendable {
  // `@unchecked`: nothing changes after init.
  let folder: TemporaryFolder
  let port: Int
  private let process: Process
  /// The server ends when nobody holds the other end, so none is left behind by tests that end in any way.
  private let life = Pipe()

  /// What the server was sent, once.
  struct Entry {
    var connection: Int
    var method: String
    var path: String
    var body: String
    var headers: [String: String]
    /// Nil without a signature.
    var isSigned: Bool?
  }

  static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3", "/root/.pyenv/shims/python3"].first {
    FileSystem.exists($0)
  }
  static let isThere = python != nil

  /// One for all tests that do not count connections of others.
  static let shared = Result { try HTTPSink() }

  init(certificate: String? = nil, key: String? = nil) throws {
    folder = try TemporaryFolder()
    process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    let script = FileSystem.parent(of: #filePath) + "/../../Servers/http_sink.py"
    process.arguments = [script, folder.path] + [certificate, key].compactMap { $0 }
    process.standardInput = life
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(20)
    while !FileSystem.exists(folder.path("port")), Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
    port = try #require(Int(try folder.read("port")))
  }

  deinit { try? life.fileHandleForWriting.close() }

  /// What came for the job of this id.
  func entries(_ id: String) throws -> [Entry] {
    try folder.read("log").split(separator: "\n").compactMap { line in
      let json = try JSONValue.parse(String(line))
      var headers: [String: String] = [:]
      for member in json["headers"]?.members ?? [] { headers[member.key] = member.value.string }
      guard headers["idempotency-key"] == id else { return nil }
      return Entry(
        connection: Int(json["connection"]?.int ?? 0), method: json["method"]?.string ?? "",
        path: json["path"]?.string ?? "", body: json["body"]?.string ?? "", headers: headers,
        isSigned: json["signed"]?.bool)
    }
  }
}
