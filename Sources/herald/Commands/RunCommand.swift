let runCommand = Command(
  name: "run", summary: "decides, remembers and spools: what cron calls",
  details:
    "Plans, writes the jobs, commits the decision to the ledger and makes the jobs visible to the senders, under "
    + "a lock. Prints nothing unless a person is needed or looks on; what stays wrong is told when it is new and then "
    + "once a day. After a crash the next run makes good what was left.",
  options: planningOptions + [
    .init(name: "dry-run", short: "n", help: "the same as plan"),
    allowOption, acceptOption,
    .init(
      name: "baseline", value: "C", isValueOptional: true,
      help: "send nothing: remember what is owed now, by campaign C or by all, as handled; the way to switch on a "
        + "campaign over an old shop"),
  ],
  examples: [
    .init(line: "*/15 * * * *  herald -C /srv/myshop run", says: "a crontab line"),
    .init(line: "herald run --baseline win-back", says: "from now on, but not for all of the past"),
  ],
  takes: 0...0
) { invocation in
  if invocation.has("baseline") { return try Baseline(invocation).run() }
  return invocation.has("dry-run") ? try PlanRun(invocation).run() : try Run(invocation).run()
}
