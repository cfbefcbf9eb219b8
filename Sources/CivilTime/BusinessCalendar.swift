/// Monday to Friday without holidays, on the clocks of a zone.
package struct BusinessCalendar: Sendable {
  package var zone: Zone
  /// Those at weekends make no difference.
  package var holidays: Set<CivilDate> { didSet { free = Self.freeWeekdays(holidays) } }
  /// The holidays among the weekdays, each as how many weekdays lie between 1970-01-01 and it, ascending.
  private var free: [Int64]

  package init(zone: Zone, holidays: Set<CivilDate> = []) {
    self.zone = zone
    self.holidays = holidays
    free = Self.freeWeekdays(holidays)
  }

  package func isBusinessDay(_ date: CivilDate) -> Bool { date.weekday < 5 && !holidays.contains(date) }

  /// Whether the clocks of the calendar's zone show a business day.
  package func isBusinessDay(_ instant: Instant) -> Bool { isBusinessDay(zone.wall(at: instant).date) }

  /// The same time of the day, `n` business days on (or back). A start at a weekend or on a holiday counts from the
  /// next business day, so that 0 from a Sunday is Monday. Nil outside the years 0001 to 9999. Takes no longer for
  /// large `n`.
  package func addBusinessDays(_ n: Int64, to instant: Instant) -> Instant? {
    // More days than there are between the years 0001 and 9999.
    guard n.magnitude < 4_000_000 else { return nil }
    var wall = zone.wall(at: instant)
    wall.date = CivilDate(daysSinceEpoch: day(ofIndex: index(of: wall.date) + n))
    return zone.instant(of: wall)
  }

  /// How many business days on, by the calendar and whatever the time of the day: `addBusinessDays` with this number
  /// leads from the one's day to the other's. A weekend or holiday counts as the next business day. Negative backwards.
  package func businessDaysUntil(from: Instant, to: Instant) -> Int64 {
    index(of: zone.wall(at: to).date) - index(of: zone.wall(at: from).date)
  }

  /// The first instant of the day that the clocks of `zone` show at `instant`: not always midnight.
  package func startOfDay(_ instant: Instant, zone: Zone) -> Instant? { zone.startOfDay(instant) }
}

// Business days are numbered, so that adding is arithmetic: the weekdays from 1970-01-01 on, less the holidays before.
extension BusinessCalendar {
  private static func freeWeekdays(_ holidays: Set<CivilDate>) -> [Int64] {
    holidays.filter { $0.weekday < 5 }.map(weekdayIndex).sorted()
  }

  /// How many weekdays there are from Monday 1969-12-29 to before this date: Saturday has the number of the next
  /// Monday.
  private static func weekdayIndex(_ date: CivilDate) -> Int64 {
    let days = date.daysSinceEpoch + 3
    let weekday = Int64(date.weekday)
    return (days - weekday) / 7 * 5 + min(weekday, 5)
  }

  private static func date(ofWeekdayIndex index: Int64) -> Int64 {
    let weeks = index >= 0 ? index / 5 : (index - 4) / 5
    return weeks * 7 + (index - weeks * 5) - 3
  }

  /// The number of this date or of the first business day after it.
  private func index(of date: CivilDate) -> Int64 {
    var weekday = Self.weekdayIndex(date)
    var before = free.partitioningIndex { $0 >= weekday }
    while before < free.count, free[before] == weekday {
      weekday += 1
      before += 1
    }
    return weekday - Int64(before)
  }

  /// Days since 1970 of the business day with this number.
  private func day(ofIndex index: Int64) -> Int64 {
    // The i-th holiday comes before it if no more than `index` business days do before that holiday.
    let before = free.indices.partitioningIndex { free[$0] - Int64($0) > index }
    return Self.date(ofWeekdayIndex: index + Int64(before))
  }
}

extension RandomAccessCollection {
  /// Where the elements that meet the condition begin, given that none before one that does.
  fileprivate func partitioningIndex(_ isBehind: (Element) -> Bool) -> Index {
    var low = startIndex
    var count = self.count
    while count > 0 {
      let middle = index(low, offsetBy: count / 2)
      if isBehind(self[middle]) {
        count /= 2
      } else {
        low = index(after: middle)
        count -= count / 2 + 1
      }
    }
    return low
  }
}
