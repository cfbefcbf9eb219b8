import Ledger
import Platform
import Spool

let spoolDropCommand = Command(
  name: "spool drop", operands: "ID… | - | ALL", summary: "takes jobs out for good: they are not sent",
  details:
    "The message counts as told, so no run sends it again; herald resend brings it back. ALL means what waits: queued, "
    + "deferred or held; a dead job is dropped if it is named, or with --state dead. Nothing is deleted before keep: in "
    + "herald.yaml says so. To have messages decided again instead: herald stop, then resume.",
  options: [
    SpoolOptions.channel, SpoolOptions.campaign, stateOption("queued, deferred, held, dead"), SpoolOptions.dryRun,
  ],
  examples: [
    .init(line: "herald spool drop 0comv4ip", says: "one job"),
    .init(line: "herald spool drop ALL --campaign win-back -n", says: "how many it would be"),
  ],
  takes: 1...100_000
) { invocation in
  let desk = try SpoolDesk(invocation)
  return try SpoolMoving(
    desk,
    SpoolMove(verb: "drop", done: "dropped", places: SpoolFolder.waiting, placesOfNamed: [.dead]) {
      folder, jobs throws(SpoolProblem) in try folder.drop(jobs)
    }
  ).run { _ in
    // **Rename, then the ledger**: whoever is cut short between the two leaves jobs that cannot be sent and count as
    // told, which is as it should be but for a word; that is made good here and by the next run.
    try failing {
      guard let ledger = try desk.ledger() else { return }
      try DroppedJobs.record(desk.folder, ledger)
    }
  }
}
