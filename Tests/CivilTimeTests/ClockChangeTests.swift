import Testing

@testable import CivilTime

/// What every question about a local clock comes to where clocks change: twenty-one zones, with changes of half an hour,
/// of two hours and of a whole day, at midnight and across it, in the south, and in zones that change no more.
@Suite struct ClockChangeTests {
  /// One change. All instants were worked out second by second with Python's zoneinfo, not with the code under test.
  struct Change: CustomTestStringConvertible, Sendable {
    var zone: String
    var at: String
    /// What the clock shows a second before, and then.
    var before: String
    var after: String
    /// A time that is skipped or shown twice, and what it means: moved by the gap, or the earlier of two.
    var between: String
    var means: String
    /// When the day began that the clock shows after the change.
    var dayStart: String
    /// The day that it showed before, and its last second.
    var day: String
    var dayEnd: String
    /// A window that ends in between, and when the clock is inside it from five hours before the change to six after.
    var quiet: String
    var periods: String
    /// A window that begins in between, and when it next opens.
    var window: String
    var opens: String

    var testDescription: String { "\(zone) \(at)" }

    init(_ line: Substring) {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmed }
      (zone, at, before, after, between, means) = (cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])
      let end = cells[7].split(separator: " ").map(String.init)
      (dayStart, day, dayEnd) = (cells[6], end[0], end[1])
      (quiet, periods, window, opens) = (cells[8], cells[9], cells[10], cells[11])
    }
  }

  static let changes = table.split(separator: "\n").map { Change($0) }

  @Test(arguments: changes) func theClockShows(_ change: Change) throws {
    let zone = try zone(change.zone)
    let instant = try at(change.at)
    let before = try #require(Instant(seconds: instant.seconds - 1))
    #expect(try zone.wall(at: before) == Zone.utc.wall(at: at(change.before + "Z")))
    #expect(try zone.wall(at: instant) == Zone.utc.wall(at: at(change.after + "Z")))
  }

  /// A time without a zone, in an export or a test.
  @Test(arguments: changes) func aTimeMeans(_ change: Change) throws {
    let zone = try zone(change.zone)
    let expected = try at(change.means)
    #expect(ISOTime.parse(change.between, zone: zone) == expected)
    #expect(iso(change.between, zone) == expected.microseconds)
    let format = try TimeFormat.compile("%Y-%m-%dT%H:%M:%S").get()
    let parsed = unsafe readBytes(change.between) { unsafe format.parse($0, zone: zone, endOfDay: true) }
    #expect(parsed == expected.microseconds)
  }

  @Test(arguments: changes) func theDayBegins(_ change: Change) throws {
    let zone = try zone(change.zone)
    let instant = try at(change.at)
    #expect(zone.startOfDay(instant)?.rfc3339 == change.dayStart)
    let calendar = BusinessCalendar(zone: .utc)
    #expect(calendar.startOfDay(instant, zone: zone)?.rfc3339 == change.dayStart)
  }

  /// `time: end of day`
  @Test(arguments: changes) func theDayEnds(_ change: Change) throws {
    let zone = try zone(change.zone)
    let expected = try at(change.dayEnd)
    #expect(zone.endOfDay(try date(change.day)) == expected)
    #expect(iso(change.day, zone, endOfDay: true) == expected.microseconds)
    #expect(iso(change.day + " ", zone, endOfDay: true) == expected.microseconds)
    let format = try TimeFormat.compile("%Y-%m-%d").get()
    let parsed = unsafe readBytes(change.day) { unsafe format.parse($0, zone: zone, endOfDay: true) }
    #expect(parsed == expected.microseconds)
    // The next second is another day's, but where midnight is shown twice.
    let next = try #require(Instant(seconds: expected.seconds + 1))
    #expect(try zone.wall(at: expected).date == date(change.day) && zone.wall(at: next).date > date(change.day))
  }

  /// Quiet hours now, until when, and as a job carries them.
  @Test(arguments: changes) func itIsQuiet(_ change: Change) throws {
    let zone = try zone(change.zone)
    let instant = try at(change.at)
    let hours = try QuietHours.parse([change.quiet]).get()
    let start = try #require(Instant(seconds: instant.seconds - 5 * 3600 - instant.seconds % 60))
    let end = try #require(Instant(seconds: start.seconds + 11 * 3600))
    let found = hours.periods(from: start, to: end, zone: zone, holidays: [])
    #expect(found.map { "\($0.start.rfc3339)/\($0.end.rfc3339)" }.joined(separator: " ") == change.periods)
    for period in found {
      let last = try #require(Instant(seconds: period.end.seconds - 1))
      #expect(hours.isQuiet(at: period.start, zone: zone, holidays: []))
      #expect(hours.isQuiet(at: last, zone: zone, holidays: []))
      if period.end < end {
        #expect(hours.end(after: period.start, zone: zone, holidays: []) == period.end)
        #expect(!hours.isQuiet(at: period.end, zone: zone, holidays: []))
      }
    }
  }

  /// A step's `between`.
  @Test(arguments: changes) func aWindowOpens(_ change: Change) throws {
    let zone = try zone(change.zone)
    let instant = try at(change.at)
    let window = try DayWindow.parse(change.window).get()
    let start = try #require(Instant(seconds: instant.seconds - 5 * 3600 - instant.seconds % 60))
    #expect(window.start(after: start, zone: zone)?.rfc3339 == change.opens)
    #expect(try window.contains(at(change.opens), zone: zone))
  }

  /// The same time of the day, so many business days on: where it is skipped or shown twice, as a written time means it.
  @Test(arguments: changes) func businessDaysPass(_ change: Change) throws {
    let zone = try zone(change.zone)
    let wall = Zone.utc.wall(at: try at(change.between + "Z"))
    // Every other day near it is a holiday, so that one business day leads from the day before to the day itself.
    let others = (1...6).map { wall.date.adding(days: Int64($0)) }
    let calendar = BusinessCalendar(zone: zone, holidays: Set(others))
    guard calendar.isBusinessDay(wall.date) else { return }
    var before = wall
    repeat { before.date = before.date.adding(days: -1) } while !calendar.isBusinessDay(before.date)
    let start = try #require(zone.instant(of: before))
    let expected = try at(change.means)
    #expect(calendar.addBusinessDays(1, to: start) == expected)
    // Where the day itself is skipped, the time is the next day's.
    let isSkipped = zone.wall(at: expected).date != wall.date
    #expect(isSkipped || calendar.businessDaysUntil(from: start, to: expected) == 1)
    #expect(isSkipped || calendar.businessDaysUntil(from: expected, to: start) == -1)
  }

  @Test func theyAreManyZones() {
    #expect(Set(Self.changes.map(\.zone)).count == 21)
  }

  /// Zone | change | clock before | after | a time between | means | day begins | day before and its end | quiet | periods |
  /// window | opens
  private static let table = """
    Europe/Berlin | 2025-03-30T01:00:00Z | 2025-03-30T01:59:59 | 2025-03-30T03:00:00 | 2025-03-30T02:30:00 | 2025-03-30T01:30:00Z | 2025-03-29T23:00:00Z | 2025-03-30 2025-03-30T21:59:59Z | 01:00-02:30 | 2025-03-30T00:00:00Z/2025-03-30T01:00:00Z | 02:30-03:15 | 2025-03-30T01:00:00Z
    Europe/Berlin | 2025-10-26T01:00:00Z | 2025-10-26T02:59:59 | 2025-10-26T02:00:00 | 2025-10-26T02:30:00 | 2025-10-26T00:30:00Z | 2025-10-25T22:00:00Z | 2025-10-26 2025-10-26T22:59:59Z | 01:00-02:30 | 2025-10-25T23:00:00Z/2025-10-26T00:30:00Z 2025-10-26T01:00:00Z/2025-10-26T01:30:00Z | 02:30-03:15 | 2025-10-26T00:30:00Z
    America/New_York | 2025-03-09T07:00:00Z | 2025-03-09T01:59:59 | 2025-03-09T03:00:00 | 2025-03-09T02:30:00 | 2025-03-09T07:30:00Z | 2025-03-09T05:00:00Z | 2025-03-09 2025-03-10T03:59:59Z | 01:00-02:30 | 2025-03-09T06:00:00Z/2025-03-09T07:00:00Z | 02:30-03:15 | 2025-03-09T07:00:00Z
    America/New_York | 2025-11-02T06:00:00Z | 2025-11-02T01:59:59 | 2025-11-02T01:00:00 | 2025-11-02T01:30:00 | 2025-11-02T05:30:00Z | 2025-11-02T04:00:00Z | 2025-11-02 2025-11-03T04:59:59Z | 00:00-01:30 | 2025-11-02T04:00:00Z/2025-11-02T05:30:00Z 2025-11-02T06:00:00Z/2025-11-02T06:30:00Z | 01:30-02:15 | 2025-11-02T05:30:00Z
    Australia/Lord_Howe | 2025-04-05T15:00:00Z | 2025-04-06T01:59:59 | 2025-04-06T01:30:00 | 2025-04-06T01:45:00 | 2025-04-05T14:45:00Z | 2025-04-05T13:00:00Z | 2025-04-06 2025-04-06T13:29:59Z | 00:30-01:45 | 2025-04-05T13:30:00Z/2025-04-05T14:45:00Z 2025-04-05T15:00:00Z/2025-04-05T15:15:00Z | 01:45-02:30 | 2025-04-05T14:45:00Z
    Australia/Lord_Howe | 2025-10-04T15:30:00Z | 2025-10-05T01:59:59 | 2025-10-05T02:30:00 | 2025-10-05T02:15:00 | 2025-10-04T15:45:00Z | 2025-10-04T13:30:00Z | 2025-10-05 2025-10-05T12:59:59Z | 01:00-02:15 | 2025-10-04T14:30:00Z/2025-10-04T15:30:00Z | 02:15-03:00 | 2025-10-04T15:30:00Z
    Pacific/Chatham | 2025-04-05T14:00:00Z | 2025-04-06T03:44:59 | 2025-04-06T02:45:00 | 2025-04-06T03:15:00 | 2025-04-05T13:30:00Z | 2025-04-05T10:15:00Z | 2025-04-06 2025-04-06T11:14:59Z | 01:45-03:15 | 2025-04-05T12:00:00Z/2025-04-05T13:30:00Z 2025-04-05T14:00:00Z/2025-04-05T14:30:00Z | 03:15-04:00 | 2025-04-05T13:30:00Z
    Pacific/Chatham | 2025-09-27T14:00:00Z | 2025-09-28T02:44:59 | 2025-09-28T03:45:00 | 2025-09-28T03:15:00 | 2025-09-27T14:30:00Z | 2025-09-27T11:15:00Z | 2025-09-28 2025-09-28T10:14:59Z | 01:45-03:15 | 2025-09-27T13:00:00Z/2025-09-27T14:00:00Z | 03:15-04:00 | 2025-09-27T14:00:00Z
    America/St_Johns | 2025-03-09T05:30:00Z | 2025-03-09T01:59:59 | 2025-03-09T03:00:00 | 2025-03-09T02:30:00 | 2025-03-09T06:00:00Z | 2025-03-09T03:30:00Z | 2025-03-09 2025-03-10T02:29:59Z | 01:00-02:30 | 2025-03-09T04:30:00Z/2025-03-09T05:30:00Z | 02:30-03:15 | 2025-03-09T05:30:00Z
    America/St_Johns | 2025-11-02T04:30:00Z | 2025-11-02T01:59:59 | 2025-11-02T01:00:00 | 2025-11-02T01:30:00 | 2025-11-02T04:00:00Z | 2025-11-02T02:30:00Z | 2025-11-02 2025-11-03T03:29:59Z | 00:00-01:30 | 2025-11-02T02:30:00Z/2025-11-02T04:00:00Z 2025-11-02T04:30:00Z/2025-11-02T05:00:00Z | 01:30-02:15 | 2025-11-02T04:00:00Z
    America/St_Johns | 2011-03-13T03:31:00Z | 2011-03-13T00:00:59 | 2011-03-13T01:01:00 | 2011-03-13T00:31:00 | 2011-03-13T04:01:00Z | 2011-03-13T03:30:00Z | 2011-03-13 2011-03-14T02:29:59Z | 23:01-00:31 | 2011-03-13T02:31:00Z/2011-03-13T03:31:00Z | 00:31-01:16 | 2011-03-13T03:31:00Z
    Antarctica/Troll | 2025-03-30T01:00:00Z | 2025-03-30T00:59:59 | 2025-03-30T03:00:00 | 2025-03-30T02:00:00 | 2025-03-30T02:00:00Z | 2025-03-30T00:00:00Z | 2025-03-30 2025-03-30T21:59:59Z | 00:00-02:00 | 2025-03-30T00:00:00Z/2025-03-30T01:00:00Z | 02:00-02:45 | 2025-03-31T00:00:00Z
    Antarctica/Troll | 2025-10-26T01:00:00Z | 2025-10-26T02:59:59 | 2025-10-26T01:00:00 | 2025-10-26T02:00:00 | 2025-10-26T00:00:00Z | 2025-10-25T22:00:00Z | 2025-10-26 2025-10-26T23:59:59Z | 00:00-02:00 | 2025-10-25T22:00:00Z/2025-10-26T00:00:00Z 2025-10-26T01:00:00Z/2025-10-26T02:00:00Z | 02:00-02:45 | 2025-10-26T00:00:00Z
    Africa/Casablanca | 2025-02-23T02:00:00Z | 2025-02-23T02:59:59 | 2025-02-23T02:00:00 | 2025-02-23T02:30:00 | 2025-02-23T01:30:00Z | 2025-02-22T23:00:00Z | 2025-02-23 2025-02-23T23:59:59Z | 01:00-02:30 | 2025-02-23T00:00:00Z/2025-02-23T01:30:00Z 2025-02-23T02:00:00Z/2025-02-23T02:30:00Z | 02:30-03:15 | 2025-02-23T01:30:00Z
    Africa/Casablanca | 2025-04-06T02:00:00Z | 2025-04-06T01:59:59 | 2025-04-06T03:00:00 | 2025-04-06T02:30:00 | 2025-04-06T02:30:00Z | 2025-04-06T00:00:00Z | 2025-04-06 2025-04-06T22:59:59Z | 01:00-02:30 | 2025-04-06T01:00:00Z/2025-04-06T02:00:00Z | 02:30-03:15 | 2025-04-06T02:00:00Z
    Africa/Cairo | 2025-04-24T22:00:00Z | 2025-04-24T23:59:59 | 2025-04-25T01:00:00 | 2025-04-25T00:30:00 | 2025-04-24T22:30:00Z | 2025-04-24T22:00:00Z | 2025-04-24 2025-04-24T21:59:59Z | 23:00-00:30 | 2025-04-24T21:00:00Z/2025-04-24T22:00:00Z | 00:30-01:15 | 2025-04-24T22:00:00Z
    Africa/Cairo | 2025-10-30T21:00:00Z | 2025-10-30T23:59:59 | 2025-10-30T23:00:00 | 2025-10-30T23:30:00 | 2025-10-30T20:30:00Z | 2025-10-29T21:00:00Z | 2025-10-30 2025-10-30T21:59:59Z | 22:00-23:30 | 2025-10-30T19:00:00Z/2025-10-30T20:30:00Z 2025-10-30T21:00:00Z/2025-10-30T21:30:00Z | 23:30-00:15 | 2025-10-30T20:30:00Z
    Asia/Beirut | 2025-03-29T22:00:00Z | 2025-03-29T23:59:59 | 2025-03-30T01:00:00 | 2025-03-30T00:30:00 | 2025-03-29T22:30:00Z | 2025-03-29T22:00:00Z | 2025-03-29 2025-03-29T21:59:59Z | 23:00-00:30 | 2025-03-29T21:00:00Z/2025-03-29T22:00:00Z | 00:30-01:15 | 2025-03-29T22:00:00Z
    Asia/Beirut | 2025-10-25T21:00:00Z | 2025-10-25T23:59:59 | 2025-10-25T23:00:00 | 2025-10-25T23:30:00 | 2025-10-25T20:30:00Z | 2025-10-24T21:00:00Z | 2025-10-25 2025-10-25T21:59:59Z | 22:00-23:30 | 2025-10-25T19:00:00Z/2025-10-25T20:30:00Z 2025-10-25T21:00:00Z/2025-10-25T21:30:00Z | 23:30-00:15 | 2025-10-25T20:30:00Z
    America/Santiago | 2025-04-06T03:00:00Z | 2025-04-05T23:59:59 | 2025-04-05T23:00:00 | 2025-04-05T23:30:00 | 2025-04-06T02:30:00Z | 2025-04-05T03:00:00Z | 2025-04-05 2025-04-06T03:59:59Z | 22:00-23:30 | 2025-04-06T01:00:00Z/2025-04-06T02:30:00Z 2025-04-06T03:00:00Z/2025-04-06T03:30:00Z | 23:30-00:15 | 2025-04-06T02:30:00Z
    America/Santiago | 2025-09-07T04:00:00Z | 2025-09-06T23:59:59 | 2025-09-07T01:00:00 | 2025-09-07T00:30:00 | 2025-09-07T04:30:00Z | 2025-09-07T04:00:00Z | 2025-09-06 2025-09-07T03:59:59Z | 23:00-00:30 | 2025-09-07T03:00:00Z/2025-09-07T04:00:00Z | 00:30-01:15 | 2025-09-07T04:00:00Z
    America/Havana | 2025-03-09T05:00:00Z | 2025-03-08T23:59:59 | 2025-03-09T01:00:00 | 2025-03-09T00:30:00 | 2025-03-09T05:30:00Z | 2025-03-09T05:00:00Z | 2025-03-08 2025-03-09T04:59:59Z | 23:00-00:30 | 2025-03-09T04:00:00Z/2025-03-09T05:00:00Z | 00:30-01:15 | 2025-03-09T05:00:00Z
    America/Havana | 2025-11-02T05:00:00Z | 2025-11-02T00:59:59 | 2025-11-02T00:00:00 | 2025-11-02T00:30:00 | 2025-11-02T04:30:00Z | 2025-11-02T04:00:00Z | 2025-11-02 2025-11-03T04:59:59Z | 23:00-00:30 | 2025-11-02T03:00:00Z/2025-11-02T04:30:00Z 2025-11-02T05:00:00Z/2025-11-02T05:30:00Z | 00:30-01:15 | 2025-11-02T04:30:00Z
    America/Sao_Paulo | 2018-02-18T02:00:00Z | 2018-02-17T23:59:59 | 2018-02-17T23:00:00 | 2018-02-17T23:30:00 | 2018-02-18T01:30:00Z | 2018-02-17T02:00:00Z | 2018-02-17 2018-02-18T02:59:59Z | 22:00-23:30 | 2018-02-18T00:00:00Z/2018-02-18T01:30:00Z 2018-02-18T02:00:00Z/2018-02-18T02:30:00Z | 23:30-00:15 | 2018-02-18T01:30:00Z
    America/Sao_Paulo | 2018-11-04T03:00:00Z | 2018-11-03T23:59:59 | 2018-11-04T01:00:00 | 2018-11-04T00:30:00 | 2018-11-04T03:30:00Z | 2018-11-04T03:00:00Z | 2018-11-03 2018-11-04T02:59:59Z | 23:00-00:30 | 2018-11-04T02:00:00Z/2018-11-04T03:00:00Z | 00:30-01:15 | 2018-11-04T03:00:00Z
    America/Sao_Paulo | 2019-02-17T02:00:00Z | 2019-02-16T23:59:59 | 2019-02-16T23:00:00 | 2019-02-16T23:30:00 | 2019-02-17T01:30:00Z | 2019-02-16T02:00:00Z | 2019-02-16 2019-02-17T02:59:59Z | 22:00-23:30 | 2019-02-17T00:00:00Z/2019-02-17T01:30:00Z 2019-02-17T02:00:00Z/2019-02-17T02:30:00Z | 23:30-00:15 | 2019-02-17T01:30:00Z
    America/Scoresbysund | 2024-10-27T01:00:00Z | 2024-10-26T23:59:59 | 2024-10-26T23:00:00 | 2024-10-26T23:30:00 | 2024-10-27T00:30:00Z | 2024-10-26T01:00:00Z | 2024-10-26 2024-10-27T01:59:59Z | 22:00-23:30 | 2024-10-26T23:00:00Z/2024-10-27T00:30:00Z 2024-10-27T01:00:00Z/2024-10-27T01:30:00Z | 23:30-00:15 | 2024-10-27T00:30:00Z
    America/Scoresbysund | 2025-03-30T01:00:00Z | 2025-03-29T22:59:59 | 2025-03-30T00:00:00 | 2025-03-29T23:30:00 | 2025-03-30T01:30:00Z | 2025-03-30T01:00:00Z | 2025-03-29 2025-03-30T00:59:59Z | 22:00-23:30 | 2025-03-30T00:00:00Z/2025-03-30T01:00:00Z | 23:30-00:15 | 2025-03-30T01:00:00Z
    Asia/Tehran | 2022-03-21T20:30:00Z | 2022-03-21T23:59:59 | 2022-03-22T01:00:00 | 2022-03-22T00:30:00 | 2022-03-21T21:00:00Z | 2022-03-21T20:30:00Z | 2022-03-21 2022-03-21T20:29:59Z | 23:00-00:30 | 2022-03-21T19:30:00Z/2022-03-21T20:30:00Z | 00:30-01:15 | 2022-03-21T20:30:00Z
    Asia/Tehran | 2022-09-21T19:30:00Z | 2022-09-21T23:59:59 | 2022-09-21T23:00:00 | 2022-09-21T23:30:00 | 2022-09-21T19:00:00Z | 2022-09-20T19:30:00Z | 2022-09-21 2022-09-21T20:29:59Z | 22:00-23:30 | 2022-09-21T17:30:00Z/2022-09-21T19:00:00Z 2022-09-21T19:30:00Z/2022-09-21T20:00:00Z | 23:30-00:15 | 2022-09-21T19:00:00Z
    Asia/Pyongyang | 2018-05-04T15:00:00Z | 2018-05-04T23:29:59 | 2018-05-05T00:00:00 | 2018-05-04T23:45:00 | 2018-05-04T15:15:00Z | 2018-05-04T15:00:00Z | 2018-05-04 2018-05-04T14:59:59Z | 22:30-23:45 | 2018-05-04T14:00:00Z/2018-05-04T15:00:00Z | 23:45-00:30 | 2018-05-04T15:00:00Z
    Pacific/Apia | 2011-12-30T10:00:00Z | 2011-12-29T23:59:59 | 2011-12-31T00:00:00 | 2011-12-30T12:00:00 | 2011-12-30T22:00:00Z | 2011-12-30T10:00:00Z | 2011-12-29 2011-12-30T09:59:59Z | 23:00-12:00 | 2011-12-30T09:00:00Z/2011-12-30T16:00:00Z | 12:00-12:45 | 2011-12-30T22:00:00Z
    America/Caracas | 2016-05-01T07:00:00Z | 2016-05-01T02:29:59 | 2016-05-01T03:00:00 | 2016-05-01T02:45:00 | 2016-05-01T07:15:00Z | 2016-05-01T04:30:00Z | 2016-05-01 2016-05-02T03:59:59Z | 01:30-02:45 | 2016-05-01T06:00:00Z/2016-05-01T07:00:00Z | 02:45-03:30 | 2016-05-01T07:00:00Z
    Asia/Kathmandu | 1985-12-31T18:30:00Z | 1985-12-31T23:59:59 | 1986-01-01T00:15:00 | 1986-01-01T00:07:00 | 1985-12-31T18:37:00Z | 1985-12-31T18:30:00Z | 1985-12-31 1985-12-31T18:29:59Z | 23:00-00:07 | 1985-12-31T17:30:00Z/1985-12-31T18:30:00Z | 00:07-00:52 | 1985-12-31T18:30:00Z
    Asia/Kolkata | 1945-10-14T17:30:00Z | 1945-10-14T23:59:59 | 1945-10-14T23:00:00 | 1945-10-14T23:30:00 | 1945-10-14T17:00:00Z | 1945-10-13T17:30:00Z | 1945-10-14 1945-10-14T18:29:59Z | 22:00-23:30 | 1945-10-14T15:30:00Z/1945-10-14T17:00:00Z 1945-10-14T17:30:00Z/1945-10-14T18:00:00Z | 23:30-00:15 | 1945-10-14T17:00:00Z
    Europe/Istanbul | 2016-03-27T01:00:00Z | 2016-03-27T02:59:59 | 2016-03-27T04:00:00 | 2016-03-27T03:30:00 | 2016-03-27T01:30:00Z | 2016-03-26T22:00:00Z | 2016-03-27 2016-03-27T20:59:59Z | 02:00-03:30 | 2016-03-27T00:00:00Z/2016-03-27T01:00:00Z | 03:30-04:15 | 2016-03-27T01:00:00Z
    Europe/Dublin | 2025-03-30T01:00:00Z | 2025-03-30T00:59:59 | 2025-03-30T02:00:00 | 2025-03-30T01:30:00 | 2025-03-30T01:30:00Z | 2025-03-30T00:00:00Z | 2025-03-30 2025-03-30T22:59:59Z | 00:00-01:30 | 2025-03-30T00:00:00Z/2025-03-30T01:00:00Z | 01:30-02:15 | 2025-03-30T01:00:00Z
    """
}
