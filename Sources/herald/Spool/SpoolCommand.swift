let spoolCommand = Command(
  name: "spool", summary: "what waits to be sent: to look at it, hold it, retry it, drop it",
  details:
    "Workers go on while you look: what you see is a moving picture, and of a job that you and a worker want, whoever is "
    + "quicker has it. ID is a job's id or enough of its beginning; - reads ids from standard input, ALL means all jobs.",
  verbs: [
    spoolListCommand, spoolShowCommand, spoolShapeCommand, spoolHoldCommand, spoolReleaseCommand, spoolRetryCommand,
    spoolDropCommand, spoolPauseCommand, spoolResumeCommand, spoolCheckCommand,
  ])

/// Options by which jobs are chosen.
enum SpoolOptions {
  static let channel = Command.Option(name: "channel", value: "C", help: "only this channel's")
  static let campaign = Command.Option(name: "campaign", value: "C", help: "only this campaign's")
  static let json = Command.Option(name: "json", help: "print JSON Lines")
  static let dryRun = Command.Option(name: "dry-run", short: "n", help: "say what would be done, and do nothing")
}
