package import Platform

extension LedgerStore {
  /// For each key what was decided, nil for one that is new. The keys are in ascending order, which makes this cheap:
  /// one walk through the tree, never the whole table in memory.
  package func decided(_ sortedKeys: [Hash128]) throws(LedgerProblem) -> [MessageState?] {
    try withSnapshot { connection throws(LedgerProblem) in
      let probe = try connection.statement(
        "SELECT decided_at, state, attempt, channel, owed, start_at, variant FROM messages WHERE key = ?")
      var states: [MessageState?] = []
      states.reserveCapacity(sortedKeys.count)
      for key in sortedKeys {
        probe.bind(1, key)
        defer { probe.reset() }
        guard try connection.step(probe) else {
          states.append(nil)
          continue
        }
        var state = MessageState(
          decidedAt: probe.integer(0), channel: probe.optionalText(3), state: try connection.status(probe.text(1)),
          attempt: Int(probe.integer(2)), isOwed: probe.integer(4) != 0)
        state.startAt = probe.integer(5)
        state.variant = probe.optionalText(6)
        states.append(state)
      }
      return states
    }
  }

  /// As `decided`, for sequences.
  package func sequences(_ sortedKeys: [Hash128]) throws(LedgerProblem) -> [SequenceState?] {
    try withSnapshot { connection throws(LedgerProblem) in
      let probe = try connection.statement(Self.selectSequence + " WHERE key = ?")
      var states: [SequenceState?] = []
      states.reserveCapacity(sortedKeys.count)
      for key in sortedKeys {
        probe.bind(1, key)
        defer { probe.reset() }
        states.append(try connection.step(probe) ? Self.sequence(probe) : nil)
      }
      return states
    }
  }

  /// The campaign's sequences that have not ended, in the order of their keys.
  package func openSequences(campaign: String) throws(LedgerProblem) -> [SequenceState] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        Self.selectSequence + " WHERE campaign = ? AND ended = 0 ORDER BY key", { $0.bind(1, campaign) }, Self.sequence)
    }
  }

  /// Whether the campaign has ever decided anything.
  package func hasMessages(campaign: String) throws(LedgerProblem) -> Bool {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first("SELECT 1 FROM campaigns WHERE campaign = ?", { $0.bind(1, campaign) }) { _ in true }
        ?? false
    }
  }

  /// When the campaign last told the customer anything: microseconds since 1970. A task for a person tells them nothing.
  package func lastTold(campaign: String, customer: String) throws(LedgerProblem) -> Int64? {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first(
        """
        SELECT max(decided_at) FROM messages WHERE customer = ? AND campaign = ?
          AND owed = 0 AND state NOT IN ('failed', 'withdrawn', 'dropped', 'holdout', 'baseline')
          AND channel IS NOT 'agent'
        """,
        {
          $0.bind(1, customer)
          $0.bind(2, campaign)
        },
        { $0.optionalInteger(0) }) ?? nil
    }
  }

  /// All that was decided about a subject, the oldest first.
  package func messages(subjectEntity: String, key: String) throws(LedgerProblem) -> [MessageRecord] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        """
        SELECT key, campaign, step, subject_entity, subject_key, customer, purpose, channel, variant, start_at, due_at,
          decided_at, state, attempt
        FROM messages WHERE subject_key = ? AND subject_entity = ? ORDER BY decided_at, due_at, key
        """,
        {
          $0.bind(1, key)
          $0.bind(2, subjectEntity)
        },
        { row throws(LedgerProblem) in
          MessageRecord(
            key: row.hash(0), campaign: row.text(1), step: row.text(2), subjectEntity: row.text(3),
            subjectKey: row.text(4), customer: row.optionalText(5), purpose: row.text(6), channel: row.optionalText(7),
            variant: row.optionalText(8), startAt: row.integer(9), dueAt: row.integer(10), decidedAt: row.integer(11),
            state: try connection.status(row.text(12)), attempt: Int(row.integer(13)))
        })
    }
  }

  /// The `now` of the latest run, finished or not: microseconds since 1970. Of those since the clock was last adopted;
  /// among the latest hundred, since each may be a little behind the one before.
  package func lastRun() throws(LedgerProblem) -> Int64? {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first(
        """
        SELECT max(now) FROM (SELECT now FROM runs
          WHERE id >= coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'clock'), 0)
          ORDER BY id DESC LIMIT 100)
        """
      ) { $0.optionalInteger(0) } ?? nil
    }
  }

  /// For each customer, ascending, what they were told since: what counts for caps. Failed, withdrawn, dropped and held
  /// out messages do not, nor tasks for a person, nor what a baseline handled.
  /// - Parameter since: microseconds since 1970; messages at that very instant no longer count.
  package func tellings(_ sortedCustomers: [String], since: Int64) throws(LedgerProblem) -> [[Telling]] {
    try withSnapshot { connection throws(LedgerProblem) in
      let probe = try connection.statement(
        """
        SELECT campaign, purpose, decided_at FROM messages WHERE customer = ? AND decided_at > ?
          AND owed = 0 AND state NOT IN ('failed', 'withdrawn', 'dropped', 'holdout', 'baseline')
          AND channel IS NOT 'agent'
        """)
      var tellings: [[Telling]] = []
      tellings.reserveCapacity(sortedCustomers.count)
      for customer in sortedCustomers {
        probe.bind(1, customer)
        probe.bind(2, since)
        defer { probe.reset() }
        var found: [Telling] = []
        while try connection.step(probe) {
          found.append(Telling(campaign: probe.text(0), purpose: probe.text(1), decidedAt: probe.integer(2)))
        }
        tellings.append(found)
      }
      return tellings
    }
  }

  /// Since when a campaign's conditions have been true, by subject: microseconds since 1970.
  package func firstSeen(campaign: String) throws(LedgerProblem) -> [Hash128: Int64] {
    try withConnection { connection throws(LedgerProblem) in
      let rows = try connection.all(
        "SELECT key, since FROM first_seen WHERE campaign = ?", { $0.bind(1, campaign) },
        { ($0.hash(0), $0.integer(1)) })
      return Dictionary(rows, uniquingKeysWith: min)
    }
  }

  /// How many messages a campaign sent on its latest days with any, the newest first.
  package func sendingDays(campaign: String, limit: Int) throws(LedgerProblem) -> [(day: String, messages: Int)] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        "SELECT day, messages FROM campaign_days WHERE campaign = ? AND messages > 0 ORDER BY day DESC LIMIT ?",
        {
          $0.bind(1, campaign)
          $0.bind(2, Int64(limit))
        }, { (day: $0.text(0), messages: Int($0.integer(1))) })
    }
  }

  /// The campaigns that a person stopped; `all` stands for every one.
  package func stopped() throws(LedgerProblem) -> Set<String> {
    try withConnection { connection throws(LedgerProblem) in
      Set(try connection.all("SELECT campaign FROM stops", { _ in }, { $0.text(0) }))
    }
  }

  /// One read transaction for all that `body` asks: outside of one, SQLite locks the file for each question.
  func withSnapshot<Result: Sendable>(
    _ body: (Connection) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    try withConnection { connection throws(LedgerProblem) in
      try connection.execute("BEGIN")
      defer { try? connection.execute("COMMIT") }
      return try body(connection)
    }
  }

  private static let selectSequence =
    "SELECT key, campaign, subject_key, repetition, variant, start_at, last_step, last_at, ended FROM sequences"

  private static func sequence(_ row: Statement) -> SequenceState {
    SequenceState(
      key: row.hash(0), campaign: row.text(1), subjectKey: row.text(2), repetition: Int(row.integer(3)),
      variant: row.optionalText(4), startAt: row.integer(5), lastStep: row.text(6), lastAt: row.integer(7),
      ended: row.integer(8) != 0)
  }
}

extension Connection {
  func status(_ text: String) throws(LedgerProblem) -> MessageStatus {
    guard let status = MessageStatus(rawValue: text) else {
      throw .damaged(path: path, detail: "a message has the state \(text)")
    }
    return status
  }
}
