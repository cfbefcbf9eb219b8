import CivilTime
import Testing

@Suite struct BusinessCalendarTests {
  private static let holidays: Set<CivilDate> = Set(
    ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-12-26", "2026-12-28"].compactMap {
      CivilDate($0)
    })

  /// In Berlin; Good Friday is 2026-04-03, Easter Monday 2026-04-06.
  @Test(arguments: [
    ("2026-03-02T10:30:00", 1, "2026-03-03T10:30:00"), ("2026-03-06T10:30:00", 1, "2026-03-09T10:30:00"),
    ("2026-03-07T10:30:00", 1, "2026-03-10T10:30:00"), ("2026-03-08T10:30:00", 0, "2026-03-09T10:30:00"),
    ("2026-03-07T10:30:00", -1, "2026-03-06T10:30:00"), ("2026-03-02T10:30:00", 0, "2026-03-02T10:30:00"),
    ("2026-03-02T10:30:00", 5, "2026-03-09T10:30:00"), ("2026-03-02T10:30:00", -5, "2026-02-23T10:30:00"),
    ("2026-04-02T10:30:00", 1, "2026-04-07T10:30:00"), ("2026-04-03T10:30:00", 0, "2026-04-07T10:30:00"),
    ("2026-04-03T10:30:00", 1, "2026-04-08T10:30:00"), ("2026-04-07T10:30:00", -1, "2026-04-02T10:30:00"),
    ("2026-12-24T10:30:00", 1, "2026-12-29T10:30:00"), ("2025-12-31T23:59:59.25", 1, "2026-01-02T23:59:59.25"),
    ("2026-03-27T02:30:00", 1, "2026-03-30T02:30:00"), ("1969-12-31T10:00:00", -260, "1969-01-01T10:00:00"),
    ("2026-03-02T10:30:00", 100_000, "2409-07-02T10:30:00"),
  ])
  func adds(_ start: String, _ n: Int64, _ end: String) throws {
    let zone = try zone("Europe/Berlin")
    let calendar = BusinessCalendar(zone: zone, holidays: Self.holidays)
    let start = try #require(ISOTime.parse(start, zone: zone))
    let end = try #require(ISOTime.parse(end, zone: zone))
    if n == 100_000 {
      #expect(calendar.addBusinessDays(n, to: start).map { calendar.businessDaysUntil(from: start, to: $0) } == n)
    } else {
      #expect(calendar.addBusinessDays(n, to: start) == end)
    }
  }

  @Test func agreesWithCounting() throws {
    let zone = try zone("America/Sao_Paulo")
    let calendar = BusinessCalendar(zone: zone, holidays: Self.holidays)
    func next(_ date: CivilDate, _ step: Int64) -> CivilDate {
      var date = date
      repeat { date = date.adding(days: step) } while !calendar.isBusinessDay(date)
      return date
    }
    for offset in 0..<400 {
      let first = try date("2025-12-01").adding(days: Int64(offset))
      var start = first
      while !calendar.isBusinessDay(start) { start = start.adding(days: 1) }
      let instant = try #require(zone.instant(of: WallClock(date: first, hour: 9)))
      #expect(calendar.isBusinessDay(instant) == (first == start))
      for sign in [1, -1] as [Int64] {
        var expected = start
        for n in 0...30 as ClosedRange<Int64> {
          let found = try #require(calendar.addBusinessDays(n * sign, to: instant))
          #expect(zone.wall(at: found) == WallClock(date: expected, hour: 9), "\(first.text) \(n * sign)")
          #expect(calendar.businessDaysUntil(from: instant, to: found) == n * sign)
          #expect(calendar.businessDaysUntil(from: found, to: instant) == -n * sign)
          expected = next(expected, sign)
        }
      }
    }
  }

  @Test(arguments: [Int64.max, .min, 4_000_000, -4_000_000, 3_000_000, -600_000])
  func beyondTheCalendar(_ n: Int64) throws {
    let calendar = BusinessCalendar(zone: .utc, holidays: Self.holidays)
    #expect(try calendar.addBusinessDays(n, to: at("2026-03-02T10:30:00Z")) == nil)
  }

  @Test func timesThatDoNotExistMoveForward() throws {
    let zone = try zone("America/New_York")
    let calendar = BusinessCalendar(zone: zone, holidays: [try date("2026-03-06")])
    // Nothing to skip to: DST starts on Sundays there. In Cairo it starts on a Friday at midnight.
    #expect(try calendar.addBusinessDays(1, to: at("2026-03-05T07:30:00Z")) == at("2026-03-09T06:30:00Z"))
    let cairo = BusinessCalendar(zone: try self.zone("Africa/Cairo"))
    #expect(try cairo.addBusinessDays(1, to: at("2026-04-22T22:30:00Z")) == at("2026-04-23T22:30:00Z"))
  }

  private func zone(_ name: String) throws -> Zone { try #require(Zone.named(name)) }

  @Test func holidaysCanChange() throws {
    var calendar = BusinessCalendar(zone: .utc)
    let monday = try at("2026-03-02T10:00:00Z")
    #expect(try calendar.addBusinessDays(1, to: monday) == at("2026-03-03T10:00:00Z"))
    calendar.holidays = [try date("2026-03-03"), try date("2026-03-08")]
    #expect(try calendar.addBusinessDays(1, to: monday) == at("2026-03-04T10:00:00Z"))
    #expect(try calendar.addBusinessDays(5, to: monday) == at("2026-03-10T10:00:00Z"))
    #expect(try !calendar.isBusinessDay(date("2026-03-03")) && calendar.isBusinessDay(date("2026-03-04")))
  }
}
