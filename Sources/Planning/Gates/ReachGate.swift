import Campaigns
import CivilTime
import Rules

/// The first channel of `via` that has a body in this step, a valid address and consent wins. Without one, the outcome is
/// how far the best of them came. A message that goes on by another channel leaves out those that were tried.
struct ReachGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    var lacks: [ChannelLack] = []
    let tried = candidate.reopening?.tried ?? candidate.past?.tried ?? []
    let favourite = context.favourite(candidate.subject)
    for place in context.program.campaign.via.indices {
      guard let channel = context.preferred(place, favourite) else { continue }
      let facts = context.decisions.channels[channel]
      guard facts.hasBody[candidate.placed.step] else { continue }
      if !tried.isEmpty, tried.contains(facts.name) {
        if candidate.reopening == nil { lacks.append(ChannelLack(channel: facts.name, lack: .tried)) }
      } else if let lack = context.lack(of: channel, for: candidate) {
        lacks.append(ChannelLack(channel: facts.name, lack: lack, report: context.report(lack, channel, candidate)))
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
    let favourite = favourite(subject)
    return program.campaign.via.indices.compactMap { preferred($0, favourite) }
  }

  /// The channel at a place of `via`; nil where it is none, or stands before that already.
  fileprivate func preferred(_ place: Int, _ favourite: Int?) -> Int? {
    let via = program.campaign.via
    guard let channel = via[place].channel(favourite) else { return nil }
    for earlier in 0..<place where via[earlier].channel(favourite) == channel { return nil }
    return channel
  }

  fileprivate func favourite(_ subject: RecordID) -> Int? {
    if case .nothing = cells.prefer { return nil }
    return unsafe withText(cells.prefer, subject) { name in
      guard unsafe name.allSatisfy({ $0 < 0x80 }) else {
        let name = unsafe String(decoding: name, as: UTF8.self).lowercased()
        return project.channels.firstIndex { $0.name.lowercased() == name }
      }
      return decisions.channels.firstIndex { channel in
        guard channel.lowercased.count == name.count else { return false }
        for place in 0..<name.count {
          let byte = unsafe name[place]
          if channel.lowercased[place] != (byte &- 0x41 < 26 ? byte | 0x20 : byte) { return false }
        }
        return true
      }
    } ?? nil
  }

  func lack(of channel: Int, for candidate: Candidate) -> ChannelLack.Lack? {
    guard let reach = cells.reach[channel] else { return .noAddress }
    switch findAddress(channel, candidate.subject) {
    case .missing: return .noAddress
    case .invalid: return .badAddress
    case .valid: break
    }
    let facts = decisions.channels[channel]
    if !facts.sparesNobody || !forgotten.entries.isEmpty {
      let address = String(decoding: address, as: UTF8.self)
      if suppression.holds(address, channel: facts.name, purpose: program.campaign.purpose) { return .suppressed }
      if !facts.isStaff, isForgotten(candidate, address: address) { return .suppressed }
    }
    if facts.isStaff { return hasQueue(channel, candidate) ? nil : .noQueue }
    if let consent = reach.consent {
      return holds(consent, candidate.subject, start: candidate.start) ? nil : .noConsent
    }
    return program.campaign.purpose == .marketing ? .noConsent : nil
  }

  /// Why the address is suppressed, where a provider's report says so.
  func report(_ lack: ChannelLack.Lack, _ channel: Int, _ candidate: Candidate) -> ReportedSuppression? {
    guard lack == .suppressed, case .valid(let address) = address(channel, candidate.subject) else { return nil }
    return suppression.report(
      on: address, channel: project.channels[channel].name, purpose: program.campaign.purpose)
  }

  /// The first route whose condition is true, by its place; one that cannot be decided is not taken.
  func route(_ subject: RecordID, start: Instant) -> Int? {
    program.routes.firstIndex { route in
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

  enum Found {
    /// It is in `address`.
    case valid
    case invalid
    case missing
  }

  func address(_ channel: Int, _ subject: RecordID) -> Reached {
    switch findAddress(channel, subject) {
    case .valid: .valid(String(decoding: address, as: UTF8.self))
    case .invalid: .invalid
    case .missing: .missing
    }
  }

  /// The first known value of the channel's `to` that is an address; `invalid` if there is a value, but none is one.
  func findAddress(_ channel: Int, _ subject: RecordID) -> Found {
    var found = Found.missing
    guard let reach = cells.reach[channel] else { return found }
    let kind = decisions.channels[channel].kind
    address.removeAll(keepingCapacity: true)
    for source in reach.to {
      guard let isOne = unsafe withText(source, subject, { unsafe Address.append($0, as: kind, to: &address) }) else {
        continue
      }
      if isOne { return .valid }
      found = .invalid
    }
    return found
  }
}

extension Campaign.Via {
  fileprivate func channel(_ favourite: Int?) -> Int? {
    switch self {
    case .channel(let index): index
    case .preferred: favourite
    }
  }
}
