import Campaigns
import CivilTime
import Diagnostics
import Platform

/// What the earlier instants of one test sent, in memory.
struct RehearsalHistory: History {
  private var last: Instant?
  private var messages: [Hash128: Instant] = [:]
  private var sequences: [Hash128: OpenSequence] = [:]
  /// By customer.
  private var told: [String: Instant] = [:]
  private let campaign: String

  init(campaign: String) { self.campaign = campaign }

  var lastRun: Instant? { last }
  var problem: Diagnostic? { nil }
  func hasMessages(campaign: String) -> Bool { !messages.isEmpty && campaign == self.campaign }
  func decided(_ sortedKeys: [Hash128]) -> [Instant?] { sortedKeys.map { messages[$0] } }

  func openSequences(campaign: String) -> [OpenSequence] {
    campaign == self.campaign ? sequences.values.sorted { $0.key < $1.key } : []
  }

  func lastTold(campaign: String, customer: String) -> Instant? { campaign == self.campaign ? told[customer] : nil }

  /// Takes in what a run decided, as the ledger would.
  mutating func add(_ plan: Plan) {
    last = plan.now
    for decision in plan.decisions where decision.outcome == .sent {
      if let message = decision.message { messages[message] = plan.now }
      if let customer = plan.customerKey(decision) { told[customer] = plan.now }
      if let sequence = decision.sequence, plan.project.campaigns[decision.campaign].steps.count > 1 {
        sequences[sequence] = OpenSequence(
          key: sequence, subjectKey: plan.subjectKey(decision), start: decision.start)
      }
    }
  }
}
