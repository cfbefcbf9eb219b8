import Campaigns
import CivilTime
import Diagnostics
import Platform

/// What the earlier instants of a test decided, in memory: as the ledger would remember it.
struct RehearsalHistory: History {
  var last: Instant?
  /// Each with its jobs.
  var messages: [Hash128: PastMessage] = [:]
  /// By campaign, as are `seen` and `days`.
  var pastSequences: [String: [Hash128: PastSequence]] = [:]
  /// By customer, in the order of time.
  var told: [String: [Telling]] = [:]
  /// By message: whose telling it is. One that failed counts for nothing until it goes on.
  private var tellings: [Hash128: (customer: String, telling: Telling)] = [:]
  private var failed: Set<Hash128> = []
  var seen: [String: [Hash128: Instant]] = [:]
  var days: [String: [CivilDate: Int]] = [:]
  var stops: Set<String> = []

  var lastRun: Instant? { last }
  var problem: Diagnostic? { nil }
  var stopped: Set<String> { stops }
  func hasMessages(campaign: String) -> Bool { !messages.isEmpty }
  func decided(_ sortedKeys: [Hash128]) -> [PastMessage?] { sortedKeys.map { messages[$0] } }
  func jobs(_ sortedKeys: [Hash128]) -> [[PastJob]] { sortedKeys.map { messages[$0]?.jobs ?? [] } }
  func openSequences(campaign: String) -> [PastSequence] {
    (pastSequences[campaign] ?? [:]).values.filter { !$0.isEnded }.sorted { $0.key < $1.key }
  }
  func sequences(_ sortedKeys: [Hash128]) -> [PastSequence?] {
    sortedKeys.map { key in pastSequences.values.compactMap { $0[key] }.first }
  }
  func lastTold(campaign: String, customer: String) -> Instant? {
    (told[customer] ?? []).filter { $0.campaign == campaign }.map(\.at).max()
  }
  func tellings(_ sortedCustomers: [String], since: Instant) -> [[Telling]] {
    sortedCustomers.map { (told[$0] ?? []).filter { $0.at > since } }
  }
  func firstSeen(campaign: String) -> [Hash128: Instant] { seen[campaign] ?? [:] }
  func sendingDays(campaign: String, limit: Int) -> [SendingDay] {
    (days[campaign] ?? [:]).map { SendingDay(day: $0.key, messages: $0.value) }.sorted { $0.day > $1.day }
      .prefix(limit).map { $0 }
  }

  /// Takes in what a run decided.
  mutating func record(_ plan: Plan) {
    for decision in plan.decisions { record(decision, plan) }
    for ending in plan.endings {
      for campaign in pastSequences.keys { pastSequences[campaign]?[ending.key]?.isEnded = true }
    }
    for (index, changes) in plan.beginnings {
      let id = plan.project.campaigns[index].id
      for change in changes { seen[id, default: [:]][change.key] = change.since }
    }
    last = plan.now
  }

  private mutating func record(_ decision: Decision, _ plan: Plan) {
    let campaign = plan.project.campaigns[decision.campaign]
    let isOver = decision.isInProgress && decision.outcome == .until
    guard plan.settles(decision) || isOver else { return }
    if !isOver, let message = decision.message { remember(message, decision, plan) }
    if decision.reopening != nil, !isOver {
      if let message = decision.message, decision.outcome == .sent, failed.remove(message) != nil,
        !Self.isForStaff(decision, plan), let (customer, telling) = tellings[message]
      {
        told[customer, default: []].append(telling)
      }
      return
    }
    if decision.outcome == .sent {
      days[campaign.id, default: [:]][plan.project.zone.wall(at: plan.now).date, default: 0] += 1
      // A task for a person tells the customer nothing.
      if !Self.isForStaff(decision, plan), let customer = plan.customerKey(decision) {
        let telling = Telling(campaign: campaign.id, purpose: campaign.purpose.rawValue, at: plan.now)
        told[customer, default: []].append(telling)
        if let message = decision.message { tellings[message] = (customer, telling) }
      }
    }
    guard plan.keepsSequences(campaign), let key = decision.sequence else { return }
    // The first step pins start and variant; a repetition begins anew.
    let known = pastSequences[campaign.id]?[key].flatMap { $0.repetition < decision.repetition ? nil : $0 }
    pastSequences[campaign.id, default: [:]][key] = PastSequence(
      key: key, subjectKey: plan.subjectKey(decision), start: known?.start ?? decision.start,
      repetition: decision.repetition,
      variant: known == nil ? decision.variant.map { campaign.split[$0].name } : known?.variant, lastAt: plan.now,
      isEnded: isOver || decision.step == campaign.steps.count - 1)
  }

  private static func isForStaff(_ decision: Decision, _ plan: Plan) -> Bool {
    decision.channel.map { plan.project.channels[$0].isStaff } ?? false
  }

  private mutating func remember(_ message: Hash128, _ decision: Decision, _ plan: Plan) {
    let campaign = plan.project.campaigns[decision.campaign]
    var past = messages[message] ?? PastMessage(at: plan.now)
    if decision.reopening == nil {
      past.at = plan.now
      past.start = decision.start
      past.variant = decision.variant.map { campaign.split[$0].name }
    }
    past.state = decision.outcome == .sent ? .told : .heldOut
    past.attempt = decision.attempt
    past.channel = decision.channel.map { plan.project.channels[$0].name }
    past.delivery = decision.outcome == .sent ? .queued : nil
    if decision.outcome == .sent, let channel = past.channel {
      past.jobs.removeAll { $0.channel == channel }
      past.jobs.append(
        PastJob(
          id: "\(message.base32)-\(channel)", channel: channel, attempt: decision.attempt, state: .queued,
          since: plan.now, spooled: plan.now))
    }
    messages[message] = past
  }

  /// What became of the latest job of a message.
  mutating func note(_ state: DeliveryState, of message: Hash128, at: Instant) {
    guard let last = messages[message]?.jobs.indices.last else { return }
    messages[message]?.jobs[last].state = state
    messages[message]?.jobs[last].since = at
    messages[message]?.delivery = state
    if state == .failed, failed.insert(message).inserted, let (customer, telling) = tellings[message],
      let place = told[customer]?.firstIndex(of: telling)
    {
      told[customer]?.remove(at: place)
    }
  }
}
