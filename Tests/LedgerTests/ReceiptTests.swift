import Ledger
import Platform
import TestSupport
import Testing

/// What the spool says of jobs, taken in.
@Suite struct ReceiptTests {
  typealias Outcome = JobReceipt.Outcome

  let folder: TemporaryFolder
  let ledger: LedgerStore
  let message = Made.message(1)
  private var id: String { message.key.base32 }

  init() throws {
    folder = try TemporaryFolder()
    ledger = try LedgerStore.open(folder.path("ledger.sqlite"), heraldID: "shop")
    try ledger.commit(Made.batch(1, [message]))
  }

  private func receipt(_ outcome: Outcome, _ attempt: Int = 1, at: Int64 = 10, hasJob: Bool = true) -> JobReceipt {
    JobReceipt(id: id, attempt: attempt, at: at, outcome: outcome, hasJob: hasJob, providerID: "p\(attempt)")
  }

  private func job() throws -> JobState? { try ledger.jobs(ofMessages: [message.key])[0].first }

  private func state() throws -> MessageState { try #require(try ledger.decided([message.key])[0]) }

  @Test func aSpooledJobIsQueuedSinceItsBatch() throws {
    #expect(
      try job()
        == JobState(
          id: id, attempt: 1, channel: "email", state: .queued, since: Made.start, spooled: Made.start))
    #expect(try ledger.jobs(ofMessages: [Hash128("none"), message.key]).map(\.count) == [0, 1])
  }

  @Test(arguments: [
    (Outcome.sent, MessageStatus.sent), (.failed, .failed), (.unknown, .unknown), (.withdrawn, .withdrawn),
    (.dropped, .dropped), (.deferred, .queued),
  ]) func eachOutcomeIsAState(_ outcome: Outcome, _ state: MessageStatus) throws {
    for _ in 1...2 {
      try ledger.record(receipts: [receipt(outcome)])
      #expect(try job()?.state == state)
      #expect(try job()?.since == (outcome == .deferred ? Made.start : 10))
      #expect(try self.state().state == state)
      #expect(try !self.state().isOwed)
    }
  }

  /// What a person drops is dropped, whatever it had come to, unless it was sent.
  @Test(arguments: [
    (Outcome.failed, MessageStatus.dropped), (.unknown, .dropped), (.sent, .sent),
  ]) func aPersonsDropIsTheLastWord(_ before: Outcome, _ state: MessageStatus) throws {
    try ledger.record(receipts: [receipt(before)])
    try ledger.record(receipts: [receipt(.dropped, at: 20)])
    #expect(try self.state().state == state)
    try ledger.record(receipts: [receipt(before)])
    #expect(try self.state().state == state)
  }

  @Test func troublesAreThoseThatNobodyHasDecided() throws {
    let legal = { (number: Int) in
      var message = Made.message(number)
      message.purpose = "legal"
      message.campaign = "recall"
      return message
    }
    try ledger.commit(Made.batch(2, [Made.message(2), Made.message(3), legal(4), legal(5), legal(6)]))
    for (number, outcome, at) in [
      (2, Outcome.failed, 100), (3, .failed, 5), (4, .unknown, 100), (5, .failed, 5), (6, .unknown, 101),
    ] as [(Int, Outcome, Int64)] {
      let id = Made.message(number).key.base32
      try ledger.record(receipts: [JobReceipt(id: id, attempt: 1, at: at, outcome: outcome)])
    }
    let unknown = [4, 6].map { Made.message($0).key.base32 }.sorted()
    let other = Trouble(campaign: Made.message(2).campaign, purpose: Made.message(2).purpose, state: .failed, count: 1)
    #expect(
      try ledger.troubles(legalSince: 0, since: 50) == [
        Trouble(
          campaign: "recall", purpose: "legal", state: .failed, count: 1, jobs: [Made.message(5).key.base32]),
        Trouble(campaign: "recall", purpose: "legal", state: .unknown, count: 2, jobs: unknown), other,
      ])
    try ledger.record(receipts: [JobReceipt(id: unknown[0], attempt: 1, at: 200, outcome: .dropped)])
    #expect(
      try ledger.troubles(legalSince: 50, since: 500)
        == [Trouble(campaign: "recall", purpose: "legal", state: .unknown, count: 1, jobs: [unknown[1]])])
  }

  @Test func whatExpiredHasNotFailed() throws {
    var expired = receipt(.failed)
    expired.isExpired = true
    try ledger.record(receipts: [expired])
    #expect(try state().state == .expired)
  }

  /// A receipt and its job may come in by two runs, the receipt first.
  @Test func aReceiptAloneChangesNoState() throws {
    try ledger.record(receipts: [receipt(.sent, hasJob: false)])
    #expect(try state().state == .queued)
    // The worker died in between: it had sent it.
    try ledger.record(receipts: [receipt(.unknown)])
    #expect(try state().state == .sent)
  }

  @Test func aLaterAttemptWinsInWhateverOrder() throws {
    let (deferred, sent) = (receipt(.deferred, 1, at: 10), receipt(.sent, 2, at: 20))
    for order in [[deferred, sent], [sent, deferred]] {
      let folder = try TemporaryFolder()
      let ledger = try LedgerStore.open(folder.path("l.sqlite"), heraldID: "shop")
      try ledger.commit(Made.batch(1, [message]))
      for receipt in order { try ledger.record(receipts: [receipt]) }
      #expect(
        try ledger.jobs(ofMessages: [message.key])
          == [[JobState(id: id, attempt: 2, channel: "email", state: .sent, since: 20, spooled: Made.start)]])
      #expect(try ledger.decided([message.key])[0]?.attempt == 2)
    }
    // A failure of the first that comes in late.
    try ledger.record(receipts: [sent, receipt(.failed, 1, at: 30)])
    #expect(try state().state == .sent)
  }

  @Test func aDroppedJobIsNotOwedAgain() throws {
    // Its receipt came in before it did.
    try ledger.record(receipts: [receipt(.dropped, hasJob: false)])
    #expect(try ledger.takeBack([TakenBackJob(id: id, attempt: 1)], day: { _ in "" }) == 0)
    try ledger.record(receipts: [receipt(.dropped)])
    #expect(try state().state == .dropped)
    #expect(try !state().isOwed)
  }

  @Test func whatIsOwedAgainStaysOwed() throws {
    try ledger.takeBack([TakenBackJob(id: id, attempt: 2)], day: { _ in "" })
    try ledger.record(receipts: [receipt(.deferred, 1)])
    #expect(try state().isOwed)
    #expect(try job()?.state == .withdrawn)
  }

  @Test func aJobThatNobodyKnowsDoesNoHarm() throws {
    try ledger.record(receipts: [
      JobReceipt(id: Hash128("x").base32, attempt: 1, at: 1, outcome: .sent), receipt(.sent),
    ])
    #expect(try state().state == .sent)
  }

  @Test func anErasedMessageLeavesNoReceipt() throws {
    try ledger.record(receipts: [receipt(.sent)])
    _ = try ledger.erase(
      customer: message.customer ?? "", entity: "customer", before: .max, hash: KeyedHash(secret: [1]))
    #expect(
      try ledger.record(reports: [DeliveryReport(channel: "email", providerID: "p1", event: .delivered, at: 1)])
        == [.unmatched])
  }

  // MARK: - Reports

  private let address = Hash128("anna")

  private func report(_ event: DeliveryReport.Event, at: Int64 = 50, by provider: String? = "p1") -> DeliveryReport {
    DeliveryReport(channel: "email", providerID: provider, event: event, at: at)
  }

  @Test(arguments: [
    (DeliveryReport.Event.delivered, MessageStatus.delivered, nil as SuppressionRecord.Purpose?),
    (.failed, .failed, nil), (.bounced, .failed, .all), (.complained, .delivered, .all),
    (.unsubscribed, .delivered, .marketing), (.deferred, .sent, nil),
  ]) func eachEvent(_ event: DeliveryReport.Event, _ state: MessageStatus, _ purpose: SuppressionRecord.Purpose?) throws
  {
    var sent = receipt(.sent)
    sent.address = address
    try ledger.record(receipts: [sent])
    let first = try ledger.record(reports: [report(event)])
    #expect(first == [event == .deferred ? .known : .recorded])
    #expect(try ledger.record(reports: [report(event)]) == [.known], "twice is once")
    #expect(try self.state().state == state)
    #expect(try ledger.suppressions(of: address, channel: "email").map(\.purpose) == [purpose].compactMap { $0 })
    #expect((try ledger.suppression(of: address, channel: "email", isMarketing: false) != nil) == (purpose == .all))
    #expect((try ledger.suppression(of: address, channel: "email", isMarketing: true) != nil) == (purpose != nil))
    #expect(try ledger.suppressions(of: address, channel: "sms").isEmpty)
    // Read again from the spool, it does not go back.
    try ledger.record(receipts: [sent])
    #expect(try self.state().state == state)
  }

  @Test(arguments: [[DeliveryReport.Event.delivered, .failed], [.failed, .delivered]])
  func whatWasDeliveredStaysSo(_ events: [DeliveryReport.Event]) throws {
    try ledger.record(receipts: [receipt(.sent)])
    for event in events { _ = try ledger.record(reports: [report(event)]) }
    #expect(try state().state == .delivered)
  }

  /// The provider is quicker than the next run.
  @Test func aReportMayComeBeforeItsReceipt() throws {
    #expect(
      try ledger.record(reports: [DeliveryReport(channel: "email", id: id, event: .bounced, at: 50)]) == [.recorded])
    try ledger.record(receipts: [receipt(.sent)])
    #expect(try state().state == .failed)
  }

  @Test func aReportOfNobodySparesItsAddress() throws {
    var report = report(.bounced, by: "nobody")
    #expect(try ledger.record(reports: [report]) == [.unmatched])
    report.address = address
    #expect(try ledger.record(reports: [report, report]) == [.recorded, .known])
    #expect(
      try ledger.suppression(of: address, channel: "email", isMarketing: false)
        == SuppressionRecord(purpose: .all, why: .bounced, since: 50))
  }

  @Test func whatAPersonLiftedComesBackByALaterReportOnly() throws {
    var report = report(.bounced)
    report.address = address
    _ = try ledger.record(reports: [report])
    #expect(try ledger.liftSuppressions(of: address, channel: "email", at: 60))
    #expect(try !ledger.liftSuppressions(of: address, channel: "email", at: 61))
    #expect(try ledger.record(reports: [report]) == [.known])
    #expect(try ledger.suppressions(of: address, channel: "email").isEmpty)
    report.at = 70
    #expect(try ledger.record(reports: [report]) == [.recorded])
    #expect(try ledger.suppressions(of: address, channel: "email").map(\.since) == [70])
  }
}
