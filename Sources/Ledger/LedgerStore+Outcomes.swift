/// What became of a job, as the spool has it.
package struct JobOutcome: Hashable, Sendable {
  package var id: String
  package var attempt: Int
  package var state: MessageStatus

  package init(id: String, attempt: Int, state: MessageStatus) {
    self.id = id
    self.attempt = attempt
    self.state = state
  }
}

extension LedgerStore {
  /// Records what became of jobs that the ledger has as queued, and of their messages; others are left as they are. A job
  /// that was deferred meanwhile has a later attempt than the ledger knows.
  package func record(_ outcomes: [JobOutcome]) throws(LedgerProblem) {
    guard !outcomes.isEmpty else { return }
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        let message = try connection.statement(
          """
          UPDATE messages SET state = ?1, attempt = max(attempt, ?3) WHERE state = 'queued' AND owed = 0
            AND attempt <= ?3 AND key = (SELECT message FROM jobs WHERE id = ?2 LIMIT 1)
          """)
        let job = try connection.statement(
          "UPDATE jobs SET state = ?1 WHERE id = ?2 AND state = 'queued' AND attempt <= ?3")
        for outcome in outcomes.sorted(by: { ($0.id, $0.attempt) < ($1.id, $1.attempt) }) {
          for statement in [message, job] {
            statement.bind(1, outcome.state.rawValue)
            statement.bind(2, outcome.id)
            statement.bind(3, Int64(outcome.attempt))
            try connection.run(statement)
          }
        }
      }
    }
  }
}
