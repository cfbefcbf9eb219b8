import TestSupport
import Testing

@testable import CivilTime

/// Zone files made by hand: what a real database seldom has.
@Suite struct ZoneFileTests {
  private static func bytes(_ value: Int64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (Int64($0) * 8)) }
  }

  private static func block(
    _ version: UInt8, times: [(Int64, UInt8)], kinds: [(Int64, UInt8)], names: String, timeSize: Int, leaps: Int64 = 0
  ) -> [UInt8] {
    var file = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [0, 0, leaps, Int64(times.count), Int64(kinds.count), Int64(names.utf8.count)] {
      file += bytes(count, 4)
    }
    for time in times { file += bytes(time.0, timeSize) }
    file += times.map(\.1)
    for kind in kinds { file += bytes(kind.0, 4) + [0, kind.1] }
    return file + Array(names.utf8)
  }

  private static let kinds: [(Int64, UInt8)] = [(3600, 0), (7200, 4)]
  private static let names = "AAA\0BBB\0"

  private static func later(_ footer: String, times: [(Int64, UInt8)] = [(1000, 1), (2000, 0)]) -> [UInt8] {
    // The first block is to be skipped: it says something else.
    let first = block(0x32, times: [(5, 0)], kinds: [(0, 0)], names: "XXX\0", timeSize: 4)
    let second = block(0x32, times: times, kinds: kinds, names: names, timeSize: 8)
    return first + second + Array("\n\(footer)\n".utf8)
  }

  @Test func versionOne() throws {
    let file = Self.block(0, times: [(-1000, 1), (2000, 0)], kinds: Self.kinds, names: Self.names, timeSize: 4)
    let table = try #require(ZoneTable(name: "A", file: file))
    #expect([-1001, -1000, 1999, 2000, 9_000_000_000].map { table.offset(at: $0) } == [3600, 7200, 7200, 3600, 3600])
    #expect(table.abbreviation(at: 0) == "BBB" && table.abbreviation(at: 3000) == "AAA")
  }

  @Test func versionTwoWithoutARule() throws {
    let table = try #require(ZoneTable(name: "A", file: Self.later("")))
    #expect([999, 1000, 2000].map { table.offset(at: $0) } == [3600, 7200, 3600])
    #expect(table.nextStart(after: 1000) == 2000 && table.nextStart(after: 2000) == nil)
  }

  @Test func ruleWithoutATable() throws {
    let table = try #require(ZoneTable(name: "A", file: Self.later("<-05>5", times: [])))
    #expect(table.fixedOffset == -18_000 && table.abbreviation(at: 0) == "-05")
  }

  /// Each rule's change in 2030, and what holds around it.
  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2030-03-31T01:00:00Z", 3600, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2030-10-27T01:00:00Z", 7200, 3600),
    ("EST5EDT,M3.2.0,M11.1.0", "2030-03-10T07:00:00Z", -18_000, -14_400),
    ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2030-03-31T01:00:00Z", -10_800, -7200),  // on the Saturday before, at 22:00
    ("IST-2IDT,M3.4.4/26,M10.5.0", "2030-03-29T00:00:00Z", 7200, 10_800),  // on the Friday behind that Thursday
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2030-03-31T01:00:00Z", 0, 3600),  // Dublin's negative DST
    ("AAA3BBB,J60/0,300/0", "2030-03-01T03:00:00Z", -10_800, -7200),
    ("AAA3BBB,J60/0,300/0", "2030-10-28T02:00:00Z", -7200, -10_800),
    ("AAA3BBB,J60/0,300/0", "2028-03-01T03:00:00Z", -10_800, -7200),  // J60 is March 1 in leap years, too
    ("AAA3BBB,J60/0,300/0", "2028-10-27T02:00:00Z", -7200, -10_800),
    ("AAA-3:30BBB-4:45:30,59/0,J300/0", "2030-02-28T20:30:00Z", 12_600, 17_130),
  ])
  func rule(_ footer: String, _ change: String, before: Int, after: Int) throws {
    let table = try #require(ZoneTable(name: "A", file: Self.later(footer)))
    for cycles in [0, 1, 15] as [Int64] {
      let seconds = try at(change).seconds + cycles * 146_097 * 86_400
      #expect(table.offset(at: seconds - 1) == before)
      #expect(table.offset(at: seconds) == after)
      #expect(table.nextStart(after: seconds - 1) == seconds)
    }
  }

  @Test(arguments: [
    "CET", "CET-1CEST", "CE-1", "CET-25", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J100", "CET-1CEST,J1,366", "CET-1CEST,M3.5.0/168,M10.5.0", "<+03-3",
    "CET-1 ",
    "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1:60", "9",
  ])
  func isNoRule(_ footer: String) { #expect(ZoneTable(name: "A", file: Self.later(footer)) == nil) }

  @Test func damagedFilesAreRefused() {
    let whole = Self.later("CET-1CEST,M3.5.0,M10.5.0/3")
    #expect(ZoneTable(name: "A", file: whole) != nil)
    for length in 0..<whole.count { #expect(ZoneTable(name: "A", file: Array(whole[..<length])) == nil, "\(length)") }
    // Whatever byte is wrong, nothing crashes.
    for place in whole.indices {
      for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
        var damaged = whole
        damaged[place] = value
        guard let table = ZoneTable(name: "A", file: damaged) else { continue }
        #expect(abs(table.offset(at: 1_700_000_000)) < 26 * 3600)
      }
    }
  }

  @Test func leapSecondsAreRefused() {
    let file = Self.block(0, times: [], kinds: Self.kinds, names: Self.names, timeSize: 4, leaps: 1)
    #expect(ZoneTable(name: "A", file: file + [UInt8](repeating: 0, count: 8)) == nil)
  }

  @Test func aFolderThatIsNotThere() {
    let database = ZoneDatabase(directory: "/nowhere")
    #expect(database.zone("Europe/Berlin") == nil && database.allNames.isEmpty && database.version == nil)
    #expect(database.zones(ofCountry: "DE").isEmpty)
  }

  /// A folder says its version in one of two files; what is none is not taken for one.
  @Test(arguments: [
    ("+VERSION", "2026a\n", "2026a"), ("tzdata.zi", "# version 2025b\n# This file\n", "2025b"),
    ("tzdata.zi", "# version 2025b-dirty\n", "2025b"), ("tzdata.zi", "# This file\n", nil), ("+VERSION", "\n", nil),
    ("version", "latest\n", nil),
  ])
  func version(_ file: String, _ text: String, _ version: String?) throws {
    let folder = try TemporaryFolder()
    try folder.write(file, text)
    #expect(ZoneDatabase(directory: folder.path).version == version)
  }
}
