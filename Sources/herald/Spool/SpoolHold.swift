import Spool

let spoolHoldCommand = Command(
  name: "spool hold", operands: "ID… | - | ALL", summary: "puts jobs aside until they are released",
  details:
    "Of a job that a worker wants at the same time, whoever is quicker has it: how many workers were is said. What comes "
    + "to the queue later is not held: herald spool pause lets a channel rest, herald stop silences a campaign. Held "
    + "jobs keep their times and may expire; each run still asks whether they are owed.",
  options: [SpoolOptions.channel, SpoolOptions.campaign, stateOption("queued, deferred"), SpoolOptions.dryRun],
  examples: [
    .init(line: "herald spool hold 0comv4ip", says: "one job"),
    .init(line: "herald spool hold ALL --campaign win-back", says: "what waits of a campaign"),
  ],
  takes: 1...100_000
) { invocation in
  try SpoolMoving(
    SpoolDesk(invocation),
    SpoolMove(verb: "hold", done: "held", places: [.deferred, .queue]) { folder, jobs throws(SpoolProblem) in
      try folder.hold(jobs)
    }
  ).run()
}

let spoolReleaseCommand = Command(
  name: "spool release", operands: "ID… | - | ALL", summary: "gives held jobs back to the queue",
  details: "Each goes when its time has come, which may be at once; one that has expired meanwhile fails.",
  options: [SpoolOptions.channel, SpoolOptions.campaign, SpoolOptions.dryRun],
  examples: [.init(line: "herald spool release ALL --channel sms", says: "what was held of a channel")],
  takes: 1...100_000
) { invocation in
  try SpoolMoving(
    SpoolDesk(invocation),
    SpoolMove(verb: "release", done: "released", places: [.held], racesWorkers: false) {
      folder, jobs throws(SpoolProblem) in try folder.release(jobs)
    }
  ).run()
}

/// `--state`, for a verb that moves jobs.
func stateOption(_ states: String) -> Command.Option {
  .init(name: "state", value: "S", help: "only those that are \(states) (as often as needed)")
}
