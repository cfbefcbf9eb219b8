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

  private func order(of decisions: [Decision]) -> [Int] {
    decisions.indices.sorted { a, b in
      if decisions[a].campaign != decisions[b].campaign { return decisions[a].campaign < decisions[b].campaign }
      if decisions[a].due != decisions[b].due { return decisions[a].due < decisions[b].due }
      let (left, right) = (store.key(of: decisions[a].subject), store.key(of: decisions[b].subject))
      return left == right ? decisions[a].step < decisions[b].step : left < right
    }
  }

  /// What would be sent, in the order of being served.
  private func contenders(_ decisions: [Decision]) -> [Contender] {
    var contexts: [Int: GateContext] = [:]
    let contenders = decisions.indices.compactMap { place -> Contender? in
      guard decisions[place].outcome == .sent, let decider = deciders[decisions[place].campaign] else { return nil }
      let context = contexts[decisions[place].campaign] ?? decider.context()
      contexts[decisions[place].campaign] = context
      return Contender(place: place, decision: decisions[place], decider: decider, context: context)
    }
    return contenders.sorted { a, b in
      if a.priority != b.priority { return a.priority > b.priority }
      if a.due != b.due { return a.due < b.due }
      if a.message != b.message, let left = a.message, let right = b.message { return left < right }
      return a.place < b.place
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
    guard contender.program.campaign.purpose != .legal else { return false }
    if let assumptions = request.assumptions { return assumptions.isHeldOut }
    return Shares.isHeldOut(
      contender.program.campaign, project: project.id,
      customer: contender.customer ?? store.key(of: contender.subject))
  }
}
