import Ledger
import Spool

/// The real ledger behind the spool's journal, as the command has it.
final class LedgerJournal: BatchJournal {
  private let ledger: LedgerStore
  /// What the run decided; the manifest is filled in at the commit.
  var record: BatchRecord

  init(_ ledger: LedgerStore, _ record: BatchRecord) {
    self.ledger = ledger
    self.record = record
  }

  func lastBatch() throws(SpoolProblem) -> BatchMark? {
    try asking { () throws(LedgerProblem) in try ledger.lastBatch() }
      .map { BatchMark(sequence: $0.sequence, name: $0.name) }
  }

  func state(of batch: String) throws(SpoolProblem) -> BatchState {
    switch try asking({ () throws(LedgerProblem) in try ledger.batchState(batch) }) {
    case .absent: .absent
    case .committed: .committed
    case .published: .published
    }
  }

  func unpublished() throws(SpoolProblem) -> [BatchMark] {
    try asking { () throws(LedgerProblem) in try ledger.unpublishedBatches() }
      .map { BatchMark(sequence: $0.sequence, name: $0.name) }
  }

  func commit(_ batch: BatchManifest) throws(SpoolProblem) {
    record.sequence = batch.mark.sequence
    record.name = batch.mark.name
    record.count = batch.count
    record.hash = batch.hash
    try asking { () throws(LedgerProblem) in try ledger.commit(record) }
  }

  func markPublished(_ batch: String) throws(SpoolProblem) {
    try asking { () throws(LedgerProblem) in try ledger.markPublished(batch) }
  }

  private func asking<Result>(_ body: () throws(LedgerProblem) -> Result) throws(SpoolProblem) -> Result {
    do throws(LedgerProblem) { return try body() } catch {
      throw SpoolProblem(.journal(error.diagnostic, exitCode: error.exitCode), path: ledger.path)
    }
  }
}
