/// A time zone: an IANA name with its history, UTC, or a fixed offset. One reference wide.
package struct Zone: Hashable, Sendable {
  let table: ZoneTable

  init(_ table: ZoneTable) { self.table = table }

  package static let utc = Zone(ZoneTable(name: "UTC", fixedOffset: 0, abbreviation: "UTC"))

  /// As it was asked for: `Europe/Berlin`, `UTC`, `+03:00`.
  package var name: String { table.name }

  package static func == (a: Self, b: Self) -> Bool { a.table === b.table || a.name == b.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// The zone of that name, or nil: an IANA name with a file in the system's database, `UTC`, `Z`, or a fixed offset
  /// (`+03:00`, `-0330`, `+01`, and CEL's `02:00`). Each file is read once.
  package static func named(_ name: String) -> Zone? {
    if name == "UTC" || name == "Z" { return utc }
    if let first = name.utf8.first, !(first | 0x20 >= UInt8(ascii: "a")) { return fixed(name) }
    return ZoneDatabase.system.zone(name)
  }

  /// The version of the tzdata in use, `2025b`; nil where the system does not say.
  package static var databaseVersion: String? { ZoneDatabase.system.version }

  /// The zones of a country by its ISO 3166 code in any case, the most populous first; none for an unknown code.
  package static func zones(ofCountry code: String) -> [Zone] { ZoneDatabase.system.zones(ofCountry: code) }

  /// Every IANA name of the system's database, sorted: for suggestions. Reads folders, so not for every row.
  package static var allNames: [String] { ZoneDatabase.system.allNames }

  /// Seconds east of UTC at an instant given in seconds since 1970.
  package func offset(at seconds: Int64) -> Int { table.offset(at: seconds) }

  /// What the clocks of this zone show.
  package func wall(at instant: Instant) -> WallClock {
    WallClock(
      localSeconds: instant.seconds + Int64(offset(at: instant.seconds)), nanosecond: instant.nanoseconds)
  }

  /// When the clocks of this zone show that. Of the two times of an overlap the earlier; a time that a gap skips is
  /// moved forward by the gap. Nil outside the years 0001 to 9999.
  package func instant(of wall: WallClock) -> Instant? {
    let local = wall.localSeconds
    return Instant(seconds: local - Int64(table.offset(local: local)), nanoseconds: wall.nanosecond)
  }

  /// The first instant of the day that the clocks show at `instant`: where a gap skips midnight, the end of the gap.
  package func startOfDay(_ instant: Instant) -> Instant? {
    let midnight = WallClock(date: wall(at: instant).date)
    guard let start = self.instant(of: midnight) else { return nil }
    return wall(at: start) == midnight ? start : Instant(seconds: table.lastStart(at: start.seconds))
  }

  /// The last second of a day: the later one where the clocks show 23:59:59 twice, and the one before the gap where they
  /// never do. Nil outside the years 0001 to 9999.
  package func endOfDay(_ date: CivilDate) -> Instant? {
    let local = WallClock(date: date, hour: 23, minute: 59, second: 59).localSeconds
    return Instant(seconds: local - Int64(table.offset(endingLocal: local)))
  }

  /// `CET`, `CEST`; for zones without such letters what the database has: `+03`.
  package func abbreviation(at instant: Instant) -> String { table.abbreviation(at: instant.seconds) }

  private static func fixed(_ name: String) -> Zone? {
    let bytes = Array(name.utf8)
    var place = 0
    // Without a sign only `02:00`, since `0200` may be anything.
    let isSigned = bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
    guard isSigned || bytes.count == 5 && bytes[2] == UInt8(ascii: ":") else { return nil }
    guard let offset = TimeScan.offset((isSigned ? bytes : [UInt8(ascii: "+")] + bytes).span, &place),
      place == bytes.count + (isSigned ? 0 : 1)
    else { return nil }
    return Zone(ZoneTable(name: name, fixedOffset: offset, abbreviation: offset == 0 ? "UTC" : name))
  }
}
