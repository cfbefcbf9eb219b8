import Platform

/// Which messages are asked for; nil leaves a question open.
package struct MessageFilter: Hashable, Sendable {
  package var campaign: String?
  package var customer: String?
  package var state: MessageStatus?
  /// Only those that were taken back and wait to be decided again.
  package var isOwed = false
  /// Decided at or after this: microseconds since 1970.
  package var since: Int64?
  /// Decided before this.
  package var until: Int64?

  package init() {}
}

/// A message with the job that carries it.
package struct ListedMessage: Hashable, Sendable {
  package var message: MessageRecord
  /// Of its latest job; nil for a message that never had one.
  package var job: String?
  package var isOwed: Bool
  /// Of that job's last change of state: microseconds since 1970; nil where it has none.
  package var since: Int64?
}

extension LedgerStore {
  /// Hands over the messages that were decided, the oldest first, one by one: memory does not grow with them.
  package func eachMessage(
    _ filter: MessageFilter, _ body: (ListedMessage) throws -> Void
  ) throws {
    var failure: (any Error)?
    try withConnection { connection throws(LedgerProblem) in
      let select = try connection.statement(Self.selectListed(filter))
      select.bind(1, filter.campaign)
      select.bind(2, filter.customer)
      select.bind(3, filter.state?.rawValue)
      select.bind(4, filter.since)
      select.bind(5, filter.until)
      defer { select.reset() }
      while try connection.step(select) {
        let listed = try connection.listed(select)
        do { try body(listed) } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
  }

  /// The message that a job carries, with the highest attempt that the ledger knows of this job; nil for a job that is
  /// not the ledger's.
  package func message(ofJob id: String) throws(LedgerProblem) -> (
    message: ListedMessage, channel: String, attempt: Int
  )? {
    try withConnection { connection throws(LedgerProblem) in
      let job = try connection.first(
        "SELECT message, channel, attempt FROM jobs WHERE id = ? ORDER BY attempt DESC LIMIT 1", { $0.bind(1, id) },
        { (message: $0.hash(0), channel: $0.text(1), attempt: Int($0.integer(2))) })
      guard let job else { return nil }
      let listed = try connection.first(
        Self.listedColumns + " FROM messages m WHERE key = ?", { $0.bind(1, job.message) },
        { row throws(LedgerProblem) in try connection.listed(row) })
      return listed.map { ($0, job.channel, max(job.attempt, $0.message.attempt)) }
    }
  }

  /// What became of an attempt, as of the last run; nil for one that the ledger does not know.
  package func state(ofJob id: String, attempt: Int) throws(LedgerProblem) -> MessageStatus? {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first(
        "SELECT state FROM jobs WHERE id = ? AND attempt = ?",
        {
          $0.bind(1, id)
          $0.bind(2, Int64(attempt))
        }, { row throws(LedgerProblem) in try connection.status(row.text(0)) })
    }
  }

  /// The ids of jobs that begin so, two at most: more than one is too many.
  package func jobs(idPrefix: String) throws(LedgerProblem) -> [String] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        "SELECT DISTINCT id FROM jobs WHERE id >= ?1 AND id < ?1 || '~' LIMIT 2", { $0.bind(1, idPrefix) },
        { $0.text(0) })
    }
  }

  private static let listedColumns =
    """
    SELECT key, campaign, step, subject_entity, subject_key, customer, purpose, channel, variant, start_at, due_at,
      decided_at, state, attempt, owed,
      coalesce(
        (SELECT id FROM jobs j WHERE j.message = m.key AND j.channel = m.channel ORDER BY attempt DESC, id LIMIT 1),
        (SELECT id FROM jobs j WHERE j.message = m.key ORDER BY attempt DESC, id LIMIT 1)),
      (SELECT coalesce(j.since, b.now) FROM jobs j LEFT JOIN batches b ON b.sequence = j.batch
        WHERE j.message = m.key AND j.channel = m.channel ORDER BY j.attempt DESC, j.id LIMIT 1)
    """

  /// A question that is left open is no part of the statement, so that SQLite can use the index of those that are asked.
  private static func selectListed(_ filter: MessageFilter) -> String {
    let terms: [(Bool, String)] = [
      (filter.campaign != nil, "campaign = ?1"), (filter.customer != nil, "customer = ?2"),
      (filter.state != nil, "state = ?3"), (filter.since != nil, "decided_at >= ?4"),
      (filter.until != nil, "decided_at < ?5"), (filter.isOwed, "owed = 1"),
    ]
    let asked = terms.filter(\.0).map(\.1)
    // Every parameter is mentioned, so that each can be bound.
    let conditions = (asked + ["(?1, ?2, ?3, ?4, ?5) IS NOT (0, 0, 0, 0, 0)"]).joined(separator: " AND ")
    return listedColumns + " FROM messages m WHERE \(conditions) ORDER BY decided_at, key"
  }
}

extension Connection {
  fileprivate func listed(_ row: Statement) throws(LedgerProblem) -> ListedMessage {
    ListedMessage(
      message: MessageRecord(
        key: row.hash(0), campaign: row.text(1), step: row.text(2), subjectEntity: row.text(3),
        subjectKey: row.text(4), customer: row.optionalText(5), purpose: row.text(6), channel: row.optionalText(7),
        variant: row.optionalText(8), startAt: row.integer(9), dueAt: row.integer(10), decidedAt: row.integer(11),
        state: try status(row.text(12)), attempt: Int(row.integer(13))),
      job: row.optionalText(15), isOwed: row.integer(14) != 0, since: row.optionalInteger(16))
  }
}
