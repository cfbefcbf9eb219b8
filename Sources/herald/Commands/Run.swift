import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform
import Spool

/// One `run`.
struct Run {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let log = RunLog()
    let project = try invocation.loadProject()
    let (now, isGiven) = try invocation.now(project)
    var request = Planner.Request(now: now, isNowGiven: isGiven, threads: try invocation.threads())
    request.allowed = try invocation.allowed(project)
    request.accepted = try invocation.accepted(project)
    log.allowed = request.allowed
    log.accepted = request.accepted.map { project.entities[$0].name }
    log.lap("load")
    do {
      return try RunSession.locked(project, now: now, log) { session in
        let code = try run(request, session)
        RunMetrics(project: project).write(log, now: now, code: code, ledger: session.ledger)
        return code
      }
    } catch let failure as Failure {
      // The run in progress writes its own; this one has seen nothing.
      if !failure.isBusy { RunMetrics(project: project).write(log, now: now, code: failure.code, ledger: nil) }
      throw failure
    }
  }

  private func run(_ request: Planner.Request, _ session: borrowing RunSession) throws -> ExitCode {
    let project = session.project
    var request = request
    let gate = try SecondGate(project, session.ledger)
    request.unsent = gate.unsent
    var plan = try Planner(project: project, history: session.memory.history, request: request).planOrFail()
    session.log.withdrawn = try gate.withdraw(&plan, at: session.now)
    session.log.plan = plan
    session.log.lap("plan")
    var findings = Findings(plan, project)
    guard plan.hasExport || project.campaigns.isEmpty else {
      return try report(nil, findings, session) == .fine ? .fine : .noUsableExport
    }
    try publish(&plan, session)
    // Of what was stopped since: this run's own jobs are in the queue only now.
    try session.sweep()
    try RejectFiles(state: project.state).write(plan)
    try session.prune()
    // A text that could not be made has changed outcomes since.
    session.log.plan = plan
    session.log.lap("publish")
    findings = Findings(plan, project)
    return try report(plan, findings, session)
  }

  /// Data, decision, visibility, forgetting: see `Publication`.
  private func publish(_ plan: inout Plan, _ session: borrowing RunSession) throws {
    let owed = plan.decisions.count { $0.outcome == .sent }
    guard owed > 0 || plan.changesLedger else {
      try session.ledger.record(run: session.record(plan))
      return
    }
    var journal = LedgerJournal(ledger: session.ledger)
    var batch = try session.stage(jobs: owed)
    try plan.render(batch: session.mark.name, signKey: session.memory.signKey) { [decisions = plan.decisions] job in
      try batch.append(
        channel: job.channel, rank: job.rank, notBefore: job.notBefore,
        expires: job.expires == 9_999_999_999 ? nil : job.expires, attempt: job.attempt, id: job.id, bytes: job.bytes)
      if let message = decisions[job.decision].message {
        journal.jobs.append(JobRecord(id: job.id, attempt: job.attempt, message: message, channel: job.channel))
      }
    }
    // Texts may have asked the ledger, too; what is staged is then removed by the next run.
    if let problem = session.memory.history.problem { throw Failure(.inputOutput, [problem]) }
    journal.messages = plan.messageRecords()
    journal.moved = plan.movedMessages()
    journal.sequences = plan.sequenceStates()
    journal.firstSeen = plan.firstSeenChanges()
    journal.endings = plan.endings.map(\.key)
    journal.day = plan.project.zone.wall(at: plan.now).date.text
    journal.run = session.record(plan)
    try session.publish(batch, journal)
  }

  /// A summary on a terminal, or when a person is needed; under cron otherwise nothing.
  ///
  /// What stays wrong is told when it is new and then once a day: `attention` only then.
  private func report(_ plan: Plan?, _ findings: Findings, _ session: borrowing RunSession) throws -> ExitCode {
    var findings = findings
    for stray in session.recovery.strays {
      findings.add(
        Finding("stray/\(stray)", [Diagnostic(.warning, "this is no batch; it is left alone", file: stray)]))
    }
    findings.add(session.intake, spool: session.project.state + "/spool/")
    findings.add(try session.troubles())
    let standing = StandingProblems(findings, known: try session.ledger.problems(), now: session.now)
    try session.ledger.remember(
      Lessons(
        exports: (plan?.measures ?? [:]).sorted { $0.key < $1.key }.map { $0.value.record(entity: $0.key) },
        problems: standing.changed, solved: standing.solved))
    session.log.standing = findings.all.count(where: \.needsPerson)
    session.log.told = standing.told.compactMap(\.identities.first)
    let isKept = keepRecord(session)
    let isWatched = invocation.terminal.isInteractive
    if isWatched, let plan {
      for line in OutcomeTable(plan, showsSubjects: false).lines(invocation.terminal) {
        invocation.terminal.print(line)
      }
      for line in session.log.withdrawn.summary(done: true) { invocation.terminal.print(line) }
    }
    if isWatched || !standing.told.isEmpty {
      for name in session.recovery.published {
        invocation.report([Diagnostic(.note, "an earlier run was cut short; its batch \(name) is in the queue now")])
      }
    }
    invocation.report(isWatched ? findings.diagnostics : standing.told.flatMap(\.diagnostics))
    return !standing.told.contains(where: \.needsPerson) && isKept ? .fine : .attention
  }

  /// Of a run that decided something or has something to tell. What was decided stands without it, too.
  private func keepRecord(_ session: borrowing RunSession) -> Bool {
    guard session.log.batch != nil || !session.log.told.isEmpty else { return true }
    do throws(Failure) {
      try RunFolder(state: session.project.state).write(
        session.log, session.project, now: session.now, mark: session.mark)
      return true
    } catch {
      invocation.report(error.diagnostics)
      return false
    }
  }
}
