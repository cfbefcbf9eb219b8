import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform
import Spool

/// What a verb that writes has in hand: the run lock, the ledger and the spool, with an earlier run's work made good.
struct RunSession: ~Copyable {
  let project: Project
  let now: Instant
  let memory: Memory
  let ledger: LedgerStore
  let recovery: Publication.Recovery
  let intake: Intake
  let log: RunLog
  private let previousRun: Instant?
  private let folder: SpoolFolder
  private let lock: RunLock

  /// Opens all of it, refuses a clock that went back, and does `body`.
  static func locked(
    _ project: Project, now: Instant, _ log: RunLog, _ body: (borrowing RunSession) throws -> ExitCode
  ) throws -> ExitCode {
    do {
      return try body(try RunSession(project, now: now, log))
    } catch let error as SpoolProblem {
      throw Failure(error)
    } catch let error as LedgerProblem {
      throw Failure(ExitCode(rawValue: error.exitCode) ?? .inputOutput, [error.diagnostic])
    }
  }

  private init(_ project: Project, now: Instant, _ log: RunLog) throws {
    let folder = try SpoolFolder(creating: project.state + "/spool")
    let lock = try RunLock(folder)
    let memory = try Memory.open(project, for: .writing)
    guard let ledger = memory.ledger else { throw Failure(.defect, "a run has no ledger") }
    let recovery = try Publication.recover(folder, lock: lock, journal: LedgerJournal(ledger: ledger))
    let intake = try ReceiptIntake(project: project, folder: folder, ledger: ledger, forgotten: memory.forgotten)
      .run(lock: lock)
    try Erasure(project: project, folder: folder, ledger: ledger).replay(memory.forgotten)
    try StopSweep(project, folder, ledger).run()
    try Self.requireForwardClock(now, memory)
    previousRun = memory.history.lastRun
    self.project = project
    self.now = now
    self.memory = memory
    self.ledger = ledger
    self.recovery = recovery
    self.intake = intake
    self.folder = folder
    self.lock = lock
    self.log = log
    log.lap("open")
  }

  /// Half an hour of summer time is not a second chance for every message of that half hour.
  private static func requireForwardClock(_ now: Instant, _ memory: Memory) throws {
    guard let last = memory.history.lastRun, last.since(now) > TimeSpan(seconds: 300) else { return }
    throw Failure(
      .tryLater, "the clock says \(now.rfc3339), but the last run was at \(last.rfc3339): nothing was written",
      advice: "set the clock right; if it was wrong at the last run and is right now, herald adopt --clock")
  }

  /// The batch of this run.
  var mark: BatchMark { BatchMark(sequence: memory.nextSequence, name: memory.nextBatch(now: now)) }

  func stage(jobs: Int) throws -> StagedBatch {
    try StagedBatch(
      mark, in: folder, lock: lock, now: now.seconds,
      expecting: ExpectedSize(jobs: jobs, bytes: Int64(jobs) * 2048))
  }

  func publish(_ batch: consuming StagedBatch, _ journal: LedgerJournal) throws {
    _ = try Publication.publish(batch, in: folder, lock: lock, journal: journal)
    log.batch = mark
  }

  /// Takes back what waits of campaigns that were stopped.
  func sweep() throws { try StopSweep(project, folder, ledger).run() }

  /// Removes what is older than `keep:` allows, some of it a day.
  func prune() throws {
    try Pruning(project: project, folder: folder, ledger: ledger, hash: memory.forgotten.hash, now: now).runDaily()
  }

  /// What failed or is unknown: of legal campaigns for as long as their jobs are kept, of others since a day before the
  /// last run, so that none is missed between two runs.
  func troubles() throws -> [Trouble] {
    let day = TimeSpan(seconds: 86_400)
    let last = min(previousRun ?? now, now)
    return try ledger.troubles(
      legalSince: (now.subtracting(project.keep.jobs) ?? now).microseconds,
      since: (last.subtracting(day) ?? last).microseconds)
  }

  func record(_ plan: Plan) -> RunRecord {
    RunRecord(now: plan.now.microseconds, finished: SystemClock.microseconds, counts: plan.countsJSON())
  }
}

extension Failure {
  init(_ problem: SpoolProblem) {
    self.init(ExitCode(rawValue: problem.exitCode) ?? .inputOutput, [problem.diagnostic])
    if case .busy = problem.kind { isBusy = true }
  }
}

extension SystemClock {
  /// Since 1970.
  static var microseconds: Int64 {
    let now = now()
    return now.seconds * 1_000_000 + Int64(now.nanoseconds) / 1000
  }
}
