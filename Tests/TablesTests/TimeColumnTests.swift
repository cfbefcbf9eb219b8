import CivilTime
import Testing

@testable import Tables

/// A column of timestamps reads as `ISOTime` reads each of its cells, in whatever order the shapes come.
@Suite struct TimeColumnTests {
  static let shapes = [
    "2026-03-10T15:12:30Z", "2026-03-10T15:12:30+01:00", "2026-03-10 15:12:30-05:30", "2026-03-10T15:12:30",
    "2012-01-01 11:13:25 -0500", "2026-03-10 15:12:30 UTC", "2026-03-10", "2026-03-10T15:12",
    "2026-03-10T15:12:30.123Z",
    "20260310T151230Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "2100-02-28T23:59:59Z",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+05:00", "2024-02-29T00:00:00Z",
    "2025-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
    "2026-01-01T23:60:00Z",
    "2026-01-01T23:59:60Z", "2026-03-10T15:12:30z", "2026-03-10t15:12:30Z", "2026-03-10$15:12:30Z",
    "2026-03-10T15:12:30+24:00",
    "2026-03-10T15:12:30+01:60", "2026-03-10T15:12:30*01:00", "2026-03-10T15:12:30+0100", "2026-03-10T15:12:30+01",
    "2026/03/10 15:12:30", "2O26-03-10T15:12:30Z", "2026-03-10T15:12:3 Z", ":026-03-10T15:12:30Z",
    "2026-03-10T15:12:30ZZZZZZ",
    "10.03.2026", "soon", "x", "", " 2026-03-10T15:12:30Z ", "1985-05-05T05:05:05-11:00",
    "2026-03-10T15:12:30Z\u{0}\u{0}\u{0}\u{0}\u{0}", "2026-03-10T15:12:30Z\u{0}",
    "2:26-03-10T15:12:30Z", "1:26-03-10T15:12:30Z", "2026-03-10T15:12:30,5+01:00", "2026-11-30T00:00:00+14:00",
  ]

  @Test(arguments: ["UTC", "+05:30", "Europe/Berlin"], [false, true])
  func asTheThoroughReader(_ zoneName: String, _ endOfDay: Bool) throws {
    let zone = try #require(Zone.named(zoneName))
    var random = SystemRandomNumberGenerator()
    for round in 0..<40 {
      var cells = Self.shapes.filter { !$0.contains(",") }
      if round > 0 { cells = (0..<Int.random(in: 1...300)).compactMap { _ in cells.randomElement(using: &random) } }
      let field = FieldMapping(name: "v", column: "v", type: .timestamp, zone: zone, endOfDay: endOfDay)
      let (values, _) = try CellTests.read(cells, field)
      for (cell, value) in zip(cells, values) {
        let bytes = Array(cell.trimmed.utf8)
        let expected = unsafe bytes.withUnsafeBytes { unsafe ISOTime.parse($0, zone: zone, endOfDay: endOfDay) }
        #expect(value == (cell.isEmpty ? "∅" : expected.map { "\($0)" } ?? "?"), "“\(cell)”")
      }
    }
  }

  @Test func everyDayAndEveryMinute() throws {
    var cells: [String] = []
    var expected: [String] = []
    for day in stride(from: -800, to: 48_000, by: 1) {
      let instant = Instant(microseconds: Int64(day) * 86_400_000_000 + Int64(day % 86_400) * 1_000_000)
      cells.append(instant.rfc3339)
      expected.append("\(instant.microseconds)")
    }
    let (values, _) = try CellTests.read(cells, FieldMapping(name: "v", column: "v", type: .timestamp))
    #expect(values == expected)
  }

  @Test(arguments: ["Europe/Berlin", "America/Sao_Paulo", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Gaza"])
  func wallTimesAroundTheChangesOfClocks(_ zoneName: String) throws {
    let zone = try #require(Zone.named(zoneName))
    var cells: [String] = []
    // Every 20 minutes of 2017, 2018 and 2026, and some of the table's ends.
    for start in [-3, 17_166, 20_454, 29_215, 29_218] {
      for step in 0..<(start > 0 && start < 29_000 ? 72 * 400 : 72 * 5) {
        let wall = Instant(microseconds: (Int64(start) * 86_400 + Int64(step) * 1200) * 1_000_000)
        cells.append(String(wall.rfc3339.dropLast()))
      }
    }
    let field = FieldMapping(name: "v", column: "v", type: .timestamp, zone: zone)
    let (values, _) = try CellTests.read(cells, field)
    for (cell, value) in zip(cells, values) {
      let bytes = Array(cell.utf8)
      let expected = unsafe bytes.withUnsafeBytes { unsafe ISOTime.parse($0, zone: zone, endOfDay: false) }
      if value != expected.map({ "\($0)" }) ?? "?" { Issue.record("\(cell): \(value)") }
    }
  }

  @Test func formatsInOrder() throws {
    let formats = try ["%m/%d/%Y %H:%M", "%d.%m.%Y", "epoch"].map { try TimeFormat.compile($0).get() }
    let field = FieldMapping(name: "v", column: "v", type: .timestamp, formats: formats)
    let (values, _) = try CellTests.read(
      ["3/9/2026 7:05", "09.03.2026", "1000", "2026-03-09T00:00:00Z", ""], field)
    #expect(values == ["1773039900000000", "1773014400000000", "1000000000", "?", "∅"])
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
