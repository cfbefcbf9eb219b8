import CivilTime
import Testing

@testable import Planning

/// `1 per day` is the recipient's calendar day, also where it begins at one in the morning, has 23 or 25 hours, begins
/// twice, or was never.
@Suite struct CalendarDayTests {
  /// A message goes out late on one day. The next is held until the day begins that the clock shows then; the instants
  /// are `ClockChangeTests`', which come from Python's zoneinfo.
  @Test(arguments: [
    ("Europe/Berlin", "2025-03-29T22:30:00Z", "2025-03-29T23:00:00Z"),
    ("Europe/Berlin", "2025-10-26T00:30:00Z", "2025-10-26T23:00:00Z"),  // the first of two half past two
    ("America/New_York", "2025-11-02T05:30:00Z", "2025-11-03T05:00:00Z"),
    ("Australia/Lord_Howe", "2025-04-05T15:15:00Z", "2025-04-06T13:30:00Z"),
    ("Pacific/Chatham", "2025-09-27T13:59:00Z", "2025-09-28T10:15:00Z"),
    ("Asia/Kathmandu", "2025-09-27T18:00:00Z", "2025-09-27T18:15:00Z"),
    ("Asia/Kolkata", "2025-09-27T18:00:00Z", "2025-09-27T18:30:00Z"),
    ("America/St_Johns", "2025-03-09T05:30:00Z", "2025-03-10T02:30:00Z"),
    ("Antarctica/Troll", "2025-10-26T00:30:00Z", "2025-10-27T00:00:00Z"),
    ("Africa/Casablanca", "2025-02-23T01:30:00Z", "2025-02-24T00:00:00Z"),
    ("Africa/Cairo", "2025-04-24T21:30:00Z", "2025-04-24T22:00:00Z"),  // there is no midnight
    ("Africa/Cairo", "2025-10-30T20:30:00Z", "2025-10-30T22:00:00Z"),  // half past eleven, twice
    ("Asia/Beirut", "2025-03-29T21:30:00Z", "2025-03-29T22:00:00Z"),
    ("America/Santiago", "2025-09-07T03:30:00Z", "2025-09-07T04:00:00Z"),
    ("America/Havana", "2025-11-02T04:30:00Z", "2025-11-03T05:00:00Z"),  // midnight, twice: one day
    ("America/Sao_Paulo", "2018-02-18T01:30:00Z", "2018-02-18T03:00:00Z"),
    ("America/Sao_Paulo", "2018-11-04T02:30:00Z", "2018-11-04T03:00:00Z"),
    ("Pacific/Apia", "2011-12-30T09:30:00Z", "2011-12-30T10:00:00Z"),  // from the 29th to the 31st
  ])
  func oneADay(_ zone: String, _ told: String, _ nextDay: String) throws {
    let order = { (key: String) in "\(key),anna@x.example,\(told),,paid,50" }
    let shop = try TestShop(
      campaigns: ["promo": CapTests.promotion("cap: 1 per day")],
      ["customers": ["anna@x.example,Anna,,\(zone),,en,,true,true"], "orders": [order("O1")]], made: told)
    shop.record(try shop.plan(told))
    let start = try #require(ISOTime.parse(nextDay, zone: .utc))
    let before = try #require(Instant(seconds: start.seconds - 1))
    for (now, expected) in [(before, "capped"), (start, "sent")] {
      try shop.replace("orders", [order("O2")], made: now.rfc3339)
      try shop.setMade("customers.csv", now.rfc3339)
      let plan = try shop.plan(now.rfc3339)
      #expect(plan.decisions.map(\.outcome.rawValue) == [expected], "\(now.rfc3339)")
      if expected == "capped" { #expect(plan.decisions.first?.next == start) }
    }
  }
}
