import Testing

@testable import CivilTime

@Suite struct QuietHoursTests {
  private static let holidays: Set<CivilDate> = Set(
    ["2026-12-25", "2026-03-29", "2026-10-26", "2026-07-03"].compactMap { CivilDate($0) })

  private func hours(_ text: String) throws -> QuietHours {
    try QuietHours.parse(text.split(separator: "+").map { $0.trimmed }).get()
  }

  /// 2026-03-02 is a Monday; times are Berlin's. The windows of a case are joined by `+`.
  @Test(arguments: [
    ("21:00-08:00", "2026-03-02 20:59:59", false), ("21:00-08:00", "2026-03-02 21:00", true),
    ("21:00-08:00", "2026-03-03 07:59:59", true), ("21:00-08:00", "2026-03-03 08:00", false),
    ("12:00-14:00", "2026-03-02 13:59:59", true), ("12:00-14:00", "2026-03-02 14:00", false),
    ("00:00-24:00", "2026-03-02 00:00", true), ("22:00-24:00", "2026-03-02 23:59", true),
    ("22:00-24:00", "2026-03-03 00:00", false), ("22:00-00:00", "2026-03-02 23:59", true),
    ("22:00-00:00", "2026-03-03 00:00", false),
    ("sun", "2026-03-01 00:00", true), ("sun", "2026-03-01 23:59:59", true), ("sun", "2026-03-02 00:00", false),
    ("sat 18:00-24:00", "2026-03-07 18:00", true), ("sat 18:00-24:00", "2026-03-07 17:59", false),
    ("sat 18:00-24:00", "2026-03-08 00:00", false), ("sat 22:00-06:00", "2026-03-08 05:59", true),
    ("sat 22:00-06:00", "2026-03-07 05:59", false), ("sat 22:00-06:00", "2026-03-08 22:00", false),
    ("sun 22:00-06:00", "2026-03-02 05:00", true), ("mon-fri 22:00-06:00", "2026-03-07 05:59", true),  // Friday's night
    ("mon-fri 22:00-06:00", "2026-03-07 22:00", false), ("mon-fri 22:00-06:00", "2026-03-02 05:00", false),
    ("fri-mon", "2026-03-02 12:00", true), ("fri-mon", "2026-03-03 12:00", false),
    ("fri-mon", "2026-03-06 12:00", true),
    ("sat,sun", "2026-03-07 12:00", true), ("sat,sun", "2026-03-06 12:00", false), ("Sunday", "2026-03-01 12:00", true),
    ("holidays", "2026-12-25 00:00", true), ("holidays", "2026-12-26 00:00", false),
    ("holidays", "2026-12-24 23:59", false),
    ("holidays 20:00-10:00", "2026-12-26 09:59", true), ("holidays 20:00-10:00", "2026-12-25 09:59", false),
    ("21:00-08:00 + sun", "2026-03-01 12:00", true), ("21:00-08:00 + sun", "2026-03-02 12:00", false),
    ("none", "2026-03-01 03:00", false),
  ])
  func decides(_ text: String, _ wall: String, isQuiet: Bool) throws {
    let zone = try zone("Europe/Berlin")
    let instant = try #require(ISOTime.parse(wall, zone: zone))
    #expect(try hours(text).isQuiet(at: instant, zone: zone, holidays: Self.holidays) == isQuiet)
  }

  @Test(arguments: [
    // The night in spring lacks 02:00 to 03:00: at 02:30 it is already 03:30.
    ("22:00-02:30", "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T01:00:00Z"),
    ("02:00-03:00", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
    // The night in autumn shows 02:00 to 03:00 twice: awake from 02:30 to 03:00, then quiet again.
    ("22:00-02:30", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z"),
    ("22:00-02:30", "Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"),
    ("22:00-08:00", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T07:00:00Z"),
    ("22:00-08:00", "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z"),
    ("sun", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),  // began at 01:00: 23 hours
    ("fri", "Pacific/Apia", "2011-12-30T09:00:00Z", "2011-12-30T09:00:00Z"),  // a Friday that never was
    ("thu 22:00-06:00", "Pacific/Apia", "2011-12-30T09:00:00Z", "2011-12-30T10:00:00Z"),
    // 01:30 to 02:00 twice on end.
    ("01:30-02:00", "Australia/Lord_Howe", "2026-04-04T14:40:00Z", "2026-04-04T15:30:00Z"),
    ("21:00-08:00", "Asia/Kathmandu", "2026-03-02T16:00:00Z", "2026-03-03T02:15:00Z"),
    ("21:00-08:00 + sun", "Europe/Berlin", "2026-03-07T21:00:00Z", "2026-03-09T07:00:00Z"),
    ("holidays + sat,sun", "Europe/Berlin", "2026-12-25T11:00:00Z", "2026-12-27T23:00:00Z"),
    ("21:00-08:00", "Europe/Berlin", "2026-03-02T12:00:00.5Z", "2026-03-02T12:00:00.5Z"),
    ("none", "UTC", "2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z"),
    ("mon-fri + sat 00:00-23:59", "UTC", "2026-03-02T12:00:00.25Z", "2026-03-07T23:59:00Z"),
  ])
  func ends(_ text: String, _ name: String, _ instant: String, _ end: String) throws {
    let found = try hours(text).end(after: at(instant), zone: zone(name), holidays: Self.holidays)
    #expect(found?.rfc3339 == end)
  }

  @Test func whatNeverEnds() throws {
    let start = try at("2026-03-02T12:00:00Z")
    #expect(try hours("00:00-24:00").end(after: start, zone: .utc, holidays: []) == nil)
    #expect(try hours("mon-sun").end(after: start, zone: .utc, holidays: []) == nil)
    #expect(try hours("21:00-08:00 + 08:00-21:00").end(after: start, zone: .utc, holidays: []) == nil)
    // The whole year is a holiday but for the 15th day.
    let days = Set((0..<14).compactMap { CivilDate("2026-03-02")?.adding(days: $0) })
    #expect(try hours("holidays").end(after: start, zone: .utc, holidays: days) == at("2026-03-16T00:00:00Z"))
  }

  /// Minute by minute, over nights on which clocks change, against a reading of the rules as people tell them.
  @Test(arguments: [
    ("Europe/Berlin", "2026-03-27T12:00:00Z"), ("Europe/Berlin", "2026-10-23T12:00:00Z"),
    ("America/New_York", "2026-10-30T12:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-03T12:00:00Z"), ("Australia/Lord_Howe", "2026-10-02T12:00:00Z"),
    ("America/Sao_Paulo", "2018-11-02T12:00:00Z"),
    ("America/Sao_Paulo", "2018-02-16T12:00:00Z"), ("Pacific/Apia", "2011-12-28T12:00:00Z"),
    ("Africa/Casablanca", "2026-02-13T12:00:00Z"), ("Asia/Kolkata", "2026-07-01T12:00:00Z"),
    ("Europe/Lisbon", "2026-03-27T12:00:00Z"),
  ])
  func everyMinute(_ name: String, _ from: String) throws {
    let zone = try zone(name)
    let start = try at(from)
    let minutes = 3 * 1440
    for text in [
      "21:00-08:00", "22:30-02:15 + sun", "sat 18:00-24:00 + mon-fri 00:30-01:45", "holidays 20:00-10:00 + 12:00-13:00",
      "sat 23:00-03:00",
    ] {
      let hours = try hours(text)
      let entries = try text.split(separator: "+").map { try PlainEntry($0.trimmed) }
      var expected: [Bool] = []
      for minute in 0..<minutes {
        let instant = try #require(Instant(seconds: start.seconds + Int64(minute) * 60))
        let wall = zone.wall(at: instant)
        expected.append(entries.contains { $0.isInside(wall) })
        #expect(
          hours.isQuiet(at: instant, zone: zone, holidays: Self.holidays) == expected[minute],
          "\(text) \(instant.rfc3339)")
      }
      let end = try #require(Instant(seconds: start.seconds + Int64(minutes) * 60))
      var fromPeriods = [Bool](repeating: false, count: minutes)
      var last: Instant?
      for period in hours.periods(from: start, to: end, zone: zone, holidays: Self.holidays) {
        #expect(period.start < period.end && period.start >= start && period.end <= end)
        if let last { #expect(last < period.start) }
        last = period.end
        for minute in Int((period.start.seconds - start.seconds) / 60)..<Int((period.end.seconds - start.seconds) / 60)
        {
          fromPeriods[minute] = true
        }
      }
      #expect(fromPeriods == expected, "\(text)")
      for minute in stride(from: 0, to: minutes - 1440, by: 37) {
        let instant = try #require(Instant(seconds: start.seconds + Int64(minute) * 60))
        let found = hours.end(after: instant, zone: zone, holidays: Self.holidays)
        let next = expected[minute...].firstIndex(of: false).map { start.seconds + Int64($0) * 60 }
        if let next { #expect(found?.seconds == next, "\(text) \(instant.rfc3339)") }
      }
    }
  }

  /// A plain reading of one entry, made once and asked often.
  private struct PlainEntry {
    var days: ClosedRange<Int>?
    var start: Int
    var end: Int

    init(_ entry: String) throws {
      let words = entry.split(separator: " ").map(String.init)
      let hasTime = words.last?.first?.isNumber == true
      let numbers = (hasTime ? words[words.count - 1] : "00:00-24:00").split { $0 == "-" || $0 == ":" }.compactMap {
        Int($0)
      }
      start = numbers[0] * 60 + numbers[1]
      end = numbers[2] * 60 + numbers[3]
      let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
      let ends = words[0].split(separator: "-").compactMap { names.firstIndex(of: String($0)) }
      if words[0] == "holidays" { return }
      days = ends.isEmpty ? 0...6 : ends[0]...ends[ends.count - 1]
    }

    func isInside(_ wall: WallClock) -> Bool {
      func starts(_ date: CivilDate) -> Bool { days?.contains(date.weekday) ?? holidays.contains(date) }
      let now = wall.hour * 60 + wall.minute
      if start < end { return now >= start && now < end && starts(wall.date) }
      return now >= start && starts(wall.date) || now < end && starts(wall.date.adding(days: -1))
    }
  }

  @Test func severalZones() throws {
    let hours = try hours("21:00-08:00")
    let zones = try [zone("Europe/Berlin"), zone("Asia/Kolkata"), zone("America/New_York")]
    // Quiet UTC: Berlin 20 to 07, Kolkata 15:30 to 02:30, New York 02 to 13.
    #expect(try hours.isQuiet(at: at("2026-01-02T12:00:00Z"), zones: zones, holidays: []))
    #expect(try !hours.isQuiet(at: at("2026-01-02T14:00:00Z"), zones: zones, holidays: []))
    #expect(try hours.end(after: at("2026-01-02T16:00:00Z"), zones: zones, holidays: []) == at("2026-01-03T13:00:00Z"))
    let periods = try hours.periods(
      from: at("2026-01-02T00:00:00Z"), to: at("2026-01-03T00:00:00Z"), zones: zones, holidays: [])
    #expect(
      periods.map { "\($0.start.rfc3339) \($0.end.rfc3339)" } == [
        "2026-01-02T00:00:00Z 2026-01-02T13:00:00Z", "2026-01-02T15:30:00Z 2026-01-03T00:00:00Z",
      ])
    #expect(try !hours.isQuiet(at: at("2026-01-02T12:00:00Z"), zones: [], holidays: []))
    let america = Zone.zones(ofCountry: "US")
    for hour in 0..<48 {
      let instant = try #require(Instant(seconds: at("2026-03-07T00:00:00Z").seconds + Int64(hour) * 3600))
      let any = america.contains { hours.isQuiet(at: instant, zone: $0, holidays: []) }
      #expect(hours.isQuiet(at: instant, zones: america, holidays: []) == any)
    }
  }

  @Test func unions() throws {
    let night = try hours("21:00-08:00")
    let sunday = try hours("sun")
    #expect(try night.union(sunday) == hours("sun + 21:00-08:00"))
    #expect(night.union(.none) == night && QuietHours.none.union(night) == night && night.union(night) == night)
    #expect(QuietHours.none.isEmpty && !night.isEmpty)
    #expect(try QuietHours.parse([]).get().isEmpty)
  }

  @Test(arguments: [
    ("21:00", 0, "21:00"), ("21:00-8", 0, "8"), ("25:00-08:00", 0, "25:00"), ("21:60-08:00", 0, "21:60"),
    ("24:00-08:00", 0, "24:00"),
    ("21:00-21:00", 0, "ends when it starts"), ("sunn", 0, "did you mean “sun”"),
    ("21:00-08:00 + saturdy", 1, "did you mean “saturday”"),
    ("sun + none", 1, "none"), ("sun-", 0, "sun"), ("sun,", 0, "sun"),
    ("sun 21:00-08:00 mon", 0, "“mon” stands behind"),
    ("21:00-08:00-09:00", 0, "window"),
    ("sun + 21.00-08.00", 1, "21.00"), ("21:00-24:01", 0, "24:01"), ("weekend", 0, "as in"),
  ])
  func isWrong(_ text: String, _ index: Int, _ part: String) {
    let entries = text.split(separator: "+").map { $0.trimmed }
    guard case .failure(let problem) = QuietHours.parse(entries) else {
      Issue.record("\(text) was understood")
      return
    }
    #expect(problem.index == index)
    #expect("\(problem.message) \(problem.advice ?? "")".contains(part), "\(problem.message): \(problem.advice ?? "")")
    #expect(problem.advice != nil)
  }

  @Test func anEmptyEntryIsWrong() { #expect(throws: QuietHours.Problem.self) { try QuietHours.parse([""]).get() } }
}

@Suite struct DayWindowTests {
  @Test(arguments: [
    ("10:00-12:00", "2026-03-02T10:00:00Z", true, "2026-03-02T10:00:00Z"),
    ("10:00-12:00", "2026-03-02T12:00:00Z", false, "2026-03-03T10:00:00Z"),
    ("10:00-12:00", "2026-03-02T09:59:59.5Z", false, "2026-03-02T10:00:00Z"),
    ("22:00-02:00", "2026-03-02T01:59:59Z", true, "2026-03-02T01:59:59Z"),
    ("22:00-02:00", "2026-03-02T12:00:00Z", false, "2026-03-02T22:00:00Z"),
    ("00:00-24:00", "2026-03-02T12:00:00Z", true, "2026-03-02T12:00:00Z"),
    ("00:00-06:00", "2026-03-02T12:00:00Z", false, "2026-03-03T00:00:00Z"),
    ("18:00-24:00", "2026-03-02T12:00:00Z", false, "2026-03-02T18:00:00Z"),
    ("9:00 - 10:00", "2026-03-02T12:00:00Z", false, "2026-03-03T09:00:00Z"),
  ])
  func opens(_ text: String, _ instant: String, isOpen: Bool, _ start: String) throws {
    let window = try DayWindow.parse(text).get()
    #expect(try window.contains(at(instant), zone: .utc) == isOpen)
    #expect(try window.start(after: at(instant), zone: .utc)?.rfc3339 == start)
    #expect(try DayWindow.parse(window.text).get() == window)
  }

  @Test func opensOnTheRecipientsClock() throws {
    let window = try DayWindow.parse("02:15-02:45").get()
    // In spring 02:15 to 02:45 does not exist, so the window opens a day later.
    #expect(
      try window.start(after: at("2026-03-29T00:00:00Z"), zone: zone("Europe/Berlin")) == at("2026-03-30T00:15:00Z"))
  }

  @Test(arguments: [
    "", "10:00", "10-12", "10:00-10:00", "10:00-25:00", "24:00-01:00", "a-b", "10:00-12:00-13:00", "10:0-12:00",
  ])
  func isNoWindow(_ text: String) { #expect(throws: DayWindow.Problem.self) { try DayWindow.parse(text).get() } }
}

extension Substring {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
