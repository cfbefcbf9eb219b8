package import CivilTime
package import Platform

/// What the spool still has of messages that earlier runs decided, by the ids of its jobs.
package struct UnsentJobs: Sendable {
  /// Nobody has claimed them.
  package var waiting: [String: WaitingJob]
  /// A worker has them, or somebody else does: nobody may say that they will not be sent.
  package var claimed: Set<String>

  package init(waiting: [WaitingJob] = [], claimed: Set<String> = []) {
    self.waiting = Dictionary(waiting.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.claimed = claimed
  }
}

/// A job that waits in the spool, with what the ledger knows of its message.
package struct WaitingJob: Hashable, Sendable {
  package var id: String
  /// As its file is called: above the ledger's where it was deferred.
  package var attempt: Int
  package var channel: String
  package var notBefore: Instant
  /// A person put it aside.
  package var isHeld: Bool
  package var message: Hash128
  package var campaign: String
  package var step: String
  /// The name of the subject's entity.
  package var entity: String
  package var subject: String
  /// As it was pinned.
  package var start: Instant
  package var decided: Instant

  package init(
    id: String, attempt: Int = 1, channel: String, notBefore: Instant, isHeld: Bool = false, message: Hash128,
    campaign: String, step: String, entity: String, subject: String, start: Instant, decided: Instant
  ) {
    self.id = id
    self.attempt = attempt
    self.channel = channel
    self.notBefore = notBefore
    self.isHeld = isHeld
    self.message = message
    self.campaign = campaign
    self.step = step
    self.entity = entity
    self.subject = subject
    self.start = start
    self.decided = decided
  }
}

/// A job that is to be taken out of the spool before a worker claims it.
package struct Withdrawal: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    /// Its message is owed again, and later runs decide.
    case owed
    /// `until` is true: it is over.
    case forGood
    /// Its message goes by another channel in this run.
    case moved
  }
  package var job: WaitingJob
  package var purpose: Purpose
  /// The outcome that it lost its place by.
  package var outcome: Outcome
  /// In plain words.
  package var reason: String
}
