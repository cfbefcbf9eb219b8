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
}
