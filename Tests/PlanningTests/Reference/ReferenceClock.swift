import CivilTime

/// Clocks and calendars, by the minute; of CivilTime only the offsets.
enum ReferenceClock {
  /// Minutes that the clock on the wall shows, since 1970-01-01T00:00.
  static func wallMinutes(_ now: Int64, _ zone: Zone) -> Int64 {
    floored(now + Int64(zone.offset(at: now)), 60)
  }

  static func floored(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((-a + b - 1) / b) }

  /// The calendar day, counted from 1970-01-01.
  static func date(_ now: Int64, _ zone: Zone) -> Int64 { floored(wallMinutes(now, zone), 1440) }

  /// 1970-01-01 was a Thursday.
  static func weekday(_ date: Int64) -> Int { Int(((date + 3) % 7 + 7) % 7) }

  /// Whether one of the windows that started today or yesterday lasts.
  static func isQuiet(_ windows: [QuietModel], _ now: Int64, _ zone: Zone, holidays: Set<Int64>) -> Bool {
    let wall = wallMinutes(now, zone)
    let today = floored(wall, 1440)
    for window in windows {
      let length = window.to > window.from ? window.to - window.from : window.to + 1440 - window.from
      for startDay in [today - 1, today] {
        let isMeant =
          (window.days == nil && !window.onHolidays)
          || (window.days?.contains(weekday(startDay)) ?? false) || (window.onHolidays && holidays.contains(startDay))
        let opens = startDay * 1440 + Int64(window.from)
        if isMeant, opens <= wall, wall < opens + Int64(length) { return true }
      }
    }
    return false
  }

  /// The zones that a customer may be in.
  static func zones(zone: Cell, country: Cell, shop: Zone) -> [Zone] {
    if case .text(let name) = zone, let zone = Zone.named(name) { return [zone] }
    if case .text(let code) = country {
      let zones = Zone.zones(ofCountry: code)
      if !zones.isEmpty { return zones }
    }
    return [shop]
  }
}
