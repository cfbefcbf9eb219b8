package import Campaigns
package import CivilTime
package import Diagnostics
package import Platform

/// What earlier runs remember, as planning asks for it. The ledger is one; a shop that never ran has `NoHistory`.
package protocol History: Sendable {
  /// When the last run was; nil before the first.
  var lastRun: Instant? { get }
  /// Whether any message of the campaign was ever decided.
  func hasMessages(campaign: String) -> Bool
  /// For each key, ascending, what was decided; nil where nothing was. Without the jobs.
  func decided(_ sortedKeys: [Hash128]) -> [PastMessage?]
  /// For each message, ascending, the jobs that carried it, the latest last.
  func jobs(_ sortedKeys: [Hash128]) -> [[PastJob]]
  /// The sequences of a campaign that have begun and not ended.
  func openSequences(campaign: String) -> [PastSequence]
  /// For each key, ascending, how far the sequence came, also of one that has ended; nil where it never began.
  func sequences(_ sortedKeys: [Hash128]) -> [PastSequence?]
  /// When the campaign last reached this customer.
  func lastTold(campaign: String, customer: String) -> Instant?
  /// For each customer, ascending, what they were told after `since`: what counts for caps.
  func tellings(_ sortedCustomers: [String], since: Instant) -> [[Telling]]
  /// Since when a campaign's conditions have been true, by subject (`start: first_seen`).
  func firstSeen(campaign: String) -> [Hash128: Instant]
  /// How many messages a campaign sent on its latest days with any, by the shop's calendar, the newest first.
  func sendingDays(campaign: String, limit: Int) -> [SendingDay]
  /// Campaigns that a person stopped; `all` stands for every one.
  var stopped: Set<String> { get }
  /// The entity's export as it was when a run last used it; nil before.
  func exportMeasure(entity: String) -> ExportMeasure?
  /// What a provider's report says against writing to an address, in its normal form, for a purpose; nil for nothing.
  func reportedSuppression(of address: String, channel: String, purpose: Purpose) -> ReportedSuppression?
  /// Whether there may be any such report at all.
  var hasReports: Bool { get }
  /// Customers who asked to be forgotten.
  var forgotten: Forgotten { get }
  /// The first question that could not be answered. Its answer was a guess, so nothing that was decided may stand.
  var problem: Diagnostic? { get }
}

extension History {
  /// Where nothing is known of exports, none is held against another.
  package func exportMeasure(entity: String) -> ExportMeasure? { nil }
}

extension History {
  package var forgotten: Forgotten { .nobody }
  package var hasReports: Bool { true }

  package func reportedSuppression(
    of address: String, channel: String, purpose: Purpose
  ) -> ReportedSuppression? { nil }

  /// Of a message without known jobs nobody knows that it failed.
  package func jobs(_ sortedKeys: [Hash128]) -> [[PastJob]] { Array(repeating: [], count: sortedKeys.count) }
}

/// A message that was decided before.
package struct PastMessage: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case told
    /// In the holdout: deliberately not told.
    case heldOut
    /// Handled before the campaign was switched on (`run --baseline`).
    case baseline
    /// Taken back before it was sent: owed again, under the next attempt.
    case owed
    /// `until` was true while its job still waited: taken back, and over for good.
    case withdrawn
  }
  package var at: Instant
  package var state: State
  /// Of its latest job, from 1.
  package var attempt: Int
  /// What became of its latest job, and by which channel it went; nil where that is not known.
  package var delivery: DeliveryState?
  package var channel: String?
  /// As they were pinned when it was decided; nil where that is not known.
  package var start: Instant?
  package var variant: String?
  /// Those that carried it, the latest last; only where they are asked for.
  package var jobs: [PastJob] = []

  package init(
    at: Instant, state: State = .told, attempt: Int = 1, delivery: DeliveryState? = nil, channel: String? = nil,
    start: Instant? = nil, variant: String? = nil
  ) {
    self.at = at
    self.state = state
    self.attempt = attempt
    self.delivery = delivery
    self.channel = channel
    self.start = start
    self.variant = variant
  }
}

/// What became of a job: the second closed list.
package enum DeliveryState: String, Hashable, Sendable, CaseIterable {
  case queued, sent, delivered, failed, unknown, withdrawn, expired, dropped
}

/// A job that carried a message over one channel, with all its attempts.
package struct PastJob: Hashable, Sendable {
  package var id: String
  package var channel: String
  /// The latest, from 1.
  package var attempt: Int
  package var state: DeliveryState
  /// When that was known.
  package var since: Instant
  /// When it was put into the queue.
  package var spooled: Instant

  package init(id: String, channel: String, attempt: Int = 1, state: DeliveryState, since: Instant, spooled: Instant) {
    self.id = id
    self.channel = channel
    self.attempt = attempt
    self.state = state
    self.since = since
    self.spooled = spooled
  }
}

/// How far a campaign has come with one subject: its start and variant were pinned when its first step went.
package struct PastSequence: Hashable, Sendable {
  package var key: Hash128
  package var subjectKey: String
  package var start: Instant
  /// How often it has begun again.
  package var repetition: Int
  package var variant: String?
  package var lastAt: Instant
  package var isEnded: Bool

  package init(
    key: Hash128, subjectKey: String, start: Instant, repetition: Int = 0, variant: String? = nil, lastAt: Instant,
    isEnded: Bool = false
  ) {
    self.key = key
    self.subjectKey = subjectKey
    self.start = start
    self.repetition = repetition
    self.variant = variant
    self.lastAt = lastAt
    self.isEnded = isEnded
  }
}

/// One message to a customer, as caps count it.
package struct Telling: Hashable, Sendable {
  package var campaign: String
  package var purpose: String
  package var at: Instant

  package init(campaign: String, purpose: String, at: Instant) {
    self.campaign = campaign
    self.purpose = purpose
    self.at = at
  }
}

package struct SendingDay: Hashable, Sendable {
  package var day: CivilDate
  package var messages: Int

  package init(day: CivilDate, messages: Int) {
    self.day = day
    self.messages = messages
  }
}

/// The history of a shop that never ran.
package struct NoHistory: History {
  package init() {}
  package var lastRun: Instant? { nil }
  package var problem: Diagnostic? { nil }
  package var hasReports: Bool { false }
  package var stopped: Set<String> { [] }
  package func hasMessages(campaign: String) -> Bool { false }
  package func decided(_ sortedKeys: [Hash128]) -> [PastMessage?] { Array(repeating: nil, count: sortedKeys.count) }
  package func openSequences(campaign: String) -> [PastSequence] { [] }
  package func sequences(_ sortedKeys: [Hash128]) -> [PastSequence?] { Array(repeating: nil, count: sortedKeys.count) }
  package func lastTold(campaign: String, customer: String) -> Instant? { nil }
  package func tellings(_ sortedCustomers: [String], since: Instant) -> [[Telling]] {
    Array(repeating: [], count: sortedCustomers.count)
  }
  package func firstSeen(campaign: String) -> [Hash128: Instant] { [:] }
  package func sendingDays(campaign: String, limit: Int) -> [SendingDay] { [] }
}
