import Campaigns
import CivilTime
import Diagnostics
import JSON
import Planning

let explainCommand = Command(
  name: "explain", operands: "ENTITY KEY", summary: "why a message was sent or held: each gate with the values it saw",
  details: "For an order, cart, shipment, customer … by its key: every campaign that concerns it, its gates in order "
    + "with the values they saw, the outcome, when it can next go, and what was sent before.",
  options: planningOptions + [
    .init(name: "campaign", value: "C", help: "only this campaign"),
    .init(
      name: "run", value: "ID",
      help:
        "what that run decided, from its record in runs/ of the state folder: its id, enough of its beginning, or last"),
    .init(name: "json", help: "print JSON Lines"),
  ],
  examples: [
    .init(line: "herald explain order '#1001'", says: "why order #1001 heard nothing"),
    .init(line: "herald explain order '#1001' --run last", says: "what the latest run made of it"),
  ],
  takes: 2...2
) { invocation in try ExplainRun(invocation).run() }

/// One `explain`.
struct ExplainRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let (entity, key) = try subject(project)
    if let id = invocation.value("run") {
      return try explainRecord(id, project, entity: project.entities[entity].name, key: key)
    }
    let (now, isGiven) = try invocation.now(project)
    let memory = try Memory.open(project, for: .reading)
    var request = Planner.Request(
      now: now, isNowGiven: isGiven, threads: try invocation.threads(), wantsEveryDecision: true,
      subject: .init(entity: entity, key: key))
    request.unsent = try SecondGate.look(project, memory.ledger)
    var plan = try Planner(project: project, history: memory.history, request: request).planOrFail()
    if plan.dependsOnOthers {
      var everything = request
      everything.subject = nil
      everything.wantsEveryDecision = false
      plan.settle(as: try Planner(project: project, history: memory.history, request: everything).planOrFail())
    }
    try plan.render(batch: memory.nextBatch(now: now), signKey: memory.signKey) { _ in }
    let explanations = plan.explanations(campaign: invocation.value("campaign"))
    invocation.report(Findings(plan, project).diagnostics)
    let sent = memory.sentMessages(entity: project.entities[entity].name, key: key)
    guard !explanations.isEmpty || !sent.isEmpty else {
      throw Failure(
        .nothingThere, "no campaign concerns \(project.entities[entity].name) “\(key)”",
        advice: "it is in no export that a campaign reads, or no campaign's each leads to it")
    }
    for explanation in explanations {
      if invocation.has("json") { printJSON(explanation) } else { printText(explanation, project.zone) }
    }
    for line in sent where !invocation.has("json") { invocation.terminal.print("told before: \(line)") }
    return .fine
  }

  private func subject(_ project: Project) throws -> (entity: Int, key: String) {
    let (name, key) = (invocation.operands[0], invocation.operands[1])
    let names = project.entities.map(\.name)
    guard let entity = names.firstIndex(of: name) else {
      throw UsageError(message: "there is no entity “\(name)”", advice: suggestion(for: name, in: names))
    }
    if let campaign = invocation.value("campaign"), !project.campaigns.contains(where: { $0.id == campaign }) {
      throw UsageError(
        message: "there is no campaign “\(campaign)”",
        advice: suggestion(for: campaign, in: project.campaigns.map(\.id)))
    }
    return (entity, key.contains("@") ? key.lowercased() : key)
  }

  private func printText(_ explanation: Explanation, _ zone: Zone) {
    let terminal = invocation.terminal
    terminal.print(
      terminal.bold("\(explanation.campaign): \(explanation.outcome)") + " for \(explanation.entity) \(explanation.key)"
    )
    if !explanation.reason.isEmpty { terminal.print("  because \(explanation.reason)") }
    if let next = explanation.next { terminal.print("  can next go at \(next.rfc3339(in: zone))") }
    let width = explanation.gates.map(\.label.count).max() ?? 0
    for gate in explanation.gates {
      terminal.print("  \(HelpText.pad(gate.label, width))  \(gate.subject)")
      let indent = String(repeating: " ", count: width + 4)
      let values = gate.values.joined(separator: ", ")
      // What does not fit beside the verdict in 80 columns goes below it, a line each.
      if indent.count + gate.verdict.count + values.count + 5 <= 80 {
        terminal.print("\(indent)→ \(gate.verdict)" + (values.isEmpty ? "" : terminal.dim("   " + values)))
      } else {
        terminal.print("\(indent)→ \(gate.verdict)")
        for value in gate.values { terminal.print(indent + "  " + terminal.dim(value)) }
      }
    }
    terminal.print("")
  }

  private func printJSON(_ explanation: Explanation) {
    var writer = JSONWriter()
    writer.object { out in
      out.text("campaign", explanation.campaign)
      out.key("gates")
      out.array { list in
        for gate in explanation.gates {
          list.object { line in
            line.text("gate", gate.label)
            line.text("rule", gate.subject)
            line.key("values")
            line.array { values in for value in gate.values { values.string(value) } }
            line.text("verdict", gate.verdict)
          }
        }
      }
      out.text("next", explanation.next?.rfc3339)
      out.text("outcome", explanation.outcome)
      out.text("reason", explanation.reason)
      out.key("subject")
      out.object { subject in
        subject.text("entity", explanation.entity)
        subject.text("key", explanation.key)
      }
      out.key("v")
      out.number(1)
    }
    invocation.terminal.print(String(decoding: writer.bytes, as: UTF8.self))
  }
}
