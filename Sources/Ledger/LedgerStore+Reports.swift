package import Platform

/// What came of a provider's report.
package enum ReportResult: Hashable, Sendable {
  /// The ledger knows something new by it.
  case recorded
  /// It was known before.
  case known
  /// Neither a job nor an address to spare was found.
  case unmatched
}

/// Delivery reports, and the addresses that they spare.
extension LedgerStore {
  /// Takes in providers' reports, in one transaction, and says of each what came of it.
  ///
  /// A job is found by its id, else by what the provider calls it; a bounce, a complaint or an unsubscribe spares the
  /// address of the report, else that of the job. Doing it again changes nothing, and the order does not matter: what was
  /// delivered stays so. A suppression that a person lifted comes back only by a later report.
  package func record(reports: [DeliveryReport]) throws(LedgerProblem) -> [ReportResult] {
    try withConnection { connection throws(LedgerProblem) in
      var results: [ReportResult] = []
      results.reserveCapacity(reports.count)
      try connection.inTransaction { () throws(LedgerProblem) in
        for report in reports { results.append(try connection.record(report)) }
      }
      return results
    }
  }

  /// Whether anybody is spared by a report.
  package func hasSuppressions() throws(LedgerProblem) -> Bool {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first("SELECT 1 FROM suppressions LIMIT 1") { _ in true } ?? false
    }
  }

  /// Why the address is spared from messages of a purpose; nil if it is not. Of two reasons, that for all purposes.
  /// - Parameter address: the keyed hash of its normal form.
  package func suppression(
    of address: Hash128, channel: String, isMarketing: Bool
  ) throws(LedgerProblem) -> SuppressionRecord? {
    try suppressions(of: address, channel: channel).first { isMarketing || $0.purpose == .all }
  }

  /// All that spares the address.
  package func suppressions(of address: Hash128, channel: String) throws(LedgerProblem) -> [SuppressionRecord] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        "SELECT purpose, why, since FROM suppressions WHERE channel = ? AND address = ? AND lifted IS NULL ORDER BY purpose",
        {
          $0.bind(1, channel)
          $0.bind(2, address)
        },
        { row throws(LedgerProblem) in
          guard let purpose = SuppressionRecord.Purpose(rawValue: row.text(0)),
            let why = SuppressionRecord.Why(rawValue: row.text(1))
          else { throw .damaged(path: connection.path, detail: "a suppression is \(row.text(0)), \(row.text(1))") }
          return SuppressionRecord(purpose: purpose, why: why, since: row.integer(2))
        })
    }
  }

  /// The address may be written to again, until a later report.
  /// - Parameter now: microseconds since 1970.
  /// - Returns: false if it was not spared.
  package func liftSuppressions(
    of address: Hash128, channel: String, at now: Int64
  ) throws(LedgerProblem) -> Bool {
    try withConnection { connection throws(LedgerProblem) in
      var isNew = false
      try connection.inTransaction { () throws(LedgerProblem) in
        let update = try connection.statement(
          "UPDATE suppressions SET lifted = ? WHERE channel = ? AND address = ? AND lifted IS NULL")
        update.bind(1, now)
        update.bind(2, channel)
        update.bind(3, address)
        try connection.run(update)
        isNew = connection.changes > 0
      }
      return isNew
    }
  }
}

/// An attempt that a report is about.
private struct ReportedJob {
  var id: String
  var attempt: Int
  var address: Hash128?
}

extension Connection {
  fileprivate func record(_ report: DeliveryReport) throws(LedgerProblem) -> ReportResult {
    let job = try job(of: report)
    var isNew = false
    if let job, let state = report.event.state {
      isNew = try note(state, report, job)
      if isNew { try move(id: job.id, attempt: job.attempt, to: state, at: report.at) }
    }
    guard let (purpose, why) = report.event.suppression, let address = report.address ?? job?.address else {
      return isNew ? .recorded : job == nil ? .unmatched : .known
    }
    return try suppress(address, purpose, why, report) || isNew ? .recorded : .known
  }

  private func job(of report: DeliveryReport) throws(LedgerProblem) -> ReportedJob? {
    let columns = "SELECT j.id, j.attempt, r.address FROM"
    if let id = report.id {
      let found = try first(
        columns + " jobs j LEFT JOIN receipts r USING (id, attempt) WHERE j.id = ? ORDER BY j.attempt DESC LIMIT 1",
        { $0.bind(1, id) }, Self.reportedJob)
      if let found { return found }
    }
    guard let name = report.providerID else { return nil }
    // An attempt that the spool counted without the ledger has a receipt of its own and an earlier one's job.
    return try first(
      """
      SELECT r.id, r.attempt, r.address FROM receipts r WHERE r.provider_id = ?1
        AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = r.id AND j.channel = ?2) ORDER BY r.at DESC LIMIT 1
      """,
      {
        $0.bind(1, name)
        $0.bind(2, report.channel)
      }, Self.reportedJob)
  }

  private static func reportedJob(_ row: Statement) -> ReportedJob {
    ReportedJob(id: row.text(0), attempt: Int(row.integer(1)), address: row.isNull(2) ? nil : row.hash(2))
  }

  /// False if that was known.
  private func note(
    _ state: MessageStatus, _ report: DeliveryReport, _ job: ReportedJob
  ) throws(LedgerProblem) -> Bool {
    // A job without a receipt: a worker has it still, or its receipt is yet to come in.
    let upsert = try statement(
      """
      INSERT INTO receipts (id, attempt, at, outcome, reported, reported_at, reported_reason)
        VALUES (?1, ?2, ?4, 'sent', ?3, ?4, ?5)
      ON CONFLICT (id, attempt) DO UPDATE SET reported = ?3, reported_at = ?4, reported_reason = ?5
        WHERE reported IS NULL OR (reported = 'failed' AND ?3 = 'delivered')
      """)
    upsert.bind(1, job.id)
    upsert.bind(2, Int64(job.attempt))
    upsert.bind(3, state.rawValue)
    upsert.bind(4, report.at)
    upsert.bind(5, report.reason)
    try run(upsert)
    return changes == 1
  }

  /// False if it was spared before, or was lifted since.
  private func suppress(
    _ address: Hash128, _ purpose: SuppressionRecord.Purpose, _ why: SuppressionRecord.Why, _ report: DeliveryReport
  ) throws(LedgerProblem) -> Bool {
    let upsert = try statement(
      """
      INSERT INTO suppressions (channel, address, purpose, since, why) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (channel, address, purpose) DO UPDATE SET since = excluded.since, why = excluded.why, lifted = NULL
        WHERE lifted < excluded.since
      """)
    upsert.bind(1, report.channel)
    upsert.bind(2, address)
    upsert.bind(3, purpose.rawValue)
    upsert.bind(4, report.at)
    upsert.bind(5, why.rawValue)
    try run(upsert)
    return changes == 1
  }
}

extension DeliveryReport.Event {
  /// What it says of the job; nil where it says nothing new.
  fileprivate var state: MessageStatus? {
    switch self {
    case .delivered: .delivered
    case .failed, .bounced: .failed
    // Whoever complains or unsubscribes has it.
    case .complained, .unsubscribed: .delivered
    case .deferred: nil
    }
  }

  fileprivate var suppression: (SuppressionRecord.Purpose, SuppressionRecord.Why)? {
    switch self {
    case .bounced: (.all, .bounced)
    case .complained: (.all, .complained)
    case .unsubscribed: (.marketing, .unsubscribed)
    case .delivered, .failed, .deferred: nil
    }
  }
}
