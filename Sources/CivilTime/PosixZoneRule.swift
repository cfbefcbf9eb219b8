/// The rule for times behind a zone file's table: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// The grammar of POSIX's TZ variable with RFC 8536's extension of rule times to ±167 hours.
struct PosixZoneRule: Hashable, Sendable {
  struct Kind: Hashable, Sendable {
    /// Seconds east of UTC (POSIX writes them the other way round).
    var offset: Int
    var abbreviation: String
  }

  struct Daylight: Hashable, Sendable {
    var kind: Kind
    var start: Change
    var end: Change
  }

  /// When the clock changes: a day of the year, and seconds after its midnight on the clock that is left.
  struct Change: Hashable, Sendable {
    var day: Day
    var seconds: Int
  }

  enum Day: Hashable, Sendable {
    /// `Jn`: 1 ... 365, February 29 is never counted.
    case julian(Int)
    /// `n`: 0 ... 365, February 29 counts.
    case ordinal(Int)
    /// `Mm.w.d`: week 5 is the last, day 0 is Sunday.
    case weekday(month: Int, week: Int, day: Int)
  }

  var standard: Kind
  var daylight: Daylight?

  /// The changes of one year in UTC, in order of time.
  func transitions(in year: Int) -> [(at: Int64, kind: Kind)] {
    guard let daylight else { return [] }
    let start = daylight.start.instant(in: year, offset: standard.offset)
    let end = daylight.end.instant(in: year, offset: daylight.kind.offset)
    return start < end
      ? [(start, daylight.kind), (end, standard)] : [(end, standard), (start, daylight.kind)]
  }
}

extension PosixZoneRule.Change {
  fileprivate func instant(in year: Int, offset: Int) -> Int64 {
    day.daysSinceEpoch(in: year) * 86_400 + Int64(seconds - offset)
  }
}

extension PosixZoneRule.Day {
  fileprivate func daysSinceEpoch(in year: Int) -> Int64 {
    let newYear = daysFromCivil(Int64(year), 1, 1)
    switch self {
    case .julian(let number): return newYear + Int64(number - 1 + (number >= 60 && CivilDate.isLeap(year) ? 1 : 0))
    case .ordinal(let number): return newYear + Int64(number)
    case .weekday(let month, let week, let day):
      let first = daysFromCivil(Int64(year), Int64(month), 1)
      let weekdayOfFirst = Int((first + 4) % 7 + 7) % 7  // 1970-01-01 was a Thursday: 0 is Sunday here
      var inMonth = (day - weekdayOfFirst + 7) % 7 + (week - 1) * 7
      if inMonth >= CivilDate.days(inMonth: month, of: year) { inMonth -= 7 }
      return first + Int64(inMonth)
    }
  }
}
