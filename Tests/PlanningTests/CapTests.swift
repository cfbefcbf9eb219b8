import CivilTime
import Testing

@testable import Planning

/// Caps: who is told how much, and who gives way.
@Suite struct CapTests {
  static func promotion(_ more: String, after: String = "0h") -> String {
    """
    purpose: marketing
    each: order
    start: order.created_at
    via: [email]
    \(more)
    send:
      - after: \(after)
        before: 9d
        any: {subject: Hi, text: "{{ order.key }}"}

    """
  }

  static let anna = "anna@x.example,Anna,,Europe/Berlin,DE,de,,true,true"

  static func order(_ key: String, _ created: String, _ customer: String = "anna@x.example") -> String {
    "\(key),\(customer),2026-\(created),,paid,50"
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var house = ""
    var cap = ""
    var orders = ["O1": "03-02T09:00:00Z", "O2": "03-02T10:00:00Z"]
    /// Two campaigns where there is a second.
    var second: String? = nil
    let expected: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "without a cap", expected: ["promo O1: sent", "promo O2: sent"]),
    Case(
      name: "the earliest due goes, the other gives way", cap: "cap: 1 per 7d",
      expected: ["promo O1: sent", "promo O2: outranked"]),
    Case(
      name: "the house's cap counts marketing", house: "caps: {marketing: [1 per day]}",
      expected: ["promo O1: sent", "promo O2: outranked"]),
    Case(
      name: "a list is marketing's, too", house: "caps: 1 per 7d", expected: ["promo O1: sent", "promo O2: outranked"]),
    Case(
      name: "the highest priority goes first", house: "caps: 1 per 7d", orders: ["O1": "03-02T09:00:00Z"],
      second: promotion("priority: 9", after: "1h"), expected: ["other O1: sent", "promo O1: outranked"]),
    Case(
      name: "a campaign's cap counts its own messages", cap: "cap: 1 per 7d", orders: ["O1": "03-02T09:00:00Z"],
      second: promotion("priority: 9", after: "1h"), expected: ["other O1: sent", "promo O1: sent"]),
    Case(
      name: "service ignores the house's caps", house: "caps: 1 per 7d",
      second: promotion("").replacing("marketing", with: "service"),
      expected: ["other O1: sent", "other O2: sent", "promo O1: sent", "promo O2: outranked"]),
    Case(
      name: "service keeps its own cap", orders: ["O1": "03-02T09:00:00Z", "O2": "03-02T10:00:00Z"],
      second: promotion("cap: 1 per 1h").replacing("marketing", with: "service"),
      expected: ["other O1: sent", "other O2: outranked", "promo O1: sent", "promo O2: sent"]),
    Case(
      name: "no message is allowed at all", cap: "cap: 0 per day", expected: ["promo O1: capped", "promo O2: capped"]),
  ]

  @Test(arguments: cases) func oneRun(_ test: Case) throws {
    var campaigns = ["promo": Self.promotion(test.cap)]
    campaigns["other"] = test.second
    let shop = try TestShop(
      house: TestShop.house + test.house + "\n", campaigns: campaigns,
      [
        "customers": [Self.anna], "orders": test.orders.sorted { $0.key < $1.key }.map { Self.order($0.key, $0.value) },
      ])
    #expect(try shop.byCampaign() == test.expected)
  }

  /// A message of noon and what it allows later.
  @Test(arguments: [
    ("1 per 24h", "2026-03-03T11:59:59Z", "capped"), ("1 per 24h", "2026-03-03T12:00:00Z", "sent"),
    ("2 per 24h", "2026-03-02T13:00:00Z", "sent"),
    // 23:00 UTC is midnight in Berlin.
    ("1 per day", "2026-03-02T22:59:59Z", "capped"), ("1 per day", "2026-03-02T23:00:00Z", "sent"),
  ])
  func later(_ cap: String, _ now: String, _ expected: String) throws {
    let shop = try TestShop(
      campaigns: ["promo": Self.promotion("cap: \(cap)")],
      ["customers": [Self.anna], "orders": [Self.order("O1", "03-02T09:00:00Z")]])
    shop.record(try shop.plan())
    try shop.replace("orders", [Self.order("O2", "03-02T12:10:00Z")], made: now)
    for export in ["customers", "orders"] { try shop.setMade("\(export).csv", now) }
    let plan = try shop.plan(now)
    #expect(plan.decisions.map(\.outcome.rawValue) == [expected])
    if expected == "capped" {
      // When it can go is when it does.
      let next = try #require(plan.decisions.first?.next)
      try shop.setMade("customers.csv", next.rfc3339)
      try shop.setMade("orders.csv", next.rfc3339)
      #expect(try shop.plan(next.rfc3339).decisions.map(\.outcome.rawValue) == ["sent"])
    }
  }

  /// Where the zone is not known, the day begins where it begins first: 1 per day is then one in any of them.
  @Test func aDayOfWhichNobodyKnowsTheZone() throws {
    let shop = try TestShop(
      campaigns: ["promo": Self.promotion("cap: 1 per day")],
      [
        "customers": ["anna@x.example,Anna,,,US,en,,true,true"], "orders": [Self.order("O1", "03-02T09:00:00Z")],
      ])
    shop.record(try shop.plan("2026-03-02T12:00:00Z"))
    try shop.replace("orders", [Self.order("O2", "03-02T12:10:00Z")], made: "2026-03-03T09:59:59Z")
    for (now, expected) in [("2026-03-03T05:30:00Z", "capped"), ("2026-03-03T09:59:59Z", "capped")] {
      for export in ["customers", "orders"] { try shop.setMade("\(export).csv", now) }
      #expect(try shop.plan(now).decisions.map(\.outcome.rawValue) == [expected], "\(now)")
    }
  }

  @Test func nobodyCountsForSomebodyUnknown() throws {
    let shop = try TestShop(
      campaigns: ["task": Self.promotion("cap: 1 per 7d").replacing("marketing", with: "service")],
      ["customers": [Self.anna], "orders": ["O1,,2026-03-02T09:00:00Z,,paid,50"]])
    #expect(try shop.byCampaign() == ["task O1: unreachable"])
  }

  @Test func heldBackMessagesTakeNoCap() throws {
    let shop = try TestShop(
      house: TestShop.house + "caps: 1 per 7d\n",
      campaigns: ["held": Self.promotion("priority: 9\nholdout: 100%"), "promo": Self.promotion("")],
      ["customers": [Self.anna], "orders": [Self.order("O1", "03-02T09:00:00Z")]])
    #expect(try shop.byCampaign() == ["held O1: holdout", "promo O1: sent"])
    shop.record(try shop.plan())
    #expect(try shop.byCampaign() == ["held O1: already-sent", "promo O1: already-sent"])
  }
}
