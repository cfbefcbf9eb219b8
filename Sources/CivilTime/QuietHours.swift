/// When nobody is to be disturbed, on the clock of whoever would be.
///
/// It is quiet at an instant if what the recipient's clock then shows, date and time, lies in one of the windows. A
/// window that wraps midnight belongs to the day it starts on: `sat 22:00-06:00` ends on Sunday morning. Where DST
/// skips or repeats a time, the clock on the wall still decides.
package struct QuietHours: Hashable, Sendable {
  /// The days that a window starts on.
  struct Days: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let holidays = Days(rawValue: 1 << 7)
    /// Every weekday, and so every day.
    static let all = Days(rawValue: 0x7F)
    /// 0 = Monday.
    static func weekday(_ weekday: Int) -> Days { Days(rawValue: 1 << UInt8(weekday)) }
  }

  struct Window: Hashable, Sendable {
    var days: Days
    var window: DayWindow
  }

  let windows: [Window]
  /// The minutes of a day at which it may begin or cease to be quiet, ascending, 0 among them.
  private let edges: [Int]

  init(windows: [Window]) {
    // In one order, so that equal hours are equal values however they were written.
    self.windows = Set(windows).sorted {
      ($0.days.rawValue, $0.window.startMinute, $0.window.endMinute)
        < ($1.days.rawValue, $1.window.startMinute, $1.window.endMinute)
    }
    edges = Set(windows.flatMap { [$0.window.startMinute, $0.window.endMinute % 1440] } + [0]).sorted()
  }

  /// Never quiet.
  package static let none = QuietHours(windows: [])

  /// Whether it is never quiet.
  package var isEmpty: Bool { windows.isEmpty }

  /// Quiet whenever one of both is.
  package func union(_ other: QuietHours) -> QuietHours {
    if other.isEmpty { return self }
    return isEmpty ? other : QuietHours(windows: windows + other.windows)
  }

  package func isQuiet(at instant: Instant, zone: Zone, holidays: Set<CivilDate>) -> Bool {
    if windows.isEmpty { return false }
    return isQuiet(instant.seconds + Int64(zone.offset(at: instant.seconds)), holidays)
  }

  /// Whether it is quiet when a wall clock shows this, in seconds since 1970.
  func isQuiet(_ local: Int64, _ holidays: Set<CivilDate>) -> Bool {
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let minute = Int(local - days * 86_400) / 60
    for entry in windows {
      let window = entry.window
      if minute >= window.startMinute, window.wraps || minute < window.endMinute,
        matches(entry.days, days, holidays)
      {
        return true
      }
      // The morning of a window that began the day before.
      if window.wraps, minute < window.endMinute, matches(entry.days, days - 1, holidays) { return true }
    }
    return false
  }

  /// Whether windows of these days begin on that day since 1970.
  private func matches(_ wanted: Days, _ day: Int64, _ holidays: Set<CivilDate>) -> Bool {
    if wanted == .all { return true }
    let weekday = (day + 3) % 7
    if wanted.contains(.weekday(Int(weekday < 0 ? weekday + 7 : weekday))) { return true }
    return wanted.contains(.holidays) && holidays.contains(CivilDate(daysSinceEpoch: day))
  }

  /// How many seconds since 1970 a wall clock shows when it next may begin or cease to be quiet.
  func nextEdge(afterLocal local: Int64) -> Int64 {
    let midnight = local - Int64(WallClock(localSeconds: local, nanosecond: 0).secondsOfDay)
    let minute = Int((local - midnight) / 60)
    return midnight + Int64(edges.first { $0 > minute } ?? 1440) * 60
  }
}
