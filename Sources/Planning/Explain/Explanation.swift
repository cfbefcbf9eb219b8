import Campaigns
package import CivilTime
import Rules

/// Why one campaign does or does not write about one subject: each gate with the values it saw.
package struct Explanation: Sendable {
  package var campaign: String
  package var entity: String
  package var key: String
  /// One of the outcomes, or `not-due`.
  package var outcome: String
  package var reason: String
  package var next: Instant?
  package var gates: [Line]

  /// What one gate saw.
  package struct Line: Sendable {
    /// `start`, `when`, `email` …
    package var label: String
    /// The rule or what was looked at.
    package var subject: String
    /// `true`, `false`, `unknown`, `ok` …
    package var verdict: String
    /// `order.status = "shipped"`, one each.
    package var values: [String]
  }
}

extension Plan {
  /// One explanation for each campaign and each of its subjects that was loaded, in the campaigns' order.
  package func explanations(campaign only: String? = nil) -> [Explanation] {
    deciders.sorted { $0.key < $1.key }.flatMap { index, decider -> [Explanation] in
      guard only == nil || only == decider.program.campaign.id else { return [] }
      let entity = decider.program.campaign.each
      return (subjects[index] ?? []).map { row in
        let subject = RecordID(entity: entity, row: row)
        let decision = decisions.first { $0.campaign == index && $0.subject == subject }
        return Explainer(decider: decider, plan: self).explain(subject, decision)
      }
    }
  }
}

/// Re-traces one decision with its values.
struct Explainer {
  let decider: CampaignDecisions
  let plan: Plan

  private var campaign: Campaign { decider.program.campaign }

  func explain(_ subject: RecordID, _ decision: Decision?) -> Explanation {
    var explanation = Explanation(
      campaign: campaign.id, entity: plan.project.entities[campaign.each].name, key: plan.store.key(of: subject),
      outcome: decision?.outcome.rawValue ?? "not-due", reason: decision.map { plan.words(for: $0) } ?? "",
      next: decision?.next, gates: [])
    let context = decider.context()
    explanation.gates.append(startLine(subject, decision, context))
    explanation.gates += stepLines(subject, decision, context, &explanation)
    guard let decision else { return explanation }
    explanation.gates += exportLines(decision, context)
    explanation.gates += ruleLines(subject, decision, context)
    explanation.gates += channelLines(subject, decision, context)
    explanation.gates += holdingLines(subject, decision, context)
    return explanation
  }

  private func startLine(_ subject: RecordID, _ decision: Decision?, _ context: GateContext) -> Explanation.Line {
    if let decision, decision.isInProgress {
      return .init(
        label: "start", subject: "pinned when the first step went", verdict: words(decision.start), values: [])
    }
    guard let rule = campaign.start, let program = decider.program.start else {
      let since = start(subject, context)
      return .init(
        label: "start", subject: "first_seen", verdict: since.map(words) ?? "none: when is not true", values: [])
    }
    let trace = trace(rule, subject, decision?.start)
    switch Result(catching: { () throws(Unknown) in try context.evaluator.evaluate(program, subject: subject) }) {
    case .success(.timestamp(let start)):
      return .init(label: "start", subject: rule.text, verdict: words(start), values: trace)
    case .success: return .init(label: "start", subject: rule.text, verdict: "none", values: trace)
    case .failure(let unknown):
      return .init(label: "start", subject: rule.text, verdict: "none: \(unknown.words)", values: trace)
    }
  }

  private func start(_ subject: RecordID, _ context: GateContext) -> Instant? {
    guard let program = decider.program.start else {
      return decider.seen(subject, decider.history.firstSeen(campaign: campaign.id), context)
    }
    guard case .timestamp(let start)? = try? context.evaluator.evaluate(program, subject: subject) else { return nil }
    return start
  }

  /// When each step is due and closes; for what is not due yet, when it will be.
  private func stepLines(
    _ subject: RecordID, _ decision: Decision?, _ context: GateContext, _ explanation: inout Explanation
  ) -> [Explanation.Line] {
    guard let start = decision?.start ?? start(subject, context) else {
      if explanation.reason.isEmpty { explanation.reason = "it has no start" }
      return []
    }
    if let begins = campaign.begins, start < begins {
      explanation.reason = "it started before the campaign begins, \(words(begins))"
    }
    return campaign.steps.indices.compactMap { index in
      guard let placed = decider.program.windows.place(index, start: start) else { return nil }
      let closes = placed.closes.map { "closes \(words($0))" } ?? "never closes"
      if decision == nil, explanation.reason.isEmpty {
        switch placed.phase {
        case .notDue:
          explanation.reason = "step \(campaign.steps[index].name) is due at \(words(placed.due))"
          explanation.next = placed.due
        default: break
        }
      }
      if decision == nil, index == campaign.steps.count - 1, explanation.reason.isEmpty {
        explanation.reason = "all its windows have closed"
      }
      let phase: String =
        switch placed.phase {
        case .notDue: "not due"
        case .open: "open"
        case .justClosed: "closed since the last run"
        case .closed: "closed"
        }
      return .init(
        label: "step \(campaign.steps[index].name)", subject: "due \(words(placed.due)), \(closes)", verdict: phase,
        values: [])
    }
  }

  private func exportLines(_ decision: Decision, _ context: GateContext) -> [Explanation.Line] {
    decider.program.exports.map { index in
      let export = context.exports[index]
      let verdict =
        export.unusable ?? (export.isOld ? "older than fresh allows" : nil)
        ?? (export.covers && export.madeAt.map { $0 < decision.due } == true ? "made before the step was due" : "ok")
      return .init(
        label: "export", subject: export.name + (export.madeAt.map { ", made \(words($0))" } ?? ""), verdict: verdict,
        values: [])
    }
  }

  private func ruleLines(_ subject: RecordID, _ decision: Decision, _ context: GateContext) -> [Explanation.Line] {
    let step = decider.program.steps[decision.step]
    let lists: [(String, [Rule], [Program])] = [
      ("when", campaign.when, decider.program.when), ("when", campaign.steps[decision.step].when, step.when),
      ("until", campaign.until, decider.program.until), ("unless", campaign.unless, decider.program.unless),
      ("unless", campaign.steps[decision.step].unless, step.unless),
    ]
    return lists.flatMap { label, rules, programs in
      zip(rules, programs).map { rule, program in
        let verdict: String =
          switch context.evaluator.decide(program, subject: subject, start: decision.start) {
          case .yes: "true"
          case .no: "false"
          case .unknown(let unknown): "unknown: \(unknown.words)"
          }
        return .init(label: label, subject: rule.text, verdict: verdict, values: trace(rule, subject, decision.start))
      }
    }
  }

  private func channelLines(_ subject: RecordID, _ decision: Decision, _ context: GateContext) -> [Explanation.Line] {
    var candidate = Candidate(
      subject: subject, start: decision.start,
      placed: Windows.Placed(step: decision.step, due: decision.due, closes: decision.closes, phase: .open),
      past: nil, againAt: nil, isEnded: false, passedStep: nil, keyProblem: nil, channel: nil)
    let zones = context.zones(of: subject).map(\.name).joined(separator: ", ")
    return context.preference(subject).map { channel in
      let name = plan.project.channels[channel].name
      let lack = context.lack(of: channel, for: candidate)
      candidate.channel = channel
      let quiet = QuietGate().hold(&candidate, context)
      let verdict =
        campaign.steps[decision.step].bodies[name] == nil
        ? "no body in this step"
        : lack.map {
          ChannelLack(channel: name, lack: $0, report: context.report($0, channel, candidate)).words(plan.project.zone)
        } ?? quiet.map { "quiet until \($0.next.map(words) ?? "later")" } ?? "ok"
      return .init(label: "channel", subject: name, verdict: verdict, values: ["recipient's clock: \(zones)"])
    }
  }

  /// What holds messages back that may otherwise go: caps, the holdout, limits, a person's word.
  private func holdingLines(_ subject: RecordID, _ decision: Decision, _ context: GateContext) -> [Explanation.Line] {
    var lines: [Explanation.Line] = []
    let contender = Settlement.Contender(
      place: 0, decision: decision, decider: decider, context: context)
    let counter = CapCounter([contender], project: plan.project, history: decider.history, now: plan.now)
    for use in counter.uses(contender) {
      var verdict = use.told < use.cap.count ? "ok" : "used up"
      if case .outrankedBy(let winner, use.cap) = decision.reason { verdict = "used up by \(winner) in this run" }
      lines.append(
        .init(
          label: "cap", subject: "\(use.cap.text) for \(use.counted)", verdict: verdict, values: ["told \(use.told)"]))
    }
    let who = contender.customer ?? plan.store.key(of: subject)
    if let share = campaign.holdout {
      let isHeldOut = Shares.isHeldOut(campaign, project: plan.project.id, customer: who)
      lines.append(
        .init(label: "holdout", subject: percent(share), verdict: isHeldOut ? "hears nothing" : "not in it", values: [])
      )
    }
    if let variant = decision.variant {
      let names = campaign.split.map { "\($0.name) \(percent($0.share))" }.joined(separator: ", ")
      lines.append(.init(label: "split", subject: names, verdict: campaign.split[variant].name, values: []))
    }
    if let limit = campaign.limit ?? plan.project.limit, case .limit = decision.reason {
      lines.append(.init(label: "limit", subject: "\(limit) per run", verdict: "exceeded", values: []))
    }
    if case .stopped(let name) = decision.reason {
      lines.append(.init(label: "stopped", subject: "herald stop \(name)", verdict: "stopped", values: []))
    }
    return lines
  }

  /// Nobody asks when a file was made to the nanosecond.
  private func words(_ instant: Instant) -> String {
    (Instant(seconds: instant.seconds) ?? instant).rfc3339(in: plan.project.zone)
  }

  private func trace(_ rule: Rule, _ subject: RecordID, _ start: Instant?) -> [String] {
    ValueTrace(decider: decider, subject: subject, start: start).values(rule.checked)
  }
}
