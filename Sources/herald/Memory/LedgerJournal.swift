import CivilTime
import Ledger
import Platform
import Spool

/// The ledger as publishing sees it: a batch's decision is one transaction with everything the run decided.
struct LedgerJournal: BatchJournal {
  let ledger: LedgerStore
  /// What the run decided beside the batch itself.
  var messages: [MessageRecord] = []
  var sequences: [SequenceState] = []
  var jobs: [JobRecord] = []
  var firstSeen: [FirstSeen] = []
  var endings: [Hash128] = []
  /// Of the shop's calendar: `2026-03-02`.
  var day = ""
  var run: RunRecord?
  /// Of a batch that is no run's.
  var resent: [ResentMessage] = []
  var moved: [MovedMessage] = []
  var now: Int64 = 0

  func lastBatch() throws(SpoolProblem) -> BatchMark? {
    try ask { ledger throws(LedgerProblem) in try ledger.lastBatch().map(BatchMark.init) }
  }

  func state(of batch: String) throws(SpoolProblem) -> BatchState {
    try ask { ledger throws(LedgerProblem) in
      switch try ledger.batchState(batch) {
      case .absent: .absent
      case .committed: .committed
      case .published: .published
      }
    }
  }

  func unpublished() throws(SpoolProblem) -> [BatchMark] {
    try ask { ledger throws(LedgerProblem) in try ledger.unpublishedBatches().map(BatchMark.init) }
  }

  func commit(_ batch: BatchManifest) throws(SpoolProblem) {
    try ask { ledger throws(LedgerProblem) in
      var record = BatchRecord(
        sequence: batch.mark.sequence, name: batch.mark.name, now: run?.now ?? now, count: batch.count,
        hash: batch.hash, messages: messages, sequences: sequences, jobs: jobs, run: run, firstSeen: firstSeen,
        endings: endings, day: day)
      record.resent = resent
      record.moved = moved
      try ledger.commit(record)
    }
  }

  func markPublished(_ batch: String) throws(SpoolProblem) {
    try ask { ledger throws(LedgerProblem) in try ledger.markPublished(batch) }
  }

  private func ask<Answer>(
    _ question: (LedgerStore) throws(LedgerProblem) -> Answer
  ) throws(SpoolProblem) -> Answer {
    do throws(LedgerProblem) { return try question(ledger) } catch {
      throw SpoolProblem(.journal(error.diagnostic, exitCode: error.exitCode), path: ledger.path)
    }
  }
}

extension BatchMark {
  init(_ mark: RecordedBatch) { self.init(sequence: mark.sequence, name: mark.name) }
}

extension LedgerJournal {
  /// Of a batch of old messages that a person sends again.
  init(ledger: LedgerStore, resent: [ResentMessage], jobs: [JobRecord], now: Instant) {
    self.init(ledger: ledger, jobs: jobs, resent: resent, now: now.microseconds)
  }
}
