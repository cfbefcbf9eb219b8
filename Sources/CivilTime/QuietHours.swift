/// When nobody is to be disturbed, on the clock of whoever would be.
///
/// It is quiet at an instant if what the recipient's clock then shows, date and time, lies in one of the windows. A
/// window that wraps midnight belongs to the day it starts on: `sat 22:00-06:00` ends on Sunday morning. Where DST skips
/// or repeats a time, the clock on the wall still decides.
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
    return isQuiet(zone.wall(at: instant), holidays)
  }

  private func isQuiet(_ wall: WallClock, _ holidays: Set<CivilDate>) -> Bool {
    let minute = wall.hour * 60 + wall.minute
    let weekday = wall.date.weekday
    for entry in windows {
      let window = entry.window
      if minute >= window.startMinute, window.wraps || minute < window.endMinute,
        entry.days.contains(.weekday(weekday)) || entry.days.contains(.holidays) && holidays.contains(wall.date)
      {
        return true
      }
      if window.wraps, minute < window.endMinute,
        entry.days.contains(.weekday((weekday + 6) % 7))
          || entry.days.contains(.holidays) && holidays.contains(wall.date.adding(days: -1))
      {
        return true
      }
    }
    return false
  }

  /// An instant before which quiet does not change, behind `instant`: the next edge on the clock, or the clock's next
  /// change.
  func nextEdge(after instant: Instant, zone: Zone) -> Instant? {
    let offset = Int64(zone.offset(at: instant.seconds))
    let local = instant.seconds + offset
    let midnight = local - Int64(WallClock(localSeconds: local, nanosecond: 0).secondsOfDay)
    let minute = Int((local - midnight) / 60)
    let edge = midnight + Int64(edges.first { $0 > minute } ?? 1440) * 60 - offset
    let change = zone.table.nextStart(after: instant.seconds) ?? .max
    return Instant(seconds: min(edge, change))
  }
}
