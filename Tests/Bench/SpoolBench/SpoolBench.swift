import Delivery
import Platform
import Spool
import Synchronization

/// One measurement of the spool: prints the seconds that it took. Tests/Bench/spool runs it beside python's dirq.
///
///     spool-bench add FOLDER COUNT            stages and publishes so many jobs of 600 bytes
///     spool-bench take FOLDER WORKERS         claims and finishes all of them, not synced, as dirq does it
///     spool-bench take-synced FOLDER WORKERS  as above, synced by groups of a hundred
///     spool-bench drain FOLDER SENDERS        sends all of them through a run of `true` each
@main struct SpoolBench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 3, let verb = arguments.first, let count = Int(arguments[3]) else {
      print("usage: spool-bench add|take|take-synced|drain FOLDER COUNT")
      return
    }
    let spool = try SpoolFolder(creating: arguments[2] + "/spool")
    try spool.prepare("email")
    let start = SystemClock.monotonic()
    switch verb {
    case "add": try add(count, to: spool)
    case "take": try take(spool, workers: count, synced: false)
    case "take-synced": try take(spool, workers: count, synced: true)
    default: try drain(spool, senders: count)
    }
    print(Double(SystemClock.monotonic() - start) / 1e9)
  }

  private static let now: Int64 = 1_772_447_400

  private static func add(_ count: Int, to spool: SpoolFolder) throws {
    let lock = try RunLock(spool)
    let journal = NoJournal()
    _ = try Publication.recover(spool, lock: lock, journal: journal)
    var batch = try StagedBatch(
      BatchMark(sequence: 1, name: "bench"), in: spool, lock: lock, now: now,
      expecting: ExpectedSize(jobs: count, bytes: Int64(count) * 600))
    let text = String(repeating: "Your parcel is late. ", count: 25)
    for number in 0..<count {
      let id = Hash128("\(number)").base32
      let job = #"{"campaign":"late","id":"\#(id)","message":{"text":"\#(text)"}}"# + "\n"
      try batch.append(channel: "email", rank: 4, notBefore: now, expires: nil, id: id, bytes: Array(job.utf8))
    }
    _ = try Publication.publish(batch, in: spool, lock: lock, journal: journal)
  }

  private static func take(_ spool: SpoolFolder, workers: Int, synced: Bool) throws {
    let failure = Mutex<(any Error)?>(nil)
    Workers.run(workers) {
      do {
        var worker = try Worker(in: spool, channel: "email")
        worker.syncsByGroups = synced
        while let job = try worker.claim(now: now) { try worker.finish(job, .sent) }
        try worker.close()
      } catch { failure.withLock { $0 = error } }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private static func drain(_ spool: SpoolFolder, senders: Int) throws {
    var settings = Drain.Settings()
    settings.concurrency = senders
    _ = try Drain(spool, channel: "email", settings) { CommandTransport(["true"]) }.run()
  }
}

/// The ledger's part is measured elsewhere: this one forgets.
private struct NoJournal: BatchJournal {
  func lastBatch() -> BatchMark? { nil }
  func state(of batch: String) -> BatchState { .absent }
  func unpublished() -> [BatchMark] { [] }
  func commit(_ batch: BatchManifest) {}
  func markPublished(_ batch: String) {}
}
