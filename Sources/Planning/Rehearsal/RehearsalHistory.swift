import Campaigns
import CivilTime
import Diagnostics
import Platform

/// What the earlier instants of one test decided, in memory: as the ledger would remember it.
struct RehearsalHistory: History {
  private var last: Instant?
  private var messages: [Hash128: PastMessage] = [:]
  private var past: [Hash128: PastSequence] = [:]
  /// By customer, in the order of time.
  private var told: [String: [Telling]] = [:]
  private var seen: [Hash128: Instant] = [:]
  private var days: [CivilDate: Int] = [:]
  /// The one campaign that runs.
  private let campaign: String

  init(campaign: String) { self.campaign = campaign }

  var lastRun: Instant? { last }
  var problem: Diagnostic? { nil }
  var stopped: Set<String> { [] }
  func hasMessages(campaign: String) -> Bool { campaign == self.campaign && !(messages.isEmpty && past.isEmpty) }
  func decided(_ sortedKeys: [Hash128]) -> [PastMessage?] { sortedKeys.map { messages[$0] } }
  func sequences(_ sortedKeys: [Hash128]) -> [PastSequence?] { sortedKeys.map { past[$0] } }

  func openSequences(campaign: String) -> [PastSequence] {
    campaign == self.campaign ? past.values.filter { !$0.isEnded }.sorted { $0.key < $1.key } : []
  }

  func lastTold(campaign: String, customer: String) -> Instant? {
    told[customer]?.last { $0.campaign == campaign }?.at
  }

  func tellings(_ sortedCustomers: [String], since: Instant) -> [[Telling]] {
    sortedCustomers.map { (told[$0] ?? []).filter { $0.at > since } }
  }

  func firstSeen(campaign: String) -> [Hash128: Instant] { campaign == self.campaign ? seen : [:] }

  func sendingDays(campaign: String, limit: Int) -> [SendingDay] {
    guard campaign == self.campaign else { return [] }
    return days.map { SendingDay(day: $0.key, messages: $0.value) }.sorted { $0.day > $1.day }.prefix(limit).map { $0 }
  }

  /// Takes in what a run decided.
  mutating func add(_ plan: Plan) {
    for decision in plan.decisions { add(decision, plan) }
    for ending in plan.endings { past[ending.key]?.isEnded = true }
    for changes in plan.beginnings.values { for change in changes { seen[change.key] = change.since } }
    last = plan.now
  }

  private mutating func add(_ decision: Decision, _ plan: Plan) {
    let campaign = plan.project.campaigns[decision.campaign]
    let isOver = decision.isInProgress && decision.outcome == .until
    guard plan.settles(decision) || isOver else { return }
    if !isOver, let message = decision.message {
      messages[message] = PastMessage(
        at: plan.now, state: decision.outcome == .sent ? .told : .heldOut, attempt: decision.attempt)
    }
    if decision.outcome == .sent {
      days[plan.project.zone.wall(at: plan.now).date, default: 0] += 1
      if let customer = plan.customerKey(decision) {
        told[customer, default: []].append(
          Telling(campaign: campaign.id, purpose: campaign.purpose.rawValue, at: plan.now))
      }
    }
    guard plan.keepsSequences(campaign), let key = decision.sequence else { return }
    // The first step pins start and variant; a repetition begins anew.
    let known = past[key].flatMap { $0.repetition < decision.repetition ? nil : $0 }
    past[key] = PastSequence(
      key: key, subjectKey: plan.subjectKey(decision), start: known?.start ?? decision.start,
      repetition: decision.repetition,
      variant: known == nil ? decision.variant.map { campaign.split[$0].name } : known?.variant, lastAt: plan.now,
      isEnded: isOver || decision.step == campaign.steps.count - 1)
  }
}
