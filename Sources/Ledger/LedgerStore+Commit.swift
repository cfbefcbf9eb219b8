import Platform

extension LedgerStore {
  /// The decision: all of the batch, or none of it.
  ///
  /// A message that is there already is a `conflict` (the UNIQUE key decides, nothing is checked before). If COMMIT
  /// fails, the ledger is opened again to see whether the batch is in it: if it is, this returns as if nothing had been.
  package func commit(_ batch: BatchRecord) throws(LedgerProblem) {
    var isCommitting = false
    do throws(LedgerProblem) {
      try withConnection { connection throws(LedgerProblem) in
        try connection.execute("BEGIN IMMEDIATE")
        do throws(LedgerProblem) {
          try connection.insert(batch)
          isCommitting = true
          try connection.execute("COMMIT")
        } catch {
          if connection.isInTransaction { try? connection.execute("ROLLBACK") }
          throw error
        }
      }
    } catch {
      guard isCommitting, try lookAgain(batch.name) != .absent else { throw error }
    }
  }

  /// What a new connection finds on the disk.
  private func lookAgain(_ batch: String) throws(LedgerProblem) -> RecordedBatchState {
    do throws(LedgerProblem) {
      try reconnect()
      return try batchState(batch)
    } catch { throw .undecided(path: path, batch: batch) }
  }
}

extension Connection {
  /// All rows of a batch, each table in the order of its keys.
  fileprivate func insert(_ batch: BatchRecord) throws(LedgerProblem) {
    try refuseStopped(batch)
    do throws(LedgerProblem) {
      try insertMark(batch)
      try insertMessages(batch)
      try resend(batch)
      try move(batch)
      try insertJobs(batch)
    } catch .defect(_, let detail) where detail.contains("UNIQUE constraint") {
      throw .conflict(path: path, batch: batch.name)
    }
    try endSequences(batch.endings)
    try upsertSequences(batch.sequences)
    try noteCampaigns(batch.messages)
    try noteDay(batch.day, batch.messages)
    try noteFirstSeen(batch.firstSeen)
    if let run = batch.run { try insert(run, batch: batch.name) }
  }

  /// Asked inside the transaction: from the moment that a person stopped a campaign, nothing of it is decided.
  private func refuseStopped(_ batch: BatchRecord) throws(LedgerProblem) {
    let stops = Set(try all("SELECT campaign FROM stops", { _ in }, { $0.text(0) }))
    guard !stops.isEmpty else { return }
    let told =
      batch.messages.filter { $0.state == .queued }.map(\.campaign) + batch.resent.map(\.campaign)
      + batch.moved.map(\.campaign)
    guard let stopped = told.first(where: { stops.contains("all") || stops.contains($0) }) else { return }
    throw .stopped(path: path, campaign: stopped)
  }

  private func insertMark(_ batch: BatchRecord) throws(LedgerProblem) {
    let insert = try statement(
      "INSERT INTO batches (sequence, name, now, count, hash, published) VALUES (?, ?, ?, ?, ?, ?)")
    insert.bind(1, batch.sequence)
    insert.bind(2, batch.name)
    insert.bind(3, batch.now)
    insert.bind(4, Int64(batch.count))
    insert.bind(5, batch.hash)
    insert.bind(6, batch.count == 0 ? 1 : 0)
    try run(insert)
  }

  private func insertMessages(_ batch: BatchRecord) throws(LedgerProblem) {
    let insert = try statement(
      """
      INSERT INTO messages (key, decided_at, state, attempt, channel, campaign, step, subject_entity, subject_key,
        customer, purpose, variant, start_at, due_at, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET decided_at = excluded.decided_at, state = excluded.state,
        attempt = excluded.attempt, channel = excluded.channel, variant = excluded.variant, batch = excluded.batch,
        subject_entity = excluded.subject_entity, subject_key = excluded.subject_key, customer = excluded.customer,
        start_at = excluded.start_at, due_at = excluded.due_at, owed = 0
      WHERE owed = 1
      """)
    for message in batch.messages.sorted(by: { $0.key < $1.key }) {
      insert.bind(1, message.key)
      insert.bind(2, message.decidedAt)
      insert.bind(3, message.state.rawValue)
      insert.bind(4, Int64(message.attempt))
      insert.bind(5, message.channel)
      insert.bind(6, message.campaign)
      insert.bind(7, message.step)
      insert.bind(8, message.subjectEntity)
      insert.bind(9, message.subjectKey)
      insert.bind(10, message.customer)
      insert.bind(11, message.purpose)
      insert.bind(12, message.variant)
      insert.bind(13, message.startAt)
      insert.bind(14, message.dueAt)
      insert.bind(15, batch.sequence)
      try run(insert)
      // One that is there and not owed again is left as it is, and that is a conflict.
      guard changes == 1 else { throw .conflict(path: path, batch: batch.name) }
    }
  }

  private func resend(_ batch: BatchRecord) throws(LedgerProblem) {
    let update = try statement(
      "UPDATE messages SET state = 'queued', owed = 0, attempt = ?, channel = ?, batch = ? WHERE key = ?")
    for message in batch.resent.sorted(by: { $0.key < $1.key }) {
      update.bind(1, Int64(message.attempt))
      update.bind(2, message.channel)
      update.bind(3, batch.sequence)
      update.bind(4, message.key)
      try run(update)
      guard changes == 1 else { throw .conflict(path: path, batch: batch.name) }
    }
  }

  private func insertJobs(_ batch: BatchRecord) throws(LedgerProblem) {
    let insert = try statement(
      "INSERT INTO jobs (id, attempt, message, channel, batch, state, since) VALUES (?, ?, ?, ?, ?, 'queued', ?)")
    for job in batch.jobs.sorted(by: { ($0.id, $0.attempt) < ($1.id, $1.attempt) }) {
      insert.bind(1, job.id)
      insert.bind(2, Int64(job.attempt))
      insert.bind(3, job.message)
      insert.bind(4, job.channel)
      insert.bind(5, batch.sequence)
      insert.bind(6, batch.now)
      try run(insert)
    }
  }

  /// `start_at` and the variant stay as the repetition's first step pinned them.
  private func upsertSequences(_ sequences: [SequenceState]) throws(LedgerProblem) {
    let upsert = try statement(
      """
      INSERT INTO sequences (key, campaign, subject_key, repetition, variant, start_at, last_step, last_at, ended)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET last_step = excluded.last_step, last_at = excluded.last_at,
        ended = excluded.ended, repetition = excluded.repetition,
        variant = CASE WHEN excluded.repetition > repetition THEN excluded.variant ELSE variant END,
        start_at = CASE WHEN excluded.repetition > repetition THEN excluded.start_at ELSE start_at END
      """)
    for sequence in sequences.sorted(by: { $0.key < $1.key }) {
      upsert.bind(1, sequence.key)
      upsert.bind(2, sequence.campaign)
      upsert.bind(3, sequence.subjectKey)
      upsert.bind(4, Int64(sequence.repetition))
      upsert.bind(5, sequence.variant)
      upsert.bind(6, sequence.startAt)
      upsert.bind(7, sequence.lastStep)
      upsert.bind(8, sequence.lastAt)
      upsert.bind(9, sequence.ended ? 1 : 0)
      try run(upsert)
    }
  }

  private func endSequences(_ keys: [Hash128]) throws(LedgerProblem) {
    let update = try statement("UPDATE sequences SET ended = 1 WHERE key = ?")
    for key in keys.sorted() {
      update.bind(1, key)
      try run(update)
    }
  }

  private func noteCampaigns(_ messages: [MessageRecord]) throws(LedgerProblem) {
    var spans: [String: (first: Int64, last: Int64)] = [:]
    for message in messages {
      let at = message.decidedAt
      let known = spans[message.campaign] ?? (at, at)
      spans[message.campaign] = (min(known.first, at), max(known.last, at))
    }
    let upsert = try statement(
      """
      INSERT INTO campaigns (campaign, first_at, last_at) VALUES (?, ?, ?)
      ON CONFLICT (campaign) DO UPDATE SET last_at = max(last_at, excluded.last_at)
      """)
    for (campaign, span) in spans.sorted(by: { $0.key < $1.key }) {
      upsert.bind(1, campaign)
      upsert.bind(2, span.first)
      upsert.bind(3, span.last)
      try run(upsert)
    }
  }

  /// What was sent today, for the guard against a day that is not like others.
  private func noteDay(_ day: String, _ messages: [MessageRecord]) throws(LedgerProblem) {
    var counts: [String: Int64] = [:]
    for message in messages where message.state == .queued { counts[message.campaign, default: 0] += 1 }
    let upsert = try statement(
      """
      INSERT INTO campaign_days (campaign, day, messages) VALUES (?, ?, ?)
      ON CONFLICT (campaign, day) DO UPDATE SET messages = messages + excluded.messages
      """)
    for (campaign, count) in counts.sorted(by: { $0.key < $1.key }) {
      upsert.bind(1, campaign)
      upsert.bind(2, day)
      upsert.bind(3, count)
      try run(upsert)
    }
  }

  private func noteFirstSeen(_ changes: [FirstSeen]) throws(LedgerProblem) {
    let insert = try statement("INSERT OR IGNORE INTO first_seen (campaign, key, since) VALUES (?, ?, ?)")
    let delete = try statement("DELETE FROM first_seen WHERE campaign = ? AND key = ?")
    for change in changes {
      let statement = change.since == nil ? delete : insert
      statement.bind(1, change.campaign)
      statement.bind(2, change.key)
      if let since = change.since { statement.bind(3, since) }
      try run(statement)
    }
  }
}
