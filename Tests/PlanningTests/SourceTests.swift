import TestSupport
import Testing

@testable import Planning

/// Where candidates are found: by the subject's own row, by a linked export, or by looking at every row. All ways give
/// the same decisions, with any number of threads.
@Suite struct SourceTests {
  static func campaign(each: String, start: String, _ more: String = "") -> String {
    """
    purpose: service
    each: \(each)
    start: \(start)
    \(more)
    via: [email]
    send:
      - after: 1d
        before: 5d
        any: {subject: s, text: "{{ customer.name }}"}
    """
  }

  static let rows: [String: [String]] = [
    "customers": ["a@x.example,Anna,,,,,,true,", "b@x.example,Bert,,,,,,true,"],
    "orders": [
      "O1,a@x.example,2026-03-01T09:00:00Z,,paid,10", "O2,b@x.example,2026-02-01T09:00:00Z,,paid,20",
      "O3,guest@x.example,2026-03-01T09:00:00Z,,paid,30",
    ],
    "shipments": [
      "P1,O1,2026-02-01T00:00:00Z,2026-02-28T00:00:00Z,delivered,2026-02-28T00:00:00Z",
      "P2,O1,2026-02-01T00:00:00Z,2026-02-20T00:00:00Z,delivered,2026-02-20T00:00:00Z",
      "P3,O2,2026-02-01T00:00:00Z,2026-02-28T00:00:00Z,delivered,2026-02-28T00:00:00Z",
      "P4,O2,2026-02-01T00:00:00Z,,in_transit,2026-02-20T00:00:00Z",
      "P5,O3,2026-02-28T00:00:00Z,,in_transit,2026-02-20T00:00:00Z",
      // The parcel's last word is not this one.
      "P6,O2,2026-02-28T00:00:00Z,,in_transit,2026-02-20T00:00:00Z",
      "P6,O2,2026-02-01T00:00:00Z,,in_transit,2026-02-25T00:00:00Z",
    ],
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let campaign: String
    let expected: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "own column", campaign: campaign(each: "shipment", start: "shipment.expected_at"),
      expected: ["P5/1d: no-data"]),
    Case(
      name: "own column and a span", campaign: campaign(each: "shipment", start: "shipment.expected_at + 28d"),
      expected: ["P1/1d: sent", "P2/1d: sent", "P3/1d: sent", "P4/1d: sent", "P6/1d: sent"]),
    Case(
      name: "the last of a to-many link, unknown until all have arrived",
      campaign: campaign(each: "order", start: "order.shipments.max(s, s.delivered_at)"), expected: ["O1/1d: sent"]),
    Case(
      name: "a field of the linked record", campaign: campaign(each: "shipment", start: "shipment.order.created_at"),
      expected: ["P1/1d: sent", "P2/1d: sent", "P5/1d: no-data"]),
    Case(
      name: "nothing to go by",
      campaign: campaign(
        each: "order", start: "order.shipments.filter(s, s.delivered_at != null).max(s, s.delivered_at)"),
      expected: ["O1/1d: sent", "O2/1d: sent"]),
    Case(
      name: "one message an order",
      campaign: campaign(each: "shipment", start: "shipment.order.created_at", "one_per: order"),
      expected: ["P1/1d: sent", "P2/1d: already-sent", "P5/1d: no-data"]),
  ]

  @Test(arguments: cases, [1, 2, 3, 8]) func decisions(_ test: Case, threads: Int) throws {
    let shop = try TestShop(campaigns: ["c": test.campaign], Self.rows)
    #expect(try shop.outcomes(threads: threads) == test.expected)
  }

  /// What certainly does not match says so, even if nobody knows which message it would be.
  @Test func aFalseRuleDecidesOverAnUnknownOnePer() throws {
    let campaign = Self.campaign(
      each: "order", start: "order.created_at", "when: order.total > 15\none_per: order.paid_at")
    let shop = try TestShop(campaigns: ["c": campaign], Self.rows)
    #expect(try shop.outcomes() == ["O1/1d: no-match", "O3/1d: no-data"])
    #expect(try shop.plan(everyDecision: false).counts() == [0: [.noMatch: 1, .noData: 1]])
  }

  @Test func aGuestIsNamedByTheKeyOfTheLink() throws {
    let campaign = Self.campaign(each: "order", start: "order.created_at").replacing("{{ customer.name }}", with: "hi")
    let shop = try TestShop(campaigns: ["c": campaign], Self.rows)
    let plan = try shop.plan()
    #expect(
      plan.decisions.map { plan.subjectKey($0) + " " + (plan.customerKey($0) ?? "-") } == [
        "O1 a@x.example", "O3 guest@x.example",
      ])
    #expect(plan.decisions.allSatisfy { $0.outcome == .sent })
  }

  @Test func anAmbiguousKeyIsNoData() throws {
    var rows = Self.rows
    rows["customers"]?.append("a@x.example,Another,,,,,,true,")
    let shop = try TestShop(campaigns: ["c": Self.cases[2].campaign], rows)
    #expect(try shop.outcomes() == ["O1/1d: no-data"])
  }

  /// Rows that a scan rules out and counts come to the same numbers as deciding each of them.
  @Test(arguments: [false, true], ["order.created_at", "order.created_at.addBusinessDays(0) - 1d"])
  func countsAreThoseOfEveryDecision(_ ranBefore: Bool, _ start: String) throws {
    let campaign = Self.campaign(each: "order", start: start, "when: order.total > 15")
      .replacing("{{ customer.name }}", with: "hi")
    let shop = try TestShop(campaigns: ["c": campaign], Self.rows)
    if ranBefore {
      shop.record(try shop.plan())
      // O3 was sent and would no longer match; O1 never matched.
      try shop.write("orders.csv", try shop.folder.read("orders.csv").replacing("paid,30", with: "paid,3"))
      try shop.setMade("orders.csv", TestShop.now)
    }
    let every = try shop.plan(everyDecision: true).counts()
    let counted = try shop.plan(everyDecision: false)
    #expect(counted.counts() == every)
    #expect(every == [0: ranBefore ? [.alreadySent: 1, .noMatch: 1] : [.sent: 1, .noMatch: 1]])
    #expect(counted.decisions.count == (ranBefore ? 0 : 1))
  }
}
