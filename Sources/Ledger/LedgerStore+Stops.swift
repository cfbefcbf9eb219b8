import Platform

/// A job that left the spool before it was sent.
package struct TakenBackJob: Hashable, Sendable {
  /// 26 characters, as in the job's file name.
  package var id: String
  /// As in the job's file name: above the ledger's where the job was deferred meanwhile.
  package var attempt: Int

  package init(id: String, attempt: Int) {
    self.id = id
    self.attempt = attempt
  }
}

/// Campaigns that a person stopped, and what was taken back for it.
extension LedgerStore {
  /// From now on nothing of the campaign is decided: `commit` refuses it, also for a run in progress.
  /// - Parameter campaign: its id, or `all`.
  /// - Returns: false if it was stopped before.
  @discardableResult
  package func stop(_ campaign: String, at now: Int64) throws(LedgerProblem) -> Bool {
    try withConnection { connection throws(LedgerProblem) in
      var isNew = false
      try connection.inTransaction { () throws(LedgerProblem) in
        let insert = try connection.statement("INSERT OR IGNORE INTO stops (campaign, since) VALUES (?, ?)")
        insert.bind(1, campaign)
        insert.bind(2, now)
        try connection.run(insert)
        isNew = connection.changes == 1
      }
      return isNew
    }
  }

  /// Lifts a stop; `all` lifts every one. Says which campaigns were stopped and no longer are.
  package func resume(_ campaign: String) throws(LedgerProblem) -> Set<String> {
    try withConnection { connection throws(LedgerProblem) in
      var lifted: Set<String> = []
      try connection.inTransaction { () throws(LedgerProblem) in
        let stops = try connection.all("SELECT campaign FROM stops", { _ in }, { $0.text(0) })
        lifted = Set(stops.filter { campaign == "all" || $0 == campaign })
        let delete = try connection.statement("DELETE FROM stops WHERE campaign = ?")
        for name in lifted.sorted() {
          delete.bind(1, name)
          try connection.run(delete)
        }
      }
      return lifted
    }
  }

  /// How many messages were taken back and wait to be decided again, by campaign.
  package func owed() throws(LedgerProblem) -> [String: Int] {
    try withConnection { connection throws(LedgerProblem) in
      let rows = try connection.all(
        "SELECT campaign, count(*) FROM messages WHERE owed = 1 GROUP BY campaign", { _ in },
        { ($0.text(0), Int($0.integer(1))) })
      return Dictionary(rows, uniquingKeysWith: +)
    }
  }

  /// Every campaign that has ever decided anything.
  package func knownCampaigns() throws(LedgerProblem) -> [String] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all("SELECT campaign FROM campaigns", { _ in }, { $0.text(0) })
    }
  }

  /// Records that these jobs were withdrawn, so that their messages are owed again under the next attempt; in one
  /// transaction. The jobs' files must be out of the workers' reach by then, **on the disk**: the other way round a crash
  /// would tell twice. Jobs that the ledger has as withdrawn already, or does not know, change nothing, so that doing it
  /// again is harmless.
  /// - Parameter day: the shop's day of an instant (microseconds since 1970), as `BatchRecord.day` has it.
  /// - Returns: how many messages are owed again by it.
  @discardableResult
  package func takeBack(
    _ jobs: some Collection<TakenBackJob>, day: (Int64) -> String
  ) throws(LedgerProblem) -> Int {
    guard !jobs.isEmpty else { return 0 }
    let sorted = jobs.sorted { ($0.id, $0.attempt) < ($1.id, $1.attempt) }
    var count = 0
    try withConnection { connection throws(LedgerProblem) in
      try connection.execute(
        """
        CREATE TEMP TABLE IF NOT EXISTS reopened (
          subject_key TEXT NOT NULL, campaign TEXT NOT NULL, step TEXT NOT NULL, PRIMARY KEY (subject_key, campaign, step)
        ) WITHOUT ROWID
        """)
      try connection.inTransaction { () throws(LedgerProblem) in
        for job in sorted where try connection.takeBack(job, day: day) { count += 1 }
        guard count > 0 else { return }
        // A sequence that ended with the step that was taken back goes on.
        try connection.execute(
          """
          UPDATE sequences SET ended = 0 WHERE ended = 1 AND EXISTS (SELECT 1 FROM reopened r
            WHERE r.subject_key = sequences.subject_key AND r.campaign = sequences.campaign
              AND r.step = sequences.last_step);
          DELETE FROM reopened
          """)
      }
    }
    return count
  }
}

extension Connection {
  /// True if a message is owed again by it.
  fileprivate func takeBack(_ job: TakenBackJob, day: (Int64) -> String) throws(LedgerProblem) -> Bool {
    let newest = try first(
      "SELECT message, channel, batch, attempt, state FROM jobs WHERE id = ? ORDER BY attempt DESC LIMIT 1",
      { $0.bind(1, job.id) },
      { row in
        (
          message: row.hash(0), channel: row.text(1), batch: row.integer(2), attempt: Int(row.integer(3)),
          state: row.text(4)
        )
      })
    guard let newest, newest.attempt < job.attempt || (newest.attempt == job.attempt && newest.state == "queued")
    else { return false }
    // Its receipt, which came in without it, says that it was for good.
    let isFinal = try first(
      "SELECT 1 FROM receipts WHERE id = ? AND attempt = ? AND outcome IN ('withdrawn', 'dropped')",
      {
        $0.bind(1, job.id)
        $0.bind(2, Int64(job.attempt))
      }, { _ in true })
    if isFinal == true { return false }
    let upsert = try statement(
      """
      INSERT INTO jobs (id, attempt, message, channel, batch, state, since) VALUES (?, ?, ?, ?, ?, 'withdrawn', ?)
      ON CONFLICT (id, attempt) DO UPDATE SET state = 'withdrawn', since = excluded.since
      """)
    upsert.bind(1, job.id)
    upsert.bind(2, Int64(job.attempt))
    upsert.bind(3, newest.message)
    upsert.bind(4, newest.channel)
    upsert.bind(5, newest.batch)
    upsert.bind(6, SystemClock.now().seconds * 1_000_000)
    try run(upsert)
    return try owe(newest.message, channel: newest.channel, attempt: job.attempt, day: day)
  }

  private func owe(
    _ message: Hash128, channel: String, attempt: Int, day: (Int64) -> String
  ) throws(LedgerProblem) -> Bool {
    let told = try first(
      "SELECT campaign, subject_key, step, decided_at FROM messages WHERE key = ? AND state = 'queued' AND channel = ?",
      {
        $0.bind(1, message)
        $0.bind(2, channel)
      }, { (campaign: $0.text(0), subject: $0.text(1), step: $0.text(2), at: $0.integer(3)) })
    guard let told else { return false }
    let update = try statement("UPDATE messages SET state = 'withdrawn', owed = 1, attempt = ? WHERE key = ?")
    update.bind(1, Int64(attempt))
    update.bind(2, message)
    try run(update)
    let reopen = try statement("INSERT OR IGNORE INTO reopened (subject_key, campaign, step) VALUES (?, ?, ?)")
    reopen.bind(1, told.subject)
    reopen.bind(2, told.campaign)
    reopen.bind(3, told.step)
    try run(reopen)
    // It will count on the day that it is decided again.
    let uncount = try statement(
      "UPDATE campaign_days SET messages = max(0, messages - 1) WHERE campaign = ? AND day = ?")
    uncount.bind(1, told.campaign)
    uncount.bind(2, day(told.at))
    try run(uncount)
    return true
  }
}
