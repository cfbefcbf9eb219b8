import Foundation
import Platform
import Spool
import TestSupport
import Testing

/// A worker that the conformance suite drives: ours, or one of the documentation, in any language.
enum TestedWorker: String, CaseIterable, CustomTestStringConvertible {
  case herald, swift, bash, python

  var testDescription: String { rawValue }

  /// Its command line up to the sender's command, for the channel `email` of a project.
  func start(_ project: WorkerProject) throws -> [String] {
    let channel = project.folder.path + "/var/spool/email"
    switch self {
    case .herald: return [HeraldProgram.path, "-C", project.folder.path, "drain", "email", "--"]
    case .swift: return [(HeraldProgram.path as NSString).deletingLastPathComponent + "/spool-worker", channel]
    case .bash: return ["bash", try Self.script("worker.sh", in: project), channel]
    case .python: return ["/usr/bin/env", "python3", try Self.script("worker.py", in: project), channel]
    }
  }

  /// The descriptor of its lock goes on to the sender's command. Ours in Swift sends by itself.
  var sharesItsLock: Bool { self != .swift }

  /// A script as the documentation prints it.
  static func script(_ name: String, in project: WorkerProject) throws -> String {
    let page = try String(contentsOfFile: HeraldProgram.root + "/Sources/Spool/Spool.docc/Workers.md", encoding: .utf8)
    for block in page.components(separatedBy: "\n```").filter({ $0.contains(name + " ") && $0.contains("#!") }) {
      guard let start = block.range(of: "#!"), block[start.lowerBound...].prefix(200).contains(name + " ") else {
        continue
      }
      return try project.folder.write(name, String(block[start.lowerBound...]) + "\n")
    }
    throw Errno.noSuchFile
  }
}

/// A project with one channel and jobs that the test wrote.
struct WorkerProject {
  let folder: TemporaryFolder
  let spool: SpoolFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("herald.yaml", Shop.house)
    try folder.write("customers.csv", "Email,Name,ok\n")
    try folder.write("orders.csv", "Order,Email,promised_at,delivered_at\n")
    spool = try SpoolFolder(creating: folder.path("var/spool"))
    try spool.prepare("email")
  }

  /// Seconds since 1970.
  var now: Int64 { SystemClock.now().seconds }

  /// Puts a job into the queue and returns its id.
  @discardableResult
  func queue(
    _ name: String, rank: Int = 4, dueIn seconds: Int64 = -60, expiresIn: Int64? = nil, quiet: [Range<Int64>] = [],
    torn: Bool = false
  ) throws -> String {
    let id = Hash128(name).base32
    let (due, periods) = (
      now + seconds, quiet.map { #"["\#(Self.text(now + $0.lowerBound))","\#(Self.text(now + $0.upperBound))"]"# }
    )
    guard let job = JobName(rank: rank, notBefore: due, expires: expiresIn.map { now + $0 }, attempt: 1, id: id) else {
      throw Errno.invalid
    }
    let line =
      #"{"attempt_limit":8,"campaign":"late","channel":"email","id":"\#(id)","message":{"text":"\#(name)"},"#
      + #""quiet":[\#(periods.joined(separator: ","))],"to":{"address":"anna@x.example"}}"#
    try folder.write("var/spool/email/queue/\(rank).\(due).b-00000/\(job)", torn ? line : line + "\n")
    return id
  }

  private static func text(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: TimeInterval(seconds)).ISO8601Format()
  }

  /// The ids in a place, in the order of their names.
  func ids(_ place: Place) throws -> [String] { try jobs(place).map(\.name.id) }

  func jobs(_ place: Place) throws -> [SpooledJob] { try spool.list(channels: ["email"], places: [place]).jobs }

  /// Deferred for a later attempt, which a worker may have given back to the queue itself.
  func deferred() throws -> [String] {
    try ids(.deferred) + jobs(.queue).filter { $0.name.attempt == 2 }.map(\.name.id)
  }

  /// A worker's whole command line: each job goes to a line of shell, run in the project's folder.
  func line(_ worker: TestedWorker, _ script: String = "cat >> told") throws -> String {
    quoted(try worker.start(self) + ["sh", "-c", "cd '\(folder.path)' && { \(script); }"])
  }

  /// Runs a worker to its end.
  @discardableResult
  func run(_ worker: TestedWorker, _ script: String = "cat >> told") throws -> HeraldProgram.Result {
    try HeraldProgram.shell(line(worker, script))
  }

  /// A command line for a shell.
  private func quoted(_ words: [String]) -> String {
    words.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
  }

  /// The names of what was told, in that order.
  func told() throws -> [String] {
    guard FileSystem.exists(folder.path("told")) else { return [] }
    return try folder.read("told").split(separator: "\n").compactMap { line in
      line.range(of: #""text":""#).map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
    }
  }
}
