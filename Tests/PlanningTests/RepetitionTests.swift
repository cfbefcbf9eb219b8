import CivilTime
import Testing

@testable import Planning

/// `again_after`, stored ends, and sequences that several subjects share.
@Suite struct RepetitionTests {
  static func campaign(_ more: String, purpose: String = "service", start: String = "order.created_at") -> String {
    """
    purpose: \(purpose)
    each: order
    start: \(start)
    via: [email]
    \(more)
    send:
      - after: 1h
        before: 20d
        any: {subject: Hi, text: "{{ order.key }}"}

    """
  }

  static func shop(_ campaign: String) throws -> TestShop {
    try TestShop(
      campaigns: ["again": campaign],
      ["customers": [CapTests.anna], "orders": ["O1,anna@x.example,2026-03-01T10:00:00Z,,open,50"]])
  }

  @Test func aMessageIsOwedAgainAfterAWhile() throws {
    let shop = try Self.shop(Self.campaign("again_after: 5d"))
    for (now, expected) in [
      ("2026-03-02T12:00:00Z", "sent"), ("2026-03-02T13:00:00Z", "already-sent"),
      ("2026-03-07T11:59:59Z", "already-sent"), ("2026-03-07T12:00:00Z", "sent"),
      ("2026-03-12T11:00:00Z", "already-sent"), ("2026-03-12T12:00:00Z", "sent"),
    ] {
      #expect(try shop.run(now).decisions.map(\.outcome.rawValue) == [expected], "\(now)")
    }
  }

  @Test func eachRepetitionIsAMessageOfItsOwn() throws {
    let shop = try Self.shop(Self.campaign("again_after: 5d"))
    let first = try shop.run("2026-03-02T12:00:00Z").decisions[0]
    let second = try shop.run("2026-03-08T12:00:00Z").decisions[0]
    #expect(first.sequence == second.sequence)
    #expect(first.message != second.message)
    #expect([first.repetition, second.repetition] == [0, 1])
  }

  @Test func whenItCanGoAgainIsSaid() throws {
    let shop = try Self.shop(Self.campaign("again_after: 5d"))
    try shop.run("2026-03-02T12:00:00Z")
    #expect(try shop.run("2026-03-03T12:00:00Z").decisions[0].next?.rfc3339 == "2026-03-07T12:00:00Z")
  }

  @Test func withoutItOnceEver() throws {
    let shop = try Self.shop(Self.campaign(""))
    try shop.run("2026-03-02T12:00:00Z")
    #expect(try shop.run("2026-03-19T12:00:00Z").decisions.map(\.outcome) == [.alreadySent])
    // Even when the clock of the record begins anew.
    try shop.replace("orders", ["O1,anna@x.example,2026-03-25T10:00:00Z,,open,50"], made: "2026-03-26T10:00:00Z")
    #expect(try shop.run("2026-03-26T12:00:00Z").decisions.map(\.outcome) == [.alreadySent])
  }

  /// A sequence that `until` has ended stays ended, even if the reason goes away.
  @Test func anEndIsStored() throws {
    let shop = try SequenceTests.shop()
    try shop.run("2026-03-02T11:00:00Z")
    try shop.replace("orders", ["O1,anna@x.example,2026-03-02T12:00:00Z,,paid,50"], made: "2026-03-03T10:00:00Z")
    #expect(try shop.run("2026-03-03T10:00:00Z").decisions.map(\.outcome) == [.until])
    try shop.replace("orders", [], made: "2026-03-03T11:00:00Z")
    #expect(try shop.run("2026-03-03T11:00:00Z").decisions.map(\.outcome) == [.until])
    #expect(try shop.run("2026-03-05T11:00:00Z").decisions.map(\.outcome) == [.until])
  }

  /// A sequence that ran out does not begin again because its record was touched.
  @Test func aSequenceIsOnceEver() throws {
    let shop = try SequenceTests.shop()
    try shop.run("2026-03-02T11:00:00Z")
    #expect(try shop.run("2026-03-10T11:00:00Z").decisions.map(\.outcome) == [.expired])
    #expect(try shop.run("2026-03-10T12:00:00Z").decisions.isEmpty)
    #expect(shop.history.pastSequences["cart"]?.values.map(\.isEnded) == [true])
    try shop.replace("carts", ["C1,anna@x.example,2026-03-10T10:00:00Z,50,Tent,50"], made: "2026-03-11T11:00:00Z")
    #expect(try shop.run("2026-03-11T11:00:00Z").decisions.filter { $0.outcome == .sent }.isEmpty)
  }

  @Test func aSequenceMayBeginAgain() throws {
    let shop = try SequenceTests.shop(SequenceTests.cart.replacing("via:", with: "again_after: 7d\nvia:"))
    try shop.run("2026-03-02T11:00:00Z")
    // Touched too early: the sequence that is over stays over.
    try shop.replace("carts", ["C1,anna@x.example,2026-03-09T09:00:00Z,50,Tent,50"], made: "2026-03-09T10:59:59Z")
    #expect(try shop.run("2026-03-09T10:59:59Z").decisions.filter { $0.outcome == .sent }.isEmpty)
    let again = try shop.run("2026-03-09T11:00:00Z").decisions
    #expect(again.map(\.outcome) == [.sent])
    #expect(again.map(\.step) == [0])
    #expect(again.map(\.start.rfc3339) == ["2026-03-09T09:00:00Z"])
    #expect(try shop.run("2026-03-10T09:00:00Z").decisions.map(\.step) == [1])
  }

  /// Two carts of one customer share the sequence: one step a run, and the first start is pinned for both.
  @Test func oneStepARunForAllWhoShareASequence() throws {
    let campaign = SequenceTests.cart.replacing("via:", with: "one_per: customer\nvia:")
      .replacing("before: 24h\n", with: "before: 24h\n    skip: ok\n")
    let shop = try SequenceTests.shop(
      campaign,
      carts: [
        "C1,anna@x.example,2026-03-01T10:00:00Z,50,Tent,50", "C2,anna@x.example,2026-03-02T09:00:00Z,50,Rope,20",
      ])
    let plan = try shop.run("2026-03-02T11:00:00Z")
    #expect(plan.decisions.count == 2)
    #expect(plan.decisions.filter { $0.outcome == .sent }.count == 1)
  }

  /// What was taken back before it was sent is owed again, under the next attempt.
  @Test func whatWasTakenBackIsOwed() throws {
    let shop = try Self.shop(Self.campaign(""))
    let sent = try shop.run("2026-03-02T12:00:00Z").decisions[0]
    let message = try #require(sent.message)
    shop.history.messages[message]?.state = .owed
    let again = try shop.run("2026-03-02T13:00:00Z").decisions[0]
    #expect(again.outcome == .sent)
    #expect(again.attempt == 2)
    #expect(again.message == message)
  }
}
