package import Platform

/// What the ledger knows of a job that carries a message: its latest attempt.
package struct JobState: Hashable, Sendable {
  /// 26 characters, as in the job's file name; another one for each channel.
  package var id: String
  package var attempt: Int
  package var channel: String
  package var state: MessageStatus
  /// Of the last change of state: microseconds since 1970.
  package var since: Int64
  /// When it was put into the queue, likewise.
  package var spooled: Int64

  package init(
    id: String, attempt: Int, channel: String, state: MessageStatus, since: Int64, spooled: Int64 = 0
  ) {
    self.spooled = spooled
    self.id = id
    self.attempt = attempt
    self.channel = channel
    self.state = state
    self.since = since
  }
}

/// What the spool says of one attempt: a job's file in `done/`, a receipt, or both.
package struct JobReceipt: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    case sent, failed, deferred, unknown
    /// Taken back for good: its message is not owed again.
    case withdrawn
    /// By a person.
    case dropped
  }

  package var id: String
  package var attempt: Int
  /// Microseconds since 1970.
  package var at: Int64
  /// As the job's place says; without a job, as the receipt does.
  package var outcome: Outcome
  /// Whether the job's file was found. A receipt alone says what a worker was about to record, and changes no state.
  package var hasJob: Bool
  /// It failed since its time had passed, and was not tried.
  package var isExpired: Bool
  package var reason: String?
  package var exitCode: Int?
  package var providerID: String?
  /// A keyed hash of the normal form of the address that it went to.
  package var address: Hash128?

  package init(
    id: String, attempt: Int, at: Int64, outcome: Outcome, hasJob: Bool = true, isExpired: Bool = false,
    reason: String? = nil, exitCode: Int? = nil, providerID: String? = nil, address: Hash128? = nil
  ) {
    self.id = id
    self.attempt = attempt
    self.at = at
    self.outcome = outcome
    self.hasJob = hasJob
    self.isExpired = isExpired
    self.reason = reason
    self.exitCode = exitCode
    self.providerID = providerID
    self.address = address
  }
}

/// What a provider reported of a message.
package struct DeliveryReport: Hashable, Sendable {
  package enum Event: String, Hashable, Sendable, CaseIterable {
    case delivered
    /// It will not arrive; says nothing of the address.
    case failed
    /// It will not arrive, since the address is no good: spared for all purposes.
    case bounced
    /// Marked as unwanted by the recipient: spared for all purposes.
    case complained
    /// Spared from marketing.
    case unsubscribed
    /// Not yet; noted only.
    case deferred
  }

  package var channel: String
  /// The job's id, if the report has it.
  package var id: String?
  package var providerID: String?
  /// A keyed hash of the normal form.
  package var address: Hash128?
  package var event: Event
  /// Microseconds since 1970.
  package var at: Int64
  /// For people, without personal data.
  package var reason: String?

  package init(
    channel: String, id: String? = nil, providerID: String? = nil, address: Hash128? = nil, event: Event, at: Int64,
    reason: String? = nil
  ) {
    self.channel = channel
    self.id = id
    self.providerID = providerID
    self.address = address
    self.event = event
    self.at = at
    self.reason = reason
  }
}

/// An address that is spared.
package struct SuppressionRecord: Hashable, Sendable {
  package enum Purpose: String, Hashable, Sendable { case all, marketing }
  package enum Why: String, Hashable, Sendable { case bounced, complained, unsubscribed }

  package var purpose: Purpose
  package var why: Why
  /// Microseconds since 1970.
  package var since: Int64

  package init(purpose: Purpose, why: Why, since: Int64) {
    self.purpose = purpose
    self.why = why
    self.since = since
  }
}
