import Campaigns
import CivilTime
import Diagnostics
import Planning
import Spool

/// One `run --baseline`: what is owed now is remembered as handled, and nobody is told.
///
/// The run is not counted as one: windows that closed since the last run are the next one's to report.
struct Baseline {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let (now, isGiven) = try invocation.now(project)
    let campaigns = try campaigns(project)
    var request = Planner.Request(now: now, isNowGiven: isGiven, threads: try invocation.threads())
    // Nothing goes out, so there is no such thing as too much.
    request.allowed = Dictionary(uniqueKeysWithValues: (project.campaigns.map(\.id) + ["all"]).map { ($0, .max) })
    request.accepted = try invocation.accepted(project)
    if invocation.has("dry-run") {
      let history = try Memory.open(project, for: .reading).history
      let plan = try Planner(project: project, history: history, request: request).planOrFail()
      return report(plan, plan.baseline(campaigns), campaigns, isDone: false)
    }
    return try RunSession.locked(project, now: now, RunLog()) { [request] session in
      let plan = try Planner(project: project, history: session.memory.history, request: request).planOrFail()
      guard plan.hasExport || project.campaigns.isEmpty else {
        invocation.report(Findings(plan, project).diagnostics)
        return .noUsableExport
      }
      let handled = plan.baseline(campaigns)
      try remember(plan, handled, session)
      return report(plan, handled, campaigns, isDone: true)
    }
  }

  private func campaigns(_ project: Project) throws -> Set<Int> {
    guard let id = invocation.value("baseline"), !id.isEmpty else { return Set(project.campaigns.indices) }
    guard let index = project.campaigns.firstIndex(where: { $0.id == id }) else {
      throw UsageError(
        message: "there is no campaign “\(id)”", advice: suggestion(for: id, in: project.campaigns.map(\.id)))
    }
    return [index]
  }

  private func remember(_ plan: Plan, _ handled: Plan.Baseline, _ session: borrowing RunSession) throws {
    var journal = LedgerJournal(ledger: session.ledger)
    journal.messages = plan.messageRecords(handled)
    journal.sequences = plan.sequenceStates(handled)
    journal.firstSeen = plan.firstSeen(handled)
    journal.day = plan.project.zone.wall(at: plan.now).date.text
    guard !journal.messages.isEmpty || !journal.firstSeen.isEmpty else { return }
    try session.publish(try session.stage(jobs: 0), journal)
    session.log.plan = plan
    session.log.handled = Dictionary(
      uniqueKeysWithValues: handled.counts.map { (plan.project.campaigns[$0.key].id, $0.value) })
    try RunFolder(state: plan.project.state).write(session.log, plan.project, now: session.now, mark: session.mark)
  }

  private func report(_ plan: Plan, _ handled: Plan.Baseline, _ campaigns: Set<Int>, isDone: Bool) -> ExitCode {
    let counts = handled.counts
    var table = TextTable(header: ["campaign", isDone ? "handled" : "would be handled"])
    for index in campaigns.sorted() { table.add([plan.project.campaigns[index].id, grouped(counts[index] ?? 0)]) }
    for line in table.lines() { invocation.terminal.print(line) }
    let waiting = campaigns.map { plan.counts()[$0]?[.staleData] ?? 0 }.reduce(0, +)
    var diagnostics = Findings(plan, plan.project).ofFiles.flatMap(\.diagnostics)
    if waiting > 0 {
      diagnostics.append(
        Diagnostic(
          .warning, "\(grouped(waiting)) wait for newer exports (stale-data), and were not handled",
          advice: "when they have come, herald run --baseline again before the next run"))
    }
    invocation.report(diagnostics)
    return diagnostics.isEmpty ? .fine : .attention
  }
}
