import Campaigns
import CivilTime
import Ledger
import Platform
import Spool

/// Takes back what waits of stopped campaigns, and records that it is owed again.
///
/// **Rename, then the ledger**: a crash between the two leaves jobs in `done/withdrawn/` that the ledger has as queued.
/// Every sweep records those first, and no stop is lifted without that, so nothing is told twice or forgotten.
struct StopSweep {
  private let project: Project
  private let folder: SpoolFolder
  private let ledger: LedgerStore

  struct Result {
    /// Jobs that were taken out of the queue.
    var takenBack = 0
    /// Jobs of these campaigns that a worker has.
    var claimed = 0
  }

  init(_ project: Project, _ folder: SpoolFolder, _ ledger: LedgerStore) {
    self.project = project
    self.folder = folder
    self.ledger = ledger
  }

  /// Next to nothing to do while no campaign is stopped.
  @discardableResult
  func run() throws -> Result {
    try failing {
      // Of an earlier sweep, or of a second gate, that was cut short.
      try record()
      let stopped = try ledger.stopped()
      guard !stopped.isEmpty else { return Result() }
      let isStopped = { (job: JobFile) in !job.isTrial && (stopped.contains("all") || stopped.contains(job.campaign)) }
      // What dead workers hold would come back to the queue behind our back.
      for channel in try folder.channels() {
        try folder.prepare(channel)
        _ = try folder.reclaim(
          channel: channel, now: SystemClock.now().seconds, retryingUnknown: project.retriesUnknown(channel))
      }
      let count = try folder.takeBack(where: isStopped)
      if count > 0 { try record() }
      return Result(takenBack: count, claimed: try folder.claimed(where: isStopped))
    }
  }

  /// Records what an earlier sweep took and could not record.
  func recordWithdrawn() throws { try failing { try record() } }

  private func record() throws {
    let withdrawn = try folder.withdrawn().map { TakenBackJob(id: $0.id, attempt: $0.attempt) }
    try ledger.takeBack(withdrawn) { [zone = project.zone] in zone.wall(at: Instant(microseconds: $0)).date.text }
  }
}

extension Project {
  /// `on_unknown: retry` of a channel; not of one that herald.yaml no longer has.
  func retriesUnknown(_ channel: String) -> Bool {
    channels.contains { $0.name == channel && $0.onUnknown == .retry }
  }
}

/// Does something with ledger and spool whose problems end the command with their own words and codes.
func failing<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as LedgerProblem { throw Failure(error) } catch let error as SpoolProblem {
    throw Failure(error)
  }
}

extension Failure {
  init(_ problem: LedgerProblem) {
    self.init(ExitCode(rawValue: problem.exitCode) ?? .inputOutput, [problem.diagnostic])
  }
}
