import Platform
import TestSupport
import Testing

@testable import Ledger

/// Ledgers of earlier versions.
@Suite struct MigrationTests {
  /// A ledger as the first version left it, with a message, a sequence and a run.
  private func firstVersion() throws -> (folder: TemporaryFolder, path: String) {
    let folder = try TemporaryFolder()
    let path = folder.path("ledger.sqlite")
    try FileDescriptor(opening: path, .readWrite).close()
    let connection = try Connection(opening: path, path: path, flags: 2)
    try connection.execute(Schema.migrations[0].sql)
    try connection.execute("PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 1")
    let message = Made.message(1)
    let insert = try connection.statement(
      """
      INSERT INTO messages (key, decided_at, state, attempt, channel, campaign, step, subject_entity, subject_key,
        customer, purpose, variant, start_at, due_at, batch)
      VALUES (?, ?, 'queued', 1, 'email', ?, '1h', 'cart', 'c1', ?, 'marketing', NULL, 0, 0, 1)
      """)
    insert.bind(1, message.key)
    insert.bind(2, message.decidedAt)
    insert.bind(3, message.campaign)
    insert.bind(4, message.customer)
    try connection.run(insert)
    return (folder, path)
  }

  /// `plan` after an update must not need a run first, nor change anything.
  @Test func whoOnlyReadsAsksAnOlderLedgerAsItIs() throws {
    let (folder, path) = try firstVersion()
    let before = try FileSystem.read(path, limit: 1 << 20)
    let ledger = try #require(try LedgerStore.openReadOnly(path))
    try askEverything(ledger)
    #expect(try FileSystem.read(path, limit: 1 << 20) == before)
    _ = folder
  }

  @Test func aRunBringsItToThisVersion() throws {
    let (folder, path) = try firstVersion()
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    try askEverything(ledger)
    #expect(
      try ledger.withConnection { connection throws(LedgerProblem) in try Schema.version(connection) }
        == Schema.migrations.count)
    _ = folder
  }

  private func askEverything(_ ledger: LedgerStore) throws {
    let message = Made.message(1)
    #expect(try ledger.decided([message.key]).first??.isOwed == false)
    #expect(try ledger.tellings([message.customer ?? ""], since: 0).first?.count == 1)
    #expect(try ledger.sequences([message.key]) == [nil])
    #expect(try ledger.firstSeen(campaign: message.campaign).isEmpty)
    #expect(try ledger.sendingDays(campaign: message.campaign, limit: 15).isEmpty)
    #expect(try ledger.stopped().isEmpty)
    #expect(try ledger.lastTold(campaign: message.campaign, customer: message.customer ?? "") == message.decidedAt)
    #expect(try ledger.messages(subjectEntity: "cart", key: "c1").count == 1)
    #expect(try ledger.jobs(ofMessages: [message.key]) == [[]])
    #expect(try !ledger.hasSuppressions())
    #expect(try ledger.suppressions(of: Hash128("a"), channel: "email").isEmpty)
  }

  /// What does not count for caps.
  @Test(arguments: MessageStatus.allCases) func tellingsCountWhatWasTold(_ state: MessageStatus) throws {
    let folder = try TemporaryFolder()
    let ledger = try LedgerStore.open(folder.path("ledger.sqlite"), heraldID: "shop")
    var message = Made.message(1)
    message.state = state
    try ledger.commit(Made.batch(1, [message]))
    let counts: Set<MessageStatus> = [.queued, .sent, .delivered, .unknown, .expired]
    let customer = message.customer ?? ""
    #expect(try ledger.tellings([customer], since: message.decidedAt - 1)[0].count == (counts.contains(state) ? 1 : 0))
    #expect(try ledger.tellings([customer], since: message.decidedAt)[0].isEmpty, "the window is half-open")
    #expect((try ledger.lastTold(campaign: message.campaign, customer: customer) != nil) == counts.contains(state))
  }

  @Test func daysAddUp() throws {
    let folder = try TemporaryFolder()
    let ledger = try LedgerStore.open(folder.path("ledger.sqlite"), heraldID: "shop")
    for (sequence, day) in [(1, "2026-03-01"), (2, "2026-03-02"), (3, "2026-03-02")] as [(Int64, String)] {
      var batch = Made.batch(sequence, [Made.message(Int(sequence) * 2), Made.message(Int(sequence) * 2 + 1)])
      batch.day = day
      if sequence == 3 { batch.messages[0].state = .holdout }
      try ledger.commit(batch)
    }
    let days = try ledger.sendingDays(campaign: "abandoned-cart", limit: 15)
    #expect(days.map(\.day) == ["2026-03-02", "2026-03-01"])
    #expect(days.map(\.messages) == [3, 2])
  }

  /// A message that was taken back is decided again under the next attempt; any other is a conflict.
  @Test func whatIsOwedIsDecidedAgain() throws {
    let folder = try TemporaryFolder()
    let ledger = try LedgerStore.open(folder.path("ledger.sqlite"), heraldID: "shop")
    var message = Made.message(1)
    try ledger.commit(Made.batch(1, [message]))
    message.attempt = 2
    var again = Made.batch(2, [message])
    again.jobs = [JobRecord(id: message.key.base32, attempt: 2, message: message.key, channel: "email")]
    #expect(throws: LedgerProblem.conflict(path: ledger.path, batch: again.name)) { try ledger.commit(again) }
    try ledger.withConnection { connection throws(LedgerProblem) in
      try connection.execute("UPDATE messages SET owed = 1, state = 'withdrawn'")
    }
    #expect(try ledger.decided([message.key])[0]?.isOwed == true)
    try ledger.commit(again)
    let now = try #require(try ledger.decided([message.key])[0])
    #expect(now.isOwed == false && now.attempt == 2 && now.state == .queued)
  }
}
