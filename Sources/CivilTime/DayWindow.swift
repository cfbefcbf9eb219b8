/// A stretch of the day on the clock, half-open: at 12:00, `10:00-12:00` is over. May wrap midnight.
package struct DayWindow: Hashable, Sendable {
  /// 0 ..< 1440.
  package let startMinute: Int
  /// 1 ... 1440; at or before the start, the window wraps midnight.
  package let endMinute: Int

  /// Why a text is no window.
  package struct Problem: Error, Hashable, Sendable {
    package var message: String
    package var advice: String?
  }

  package var wraps: Bool { endMinute <= startMinute }

  /// Whether the clock shows a time inside the window, of whatever day.
  package func contains(_ wall: WallClock) -> Bool {
    let minute = wall.hour * 60 + wall.minute
    return wraps ? minute >= startMinute || minute < endMinute : minute >= startMinute && minute < endMinute
  }

  /// Whether the window is open at an instant on the clocks of `zone`.
  package func contains(_ instant: Instant, zone: Zone) -> Bool { contains(zone.wall(at: instant)) }

  /// The first instant at or after this one when the window is open; nil only at the end of time.
  package func start(after instant: Instant, zone: Zone) -> Instant? {
    if contains(instant, zone: zone) { return instant }
    // The window is shut, so it leaves something of the day: wait for the end of that.
    let rest = DayWindow(startMinute: endMinute % 1440, endMinute: startMinute == 0 ? 1440 : startMinute)
    let shut = QuietHours(windows: [QuietHours.Window(days: .all, window: rest)])
    return shut.end(after: instant, zone: zone, holidays: [])
  }

  /// `10:00-12:00`
  package var text: String {
    func clock(_ minute: Int) -> String { "\(padded(minute / 60)):\(padded(minute % 60))" }
    return "\(clock(startMinute))-\(clock(endMinute))"
  }

  /// Reads `10:00-12:00`: two times of the day, 24:00 allowed as the end. Blanks around the dash are forgiven.
  package static func parse(_ text: String) -> Result<DayWindow, Problem> {
    let form = "as in 21:00-08:00"
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
    guard parts.count == 2 else {
      return .failure(Problem(message: "“\(text)” is not a window of time", advice: form))
    }
    var minutes: [Int] = []
    for part in parts {
      let time = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      guard let minute = minuteOfDay(time) else {
        return .failure(Problem(message: "“\(time)” is not a time of the day", advice: form))
      }
      minutes.append(minute)
    }
    guard minutes[0] != minutes[1] else {
      return .failure(
        Problem(message: "the window “\(text)” ends when it starts", advice: "a whole day is 00:00-24:00"))
    }
    guard minutes[0] < 1440 else {
      return .failure(Problem(message: "a window cannot start at 24:00", advice: "the day starts at 00:00"))
    }
    guard minutes[1] > 0 else { return .success(DayWindow(startMinute: minutes[0], endMinute: 1440)) }
    return .success(DayWindow(startMinute: minutes[0], endMinute: minutes[1]))
  }

  /// `8:00`, `08:00`, `24:00`.
  private static func minuteOfDay(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    var place = 0
    guard let hour = TimeScan.number(bytes.span, &place, 1, 2),
      TimeScan.skip(UInt8(ascii: ":"), bytes.span, &place),
      let minute = TimeScan.number(bytes.span, &place, 2, 2), place == bytes.count, minute < 60
    else { return nil }
    let total = hour * 60 + minute
    return total <= 1440 ? total : nil
  }
}
