import CivilTime
import Testing

@Suite struct ZoneTests {
  /// Computed with Python's zoneinfo.
  @Test(arguments: [
    ("Asia/Kolkata", "2026-03-02T10:30:00Z", "2026-03-02T16:00:00", 19800),
    ("Asia/Kolkata", "1944-06-01T00:00:00Z", "1944-06-01T06:30:00", 23400),
    ("Asia/Kathmandu", "1985-12-31T18:29:59Z", "1985-12-31T23:59:59", 19800),
    ("Asia/Kathmandu", "1985-12-31T18:30:00Z", "1986-01-01T00:15:00", 20700),
    ("Asia/Kathmandu", "2026-03-02T10:30:00Z", "2026-03-02T16:15:00", 20700),
    ("Australia/Lord_Howe", "2026-04-04T14:59:59Z", "2026-04-05T01:59:59", 39600),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", "2026-04-05T01:30:00", 37800),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04T02:30:00", 39600),
    ("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03T23:59:59", -10800),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04T01:00:00", -7200),
    ("America/Sao_Paulo", "2019-11-04T12:00:00Z", "2019-11-04T09:00:00", -10800),
    ("America/Sao_Paulo", "2026-01-15T12:00:00Z", "2026-01-15T09:00:00", -10800),
    ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T23:59:59", -36000),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00", 50400),
    ("Pacific/Apia", "2026-01-15T12:00:00Z", "2026-01-16T01:00:00", 46800),
    ("Europe/Lisbon", "1994-07-01T12:00:00Z", "1994-07-01T14:00:00", 7200),
    ("Europe/Lisbon", "2026-07-01T12:00:00Z", "2026-07-01T13:00:00", 3600),
    ("Africa/Casablanca", "2026-02-20T12:00:00Z", "2026-02-20T12:00:00", 0),
    ("America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59", -18000),
    ("America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00", -14400),
    ("America/New_York", "2026-11-01T05:59:59Z", "2026-11-01T01:59:59", -14400),
    ("America/New_York", "2026-11-01T06:00:00Z", "2026-11-01T01:00:00", -18000),
    ("America/New_York", "2090-07-01T12:00:00Z", "2090-07-01T08:00:00", -14400),
    ("America/New_York", "2500-01-01T12:00:00Z", "2500-01-01T07:00:00", -18000),
    ("America/New_York", "9999-07-01T12:00:00Z", "9999-07-01T08:00:00", -14400),
    ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00", 7200),
    ("Europe/Berlin", "2026-10-25T00:59:59Z", "2026-10-25T02:59:59", 7200),
    ("Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00", 3600),
    ("Europe/Berlin", "1945-07-01T00:00:00Z", "1945-07-01T03:00:00", 10800),
    ("Europe/Dublin", "2026-07-01T12:00:00Z", "2026-07-01T13:00:00", 3600),
    ("Europe/Dublin", "2050-01-01T12:00:00Z", "2050-01-01T12:00:00", 0),
    ("America/St_Johns", "2026-07-01T12:00:00Z", "2026-07-01T09:30:00", -9000),
    ("Pacific/Chatham", "2026-01-15T12:00:00Z", "2026-01-16T01:45:00", 49500),
    ("Antarctica/Troll", "2026-07-01T12:00:00Z", "2026-07-01T14:00:00", 7200),
    ("Pacific/Kiritimati", "2026-01-15T12:00:00Z", "2026-01-16T02:00:00", 50400),
    ("Africa/Monrovia", "1971-06-01T00:00:00Z", "1971-05-31T23:15:30", -2670),
  ])
  func shows(_ name: String, _ instant: String, _ wall: String, offset: Int) throws {
    let zone = try zone(name)
    let instant = try at(instant)
    #expect(zone.offset(at: instant.seconds) == offset)
    let shown = try at(wall + "Z")
    #expect(zone.wall(at: instant) == Zone.utc.wall(at: shown))
  }

  /// What a wall clock's time means where it is shown twice or never.
  @Test(arguments: [
    ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z"),  // never shown: 03:30 EDT
    ("America/New_York", "2026-03-08T02:00:00", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z"),  // twice: the earlier, EDT
    ("America/New_York", "2026-11-01T02:00:00", "2026-11-01T07:00:00Z"),
    ("America/New_York", "2026-11-01T00:59:59", "2026-11-01T04:59:59Z"),
    ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
    ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
    ("Europe/Berlin", "2450-03-27T02:30:00", "2450-03-27T01:30:00Z"),  // by the rule, a cycle ahead
    ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00Z"),  // moved by half an hour
    ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z"),
    ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z"),  // a day that never was: moved by a day
    ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00Z"),
    ("America/Sao_Paulo", "2018-11-04T00:00:00", "2018-11-04T03:00:00Z"),
    ("America/Sao_Paulo", "2018-02-17T23:30:00", "2018-02-18T01:30:00Z"),
    ("Asia/Kathmandu", "1986-01-01T00:10:00", "1985-12-31T18:40:00Z"),
    ("Africa/Casablanca", "2026-06-01T12:00:00", "2026-06-01T11:00:00Z"),
    ("Europe/Lisbon", "1992-09-27T01:30:00", "1992-09-27T00:30:00Z"),  // the clock stays, its zone's name changes
  ])
  func means(_ name: String, _ wall: String, _ instant: String) throws {
    let zone = try zone(name)
    let wall = Zone.utc.wall(at: try at(wall + "Z"))
    #expect(try zone.instant(of: wall) == at(instant))
  }

  @Test(arguments: [
    ("America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z"),  // that day began at 01:00
    ("Pacific/Apia", "2011-12-31T09:00:00Z", "2011-12-30T10:00:00Z"),
    ("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-24T22:00:00Z"),
    ("Asia/Kolkata", "2026-03-02T18:29:59Z", "2026-03-01T18:30:00Z"),
    ("America/Sao_Paulo", "2018-02-18T02:30:00Z", "2018-02-17T02:00:00Z"),  // 23:30 for the second time
  ])
  func dayStarts(_ name: String, _ instant: String, _ start: String) throws {
    let zone = try zone(name)
    #expect(try zone.startOfDay(at(instant)) == at(start))
    let calendar = BusinessCalendar(zone: .utc)
    #expect(try calendar.startOfDay(at(instant), zone: zone) == at(start))
  }

  @Test(arguments: [
    "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Europe/Lisbon", "Africa/Casablanca",
    "America/New_York", "Europe/Dublin", "Africa/Monrovia", "Asia/Pyongyang", "+05:45", "UTC",
  ])
  func wallsLeadBack(_ name: String) throws {
    let zone = try zone(name)
    var dice = Dice(state: 7)
    for _ in 0..<5000 {
      let seconds = Int64.random(in: -4_000_000_000...30_000_000_000, using: &dice)
      let instant = try #require(Instant(seconds: seconds, nanoseconds: 5))
      let wall = zone.wall(at: instant)
      let back = try #require(zone.instant(of: wall))
      // The earlier of two that show the same.
      #expect(back <= instant && zone.wall(at: back) == wall, "\(instant.rfc3339)")
      #expect(instant.seconds - back.seconds <= 86_400)
    }
  }

  @Test(arguments: [
    ("+03:00", 10_800), ("-0330", -12_600), ("+01", 3600), ("-11:30", -41_400), ("UTC", 0), ("Z", 0), ("+00:00", 0),
    ("02:00", 7200), ("+14:00", 50_400), ("GMT", 0), ("Etc/GMT+5", -18_000),
  ])
  func fixed(_ name: String, offset: Int) throws { #expect(try zone(name).offset(at: 0) == offset) }

  @Test(arguments: [
    "", "Mars/Phobos", "../etc/passwd", "Europe/../Europe/Berlin", "/usr/share/zoneinfo/UTC", "Europe", "Europe/",
    "Europe//Berlin", "zone.tab", "tzdata.zi", "leapseconds", "right/UTC", "posix/UTC", "localtime", "posixrules",
    "+24:00", "+1",
    "+01:60", "+01:0", "+01:", "0200", "+01:00:00", "europe berlin", "Europe/Berlin\0", "CET-1CEST", "–03:00",
  ])
  func isNoZone(_ name: String) { #expect(Zone.named(name) == nil) }

  @Test func zonesAreEqualByName() throws {
    #expect(try zone("Europe/Berlin") == zone("Europe/Berlin"))
    #expect(try zone("Europe/Berlin") != zone("Europe/Paris"))
    #expect(try zone("Europe/Berlin").name == "Europe/Berlin")
    #expect(try Set([zone("UTC"), .utc, zone("Z")]).count == 1)
  }

  @Test(arguments: [
    ("DE", "Europe/Berlin"), ("de", "Europe/Berlin"), ("np", "Asia/Kathmandu"), ("BR", "America/Sao_Paulo"),
  ])
  func countryHas(_ code: String, _ name: String) throws {
    #expect(try Zone.zones(ofCountry: code).contains(zone(name)))
  }

  @Test func countries() throws {
    let names = Zone.zones(ofCountry: "US").map(\.name)
    #expect(names.first == "America/New_York" && names.contains("Pacific/Honolulu") && names.count > 20)
    #expect(Zone.zones(ofCountry: "XX").isEmpty)
    #expect(Zone.zones(ofCountry: "").isEmpty)
  }

  @Test func namesCanAllBeLoaded() {
    let names = Zone.allNames
    #expect(names.count > 400 && names.contains("America/Argentina/Buenos_Aires") && names.contains("UTC"))
    #expect(names.filter { Zone.named($0) == nil }.isEmpty)
  }

  @Test func databaseHasAVersion() {
    let version = Zone.databaseVersion
    #expect(version.map { $0.wholeMatch(of: /20\d\d[a-z]+/) != nil } ?? true, "\(version ?? "")")
  }
}
