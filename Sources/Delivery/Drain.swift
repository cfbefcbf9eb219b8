import Platform
package import Spool

/// Sends what is due in a channel, one job after the other, through a command: the job on its standard input, the
/// essentials in its environment, the outcome in its exit code. Ends when nothing is due.
package struct Drain: Sendable {
  private let folder: SpoolFolder
  private let channel: String
  private let command: [String]
  private let environment: [String]

  private static let ours = ["HERALD_ID", "HERALD_CHANNEL", "HERALD_CAMPAIGN", "HERALD_ATTEMPT", "HERALD_TO"]

  /// - Parameters:
  ///   - command: the program, searched for in PATH, and its arguments.
  ///   - environment: `NAME=value`; what the command gets besides our own variables.
  package init(
    _ folder: SpoolFolder, channel: String, command: [String], environment: [String] = Environment.all
  ) {
    self.folder = folder
    self.channel = channel
    self.command = command
    self.environment = environment.filter { variable in !Self.ours.contains { variable.hasPrefix($0 + "=") } }
  }

  /// - Parameters:
  ///   - now: seconds since 1970, asked for each job.
  ///   - isStopping: asked between jobs; what is in hand is finished.
  package func run(
    now: () -> Int64 = { SystemClock.now().seconds }, isStopping: () -> Bool = { Signals.termination != nil }
  ) throws(SpoolProblem) -> DrainReport {
    try folder.prepare(channel)
    var report = DrainReport()
    report.reclaimed = try folder.reclaim(channel: channel, now: now())
    try retry(now(), &report)
    var worker = try Worker(in: folder, channel: channel)
    while true {
      if folder.isPaused(channel) {
        report.isPaused = true
        break
      }
      if isStopping() {
        report.wasInterrupted = true
        break
      }
      guard let job = try worker.claim(now: now()) else { break }
      try handle(job, now(), &worker, &report)
    }
    report.strays = worker.strays
    try worker.close()
    try retry(now(), &report)
    return report
  }

  private func retry(_ now: Int64, _ report: inout DrainReport) throws(SpoolProblem) {
    let (retried, failed) = try folder.retryDeferred(channel: channel, now: now)
    report.retried += retried
    report.givenUp += failed
  }

  private func handle(
    _ job: ClaimedJob, _ now: Int64, _ worker: inout Worker, _ report: inout DrainReport
  ) throws(SpoolProblem) {
    guard let file = try worker.open(job) else {
      report.corrupt += 1
      return
    }
    if job.name.isExpired(now) {
      try worker.finish(job, .failed, Receipt(at: now, reason: "it expired before it was sent"))
      report.outcomes[.failed, default: 0] += 1
      report.expired += 1
      return
    }
    if let end = file.quietEnd(at: now) {
      try worker.putBack(job, notBefore: end)
      report.quiet += 1
      return
    }
    let result = try send(job, file, worker)
    try worker.finish(job, result.outcome, result.receipt(at: now))
    report.outcomes[result.outcome, default: 0] += 1
    if result.pausesChannel { try folder.pause(channel, reason: result.reason ?? "the command is broken") }
  }

  private func send(
    _ job: ClaimedJob, _ file: JobFile, _ worker: borrowing Worker
  ) throws(SpoolProblem) -> CommandOutcome {
    let input = try worker.input(job)
    try worker.begin(job)
    let child: ChildProcess
    do throws(Errno) {
      child = try ChildProcess.start(
        command, environment: environment + variables(job, file), input: input, keeping: worker.lockNumber)
    } catch { return CommandOutcome(notStarted: error) }
    do throws(Errno) { return CommandOutcome(try child.wait()) } catch {
      return CommandOutcome(lost: error)
    }
  }

  private func variables(_ job: ClaimedJob, _ file: JobFile) -> [String] {
    let values = [job.name.id, channel, file.campaign, String(job.name.attempt), file.address]
    return zip(Self.ours, values).map { "\($0)=\($1)" }
  }
}
