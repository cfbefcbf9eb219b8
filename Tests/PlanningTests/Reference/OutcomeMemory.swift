import Campaigns
import CivilTime
import Diagnostics
import Platform

@testable import Planning

/// What the ledger would tell the planner: what runs decided, and what became of their jobs.
struct OutcomeMemory: History {
  /// Nothing ever becomes of a job: what a rehearsal remembers of tellings is all there is.
  var isCalm: Bool
  var decisions = RehearsalHistory()
  private var told: [Hash128: (customer: String, telling: Telling)] = [:]
  /// By message: its sequence and step.
  private var homes: [Hash128: (campaign: String, sequence: Hash128, repetition: Int, step: Int)] = [:]
  /// By sequence: the step that went last; none where `until` ended it.
  private var lastSteps: [Hash128: Int] = [:]

  init(isCalm: Bool) { self.isCalm = isCalm }

  var lastRun: Instant? { decisions.lastRun }
  var problem: Diagnostic? { nil }
  var stopped: Set<String> { decisions.stopped }
  func hasMessages(campaign: String) -> Bool { decisions.hasMessages(campaign: campaign) }
  func decided(_ sortedKeys: [Hash128]) -> [PastMessage?] {
    // Their jobs are asked for apart.
    decisions.decided(sortedKeys).map { message in
      var message = message
      message?.jobs = []
      return message
    }
  }
  func jobs(_ sortedKeys: [Hash128]) -> [[PastJob]] { decisions.jobs(sortedKeys) }
  func openSequences(campaign: String) -> [PastSequence] { decisions.openSequences(campaign: campaign) }
  func sequences(_ sortedKeys: [Hash128]) -> [PastSequence?] { decisions.sequences(sortedKeys) }
  func firstSeen(campaign: String) -> [Hash128: Instant] { decisions.firstSeen(campaign: campaign) }
  func sendingDays(campaign: String, limit: Int) -> [SendingDay] {
    decisions.sendingDays(campaign: campaign, limit: limit)
  }

  func lastTold(campaign: String, customer: String) -> Instant? {
    if isCalm { return decisions.lastTold(campaign: campaign, customer: customer) }
    return tellings(of: customer).filter { $0.campaign == campaign }.map(\.at).max()
  }

  func tellings(_ sortedCustomers: [String], since: Instant) -> [[Telling]] {
    if isCalm { return decisions.tellings(sortedCustomers, since: since) }
    return sortedCustomers.map { tellings(of: $0).filter { $0.at > since } }
  }

  /// Those that are neither owed again nor failed, withdrawn or dropped, nor a task for a person.
  private func tellings(of customer: String) -> [Telling] {
    told.filter { key, told in
      guard told.customer == customer, let message = decisions.messages[key], message.state == .told else {
        return false
      }
      return message.channel != "agent" && ![.failed, .withdrawn, .dropped].contains(message.delivery)
    }.map(\.value.telling)
  }

  func jobID(_ message: Hash128, _ channel: String) -> String { "\(message.base32)-\(channel)" }

  mutating func record(_ plan: Plan) {
    for decision in plan.decisions {
      let campaign = plan.project.campaigns[decision.campaign]
      guard let message = decision.message else { continue }
      // One of a single step keeps no sequence: it stands for itself.
      let sequence = decision.sequence ?? message
      let isOver = decision.isInProgress && decision.outcome == .until
      if isOver {
        lastSteps[sequence] = nil
      } else if plan.settles(decision), decision.reopening == nil {
        lastSteps[sequence] = decision.step
        homes[message] = (campaign.id, sequence, decision.repetition, decision.step)
        told[message] = plan.customerKey(decision).map {
          ($0, Telling(campaign: campaign.id, purpose: campaign.purpose.rawValue, at: plan.now))
        }
      } else if decision.outcome == .sent, let telling = told[message]?.telling {
        // Another record may have taken it over.
        told[message] = plan.customerKey(decision).map { ($0, telling) }
      }
    }
    decisions.record(plan)
  }

  /// A receipt says what became of a job; of its message, if that has not gone on by another channel.
  mutating func note(_ state: DeliveryState, of message: Hash128, _ channel: String, attempt: Int, at: Instant) {
    guard let place = decisions.messages[message]?.jobs.firstIndex(where: { $0.channel == channel }) else { return }
    decisions.messages[message]?.jobs[place].state = state
    decisions.messages[message]?.jobs[place].attempt = attempt
    decisions.messages[message]?.jobs[place].since = at
    guard decisions.messages[message]?.channel == channel else { return }
    decisions.messages[message]?.delivery = state
    decisions.messages[message]?.attempt = attempt
  }

  /// A job has left the queue unclaimed.
  mutating func withdraw(
    _ message: Hash128, _ channel: String, attempt: Int, _ purpose: Withdrawal.Purpose, at: Instant
  ) {
    note(.withdrawn, of: message, channel, attempt: attempt, at: at)
    switch purpose {
    case .moved: break
    case .forGood: decisions.messages[message]?.state = .withdrawn
    case .owed:
      decisions.messages[message]?.state = .owed
      guard let home = homes[message], lastSteps[home.sequence] == home.step,
        decisions.pastSequences[home.campaign]?[home.sequence]?.repetition == home.repetition
      else { return }
      decisions.pastSequences[home.campaign]?[home.sequence]?.isEnded = false
    }
  }
}
