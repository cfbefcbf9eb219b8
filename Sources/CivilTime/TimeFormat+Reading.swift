extension TimeFormat {
  /// Microseconds since 1970; nil if the text is no such time, or is outside the years 0001 to 9999. A time without an
  /// offset is on the clocks of `zone`; a pattern without hours gives the day's first second, or with `endOfDay` the
  /// last.
  package func parse(_ bytes: UnsafeRawBufferPointer, zone: Zone, endOfDay: Bool) -> Int64? {
    let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
    var parts = Parts()
    var place = 0
    TimeScan.skipBlanks(span, &place)
    for item in items {
      switch item {
      case .literal(let byte): guard TimeScan.skip(byte, span, &place) else { return nil }
      case .blanks: TimeScan.skipBlanks(span, &place)
      case .field(let field): guard parts.read(field, span, &place) else { return nil }
      }
    }
    TimeScan.skipBlanks(span, &place)
    guard place == span.count else { return nil }
    if let epoch = parts.epochMicroseconds {
      let range = (Instant.minimumSeconds * 1_000_000)...(Instant.maximumSeconds * 1_000_000 + 999_999)
      return range.contains(epoch) ? epoch : nil
    }
    return parts.wall(hasTime: hasTime)?.microseconds(zone: zone, endOfDay: endOfDay)
  }
}

/// What the items of a format have found so far.
private struct Parts {
  var year = 0
  var month = 0
  var day = 0
  var dayOfYear: Int?
  var weekday: Int?
  var hour = 0
  var minute = 0
  var second = 0
  var nanoseconds: Int32 = 0
  /// True for PM.
  var isAfternoon: Bool?
  var offset: Int?
  var epochMicroseconds: Int64?
  /// Of the epoch.
  var isNegative = false

  /// False if the bytes at `place` are no such field.
  @inline(__always)
  mutating func read(_ field: TimeFormat.Field, _ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    switch field {
    case .year: set(\.year, TimeScan.number(bytes, &place, 4, 4), 1...9999)
    case .shortYear: readShortYear(bytes, &place)
    case .month: set(\.month, padded(bytes, &place), 1...12)
    case .day: set(\.day, padded(bytes, &place), 1...31)
    case .hour: set(\.hour, padded(bytes, &place), 0...23)
    case .hourOfTwelve: set(\.hour, padded(bytes, &place), 1...12)
    case .minute: set(\.minute, padded(bytes, &place), 0...59)
    case .second: set(\.second, padded(bytes, &place), 0...59)
    default: readRare(field, bytes, &place)
    }
  }

  private mutating func readRare(_ field: TimeFormat.Field, _ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    switch field {
    case .fraction:
      guard let read = TimeScan.fraction(bytes, &place) else { return false }
      nanoseconds = read
      if let epoch = epochMicroseconds { epochMicroseconds = epoch + Int64(isNegative ? -read : read) / 1000 }
      return true
    case .halfOfDay: return readHalfOfDay(bytes, &place)
    case .offset:
      if TimeScan.skip(UInt8(ascii: "Z"), bytes, &place) || TimeScan.skip(UInt8(ascii: "z"), bytes, &place) {
        offset = 0
        return true
      }
      offset = TimeScan.offset(bytes, &place)
      return offset != nil
    case .zeroZone:
      offset = 0
      return TimeScan.zeroZone(bytes, &place)
    case .monthName:
      guard let index = EnglishNames.read(EnglishNames.months, bytes, &place) else { return false }
      month = index + 1
      return true
    case .weekdayName:
      weekday = EnglishNames.read(EnglishNames.weekdays, bytes, &place)
      return weekday != nil
    case .dayOfYear:
      TimeScan.skipBlanks(bytes, &place)
      dayOfYear = TimeScan.number(bytes, &place, 1, 3)
      return dayOfYear != nil
    case .wholeEpochSeconds: return readEpoch(bytes, &place, unit: 1_000_000, takesFraction: false)
    case .epochSeconds: return readEpoch(bytes, &place, unit: 1_000_000, takesFraction: true)
    case .epochMilliseconds: return readEpoch(bytes, &place, unit: 1000, takesFraction: true)
    default: return false
    }
  }

  @inline(__always)
  private mutating func set(_ part: WritableKeyPath<Parts, Int>, _ value: Int?, _ range: ClosedRange<Int>) -> Bool {
    guard let value, range.contains(value) else { return false }
    self[keyPath: part] = value
    return true
  }

  /// One or two digits, behind blanks if they stand for padding.
  @inline(__always)
  private func padded(_ bytes: Span<UInt8>, _ place: inout Int) -> Int? {
    TimeScan.skipBlanks(bytes, &place)
    return TimeScan.number(bytes, &place, 1, 2)
  }

  private mutating func readShortYear(_ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    guard let two = TimeScan.number(bytes, &place, 2, 2) else { return false }
    year = two < 69 ? 2000 + two : 1900 + two
    return true
  }

  /// `AM`, `pm`, `a.m.`
  private mutating func readHalfOfDay(_ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    guard place < bytes.count else { return false }
    let letter = bytes[place] | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return false }
    isAfternoon = letter == UInt8(ascii: "p")
    place += 1
    let dot = UInt8(ascii: ".")
    let hasDots = TimeScan.skip(dot, bytes, &place)
    guard place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "m") else { return false }
    place += 1
    return !hasDots || TimeScan.skip(dot, bytes, &place)
  }

  /// A whole number with a sign or none, and a fraction of its unit; finer than a microsecond is cut.
  private mutating func readEpoch(_ bytes: Span<UInt8>, _ place: inout Int, unit: Int64, takesFraction: Bool) -> Bool {
    isNegative = TimeScan.skip(UInt8(ascii: "-"), bytes, &place)
    if !isNegative { _ = TimeScan.skip(UInt8(ascii: "+"), bytes, &place) }
    guard let number = TimeScan.number(bytes, &place, 1, 15) else { return false }
    var (micros, overflow) = Int64(number).multipliedReportingOverflow(by: unit)
    if takesFraction, place < bytes.count - 1, bytes[place] == UInt8(ascii: "."), bytes[place + 1] &- 0x30 <= 9 {
      place += 1
      guard let fraction = TimeScan.fraction(bytes, &place) else { return false }
      let (sum, late) = micros.addingReportingOverflow(Int64(fraction) * unit / 1_000_000_000)
      micros = sum
      overflow = overflow || late
    }
    epochMicroseconds = isNegative ? -micros : micros
    return !overflow
  }

  /// Nil if there is no such day, or the parts contradict each other.
  func wall(hasTime: Bool) -> WallReading? {
    let days: Int64
    if let dayOfYear {
      guard dayOfYear >= 1, dayOfYear <= (CivilDate.isLeap(year) ? 366 : 365) else { return nil }
      days = daysFromCivil(Int64(year), 1, 1) + Int64(dayOfYear - 1)
    } else {
      guard day <= 28 || day <= CivilDate.days(inMonth: month, of: year) else { return nil }
      days = daysFromCivil(Int64(year), Int64(month), Int64(day))
    }
    if let weekday, CivilDate(daysSinceEpoch: days).weekday != weekday { return nil }
    var hour = hour
    if let isAfternoon { hour = hour % 12 + (isAfternoon ? 12 : 0) }
    return WallReading(
      days: days, secondsOfDay: hasTime ? hour * 3600 + minute * 60 + second : nil, nanoseconds: nanoseconds,
      offset: offset)
  }
}
