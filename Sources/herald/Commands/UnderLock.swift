import Campaigns
import Diagnostics
import Ledger
import Spool

/// What a verb works with that changes ledger and spool as a run does.
struct Workplace {
  let project: Project
  let folder: SpoolFolder
  let memory: Memory
  let ledger: LedgerStore
}

extension Invocation {
  /// Does something under the run lock, after what an earlier run left was made good.
  func underLock<Result>(
    _ project: Project, _ body: (Workplace, borrowing RunLock) throws -> Result
  ) throws -> Result {
    try failing {
      let folder = try SpoolFolder(creating: project.state + "/spool")
      let lock = try RunLock(folder)
      let memory = try Memory.open(project, for: .writing)
      guard let ledger = memory.ledger else { throw Failure(.defect, "the ledger is open for reading only") }
      _ = try Publication.recover(folder, lock: lock, journal: LedgerJournal(ledger: ledger))
      try ReceiptIntake(project: project, folder: folder, ledger: ledger, forgotten: memory.forgotten).run(lock: lock)
      try Erasure(project: project, folder: folder, ledger: ledger).replay(memory.forgotten)
      return try body(Workplace(project: project, folder: folder, memory: memory, ledger: ledger), lock)
    }
  }
}

/// A job of a batch that a person asked for.
struct DispatchedJob {
  var channel: String
  var rank: Int
  /// Seconds since 1970.
  var notBefore: Int64
  /// Nil: never.
  var expires: Int64?
  var attempt: Int
  var id: String
  var bytes: [UInt8]
}

extension Workplace {
  /// Stages these jobs and publishes them with what the journal says, as a run does: whole or not at all.
  func dispatch(
    _ jobs: [DispatchedJob], _ journal: LedgerJournal, batch: String, now: Int64, lock: borrowing RunLock
  ) throws {
    let mark = BatchMark(sequence: memory.nextSequence, name: batch)
    var staged = try StagedBatch(
      mark, in: folder, lock: lock, now: now,
      expecting: ExpectedSize(jobs: jobs.count, bytes: Int64(jobs.reduce(0) { $0 + $1.bytes.count })))
    for job in jobs {
      try staged.append(
        channel: job.channel, rank: job.rank, notBefore: job.notBefore, expires: job.expires, attempt: job.attempt,
        id: job.id, bytes: job.bytes)
    }
    _ = try Publication.publish(staged, in: folder, lock: lock, journal: journal)
  }
}
