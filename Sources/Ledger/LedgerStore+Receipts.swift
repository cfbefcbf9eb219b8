package import Platform

extension LedgerStore {
  /// For each message the jobs that carry or carried it, one a channel at its latest attempt, in the order that they
  /// were decided in; empty for a message that never had one.
  package func jobs(ofMessages keys: [Hash128]) throws(LedgerProblem) -> [[JobState]] {
    try withConnection { connection throws(LedgerProblem) in
      let select = try connection.statement(
        """
        SELECT j.id, max(j.attempt), j.channel, j.state, coalesce(j.since, b.now, 0), coalesce(b.now, 0)
        FROM jobs j LEFT JOIN batches b ON b.sequence = j.batch
        WHERE j.message = ? GROUP BY j.id ORDER BY (SELECT min(f.batch) FROM jobs f WHERE f.id = j.id), j.id
        """)
      var found: [[JobState]] = []
      found.reserveCapacity(keys.count)
      for key in keys {
        select.bind(1, key)
        defer { select.reset() }
        var jobs: [JobState] = []
        while try connection.step(select) {
          jobs.append(
            JobState(
              id: select.text(0), attempt: Int(select.integer(1)), channel: select.text(2),
              state: try connection.status(select.text(3)), since: select.integer(4), spooled: select.integer(5)))
        }
        found.append(jobs)
      }
      return found
    }
  }

  /// Takes in what the spool says of jobs, in one transaction: receipts and jobs independently of each other, so that a
  /// receipt without a job's file and a file without a receipt are each remembered, in whatever order they come.
  ///
  /// Doing it again changes nothing. No state goes back: what was delivered stays so, and a later attempt of a job wins
  /// over an earlier one. A job that the ledger does not know leaves its receipt only.
  package func record(receipts: some Collection<JobReceipt>) throws(LedgerProblem) {
    guard !receipts.isEmpty else { return }
    let sorted = receipts.sorted { ($0.id, $0.attempt) < ($1.id, $1.attempt) }
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        for receipt in sorted {
          let known = try connection.upsert(receipt)
          guard receipt.hasJob, let state = receipt.state(knowing: known) else { continue }
          try connection.move(id: receipt.id, attempt: receipt.attempt, to: state, at: receipt.at)
        }
      }
    }
  }
}

/// What the ledger has of an attempt's receipt.
private struct Recorded {
  var outcome: JobReceipt.Outcome
  var reported: MessageStatus?
}

extension Connection {
  /// The receipt that says more of an attempt wins. Returns what the ledger has of it now.
  fileprivate func upsert(_ receipt: JobReceipt) throws(LedgerProblem) -> Recorded {
    let known = try recorded(receipt)
    let wins = known.map { $0.outcome.weight < receipt.outcome.weight } ?? true
    let upsert = try statement(
      """
      INSERT INTO receipts (id, attempt, at, outcome, reason, exit, provider_id, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id, attempt) DO UPDATE SET
        at = CASE WHEN ?9 THEN excluded.at ELSE at END, outcome = CASE WHEN ?9 THEN excluded.outcome ELSE outcome END,
        reason = CASE WHEN ?9 THEN excluded.reason ELSE coalesce(reason, excluded.reason) END,
        exit = CASE WHEN ?9 THEN excluded.exit ELSE coalesce(exit, excluded.exit) END,
        provider_id = coalesce(provider_id, excluded.provider_id), address = coalesce(address, excluded.address)
      """)
    upsert.bind(1, receipt.id)
    upsert.bind(2, Int64(receipt.attempt))
    upsert.bind(3, receipt.at)
    upsert.bind(4, receipt.outcome.rawValue)
    upsert.bind(5, receipt.reason)
    upsert.bind(6, receipt.exitCode.map(Int64.init))
    upsert.bind(7, receipt.providerID)
    upsert.bind(8, receipt.address)
    upsert.bind(9, wins ? 1 : 0)
    try run(upsert)
    return Recorded(
      outcome: wins ? receipt.outcome : known?.outcome ?? receipt.outcome, reported: known?.reported)
  }

  private func recorded(_ receipt: JobReceipt) throws(LedgerProblem) -> Recorded? {
    try first(
      "SELECT outcome, reported FROM receipts WHERE id = ? AND attempt = ?",
      {
        $0.bind(1, receipt.id)
        $0.bind(2, Int64(receipt.attempt))
      },
      { row throws(LedgerProblem) in
        Recorded(
          outcome: try outcome(row.text(0)),
          reported: try row.optionalText(1).map { text throws(LedgerProblem) in try status(text) })
      })
  }

  private func outcome(_ text: String) throws(LedgerProblem) -> JobReceipt.Outcome {
    guard let outcome = JobReceipt.Outcome(rawValue: text) else {
      throw .damaged(path: path, detail: "a receipt has the outcome \(text)")
    }
    return outcome
  }

  /// Gives a job's attempt the state, unless it has come further, and its message if none is later.
  func move(id: String, attempt: Int, to state: MessageStatus, at: Int64) throws(LedgerProblem) {
    let attempts = try all(
      "SELECT attempt, state, message, channel, batch FROM jobs WHERE id = ? ORDER BY attempt DESC",
      { $0.bind(1, id) },
      { row throws(LedgerProblem) in
        (
          attempt: Int(row.integer(0)), state: try status(row.text(1)), message: row.hash(2), channel: row.text(3),
          batch: row.integer(4)
        )
      })
    guard let newest = attempts.first else { return }
    if let known = attempts.first(where: { $0.attempt == attempt }), !known.state.givesWay(to: state) {
      return
    }
    let upsert = try statement(
      """
      INSERT INTO jobs (id, attempt, message, channel, batch, state, since) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id, attempt) DO UPDATE SET state = excluded.state, since = excluded.since
      """)
    upsert.bind(1, id)
    upsert.bind(2, Int64(attempt))
    upsert.bind(3, newest.message)
    upsert.bind(4, newest.channel)
    upsert.bind(5, newest.batch)
    upsert.bind(6, state.rawValue)
    upsert.bind(7, at)
    try run(upsert)
    guard attempt >= newest.attempt else { return }
    // Attempts that were deferred, and that the spool counted on without the ledger.
    if attempts.contains(where: { $0.attempt < attempt && $0.state == .queued }) {
      let close = try statement(
        "UPDATE jobs SET state = 'failed', since = ?3 WHERE id = ?1 AND attempt < ?2 AND state = 'queued'")
      close.bind(1, id)
      close.bind(2, Int64(attempt))
      close.bind(3, at)
      try run(close)
    }
    // The message's latest job is that of its channel.
    let update = try statement(
      """
      UPDATE messages SET state = ?1, attempt = ?2, owed = 0
      WHERE key = ?3 AND channel = ?4 AND attempt <= ?2 AND state NOT IN ('holdout', 'baseline')
      """)
    update.bind(1, state.rawValue)
    update.bind(2, Int64(attempt))
    update.bind(3, newest.message)
    update.bind(4, newest.channel)
    try run(update)
  }
}

extension JobReceipt {
  /// What became of the job; nil for one that waits for another attempt.
  fileprivate func state(knowing known: Recorded) -> MessageStatus? {
    if let reported = known.reported { return reported }
    return switch outcome {
    case .sent: .sent
    case .failed: isExpired ? .expired : .failed
    // A worker that died after it had written down that it had sent it.
    case .unknown: known.outcome == .sent ? .sent : .unknown
    case .withdrawn: .withdrawn
    case .dropped: .dropped
    case .deferred: nil
    }
  }
}

extension JobReceipt.Outcome {
  /// Of two receipts for one attempt, which says more.
  fileprivate var weight: Int {
    switch self {
    case .deferred: 0
    case .withdrawn, .dropped: 1
    case .unknown: 2
    case .failed: 3
    case .sent: 4
    }
  }
}

extension MessageStatus {
  /// Only to one further on. A person may drop what failed, or may have been sent, and that is the last word about it,
  /// unless it turns out to have been sent.
  fileprivate func givesWay(to next: Self) -> Bool {
    switch (self, next) {
    case (.unknown, .dropped), (.failed, .dropped), (.expired, .dropped): true
    case (.dropped, .unknown), (.dropped, .failed), (.dropped, .expired): false
    default: progress < next.progress
    }
  }

  private var progress: Int {
    switch self {
    case .queued, .holdout, .baseline: 0
    case .withdrawn, .dropped: 1
    case .unknown: 2
    case .sent: 3
    case .failed, .expired: 4
    case .delivered: 5
    }
  }
}
