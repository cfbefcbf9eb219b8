/// What a calendar and a clock on the wall show, without a zone.
package struct WallClock: Hashable, Comparable, Sendable {
  package var date: CivilDate
  /// 0 ... 23.
  package var hour: Int
  /// 0 ... 59.
  package var minute: Int
  /// 0 ... 59.
  package var second: Int
  /// 0 ..< 1,000,000,000.
  package var nanosecond: Int32

  package init(date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int32 = 0) {
    self.date = date
    self.hour = hour
    self.minute = minute
    self.second = second
    self.nanosecond = nanosecond
  }

  /// Seconds since midnight as the clock shows them: 0 ..< 86,400.
  package var secondsOfDay: Int { hour * 3600 + minute * 60 + second }

  /// Seconds since 1970-01-01T00:00:00 on the same wall.
  init(localSeconds: Int64, nanosecond: Int32) {
    let days = localSeconds >= 0 ? localSeconds / 86_400 : (localSeconds - 86_399) / 86_400
    let rest = Int(localSeconds - days * 86_400)
    self.init(
      date: CivilDate(daysSinceEpoch: days), hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60,
      nanosecond: nanosecond)
  }

  var localSeconds: Int64 { date.daysSinceEpoch * 86_400 + Int64(secondsOfDay) }

  package static func < (a: Self, b: Self) -> Bool {
    a.date == b.date ? (a.secondsOfDay, a.nanosecond) < (b.secondsOfDay, b.nanosecond) : a.date < b.date
  }
}
