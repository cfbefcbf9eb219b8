package import Platform

/// A message whose job waits in the spool, as far as the second gate needs it. Times in microseconds since 1970.
package struct WaitingMessage: Hashable, Sendable {
  package var key: Hash128
  package var channel: String
  package var campaign: String
  package var step: String
  package var subjectEntity: String
  package var subjectKey: String
  package var startAt: Int64
  package var decidedAt: Int64
  /// A person had it told again, beside the runs: no rule is asked about it.
  package var isResent: Bool
}

/// A message that goes on by another channel.
package struct MovedMessage: Hashable, Sendable {
  package var key: Hash128
  package var campaign: String
  /// Of its earlier job, and what the ledger has of that: nothing moves where this has changed.
  package var from: String
  package var state: MessageStatus
  package var channel: String
  package var attempt: Int
  /// The earlier job, where it was taken out of the spool for that.
  package var withdrawn: TakenBackJob?
  /// Whom it is about from now on, where several may owe it (`one_per`); nil: as before.
  package var subject: Subject?

  package struct Subject: Hashable, Sendable {
    package var key: String
    package var customer: String?

    package init(key: String, customer: String?) {
      self.key = key
      self.customer = customer
    }
  }

  package init(
    key: Hash128, campaign: String, from: String, state: MessageStatus, channel: String, attempt: Int,
    withdrawn: TakenBackJob? = nil, subject: Subject? = nil
  ) {
    self.subject = subject
    self.key = key
    self.campaign = campaign
    self.from = from
    self.state = state
    self.channel = channel
    self.attempt = attempt
    self.withdrawn = withdrawn
  }
}

extension LedgerStore {
  /// For each of these jobs the message that it carries; nil for a job that is no message's, such as a trial, or whose
  /// message is not queued by it.
  package func waiting(_ sortedIDs: [String]) throws(LedgerProblem) -> [WaitingMessage?] {
    try withSnapshot { connection throws(LedgerProblem) in
      let probe = try connection.statement(
        """
        SELECT m.key, m.channel, m.campaign, m.step, m.subject_entity, m.subject_key, m.start_at, m.decided_at,
          m.decided_at <> b.now AND min(j.attempt) > 1 AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.batch = b.name)
        FROM jobs j JOIN messages m ON m.key = j.message AND m.channel = j.channel AND m.batch = j.batch
          JOIN batches b ON b.sequence = j.batch
        WHERE j.id = ? AND m.state = 'queued' AND m.owed = 0 GROUP BY j.id
        """)
      var found: [WaitingMessage?] = []
      found.reserveCapacity(sortedIDs.count)
      for id in sortedIDs {
        probe.bind(1, id)
        defer { probe.reset() }
        guard try connection.step(probe) else {
          found.append(nil)
          continue
        }
        found.append(
          WaitingMessage(
            key: probe.hash(0), channel: probe.text(1), campaign: probe.text(2), step: probe.text(3),
            subjectEntity: probe.text(4), subjectKey: probe.text(5), startAt: probe.integer(6),
            decidedAt: probe.integer(7), isResent: probe.integer(8) != 0))
      }
      return found
    }
  }
}

extension Connection {
  /// Messages of earlier batches that this one sends by another channel. They keep when they were decided, so caps do not
  /// count twice; the UNIQUE key of a message stays the promise, since only one that still is what the plan saw moves.
  func move(_ batch: BatchRecord) throws(LedgerProblem) {
    guard !batch.moved.isEmpty else { return }
    let update = try statement(
      """
      UPDATE messages SET state = 'queued', owed = 0, attempt = ?1, channel = ?2, batch = ?3,
        subject_key = coalesce(?8, subject_key), customer = CASE WHEN ?8 IS NULL THEN customer ELSE ?9 END
      WHERE key = ?4 AND ((owed = 0 AND state = ?5 AND channel = ?6) OR (owed = 1 AND state = 'withdrawn' AND ?7))
      """)
    for message in batch.moved.sorted(by: { $0.key < $1.key }) {
      update.bind(1, Int64(message.attempt))
      update.bind(2, message.channel)
      update.bind(3, batch.sequence)
      update.bind(4, message.key)
      update.bind(5, message.state.rawValue)
      update.bind(6, message.from)
      update.bind(7, message.withdrawn == nil ? 0 : 1)
      update.bind(8, message.subject?.key)
      update.bind(9, message.subject?.customer)
      try run(update)
      guard changes == 1 else { throw .conflict(path: path, batch: batch.name) }
      if let job = message.withdrawn { try withdraw(job, of: message, batch) }
    }
  }

  /// As its file is called, so that it is not taken for one that is owed again.
  private func withdraw(_ job: TakenBackJob, of message: MovedMessage, _ batch: BatchRecord) throws(LedgerProblem) {
    let upsert = try statement(
      """
      INSERT INTO jobs (id, attempt, message, channel, batch, state, since)
      SELECT ?1, ?2, message, channel, batch, 'withdrawn', ?3 FROM jobs WHERE id = ?1 ORDER BY attempt DESC LIMIT 1
      ON CONFLICT (id, attempt) DO UPDATE SET state = 'withdrawn', since = excluded.since
      """)
    upsert.bind(1, job.id)
    upsert.bind(2, Int64(job.attempt))
    upsert.bind(3, batch.now)
    try run(upsert)
  }
}
