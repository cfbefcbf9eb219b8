import Foundation
import Spool

/// A sender daemon's core, with the library: a run of a command for each job that is due. A real one would call its
/// provider instead, and go on for ever.
///
///     spool-worker SPOOL/CHANNEL COMMAND [ARGUMENT…]
@main struct SpoolWorker {
  static func main() throws {
    signal(SIGPIPE, SIG_IGN)  // a command that reads nothing is no reason to die
    let channel = URL(fileURLWithPath: CommandLine.arguments[1]).standardizedFileURL
    let spool = try SpoolFolder(opening: channel.deletingLastPathComponent().path)
    _ = try spool.reclaim(channel: channel.lastPathComponent, now: now)
    var worker = try Worker(in: spool, channel: channel.lastPathComponent)
    while !spool.isPaused(worker.channel), let job = try worker.claim(now: now) {
      guard let file = try worker.open(job) else { continue }  // torn: it is in corrupt/ now
      if job.name.isExpired(now) {
        try worker.finish(job, .failed, Receipt(at: now, reason: "it expired before it was sent"))
      } else if let end = file.quietEnd(at: now) {
        try worker.putBack(job, notBefore: end)
      } else {
        try worker.begin(job)  // from here on it may have been sent
        let code = try send(file.bytes)
        if [77, 78, 126, 127].contains(code) { try spool.pause(worker.channel, reason: "the command is broken") }
        try worker.finish(job, outcome(code), Receipt(at: now, exitCode: Int(code)))
      }
    }
    try worker.close()
  }

  static var now: Int64 { Int64(Date().timeIntervalSince1970) }

  static func send(_ job: [UInt8]) throws -> Int32 {
    let process = Process()
    let input = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = Array(CommandLine.arguments.dropFirst(2))
    process.standardInput = input
    try process.run()
    try? input.fileHandleForWriting.write(contentsOf: Data(job))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  static func outcome(_ code: Int32) -> Outcome {
    switch code {
    case 0: .sent
    case 71, 74, 75, 77, 78, 126, 127: .deferred
    case 65...70, 76: .failed
    default: .unknown
    }
  }
}
