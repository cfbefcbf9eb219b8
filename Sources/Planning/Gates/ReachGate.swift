import Campaigns
import CivilTime
import Rules

/// The first channel of `via` that has a body in this step, a valid address and consent wins. Without one, the outcome is
/// how far the best of them came. A message that goes on by another channel leaves out those that were tried.
struct ReachGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    let step = context.program.campaign.steps[candidate.placed.step]
    var lacks: [ChannelLack] = []
    let tried = candidate.reopening?.tried ?? candidate.past?.tried ?? []
    for channel in context.preference(candidate.subject) {
      let name = context.project.channels[channel].name
      guard step.bodies[name] != nil else { continue }
      if tried.contains(name) {
        if candidate.reopening == nil { lacks.append(ChannelLack(channel: name, lack: .tried)) }
      } else if let lack = context.lack(of: channel, for: candidate) {
        lacks.append(ChannelLack(channel: name, lack: lack, report: context.report(lack, channel, candidate)))
      } else {
        candidate.channel = channel
        return nil
      }
    }
    if let reopening = candidate.reopening, reopening.cause != .lost {
      // One that may have arrived is told; one that failed reaches nobody.
      return Held(reopening.isInVain ? .unreachable : .alreadySent, .reopened(reopening, lacks))
    }
    let outcome: Outcome =
      lacks.contains { $0.lack == .noConsent }
      ? .noConsent : lacks.contains { $0.lack == .suppressed } ? .suppressed : .unreachable
    return Held(outcome, .channels(lacks))
  }
}

extension GateContext {
  /// The channel that a message would go on by; nil if none reaches the recipient.
  func nextChannel(_ candidate: Candidate, _ past: PastMessage) -> String? {
    let bodies = program.campaign.steps[candidate.placed.step].bodies
    let tried = past.tried
    return preference(candidate.subject).first { channel in
      let name = project.channels[channel].name
      return bodies[name] != nil && !tried.contains(name) && lack(of: channel, for: candidate) == nil
    }.map { project.channels[$0].name }
  }

  /// The channels of `via` in the order to try, each once, with the customer's favourite in place of `preferred`.
  func preference(_ subject: RecordID) -> [Int] {
    var order: [Int] = []
    for via in program.campaign.via {
      let channel: Int? =
        switch via {
        case .channel(let index): index
        case .preferred: favourite(subject)
        }
      if let channel, !order.contains(channel) { order.append(channel) }
    }
    return order
  }

  private func favourite(_ subject: RecordID) -> Int? {
    guard let name = text(program.prefer, subject)?.lowercased() else { return nil }
    return project.channels.firstIndex { $0.name.lowercased() == name }
  }

  func lack(of channel: Int, for candidate: Candidate) -> ChannelLack.Lack? {
    guard let reach = program.reach[channel] else { return .noAddress }
    switch address(channel, reach, candidate.subject) {
    case .missing: return .noAddress
    case .invalid: return .badAddress
    case .valid(let address):
      if suppression.holds(
        address, channel: project.channels[channel].name, purpose: program.campaign.purpose)
      {
        return .suppressed
      }
      if !project.channels[channel].isStaff, isForgotten(candidate, address: address) { return .suppressed }
    }
    if project.channels[channel].isStaff { return hasQueue(channel, candidate) ? nil : .noQueue }
    if let consent = reach.consent {
      return evaluator.decide(consent, subject: candidate.subject, start: candidate.start) == .yes ? nil : .noConsent
    }
    return program.campaign.purpose == .marketing ? .noConsent : nil
  }

  /// Why the address is suppressed, where a provider's report says so.
  func report(_ lack: ChannelLack.Lack, _ channel: Int, _ candidate: Candidate) -> ReportedSuppression? {
    guard lack == .suppressed, let reach = program.reach[channel],
      case .valid(let address) = address(channel, reach, candidate.subject)
    else { return nil }
    return suppression.report(
      on: address, channel: project.channels[channel].name, purpose: program.campaign.purpose)
  }

  /// The first route whose condition is true; one that cannot be decided is not taken.
  func route(_ subject: RecordID, start: Instant) -> CampaignProgram.RouteProgram? {
    program.routes.first { route in
      route.when.map { evaluator.decide($0, subject: subject, start: start) == .yes } ?? true
    }
  }

  /// A task for a person goes to a queue: by a route, or the one that its body names. A campaign without routes may leave
  /// it to the channel.
  private func hasQueue(_ channel: Int, _ candidate: Candidate) -> Bool {
    let step = program.campaign.steps[candidate.placed.step]
    if program.routes.isEmpty || step.bodies[project.channels[channel].name]?.has("queue") == true { return true }
    return route(candidate.subject, start: candidate.start) != nil
  }

  enum Reached {
    case valid(String)
    case invalid
    case missing
  }

  /// The first known value of the channel's `to` that is an address; `invalid` if there is a value, but none is one.
  func address(_ channel: Int, _ reach: CampaignProgram.ReachProgram, _ subject: RecordID) -> Reached {
    var found = Reached.missing
    for expression in reach.to {
      guard let value = text(expression, subject) else { continue }
      if let address = Address.normalise(value, as: project.channels[channel].addressKind) { return .valid(address) }
      found = .invalid
    }
    return found
  }

  /// The text that an expression comes to for a subject; nil where it is unknown or empty.
  func text(_ program: Program?, _ subject: RecordID) -> String? {
    guard let program, case .string(let text)? = try? evaluator.evaluate(program, subject: subject), !text.isEmpty
    else { return nil }
    return text
  }
}
