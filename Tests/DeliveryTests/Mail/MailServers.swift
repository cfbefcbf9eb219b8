import Foundation
import Platform
import TestSupport
import Testing

/// The servers of Tests/Servers/mailserver.py, on loopback; they end with the tests' process.
final class MailServers: Sendable {
  let folder: TemporaryFolder
  private let ports: [String: Int]

  static let python = "/usr/bin/python3"
  static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Servers").path

  static let isInstalled: Bool = {
    let isThere = has(["-c", "import aiosmtpd"]) && FileSystem.exists("/usr/bin/openssl")
    if !isThere { print("skipped: mail servers on loopback need python3-aiosmtpd and openssl") }
    return isThere
  }()

  static let hasPython: Bool = {
    let isThere = has(["-c", "import email"])
    if !isThere { print("skipped: mails are read back with \(python)") }
    return isThere
  }()

  private static let running: Result<MailServers, any Error> = Result { try MailServers() }
  static func shared() throws -> MailServers { try running.get() }

  struct Failure: Error { let message: String }

  /// Postfix, from a configuration of its own; needs root, as its master process does.
  static let hasPostfix: Bool = {
    let isThere = isInstalled && FileSystem.exists("/usr/sbin/postfix") && geteuid() == 0
    if !isThere { print("skipped: the second mail server on loopback needs postfix, and root") }
    return isThere
  }()

  private static let postfixRunning: Result<MailServers, any Error> = Result { try MailServers("postfixserver.py") }
  static func postfix() throws -> MailServers { try postfixRunning.get() }

  private init(_ script: String = "mailserver.py") throws {
    folder = try TemporaryFolder()
    // The pipe's other end is this process's: whatever becomes of it, the servers see the end of their input.
    try Self.start(Self.python, [Self.scripts + "/\(script)", folder.path], input: Pipe())
    guard let bytes = try Self.wait(for: folder.path("ports.json")),
      let ports = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Int]
    else { throw Failure(message: "the mail servers did not start") }
    self.ports = ports
  }

  func port(_ name: String) throws -> Int { try #require(ports[name]) }

  /// What a reader sees of the mails that arrived for a recipient, in order.
  func mails(to address: String) throws -> [ReadMail] {
    var mails: [(Int, ReadMail)] = []
    for name in try FileSystem.sortedNames(folder.path("mail")) where name.hasSuffix(".json") {
      let mail = try ReadMail(try FileSystem.read(folder.path("mail/\(name)")))
      if mail.recipients == [address] { mails.append((Int(name.dropLast(5)) ?? 0, mail)) }
    }
    return mails.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// What lies in a Maildir of the folder, once there are so many.
  func delivered(to user: String, count: Int) throws -> [ReadMail] {
    let box = folder.path("mail/\(user)/new")
    let end = Date().addingTimeInterval(20)
    while Date() < end {
      let names = (try? FileSystem.sortedNames(box)) ?? []
      if names.count >= count { return try Self.read(try names.map { try FileSystem.read("\(box)/\($0)") }) }
      usleep(20_000)
    }
    throw Failure(message: "\(user) has not got \(count) mails")
  }

  // MARK: processes

  /// Held for the life of the process, so that the child's input stays open.
  nonisolated(unsafe) private static var inputs: [Pipe] = []
  private static let lock = NSLock()

  static func start(_ program: String, _ arguments: [String], input: Pipe) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    process.standardInput = input
    try process.run()
    lock.withLock { unsafe inputs.append(input) }
  }

  static func wait(for file: String, seconds: Double = 20) throws -> [UInt8]? {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if FileSystem.exists(file) { return try FileSystem.read(file) }
      usleep(20_000)
    }
    return nil
  }

  private static func has(_ arguments: [String]) -> Bool {
    guard FileSystem.exists(python) else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Mails as Python's email package reads them.
  static func read(_ mails: [[UInt8]]) throws -> [ReadMail] {
    let folder = try TemporaryFolder()
    var files: [String] = []
    for (index, mail) in mails.enumerated() {
      let file = folder.path("\(index).eml")
      try FileSystem.replace(file, with: mail)
      files.append(file)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [scripts + "/mailread.py"] + files
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try data.split(separator: 0x0A).map { try ReadMail(Array($0)) }
  }
}

/// A mail as Python's email package reads it.
struct ReadMail: Sendable {
  let from: [[String]]
  let to: [[String]]
  /// As a decoder that knows no addresses reads it.
  let toLine: String
  let replyTo: [[String]]
  let subject: String?
  let date: String?
  let messageID: String?
  let text: String?
  let html: String?
  let kinds: [String]
  let encodings: [String]
  let defects: [String]
  let names: [String]
  let headers: [String: String]
  let longest: Int
  let longestHead: Int
  let bareEnds: Int
  let isASCII: Bool
  let recipients: [String]
  let sender: String?
  let isTLS: Bool
  let login: String?
  /// The client's: one a connection.
  let port: Int
  let hello: String?

  init(_ json: [UInt8]) throws {
    let value = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    from = value["from"] as? [[String]] ?? []
    to = value["to"] as? [[String]] ?? []
    toLine = value["to_line"] as? String ?? ""
    replyTo = value["reply_to"] as? [[String]] ?? []
    subject = value["subject"] as? String
    date = value["date"] as? String
    messageID = value["message_id"] as? String
    text = value["text"] as? String
    html = value["html"] as? String
    kinds = value["kinds"] as? [String] ?? []
    encodings = value["encodings"] as? [String] ?? []
    defects = value["defects"] as? [String] ?? []
    names = value["names"] as? [String] ?? []
    headers = value["headers"] as? [String: String] ?? [:]
    longest = value["longest"] as? Int ?? -1
    longestHead = value["longest_head"] as? Int ?? -1
    bareEnds = value["bare_ends"] as? Int ?? -1
    isASCII = value["is_ascii"] as? Bool ?? false
    recipients = value["rcpt_tos"] as? [String] ?? []
    sender = value["mail_from"] as? String
    isTLS = value["is_tls"] as? Bool ?? false
    login = value["login"] as? String
    port = value["port"] as? Int ?? 0
    hello = value["hello"] as? String
  }
}
