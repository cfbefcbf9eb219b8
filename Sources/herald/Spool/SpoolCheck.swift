import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Platform
import Spool

let spoolCheckCommand = Command(
  name: "spool check", summary: "looks for what is wrong in the spool, and mends it",
  details:
    "Torn, foreign and doubled files, jobs where no worker looks, permissions; batches that were decided and are gone (a "
    + "run ends with 74 then); jobs that the ledger waits for and nobody has, and jobs that it does not know. --repair "
    + "owes again, under the same id and the next attempt, what has neither file nor receipt, moves what cannot be read "
    + "or is there twice to corrupt/, and says each thing it did. Nothing is deleted, and what is not herald's is left "
    + "alone. Exits 1 if something is left for a person.",
  options: [
    .init(name: "repair", help: "mend it, under the run lock; channels with lost jobs rest meanwhile"),
    SpoolOptions.json,
  ],
  examples: [
    .init(line: "herald spool check", says: "is the spool sound?"),
    .init(line: "herald spool check --repair", says: "after a run ended with 74"),
  ],
  takes: 0...0
) { invocation in
  let desk = try SpoolDesk(invocation)
  return invocation.has("repair") ? try SpoolRepair(desk).run() : try SpoolCheck(desk).run()
}

/// One `spool check` that only looks. No lock: runs and workers go on.
struct SpoolCheck {
  let desk: SpoolDesk

  init(_ desk: SpoolDesk) { self.desk = desk }

  func run() throws -> ExitCode {
    let report = CheckReport(desk)
    try failing {
      let ledger = try desk.readOnlyLedger()
      // The ledger first: what it has as published then was in the queue by then.
      let lost = try ledger.map { try LostBatches.find($0, desk.folder) } ?? []
      let waiting = try ledger?.waitingJobs(includesUnpublished: false) ?? []
      let examination = try desk.folder.examine()
      for defect in examination.defects { report.add(defect) }
      for batch in lost { report.add(CheckFinding(lostBatch: batch)) }
      let missing = try stillMissing(waiting, examination, ledger)
      if !missing.isEmpty { report.add(CheckFinding(missing: missing)) }
      try report.addStrangers(examination, ledger)
      report.print(sound: "\(counted(examination.attempts.count, "job"))")
    }
    return report.isEmpty ? .fine : .attention
  }

  /// Asked twice, the files and the ledger: a job that moved while we looked is not lost.
  private func stillMissing(
    _ waiting: [TakenBackJob], _ examination: Examination, _ ledger: LedgerStore?
  ) throws -> [TakenBackJob] {
    let suspects = waiting.filter { !examination.has($0.id, attempt: $0.attempt) }
    guard !suspects.isEmpty, let ledger else { return [] }
    let again = try desk.folder.examine()
    let now = Set(try ledger.waitingJobs(includesUnpublished: false))
    return suspects.filter { !again.has($0.id, attempt: $0.attempt) && now.contains($0) }
  }
}

/// Batches that were decided, and are neither published nor staged: the case that stops a run.
enum LostBatches {
  static func find(_ ledger: LedgerStore, _ folder: SpoolFolder) throws -> [String] {
    let before = try ledger.unpublishedBatches().map(\.name)
    guard !before.isEmpty else { return [] }
    let staged = Set(try folder.stagedBatches())
    // A run in progress publishes, then says so, then removes its stage.
    let after = Set(try ledger.unpublishedBatches().map(\.name))
    return before.filter { after.contains($0) && !staged.contains($0) }
  }
}
