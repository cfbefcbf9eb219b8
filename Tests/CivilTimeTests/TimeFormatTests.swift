import CivilTime
import Testing

@Suite struct TimeFormatTests {
  private func read(_ pattern: String, _ text: String, _ zone: Zone = .utc, endOfDay: Bool = false) throws -> Int64? {
    let format = try TimeFormat.compile(pattern).get()
    return unsafe readBytes(text) { unsafe format.parse($0, zone: zone, endOfDay: endOfDay) }
  }

  @Test(arguments: [
    ("%m/%d/%Y %H:%M", "03/02/2026 10:30", "2026-03-02T10:30:00Z"),
    ("%m/%d/%Y %H:%M", "3/2/2026 9:05", "2026-03-02T09:05:00Z"),
    ("%m/%d/%Y %H:%M", " 3/ 2/2026   9:05 ", "2026-03-02T09:05:00Z"),
    ("%-m/%-d/%Y", "3/2/2026", "2026-03-02T00:00:00Z"),
    ("%d.%m.%Y", "29.02.2024", "2024-02-29T00:00:00Z"),
    ("%d.%m.%y %H:%M:%S", "02.03.26 10:30:15", "2026-03-02T10:30:15Z"),
    ("%d.%m.%y", "02.03.69", "1969-03-02T00:00:00Z"),
    ("%d.%m.%y", "02.03.68", "2068-03-02T00:00:00Z"),
    ("%Y%m%d%H%M%S", "20260302103000", "2026-03-02T10:30:00Z"),
    ("%F %T", "2026-03-02 10:30:15", "2026-03-02T10:30:15Z"),
    ("%D %R", "03/02/26 10:30", "2026-03-02T10:30:00Z"),
    ("%FT%T.%f", "2026-03-02T10:30:15.25", "2026-03-02T10:30:15.25Z"),
    ("%FT%T.%f", "2026-03-02T10:30:15.123456789", "2026-03-02T10:30:15.123456Z"),
    ("%FT%T%z", "2026-03-02T10:30:15+0100", "2026-03-02T09:30:15Z"),
    ("%FT%T%z", "2026-03-02T10:30:15-03:30", "2026-03-02T14:00:15Z"),
    ("%FT%T%z", "2026-03-02T10:30:15+01", "2026-03-02T09:30:15Z"),
    ("%FT%T%z", "2026-03-02T10:30:15Z", "2026-03-02T10:30:15Z"),
    ("%F %T %Z", "2026-03-02 10:30:15 UTC", "2026-03-02T10:30:15Z"),
    ("%F %T %Z", "2026-03-02 10:30:15 gmt", "2026-03-02T10:30:15Z"),
    ("%d %b %Y", "2 Mar 2026", "2026-03-02T00:00:00Z"),
    ("%d %b %Y", "02 MARCH 2026", "2026-03-02T00:00:00Z"),
    ("%B %e, %Y", "May 12, 2026", "2026-05-12T00:00:00Z"),
    ("%B %e, %Y", "September  1, 2026", "2026-09-01T00:00:00Z"),
    ("%b%d%Y", "Mar022026", "2026-03-02T00:00:00Z"),
    ("%a, %d %b %Y %H:%M:%S %z", "Mon, 02 Mar 2026 10:30:00 +0000", "2026-03-02T10:30:00Z"),
    ("%A %d %B %Y", "monday 2 march 2026", "2026-03-02T00:00:00Z"),
    ("%I:%M %p %d/%m/%Y", "12:05 AM 02/03/2026", "2026-03-02T00:05:00Z"),
    ("%I:%M %p %d/%m/%Y", "12:05 PM 02/03/2026", "2026-03-02T12:05:00Z"),
    ("%I:%M %p %d/%m/%Y", "1:05 p.m. 02/03/2026", "2026-03-02T13:05:00Z"),
    ("%I:%M%p %d/%m/%Y", "11:59pm 02/03/2026", "2026-03-02T23:59:00Z"),
    ("%Y-%j", "2024-366", "2024-12-31T00:00:00Z"),
    ("%Y %j", "2026 61", "2026-03-02T00:00:00Z"),
    ("%Y-%m-%d %H", "2026-03-02 10", "2026-03-02T10:00:00Z"),
    ("epoch", "1772447400", "2026-03-02T10:30:00Z"),
    ("epoch", " 1772447400.5 ", "2026-03-02T10:30:00.5Z"),
    ("epoch", "-1", "1969-12-31T23:59:59Z"),
    ("epoch", "0", "1970-01-01T00:00:00Z"),
    ("epoch_ms", "1772447400123", "2026-03-02T10:30:00.123Z"),
    ("epoch_ms", "-1", "1969-12-31T23:59:59.999Z"),
    ("epoch_ms", "1772447400123.5", "2026-03-02T10:30:00.1235Z"),
    ("%s", "1772447400", "2026-03-02T10:30:00Z"),
    ("%s.%f", "1772447400.123", "2026-03-02T10:30:00.123Z"),
    ("%s.%f", "-1.5", "1969-12-31T23:59:58.5Z"), ("epoch", "-1.5", "1969-12-31T23:59:58.5Z"),
    ("@%s", "@1772447400", "2026-03-02T10:30:00Z"),
    ("100%% %F", "100% 2026-03-02", "2026-03-02T00:00:00Z"),
    ("%d de %m de %Y", "2 de 3 de 2026", "2026-03-02T00:00:00Z"),
    ("%Y年%m月%d日", "2026年3月2日", "2026-03-02T00:00:00Z"),
    ("%F %H:%M", "2026-03-0210:30", "2026-03-02T10:30:00Z"),  // a blank in a pattern is also none
    ("%F %H:%M", "2026-03-02\t10:30", "2026-03-02T10:30:00Z"),
  ])
  func reads(_ pattern: String, _ text: String, _ instant: String) throws {
    #expect(try read(pattern, text) == at(instant).microseconds)
  }

  @Test(arguments: [
    ("%m/%d/%Y", "02/30/2026"), ("%m/%d/%Y", "13/01/2026"), ("%m/%d/%Y", "00/01/2026"), ("%m/%d/%Y", "01/00/2026"),
    ("%m/%d/%Y", "01/02/26"), ("%m/%d/%Y", "1/2/20261"), ("%m/%d/%Y", "2026-01-02"), ("%m/%d/%Y", ""),
    ("%m/%d/%Y", "01/02/2026 10:00"), ("%F %T", "2026-03-02 10:30:60"), ("%F %T", "2026-03-02 24:00:00"),
    ("%F %T", "2026-03-02 10:60:00"), ("%I:%M %p %F", "0:05 AM 2026-03-02"), ("%I:%M %p %F", "13:05 PM 2026-03-02"),
    ("%I:%M %p %F", "1:05 2026-03-02"), ("%d %b %Y", "2 Mrz 2026"), ("%d %b %Y", "2 Ma 2026"),
    ("%a %F", "Tue 2026-03-02"), ("%Y-%j", "2026-366"), ("%Y-%j", "2026-000"), ("%F %T %Z", "2026-03-02 10:30:15 CET"),
    ("%F %T %z", "2026-03-02 10:30:15 UTC"), ("%F", "0000-01-01"), ("epoch", "1.7e9"), ("epoch", "1772447400s"),
    ("epoch", ""),
    ("epoch", "-"), ("epoch", "253402300800"), ("epoch", "-62135596801"), ("epoch", "99999999999999999999"),
    ("epoch_ms", "253402300800000"), ("epoch", "2026-03-02"), ("epoch", "1772447400."),
    ("%FT%T.%f", "2026-03-02T10:30:15."),
    ("%d.%m.%y", "2.3.2026"), ("%FT%T", "2026-03-02t10:30:15"), ("%Y %m %d", "2026 3"),
  ])
  func isNoTime(_ pattern: String, _ text: String) throws { #expect(try read(pattern, text) == nil) }

  @Test func zonesAndEndsOfDays() throws {
    let berlin = try zone("Europe/Berlin")
    #expect(try read("%d.%m.%Y %H:%M", "02.03.2026 11:30", berlin) == at("2026-03-02T10:30:00Z").microseconds)
    #expect(try read("%d.%m.%Y", "02.03.2026", berlin) == at("2026-03-01T23:00:00Z").microseconds)
    #expect(try read("%d.%m.%Y", "02.03.2026", berlin, endOfDay: true) == at("2026-03-02T22:59:59Z").microseconds)
    #expect(
      try read("%F %T%z", "2026-03-02 10:30:00+00", berlin, endOfDay: true) == at("2026-03-02T10:30:00Z").microseconds)
    #expect(try read("%F %H:%M", "2026-03-02 00:00", berlin, endOfDay: true) == at("2026-03-01T23:00:00Z").microseconds)
    #expect(try read("epoch", "0", berlin, endOfDay: true) == 0)
  }

  @Test(arguments: [
    ("%Q", "%Q", 0), ("%\u{1}", "%", 0), ("%\0", "%", 0), ("%d.%m.%Y %i", "%i", 9), ("%Y-%m", "day", 0),
    ("%d.%Y", "month", 0), ("%d.%m", "year", 0),
    ("%H:%M", "year", 0), ("%Y-%M-%d", "month", 0), ("%F %I:%M", "%I without %p", 0), ("%F %H:%M %p", "%p", 0),
    ("%F %M", "minutes and no hour", 0), ("%F %H:%S", "seconds and no minutes", 0), ("", "no parts", 0),
    ("yyyy-MM-dd", "no parts", 0), ("%F %", "ends in %", 3), ("%s %Y", "%s", 0), ("%c", "%c", 0), ("%é", "%é", 0),
  ])
  func isNoPattern(_ pattern: String, _ part: String, offset: Int) {
    guard case .failure(let problem) = TimeFormat.compile(pattern) else {
      Issue.record("\(pattern) compiled")
      return
    }
    #expect(problem.message.contains(part), "\(problem.message)")
    #expect(problem.offset == offset && problem.advice?.isEmpty == false)
  }

  @Test func formatsAreEqualByPattern() throws {
    #expect(try TimeFormat.compile("%F").get() == TimeFormat.compile("%F").get())
    #expect(try TimeFormat.compile("%F").get() != TimeFormat.compile("%D").get())
  }

  @Test func anyBytesAreSafe() throws {
    var dice = Dice(state: 3)
    let formats = ["%F %T%z", "%a %d %b %Y %I:%M %p", "epoch", "epoch_ms", "%D %j %f", "%s.%f"].compactMap {
      try? TimeFormat.compile($0).get()
    }
    let letters = Array("0123456789-+:./ aAmMpPrRoOnNtTuUeEZ".utf8) + [0xFF]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...24, using: &dice)).map { _ in
        letters[Int.random(in: 0..<letters.count, using: &dice)]
      }
      for format in formats {
        if let micros = unsafe text.withUnsafeBytes({ unsafe format.parse($0, zone: .utc, endOfDay: false) }) {
          #expect(Instant(seconds: Instant(microseconds: micros).seconds) != nil)
        }
      }
    }
  }
}
