import Campaigns
import CivilTime
import Platform
import Rules

/// What needs all candidates of a run at once, behind the gates that look at one: one message for several subjects, caps,
/// holdouts, limits and stopped campaigns.
///
/// Candidates are served by priority, then the earliest due, then the message's id: never first come. A campaign that turns
/// out to go over its limit writes nothing, so all are served again without it.
struct Settlement {
  let project: Project
  let deciders: [Int: CampaignDecisions]
  let store: RecordStore
  let history: any History
  let request: Planner.Request

  struct Settled {
    /// By campaign, then due, then the subject's key.
    var decisions: [Decision]
    var alarms: [Alarm]
    /// Campaigns that write nothing.
    var held: Set<Int>
  }

  func settle(_ unsorted: consuming [Decision]) -> Settled {
    var decisions = ordered(unsorted)
    for (place, reason) in unprintable(decisions) {
      Held(.noData, reason).apply(to: &decisions[place])
    }
    let contenders = contenders(decisions)
    let limits = RunLimits(project: project, history: history, request: request)
    var counter = CapCounter(contenders, project: project, history: history, now: request.now)
    let stopped = stoppedCampaigns()
    var held: [Int: Alarm] = [:]
    while true {
      var round = Round(held: held, stopped: stopped)
      counter.forgetGrants()
      grantAgain(contenders, round, &counter)
      for contender in contenders { serve(contender, &round, &counter) }
      let more = limits.exceeded(by: round.sent, held: held)
      guard more.isEmpty else {
        held.merge(more) { first, _ in first }
        continue
      }
      for (place, result) in round.results { result.apply(to: &decisions[place]) }
      return Settled(
        decisions: decisions, alarms: limits.alarms(held, sent: round.sent), held: Set(held.keys).union(stopped.keys))
    }
  }

  /// Their places are sorted and then each is moved once, since decisions are many and large.
  private func ordered(_ unsorted: consuming [Decision]) -> [Decision] {
    var decisions = unsorted
    var order = order(of: decisions)
    for start in order.indices where order[start] != start {
      // A cycle of the order: each place takes what belongs there, the last what stood at its beginning.
      let first = decisions[start]
      var place = start
      while order[place] != start {
        let next = order[place]
        decisions[place] = decisions[next]
        order[place] = place
        place = next
      }
      decisions[place] = first
      order[place] = place
    }
    return decisions
  }

  /// What decisions are sorted by, at hand.
  private struct Order {
    var campaign: Int32
    var place: Int32
    var due: Instant
    /// The first eight bytes of the subject's key, as a big-endian number.
    var key: UInt64
  }

  private func order(of decisions: [Decision]) -> [Int] {
    var order: [Order] = []
    order.reserveCapacity(decisions.count)
    for (place, decision) in decisions.enumerated() {
      order.append(
        Order(
          campaign: Int32(decision.campaign), place: Int32(place), due: decision.due,
          key: unsafe store.withKey(of: decision.subject) { unsafe $0.prefixNumber }))
    }
    order.sort { a, b in
      if a.campaign != b.campaign { return a.campaign < b.campaign }
      if a.due != b.due { return a.due < b.due }
      if a.key != b.key { return a.key < b.key }
      let (left, right) = (decisions[Int(a.place)], decisions[Int(b.place)])
      if left.subject == right.subject { return left.step < right.step }
      return unsafe store.withKey(of: left.subject) { left in
        unsafe store.withKey(of: right.subject) { unsafe left.lexicographicallyPrecedes($0) }
      }
    }
    return order.map { Int($0.place) }
  }

  /// What contenders are sorted by, at hand.
  private struct Turn {
    var due: Instant
    var priority: Int32
    var message: Hash128
    var place: Int32
  }

  /// What would be sent, in the order of being served.
  private func contenders(_ decisions: [Decision]) -> [Contender] {
    var turns: [Turn] = []
    for (place, decision) in decisions.enumerated() where decision.outcome == .sent {
      turns.append(
        Turn(
          due: decision.due, priority: Int32(project.campaigns[decision.campaign].priority),
          message: decision.message ?? Hash128(high: 0, low: 0), place: Int32(place)))
    }
    turns.sort { a, b in
      if a.priority != b.priority { return a.priority > b.priority }
      if a.due != b.due { return a.due < b.due }
      return a.message == b.message ? a.place < b.place : a.message < b.message
    }
    let contexts = deciders.mapValues { $0.context() }
    return turns.compactMap { turn in
      let decision = decisions[Int(turn.place)]
      guard let decider = deciders[decision.campaign], let context = contexts[decision.campaign] else { return nil }
      return Contender(place: Int(turn.place), decision: decision, decider: decider, context: context)
    }
  }

  /// By campaign: the word that stopped it.
  private func stoppedCampaigns() -> [Int: String] {
    let names = history.stopped
    guard !names.isEmpty else { return [:] }
    var stopped: [Int: String] = [:]
    for index in deciders.keys {
      let id = project.campaigns[index].id
      if names.contains("all") { stopped[index] = "all" }
      if names.contains(id) { stopped[index] = id }
    }
    return stopped
  }

  /// What failed counts again as it goes on, before anybody else is served: its place is its own.
  private func grantAgain(_ contenders: [Contender], _ round: Round, _ counter: inout CapCounter) {
    var granted: Set<Hash128> = []
    for contender in contenders where contender.isInVain {
      guard round.held[contender.index] == nil, round.stopped[contender.index] == nil, let message = contender.message,
        granted.insert(message).inserted
      else { continue }
      counter.grant(contender)
    }
  }

  private func serve(_ contender: Contender, _ round: inout Round, _ counter: inout CapCounter) {
    if let twin = round.twin(of: contender) {
      round.results[contender.place] = twin.held(store)
      return
    }
    // A message that goes on by another channel has its place already.
    if !contender.isReopened, let cap = counter.hold(contender) {
      round.results[contender.place] = cap
      return
    }
    if !contender.isReopened, isHeldOut(contender) {
      round.results[contender.place] = Held(.holdout, .holdout(share: contender.program.campaign.holdout ?? 0))
      round.take(contender)
      return
    }
    if let alarm = round.held[contender.index] {
      round.results[contender.place] = Held(.limit, .limit(alarm))
    } else if let name = round.stopped[contender.index] {
      round.results[contender.place] = Held(.stopped, .stopped(name))
    } else {
      round.sent[contender.index, default: 0] += 1
      round.take(contender)
      if !contender.isReopened { counter.grant(contender) }
    }
  }

  private func isHeldOut(_ contender: Contender) -> Bool {
    let campaign = contender.program.campaign
    guard campaign.purpose != .legal else { return false }
    if let assumptions = request.assumptions { return assumptions.isHeldOut }
    guard campaign.holdout != nil else { return false }
    return Shares.isHeldOut(
      campaign, project: project.id,
      customer: contender.customer ?? store.key(of: contender.subject))
  }
}

extension UnsafeRawBufferPointer {
  /// The first eight bytes as a big-endian number, zeros behind what is shorter: as the texts are ordered, so are these.
  fileprivate var prefixNumber: UInt64 {
    if count >= 8 { return unsafe UInt64(bigEndian: loadUnaligned(as: UInt64.self)) }
    var number: UInt64 = 0
    for place in 0..<8 { number = number << 8 | (place < count ? unsafe UInt64(self[place]) : 0) }
    return number
  }
}
