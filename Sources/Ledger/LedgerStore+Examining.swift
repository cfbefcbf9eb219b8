/// What `spool check` asks, to hold the ledger against the spool.
extension LedgerStore {
  /// Jobs that messages still rest on: queued, of the latest attempt.
  /// - Parameter includesUnpublished: also of batches that may not be in the queue yet.
  package func waitingJobs(includesUnpublished: Bool) throws(LedgerProblem) -> [TakenBackJob] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        """
        SELECT j.id, j.attempt FROM jobs j JOIN messages m ON m.key = j.message
        WHERE j.state = 'queued' AND m.state = 'queued' AND m.owed = 0 AND m.channel = j.channel
          AND NOT EXISTS (SELECT 1 FROM jobs k WHERE k.id = j.id AND k.attempt > j.attempt)
          AND (?1 OR j.batch NOT IN (SELECT sequence FROM batches WHERE published = 0))
        ORDER BY j.id
        """, { $0.bind(1, includesUnpublished ? 1 : 0 as Int64) },
        { TakenBackJob(id: $0.text(0), attempt: Int($0.integer(1))) })
    }
  }

  /// Those of these ids that no job of the ledger has.
  package func unknownJobs(_ ids: some Sequence<String>) throws(LedgerProblem) -> [String] {
    let sorted = ids.sorted()
    return try withConnection { connection throws(LedgerProblem) in
      let probe = try connection.statement("SELECT 1 FROM jobs WHERE id = ? LIMIT 1")
      var unknown: [String] = []
      for id in sorted {
        probe.bind(1, id)
        defer { probe.reset() }
        if try !connection.step(probe) { unknown.append(id) }
      }
      return unknown
    }
  }

  /// The receipts that were taken in of a job, by attempt; what its provider reported later is a word more.
  package func receipts(ofJob id: String) throws(LedgerProblem) -> [TakenReceipt] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        """
        SELECT attempt, at, outcome, reason, exit, provider_id, reported, reported_at, reported_reason
        FROM receipts WHERE id = ? ORDER BY attempt
        """, { $0.bind(1, id) },
        { row in
          TakenReceipt(
            attempt: Int(row.integer(0)), at: row.integer(1), outcome: row.text(2), reason: row.optionalText(3),
            exitCode: row.optionalInteger(4), providerID: row.optionalText(5), reported: row.optionalText(6),
            reportedAt: row.optionalInteger(7), reportedReason: row.optionalText(8))
        })
    }
  }
}

/// A receipt as the ledger has it, for people. Times in microseconds since 1970.
package struct TakenReceipt: Hashable, Sendable {
  package var attempt: Int
  package var at: Int64
  package var outcome: String
  package var reason: String?
  package var exitCode: Int64?
  package var providerID: String?
  package var reported: String?
  package var reportedAt: Int64?
  package var reportedReason: String?
}
