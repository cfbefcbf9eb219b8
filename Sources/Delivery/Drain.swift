import Platform
package import Spool

/// Sends what is due in a channel through a transport, one job after the other. Ends when nothing is due.
package struct Drain {
  private let folder: SpoolFolder
  private let channel: String
  private let transport: any Transport

  package init(_ folder: SpoolFolder, channel: String, through transport: any Transport) {
    self.folder = folder
    self.channel = channel
    self.transport = transport
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
  ) throws(SpoolProblem) -> SendResult {
    let input = try worker.input(job)
    try worker.begin(job)
    return transport.send(
      Parcel(name: job.name, channel: channel, file: file, input: input, lockNumber: worker.lockNumber))
  }
}
