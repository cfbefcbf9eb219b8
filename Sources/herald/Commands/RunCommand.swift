import Campaigns
import CivilTime
import Diagnostics
import JSON
import Ledger
import Planning
import Platform
import Spool

let runCommand = Command(
  name: "run", summary: "decides, remembers and spools: what cron calls",
  details:
    "Plans, writes the jobs, commits the decision to the ledger and makes the jobs visible to the senders, under "
    + "a lock. Prints nothing unless a person is needed or looks on. After a crash the next run makes good what was "
    + "left.",
  options: planningOptions + [
    .init(name: "dry-run", short: "n", help: "the same as plan"),
    allowOption,
  ],
  examples: [.init(line: "*/15 * * * *  herald -C /srv/myshop run", says: "a crontab line")],
  takes: 0...0
) { invocation in
  invocation.has("dry-run") ? try PlanRun(invocation).run() : try Run(invocation).run()
}

/// One `run`.
struct Run {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let (now, isGiven) = try invocation.now(project)
    do throws(SpoolProblem) {
      let folder = try SpoolFolder(creating: project.state + "/spool")
      let lock = try RunLock(folder)
      return try run(project, now: now, isGiven: isGiven, folder, lock)
    } catch {
      throw Failure(error)
    }
  }

  private func run(
    _ project: Project, now: Instant, isGiven: Bool, _ folder: SpoolFolder, _ lock: borrowing RunLock
  ) throws(SpoolProblem) -> ExitCode {
    do {
      let memory = try Memory.open(project, for: .writing)
      guard let ledger = memory.ledger else { return .defect }
      let recovery = try Publication.recover(folder, lock: lock, journal: LedgerJournal(ledger: ledger))
      try StopSweep(project, folder, ledger).run()
      try requireForwardClock(now, memory)
      var request = Planner.Request(now: now, isNowGiven: isGiven, threads: try invocation.threads())
      request.allowed = try invocation.allowed(project)
      var plan = try Planner(project: project, history: memory.history, request: request).planOrFail()
      guard plan.hasExport || project.campaigns.isEmpty else { return noExport(plan, project) }
      try publish(&plan, memory, ledger, folder, lock)
      // Of what was stopped since: this run's own jobs are in the queue only now.
      try StopSweep(project, folder, ledger).run()
      try RejectFiles(state: project.state).write(plan)
      return report(plan, project, recovery)
    } catch let error as SpoolProblem {
      throw error
    } catch let failure as Failure {
      invocation.report(failure.diagnostics)
      return failure.code
    } catch {
      invocation.report([Diagnostic(.error, "a defect: \(error)")])
      return .defect
    }
  }

  /// Half an hour of summer time is not a second chance for every message of that half hour.
  private func requireForwardClock(_ now: Instant, _ memory: Memory) throws {
    guard let last = memory.history.lastRun, last.since(now) > TimeSpan(seconds: 300) else { return }
    throw Failure(
      .tryLater, "the clock says \(now.rfc3339), but the last run was at \(last.rfc3339): nothing was written",
      advice: "set the clock right; if the last run's was wrong, wait for this one to pass it")
  }

  /// Data, decision, visibility, forgetting: see `Publication`.
  private func publish(
    _ plan: inout Plan, _ memory: Memory, _ ledger: LedgerStore, _ folder: SpoolFolder, _ lock: borrowing RunLock
  ) throws {
    var journal = LedgerJournal(ledger: ledger)
    let owed = plan.decisions.count { $0.outcome == .sent }
    let mark = BatchMark(sequence: memory.nextSequence, name: memory.nextBatch(now: plan.now))
    guard owed > 0 || plan.changesLedger else {
      try ledger.record(run: runRecord(plan))
      return
    }
    var batch = try StagedBatch(
      mark, in: folder, lock: lock, now: plan.now.seconds,
      expecting: ExpectedSize(jobs: owed, bytes: Int64(owed) * 2048))
    try plan.render(batch: mark.name, signKey: memory.signKey) { [decisions = plan.decisions] job in
      try batch.append(
        channel: job.channel, rank: job.rank, notBefore: job.notBefore,
        expires: job.expires == 9_999_999_999 ? nil : job.expires, attempt: job.attempt, id: job.id, bytes: job.bytes)
      if let message = decisions[job.decision].message {
        journal.jobs.append(JobRecord(id: job.id, attempt: job.attempt, message: message, channel: job.channel))
      }
    }
    // Texts may have asked the ledger, too; what is staged is then removed by the next run.
    if let problem = memory.history.problem { throw Failure(.inputOutput, [problem]) }
    journal.messages = plan.messageRecords()
    journal.sequences = plan.sequenceStates()
    journal.firstSeen = plan.firstSeenChanges()
    journal.endings = plan.endings.map(\.key)
    journal.day = plan.project.zone.wall(at: plan.now).date.text
    journal.run = runRecord(plan)
    _ = try Publication.publish(batch, in: folder, lock: lock, journal: journal)
  }

  private func runRecord(_ plan: Plan) -> RunRecord {
    RunRecord(now: plan.now.microseconds, finished: SystemClock.microseconds, counts: plan.countsJSON())
  }

  /// A summary on a terminal, or when a person is needed; under cron otherwise nothing.
  private func report(_ plan: Plan, _ project: Project, _ recovery: Publication.Recovery) -> ExitCode {
    let findings = Findings(plan, project)
    if invocation.terminal.isInteractive {
      for line in OutcomeTable(plan).lines(invocation.terminal) { invocation.terminal.print(line) }
    }
    for name in recovery.published {
      invocation.report([Diagnostic(.note, "an earlier run was cut short; its batch \(name) is in the queue now")])
    }
    for stray in recovery.strays { invocation.report([Diagnostic(.warning, "\(stray) is no batch; left alone")]) }
    invocation.report(findings.diagnostics)
    return findings.needsPerson ? .attention : .fine
  }

  private func noExport(_ plan: Plan, _ project: Project) -> ExitCode {
    invocation.report(Findings(plan, project).diagnostics)
    return .noUsableExport
  }
}

extension Failure {
  init(_ problem: SpoolProblem) {
    self.init(ExitCode(rawValue: problem.exitCode) ?? .inputOutput, [problem.diagnostic])
  }
}

extension SystemClock {
  /// Since 1970.
  static var microseconds: Int64 {
    let now = now()
    return now.seconds * 1_000_000 + Int64(now.nanoseconds) / 1000
  }
}
