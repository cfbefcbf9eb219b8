import CivilTime
import Platform
import Testing

@testable import Planning

/// The guards against the bad day.
@Suite struct RunLimitTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var house = ""
    var promo = ""
    var legal = false
    var allowed: [String: Int] = [:]
    /// Messages on the days before.
    var days: [Int] = []
    var today = 0
    var stops: Set<String> = []
    var orders = 3
    let expected: [String]
    var alarms = 0
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "no limit", expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "over the campaign's limit", promo: "limit: 2 per run", expected: ["promo limit 3", "service sent 3"],
      alarms: 1),
    Case(name: "at the campaign's limit", promo: "limit: 3 per run", expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "allowed over the campaign's limit", promo: "limit: 2 per run", allowed: ["promo": 3],
      expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "allowed too few", promo: "limit: 2 per run", allowed: ["promo": 1],
      expected: ["promo limit 3", "service sent 3"], alarms: 1),
    Case(
      name: "over the house's limit", house: "limit: 5 per run", expected: ["promo limit 3", "service limit 3"],
      alarms: 1),
    Case(name: "at the house's limit", house: "limit: 6 per run", expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "legal messages do not count and go all the same", house: "limit: 2 per run", legal: true,
      expected: ["promo limit 3", "service sent 3"], alarms: 1),
    Case(
      name: "allowed over the house's limit", house: "limit: 5 per run", allowed: ["all": 6],
      expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "what a campaign may send does not count for the house", house: "limit: 5 per run", allowed: ["promo": 3],
      expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "a campaign over its limit leaves the house's alone", house: "limit: 3 per run", promo: "limit: 2 per run",
      expected: ["promo limit 3", "service sent 3"], alarms: 1),
    Case(
      name: "a surge", house: "surge: 2x", days: [60, 60, 60], today: 120,
      expected: ["promo limit 3", "service sent 3"],
      alarms: 1),
    Case(
      name: "a surge has 100 at least", house: "surge: 2x", days: [1, 1, 1], today: 97,
      expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "a hundred and one", house: "surge: 2x", days: [1, 1, 1], today: 98,
      expected: ["promo limit 3", "service sent 3"], alarms: 1),
    Case(
      name: "a first day has no usual one", house: "surge: 2x", days: [], today: 200,
      expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "allowed over what is usual", house: "surge: 2x", allowed: ["promo": 3], days: [60], today: 200,
      expected: ["promo sent 3", "service sent 3"]),
    Case(
      name: "only the last 14 sending days count", house: "surge: 2x",
      days: Array(repeating: 400, count: 14) + Array(repeating: 1, count: 30), today: 700,
      expected: ["promo sent 3", "service sent 3"]),
    Case(name: "a stopped campaign", stops: ["promo"], expected: ["promo stopped 3", "service sent 3"]),
    Case(name: "all are stopped", stops: ["all"], expected: ["promo stopped 3", "service stopped 3"]),
  ]

  @Test(arguments: cases) func limits(_ test: Case) throws {
    let other = CapTests.promotion(test.legal ? "begins: 2026-01-01" : "").replacing(
      "marketing", with: test.legal ? "legal" : "service")
    let shop = try TestShop(
      house: TestShop.house.replacing("limit: none\nsurge: none\n", with: test.house + "\n"),
      campaigns: ["promo": CapTests.promotion(test.promo), "service": other],
      [
        "customers": [CapTests.anna],
        "orders": (1...test.orders).map { CapTests.order("O\($0)", "03-02T09:00:00Z") },
      ])
    if !test.days.isEmpty || test.today > 0 {
      let today = try #require(CivilDate("2026-03-02"))
      // Any message makes the history's campaigns known.
      shop.history.messages[.init(high: 1, low: 1)] = PastMessage(at: Instant(microseconds: 0))
      shop.history.days["promo", default: [:]][today] = test.today
      for (index, count) in test.days.enumerated() {
        shop.history.days["promo"]?[today.adding(days: -1 - Int64(index))] = count
      }
    }
    shop.history.stops = test.stops
    let plan = try shop.plan(allowed: test.allowed)
    #expect(plan.tally() == test.expected)
    #expect(plan.alarms.count == test.alarms)
  }

  /// A campaign that writes nothing takes nothing from the others.
  @Test(arguments: ["limit: 1 per run", ""])
  func whatIsHeldTakesNoCap(_ limit: String) throws {
    let shop = try TestShop(
      house: TestShop.house + "caps: 1 per 7d\n",
      campaigns: ["promo": CapTests.promotion("priority: 9\n\(limit)"), "small": CapTests.promotion("")],
      [
        "customers": [CapTests.anna, "b@x.example,B,,UTC,DE,de,,true,true"],
        "orders": [
          CapTests.order("O1", "03-02T09:00:00Z"), CapTests.order("O2", "03-02T09:00:00Z", "b@x.example"),
        ],
      ])
    if limit.isEmpty { shop.history.stops = ["promo"] }
    #expect(try shop.plan().tally() == [limit.isEmpty ? "promo stopped 2" : "promo limit 2", "small sent 2"])
  }

  /// Legal messages only raise the alarm.
  @Test func aSurgeOfLegalMessages() throws {
    let legal = CapTests.promotion("begins: 2026-01-01").replacing("marketing", with: "legal")
    let shop = try TestShop(
      house: TestShop.house.replacing("surge: none", with: "surge: 2x"), campaigns: ["notice": legal],
      ["customers": [CapTests.anna], "orders": [CapTests.order("O1", "03-02T09:00:00Z")]])
    shop.history.messages[.init(high: 1, low: 1)] = PastMessage(at: Instant(microseconds: 0))
    shop.history.days["notice"] = [
      try #require(CivilDate("2026-03-02")): 300, try #require(CivilDate("2026-03-01")): 1,
    ]
    let plan = try shop.plan()
    #expect(plan.tally() == ["notice sent 1"])
    #expect(plan.alarms == [.surge(campaign: "notice", today: 301, usual: 1, limit: 100, holds: false)])
  }
}
