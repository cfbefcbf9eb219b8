/// Messages of a campaign that failed for good, or of which nobody knows whether they were sent.
package struct Trouble: Hashable, Sendable {
  package var campaign: String
  package var purpose: String
  /// `failed` or `unknown`.
  package var state: MessageStatus
  package var count: Int
  /// Their latest jobs, sorted; of legal campaigns only.
  package var jobs: [String]

  package init(campaign: String, purpose: String, state: MessageStatus, count: Int, jobs: [String] = []) {
    self.campaign = campaign
    self.purpose = purpose
    self.state = state
    self.count = count
    self.jobs = jobs
  }
}

extension LedgerStore {
  /// What went wrong, by campaign and state: of legal campaigns each message that nobody has decided about since, of others
  /// how many. Both by indexes, so that a run may ask each time.
  /// - Parameters:
  ///   - legalSince: microseconds since 1970; what went wrong with a legal message before that is not told any more.
  ///   - since: likewise, for the others.
  package func troubles(legalSince: Int64, since: Int64) throws(LedgerProblem) -> [Trouble] {
    try withConnection { connection throws(LedgerProblem) in
      let legal = try connection.all(
        """
        SELECT DISTINCT m.campaign, m.purpose, m.state, j.id FROM messages m
          CROSS JOIN jobs j ON j.message = m.key AND j.channel = m.channel AND j.state = m.state
        WHERE m.purpose = 'legal' AND m.state IN ('failed', 'unknown') AND m.owed = 0 AND j.since >= ?1
        ORDER BY m.campaign, m.state, j.id
        """, { $0.bind(1, legalSince) },
        { row throws(LedgerProblem) in
          Trouble(
            campaign: row.text(0), purpose: row.text(1), state: try connection.status(row.text(2)), count: 1,
            jobs: [row.text(3)])
        })
      let others = try connection.all(
        """
        SELECT m.campaign, m.purpose, m.state, count(DISTINCT m.key) FROM jobs j
          CROSS JOIN messages m ON m.key = j.message AND m.channel = j.channel AND m.state = j.state
        WHERE j.state IN ('failed', 'unknown') AND j.since >= ?1 AND m.purpose <> 'legal' AND m.owed = 0
        GROUP BY m.campaign, m.purpose, m.state ORDER BY m.campaign, m.state
        """, { $0.bind(1, since) },
        { row throws(LedgerProblem) in
          Trouble(
            campaign: row.text(0), purpose: row.text(1), state: try connection.status(row.text(2)),
            count: Int(row.integer(3)))
        })
      var troubles: [Trouble] = []
      for trouble in legal {
        if let last = troubles.last, last.campaign == trouble.campaign, last.state == trouble.state {
          troubles[troubles.count - 1].count += 1
          troubles[troubles.count - 1].jobs += trouble.jobs
        } else {
          troubles.append(trouble)
        }
      }
      return troubles + others
    }
  }
}
