package import Platform

/// What became of a message: the states of its latest job, and two for messages that never had one.
package enum MessageStatus: String, Hashable, Sendable, CaseIterable {
  case queued, sent, delivered, failed, unknown, withdrawn, expired, dropped
  /// In the holdout: decided, and deliberately not told.
  case holdout
  /// Handled before the campaign was switched on (`run --baseline`).
  case baseline
}

/// What the ledger knows about a message, as far as a gate needs it.
package struct MessageState: Hashable, Sendable {
  /// Microseconds since 1970.
  package var decidedAt: Int64
  package var channel: String?
  package var state: MessageStatus
  /// From 1; 0 for a message without a job.
  package var attempt: Int
  /// Taken back before it was sent: to be told again, under the next attempt.
  package var isOwed: Bool
  /// As they were pinned; nil where only a hash of the message is kept. Microseconds since 1970.
  package var startAt: Int64?
  package var variant: String?

  package init(decidedAt: Int64, channel: String?, state: MessageStatus, attempt: Int, isOwed: Bool = false) {
    self.decidedAt = decidedAt
    self.channel = channel
    self.state = state
    self.attempt = attempt
    self.isOwed = isOwed
  }
}

/// A message that counts for caps: who was told what, when.
package struct Telling: Hashable, Sendable {
  package var campaign: String
  package var purpose: String
  /// Microseconds since 1970.
  package var decidedAt: Int64

  package init(campaign: String, purpose: String, decidedAt: Int64) {
    self.campaign = campaign
    self.purpose = purpose
    self.decidedAt = decidedAt
  }
}

/// Since when a campaign's conditions have been true for a subject.
package struct FirstSeen: Hashable, Sendable {
  package var campaign: String
  package var key: Hash128
  /// Microseconds since 1970; nil: they are no longer true, and the row goes.
  package var since: Int64?

  package init(campaign: String, key: Hash128, since: Int64?) {
    self.campaign = campaign
    self.key = key
    self.since = since
  }
}

/// A message, whole. Times in microseconds since 1970.
package struct MessageRecord: Hashable, Sendable {
  package var key: Hash128
  package var campaign: String
  package var step: String
  package var subjectEntity: String
  package var subjectKey: String
  package var customer: String?
  package var purpose: String
  package var channel: String?
  package var variant: String?
  package var startAt: Int64
  package var dueAt: Int64
  package var decidedAt: Int64
  package var state: MessageStatus
  package var attempt: Int

  package init(
    key: Hash128, campaign: String, step: String, subjectEntity: String, subjectKey: String, customer: String?,
    purpose: String, channel: String?, variant: String? = nil, startAt: Int64, dueAt: Int64, decidedAt: Int64,
    state: MessageStatus = .queued, attempt: Int = 1
  ) {
    self.key = key
    self.campaign = campaign
    self.step = step
    self.subjectEntity = subjectEntity
    self.subjectKey = subjectKey
    self.customer = customer
    self.purpose = purpose
    self.channel = channel
    self.variant = variant
    self.startAt = startAt
    self.dueAt = dueAt
    self.decidedAt = decidedAt
    self.state = state
    self.attempt = attempt
  }
}

/// How far a campaign has come with one subject (or `one_per`): its latest repetition.
package struct SequenceState: Hashable, Sendable {
  package var key: Hash128
  package var campaign: String
  package var subjectKey: String
  package var repetition: Int
  package var variant: String?
  /// Pinned when the repetition's first step went: later commits do not change it. Microseconds since 1970.
  package var startAt: Int64
  package var lastStep: String
  package var lastAt: Int64
  /// Over for good: `until` was true, or no step is left.
  package var ended: Bool

  package init(
    key: Hash128, campaign: String, subjectKey: String, repetition: Int = 0, variant: String? = nil, startAt: Int64,
    lastStep: String, lastAt: Int64, ended: Bool = false
  ) {
    self.key = key
    self.campaign = campaign
    self.subjectKey = subjectKey
    self.repetition = repetition
    self.variant = variant
    self.startAt = startAt
    self.lastStep = lastStep
    self.lastAt = lastAt
    self.ended = ended
  }
}

/// One attempt to carry a message over one channel.
package struct JobRecord: Hashable, Sendable {
  /// 26 characters, as in the job's file name.
  package var id: String
  package var attempt: Int
  package var message: Hash128
  package var channel: String

  package init(id: String, attempt: Int = 1, message: Hash128, channel: String) {
    self.id = id
    self.attempt = attempt
    self.message = message
    self.channel = channel
  }
}

/// A message that a person wants told again, whatever became of it.
package struct ResentMessage: Hashable, Sendable {
  package var key: Hash128
  package var campaign: String
  package var channel: String
  package var attempt: Int

  package init(key: Hash128, campaign: String, channel: String, attempt: Int) {
    self.key = key
    self.campaign = campaign
    self.channel = channel
    self.attempt = attempt
  }
}

/// A run, for the record.
package struct RunRecord: Hashable, Sendable {
  /// Microseconds since 1970, as is `finished`.
  package var now: Int64
  package var finished: Int64?
  /// A JSON object: how many candidates had which outcome.
  package var counts: String

  package init(now: Int64, finished: Int64? = nil, counts: String = "{}") {
    self.now = now
    self.finished = finished
    self.counts = counts
  }
}

/// All that one run decided: committed whole, or not at all.
package struct BatchRecord: Hashable, Sendable {
  package var sequence: Int64
  package var name: String
  /// Microseconds since 1970.
  package var now: Int64
  /// Of the staged job files; a batch of none needs no publishing and is published by its commit.
  package var count: Int
  package var hash: Hash128
  package var messages: [MessageRecord]
  package var sequences: [SequenceState]
  package var jobs: [JobRecord]
  package var run: RunRecord?
  /// Beginnings of `start: first_seen`, and those that are over.
  package var firstSeen: [FirstSeen]
  /// Sequences of which nothing more can come.
  package var endings: [Hash128]
  /// The day of the shop's calendar that the messages count for: `2026-03-02`.
  package var day: String
  /// Messages of earlier batches that this one sends by another channel.
  package var moved: [MovedMessage] = []
  /// Messages of earlier batches that this one tells again: they keep when they were decided, so caps do not count twice.
  package var resent: [ResentMessage] = []

  package init(
    sequence: Int64, name: String, now: Int64, count: Int, hash: Hash128, messages: [MessageRecord] = [],
    sequences: [SequenceState] = [], jobs: [JobRecord] = [], run: RunRecord? = nil, firstSeen: [FirstSeen] = [],
    endings: [Hash128] = [], day: String = ""
  ) {
    self.sequence = sequence
    self.name = name
    self.now = now
    self.count = count
    self.hash = hash
    self.messages = messages
    self.sequences = sequences
    self.jobs = jobs
    self.run = run
    self.firstSeen = firstSeen
    self.endings = endings
    self.day = day
  }
}

/// A batch that the ledger has.
package struct RecordedBatch: Hashable, Sendable {
  package var sequence: Int64
  package var name: String

  package init(sequence: Int64, name: String) {
    self.sequence = sequence
    self.name = name
  }
}

package enum RecordedBatchState: Hashable, Sendable {
  case absent
  /// Decided; its jobs may not be in the queue yet.
  case committed
  case published
}
