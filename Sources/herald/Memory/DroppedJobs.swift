import Ledger
import Platform
import Spool

/// Jobs that a person dropped, as the ledger learns of them.
enum DroppedJobs {
  /// Tells the ledger of all that lie in `done/dropped/`; those that it knows change nothing.
  static func record(_ folder: SpoolFolder, _ ledger: LedgerStore) throws {
    let jobs = try folder.dropped()
    let now = SystemClock.microseconds
    try ledger.record(
      receipts: jobs.map { JobReceipt(id: $0.id, attempt: $0.attempt, at: now, outcome: .dropped) })
  }
}
