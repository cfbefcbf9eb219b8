import CivilTime
import Testing

@Suite struct TimeFormattingTests {
  private func write(_ pattern: String, _ instant: String, _ name: String = "UTC", _ locale: String = "en") throws
    -> String
  {
    var bytes: [UInt8] = []
    formatTime(try at(instant), pattern: pattern, zone: try zone(name), locale: .named(locale), into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// 2026-03-02 was a Monday. Compared with Ruby 3's strftime.
  @Test(arguments: [
    ("%a %A %b %B %h", "Mon Monday Mar March Mar"), ("%C %y %Y", "20 26 2026"), ("%d %e %-d", "02  2 2"),
    ("%D", "03/02/26"),
    ("%F", "2026-03-02"), ("%H %I %k %l", "09 09  9  9"), ("%j", "061"), ("%L %N", "007 007008009"),
    ("%3N %6N %12N", "007 007008 007008009000"),
    ("%m %M %S", "03 05 06"), ("%p %P", "AM am"), ("%R %T %X", "09:05 09:05:06 09:05:06"), ("%r", "09:05:06 AM"),
    ("%s", "1772442306"),
    ("%u %w", "1 1"), ("%U %W %V %G %g", "09 09 10 2026 26"), ("%v", " 2-MAR-2026"), ("%x", "03/02/26"),
    ("%c", "Mon Mar  2 09:05:06 2026"),
    ("%z %:z %::z %Z", "+0000 +00:00 +00:00:00 UTC"), ("%%", "%"), ("%n%t.", "\n\t."), ("%^a %^B", "MON MARCH"),
    ("%#b %#p %#Z", "MAR am utc"),
    ("%-m/%-d/%y", "3/2/26"), ("%_m|%_H|%0e", " 3| 9|02"), ("%10Y|%-10Y|%_10Y", "0000002026|2026|      2026"),
    ("%10A|%-10A|%010a", "    Monday|Monday|0000000Mon"),
    ("%5d", "00002"), ("%^10b", "       MAR"), ("%Q %", "%Q %"), ("%-", "%-"), ("%5", "%5"), ("%Ey %Od", "26 02"),
    ("plain ü", "plain ü"), ("", ""),
    ("%20F", "          2026-03-02"), ("%^c", "MON MAR  2 09:05:06 2026"), ("%+", "Mon Mar  2 09:05:06 UTC 2026"),
    ("%-I:%M %p", "9:05 AM"),
  ])
  func writes(_ pattern: String, _ text: String) throws {
    #expect(try write(pattern, "2026-03-02T09:05:06.007008009Z") == text)
  }

  @Test(arguments: [
    ("%H:%M %Z %z", "2026-07-02T10:30:00Z", "Europe/Berlin", "12:30 CEST +0200"),
    ("%H:%M %:z", "2026-07-02T10:30:00Z", "America/St_Johns", "08:00 -02:30"),
    ("%I:%M %p", "2026-07-02T00:30:00Z", "UTC", "12:30 AM"), ("%l:%M %P", "2026-07-02T12:30:00Z", "UTC", "12:30 pm"),
    ("%Z", "2026-07-02T12:30:00Z", "Asia/Kathmandu", "+0545"),
    ("%Z", "2026-07-02T12:30:00Z", "+03:00", "+03:00"),
    ("%::z", "1971-06-01T00:00:00Z", "Africa/Monrovia", "-00:44:30"),
    ("%G-W%V-%u", "2021-01-03T00:00:00Z", "UTC", "2020-W53-7"),
    ("%G-W%V-%u", "2024-12-30T00:00:00Z", "UTC", "2025-W01-1"),
    ("%G %g %V", "2027-01-01T00:00:00Z", "UTC", "2026 26 53"),
    ("%U %W", "2023-01-01T00:00:00Z", "UTC", "01 00"), ("%U %W", "2026-12-31T00:00:00Z", "UTC", "52 52"),
    ("%U %W %j", "2024-12-31T00:00:00Z", "UTC", "52 53 366"),
    ("%Y %C %s", "0001-01-01T00:00:00Z", "UTC", "0001 00 -62135596800"),
    ("%w %u %a", "2026-03-01T12:00:00Z", "UTC", "0 7 Sun"),
  ])
  func writesAt(_ pattern: String, _ instant: String, _ name: String, _ text: String) throws {
    #expect(try write(pattern, instant, name) == text)
  }

  @Test(arguments: [
    ("de", "%A, %-d. %B %Y", "Montag, 2. März 2026"), ("de-AT", "%x", "02.03.2026"),
    ("fr", "%A %-d %B", "lundi 2 mars"), ("ru", "%-d %B", "2 марта"),
    ("pt_BR", "%-d de %B", "2 de março"), ("en-GB", "%x", "02/03/2026"), ("xx", "%B", "March"),
    ("german", "%B", "March"), ("de_XX", "%B", "März"), ("de_DE.UTF-8", "%^B", "MÄRZ"),
  ])
  func localNames(_ locale: String, _ pattern: String, _ text: String) throws {
    #expect(try write(pattern, "2026-03-02T10:30:00Z", "UTC", locale) == text)
  }
}
