import CivilTime
import Testing

@Suite struct CivilDateTests {
  @Test func everyDayFollowsTheOneBefore() throws {
    // 400 years and a bit around the era's seam, day by day, against the plain rules of the calendar.
    var year = 1599
    var month = 12
    var day = 31
    let first = try date("1599-12-31").daysSinceEpoch
    var weekday = CivilDate(daysSinceEpoch: first).weekday
    for offset in 0..<150_000 {
      let found = CivilDate(daysSinceEpoch: first + Int64(offset))
      guard found.year == year, found.month == month, found.day == day, found.weekday == weekday,
        found.daysSinceEpoch == first + Int64(offset)
      else {
        Issue.record("\(found.text) is not \(year)-\(month)-\(day), weekday \(weekday)")
        return
      }
      weekday = (weekday + 1) % 7
      day += 1
      let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
      if day > [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] {
        day = 1
        month += 1
      }
      if month > 12 {
        month = 1
        year += 1
      }
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0, 3, 1), ("1969-12-31", -1, 2, 365), ("2000-02-29", 11_016, 1, 60), ("2026-03-02", 20_514, 0, 61),
    ("0001-01-01", -719_162, 0, 1), ("9999-12-31", 2_932_896, 4, 365), ("2024-12-31", 20_088, 1, 366),
  ])
  func known(_ text: String, days: Int64, weekday: Int, dayOfYear: Int) throws {
    let date = try date(text)
    #expect(date.daysSinceEpoch == days)
    #expect(date.weekday == weekday)
    #expect(date.dayOfYear == dayOfYear)
    #expect(date.text == text)
    #expect(CivilDate(daysSinceEpoch: days) == date)
  }

  @Test(arguments: [
    "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01", "2026-01-1",
    "26-01-01", "2026/01/01", "2026-01-01 ", "", "0000-01-01", "2026-04-31", "+026-01-01", "２０２６-01-01",
  ])
  func isNoDate(_ text: String) { #expect(CivilDate(text) == nil) }

  @Test func datesCompareByTheCalendar() throws {
    #expect(try date("2025-12-31") < date("2026-01-01"))
    #expect(try date("2026-02-28") < date("2026-03-01"))
    #expect(try date("2026-03-01").adding(days: -1) == date("2026-02-28"))
  }
}
