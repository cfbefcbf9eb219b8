import CivilTime
import Testing

@Suite struct ISOTimeTests {
  /// Each means 2026-03-02T10:30:00Z when the clock is Berlin's.
  @Test(arguments: [
    "2026-03-02T10:30:00Z", "2026-03-02t10:30:00z", "2026-03-02 10:30:00Z", "2026-03-02 10:30:00 Z",
    "2026-03-02 10:30:00 UTC", "2026-03-02 10:30:00 utc", "2026-03-02 10:30:00 GMT", "2026-03-02T10:30:00+00:00",
    "2026-03-02T10:30:00-00:00", "2026-03-02T11:30:00+01:00", "2026-03-02T11:30:00+0100", "2026-03-02T11:30:00+01",
    "2026-03-02 11:30:00 +0100", "2026-03-02 11:30:00 +01:00", "2026-03-02 11:30:00 +01", "2026-03-02T05:30:00-05:00",
    "2026-03-02T16:15:00+05:45", "2026-03-01T23:30:00-11:00", "2026-03-02T11:30:00", "2026-03-02 11:30:00",
    "2026-03-02 11:30", "2026-03-02T11:30", "2026-03-02 10:30Z", "2026-03-02 10:30 UTC", "2026-03-02T11:30+01:00",
    "2026-03-02T11:30:00.0", "2026-03-02T11:30:00,000", "2026-03-02T10:30:00.000Z", "2026-03-02T10:30:00.000000000Z",
    "2026-03-02 11:30:00.000 +0100", "2026-03-02T11:30:00.000+01:00", "  2026-03-02 11:30:00", "2026-03-02 11:30:00  ",
    "\t2026-03-02T10:30:00Z \t", "20260302T103000Z", "20260302T1130", "20260302 11:30:00", "2026-03-02T113000+0100",
    "2026-03-02 11:30:00.000", "2026-03-02 10:30:00.000 UTC", "2026-03-02 11:30:00   +0100",
  ])
  func is1030(_ text: String) throws {
    let berlin = try zone("Europe/Berlin")
    #expect(iso(text, berlin) == 1_772_447_400_000_000)
    #expect(iso(text, berlin, endOfDay: true) == 1_772_447_400_000_000)
    #expect(try ISOTime.parse(text, zone: berlin) == at("2026-03-02T10:30:00Z"))
  }

  @Test(arguments: [
    ("2026-03-02T10:30:00.5Z", 500_000, 500_000_000), ("2026-03-02T10:30:00,25Z", 250_000, 250_000_000),
    ("2026-03-02T10:30:00.123456Z", 123_456, 123_456_000), ("2026-03-02T10:30:00.123456789Z", 123_456, 123_456_789),
    ("2026-03-02T10:30:00.1234567899999Z", 123_456, 123_456_789),
    ("2026-03-02 10:30:00.999 +0000", 999_000, 999_000_000),
    ("2026-03-02T10:30:00.000001+00", 1, 1000), ("2026-03-02 10:30:00.7 UTC", 700_000, 700_000_000),
    ("2026-03-02 10:30:00.7", 700_000, 700_000_000),
  ])
  func hasFraction(_ text: String, micros: Int64, nanos: Int32) {
    #expect(iso(text) == 1_772_447_400_000_000 + micros)
    #expect(ISOTime.parse(text, zone: .utc)?.nanoseconds == nanos)
  }

  @Test(arguments: [
    ("2026-03-02", "Europe/Berlin", "2026-03-01T23:00:00Z", "2026-03-02T22:59:59Z"),
    (" 2026-03-02 ", "Europe/Berlin", "2026-03-01T23:00:00Z", "2026-03-02T22:59:59Z"),
    ("20260302", "Asia/Kathmandu", "2026-03-01T18:15:00Z", "2026-03-02T18:14:59Z"),
    ("2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"),  // a day of 23 hours
    ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59Z"),  // has no midnight
    ("2024-02-29", "UTC", "2024-02-29T00:00:00Z", "2024-02-29T23:59:59Z"),
    ("1969-07-20", "UTC", "1969-07-20T00:00:00Z", "1969-07-20T23:59:59Z"),
  ])
  func dateAlone(_ text: String, _ name: String, first: String, last: String) throws {
    let zone = try zone(name)
    #expect(try iso(text, zone) == at(first).microseconds)
    #expect(try iso(text, zone, endOfDay: true) == at(last).microseconds)
  }

  @Test(arguments: [
    "", " ", "2026-02-30", "2025-02-29T10:00:00Z", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31 10:00",
    "2026-03-02T24:00:00", "2026-03-02T10:60:00", "2026-03-02T10:30:60Z", "2026-03-02T10:30:61", "2026-03-02T",
    "2026-03-02T10", "2026-03-02T10:3", "2026-03-02T10:30:", "2026-03-02T10:30:0", "2026-03-02T10:30:00.",
    "2026-03-02T10:30:00.Z",
    "2026-03-02T10:30:00+", "2026-03-02T10:30:00+1", "2026-03-02T10:30:00+24:00", "2026-03-02T10:30:00+01:60",
    "2026-03-02T10:30:00+01:0", "2026-03-02T10:30:00+01:", "2026-03-02T10:30:00 CET", "2026-03-02T10:30:00X",
    "2026-03-02T10:30:00ZZ", "2026-03-02T10:30:00Z+01:00", "2026/03/02 10:30:00", "02.03.2026", "03/02/2026 10:30",
    "2026-3-2", "26-03-02", "0000-01-01", "0000-12-31T23:00:00Z", "10:30:00", "1772447400", "1772447400000", "now",
    "2026-W10-1",
    "2026-061", "2026-03-02_10:30:00", "2026-03-02  10:30:00", "2026-03-02T10:30:00\n", "2026-03-02T10.30.00",
    "２０２６-03-02", "2026-03-02T10:30:00–01:00", "-2026-03-02", "+2026-03-02", "2026-03-02T-1:30:00", "2026-03-02Z",
    "2026-03-02T10:30:00 +01:00 x", "2026-03-02T10:3000", "2026:03:02 10:30:00", "2026-0302", "202603-02",
    "2026-03-0:", "2026-03-0/T10:30:00", "2026-03-02T1:30:000", "2026-03-02T10:30:0A", "2026-03-02\u{0}10:30:00",
  ])
  func isNoTime(_ text: String) {
    #expect(iso(text) == nil)
    #expect(ISOTime.parse(text, zone: .utc) == nil)
  }

  /// The years 0001 to 9999 in UTC, whatever the offset.
  @Test(arguments: [
    ("0001-01-01T00:00:00Z", true), ("0001-01-01T00:00:00+00:01", false), ("0001-01-01T00:00:00-00:01", true),
    ("9999-12-31T23:59:59Z", true), ("9999-12-31T23:59:59-00:01", false), ("9999-12-31T23:59:59.999999Z", true),
    ("9999-12-31", true), ("0001-01-01", true),
  ])
  func range(_ text: String, isTime: Bool) { #expect((iso(text) != nil) == isTime) }

  @Test func bothReadersAgree() {
    // The word-at-a-time reader and the one for any form must say the same of any bytes near a time.
    let forms = [
      "2026-03-02T10:30:00Z", "2024-02-29 23:59:59", "2026-03-02 10:30:00 +0100", "2026-03-02T10:30:00+01:00",
      "2026-03-02T10:30:00.125Z", "2026-03-02 10:30", "2026-12-31", "2026-03-02 10:30:00 UTC",
      "2026-03-02T10:30:00-0330",
    ]
    let letters = Array("0123456789-+:., TtZzU".utf8) + [0x00, 0x2F, 0x80, 0xB0, 0xFF]
    var dice = Dice(state: 1)
    for _ in 0..<40_000 {
      var bytes = Array(forms[Int.random(in: 0..<forms.count, using: &dice)].utf8)
      for _ in 0..<Int.random(in: 0...2, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] = letters[Int.random(in: 0..<letters.count, using: &dice)]
      }
      let quick = unsafe bytes.withUnsafeBytes { unsafe ISOTime.parse($0, zone: .utc, endOfDay: false) }
      // A blank before it sends the text the other way round.
      let slow = unsafe ([0x20] + bytes).withUnsafeBytes { unsafe ISOTime.parse($0, zone: .utc, endOfDay: false) }
      #expect(quick == slow, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test func readsWhatItWrites() throws {
    var dice = Dice(state: 2)
    let berlin = try zone("Europe/Berlin")
    for _ in 0..<5000 {
      let seconds = Int64.random(in: Instant.minimumSeconds...Instant.maximumSeconds, using: &dice)
      let instant = try #require(
        Instant(seconds: seconds, nanoseconds: Int32.random(in: 0..<1_000_000_000, using: &dice)))
      #expect(ISOTime.parse(instant.rfc3339, zone: berlin) == instant)
      if seconds < Instant.maximumSeconds - 86_400 {
        #expect(ISOTime.parse(instant.rfc3339(in: berlin), zone: .utc) == instant)
      }
      #expect(iso(instant.rfc3339) == instant.microseconds)
    }
  }

  @Test(arguments: [
    ("2026-03-02T10:30:00Z", "UTC", "2026-03-02T10:30:00Z"),
    ("2026-03-02T10:30:00Z", "Europe/Berlin", "2026-03-02T11:30:00+01:00"),
    ("2026-07-02T10:30:00.25Z", "America/St_Johns", "2026-07-02T08:00:00.25-02:30"),
    ("0001-01-01T00:00:00.000000001Z", "UTC", "0001-01-01T00:00:00.000000001Z"),
    ("1971-06-01T00:00:00Z", "Africa/Monrovia", "1971-05-31T23:16:00-00:44"),  // −00:44:30 cannot be written
    ("2026-01-02T10:30:00Z", "Europe/London", "2026-01-02T10:30:00Z"),
  ])
  func writes(_ instant: String, _ name: String, _ text: String) throws {
    #expect(try at(instant).rfc3339(in: zone(name)) == text)
    #expect(try at(text) == at(instant))
  }
}
