import Campaigns
import CivilTime
import Diagnostics
import JSON
import Planning
import Platform

let planCommand = Command(
  name: "plan", summary: "what a run would do, and nothing done",
  details: "Reads the exports, decides every campaign and prints how many candidates came to which outcome. Nothing "
    + "is written but the files named here.",
  options: planningOptions + [
    .init(
      name: "jobs", value: "FILE",
      help: "write the jobs that a run would spool, one JSON object a line (- for standard output)"),
    .init(name: "decisions", value: "FILE", help: "write every candidate with its outcome and reason, likewise"),
    .init(name: "json", help: "print the table as JSON Lines"),
    allowOption, acceptOption,
    .init(name: "exit-code", help: "exit 2 if anything would be sent"),
  ],
  examples: [
    .init(line: "herald plan", says: "what would go out now"),
    .init(line: "herald plan --now 2026-03-02T10:30:00Z --decisions -", says: "each decision of another instant"),
  ],
  takes: 0...0
) { invocation in try PlanRun(invocation).run() }

/// One `plan`.
struct PlanRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let (now, isGiven) = try invocation.now(project)
    let memory = try Memory.open(project, for: .reading)
    var request = Planner.Request(
      now: now, isNowGiven: isGiven, threads: try invocation.threads(),
      wantsEveryDecision: invocation.has("decisions"))
    request.allowed = try invocation.allowed(project)
    request.accepted = try invocation.accepted(project)
    request.unsent = try SecondGate.look(project, memory.ledger)
    let planner = Planner(project: project, history: memory.history, request: request)
    var plan = try planner.planOrFail()
    try render(&plan, project, memory)
    if let path = invocation.value("decisions") { try DecisionFile(plan).write(to: path, invocation.terminal) }
    let findings = Findings(plan, project)
    if invocation.has("json") { printJSON(plan) } else { printTable(plan) }
    invocation.report(findings.diagnostics)
    let isEmpty = !plan.decisions.contains { $0.outcome == .sent }
    if findings.needsPerson { return plan.hasExport ? .attention : .noUsableExport }
    return invocation.has("exit-code") && !isEmpty ? .planned : .fine
  }

  /// Renders every job, since a text that cannot be rendered changes an outcome; writes them where `--jobs` says.
  private func render(_ plan: inout Plan, _ project: Project, _ memory: Memory) throws {
    let output = try invocation.value("jobs").map { try OutputFile($0, invocation.terminal) }
    try plan.renderLines(batch: memory.nextBatch(now: plan.now), signKey: memory.signKey) { try output?.write($0) }
    try output?.finish()
  }

  private func printTable(_ plan: Plan) {
    // A file on standard output is the result; the table would spoil it.
    if invocation.value("jobs") == "-" || invocation.value("decisions") == "-" { return }
    for line in OutcomeTable(plan, showsSubjects: true).lines(invocation.terminal) { invocation.terminal.print(line) }
    for line in plan.withdrawals.summary(done: false) { invocation.terminal.print(line) }
  }

  private func printJSON(_ plan: Plan) {
    for (index, counts) in plan.counts().sorted(by: { $0.key < $1.key }) {
      var writer = JSONWriter()
      writer.object { out in
        out.key("campaign")
        out.string(plan.project.campaigns[index].id)
        out.key("now")
        out.string(plan.now.rfc3339)
        out.key("outcomes")
        out.object { list in
          for outcome in Outcome.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let count = counts[outcome], count > 0 else { continue }
            list.key(outcome.rawValue)
            list.number(count)
          }
        }
        out.key("v")
        out.number(1)
      }
      invocation.terminal.print(String(decoding: writer.bytes, as: UTF8.self))
    }
  }
}

extension Planner {
  /// An export that could not be read to its end is a failure of the machine, not of the data.
  func planOrFail() throws -> Plan {
    do throws(Diagnostic) { return try plan() } catch { throw Failure(.inputOutput, [error]) }
  }
}
