/// Times in ISO 8601 and its usual looseness: a blank or `t` for `T`, an offset with or without colon or of hours only,
/// `Z`, `z`, ` UTC` or ` GMT`, a blank before the offset, a date alone, minutes without seconds, a fraction behind `.` or
/// `,`, dates and times without their dashes and colons (but with all digits), and blanks around it all.
///
/// Not read, because no two programs agree on them: 24:00, the leap second 60, and years of other than four digits.
package enum ISOTime {
  /// Microseconds since 1970; nil if the text is no such time, or is outside the years 0001 to 9999. A time that
  /// carries no offset is on the clocks of `zone`; a date alone is its day's first second, or with `endOfDay` the last.
  package static func parse(_ bytes: UnsafeRawBufferPointer, zone: Zone, endOfDay: Bool) -> Int64? {
    if bytes.count >= 19, let start = bytes.baseAddress,
      let local = unsafe fixedWall(start),
      let offset = unsafe fixedOffset(start, bytes.count, local, zone)
    {
      let seconds = local - offset
      guard seconds >= Instant.minimumSeconds, seconds <= Instant.maximumSeconds else { return nil }
      return seconds * 1_000_000
    }
    let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
    return read(span)?.microseconds(zone: zone, endOfDay: endOfDay)
  }

  /// As above for people's input, keeping nanoseconds. A date alone is its day's first second.
  package static func parse(_ text: String, zone: Zone) -> Instant? {
    let bytes = Array(text.utf8)
    guard let reading = read(bytes.span), let seconds = reading.seconds(zone: zone, endOfDay: false) else { return nil }
    return Instant(seconds: seconds, nanoseconds: reading.nanoseconds)
  }
}

// The common forms, `YYYY-MM-DD?HH:MM:SS` with nothing, `Z` or an offset behind it, are read in eight bytes at a time.
extension ISOTime {
  /// What each place of the two words must be: `YYYY-MM-` from 0, and `HH:MM:SS` from 11.
  private static let dateShape: UInt64 = 0x2D30_302D_3030_3030
  private static let timeShape: UInt64 = 0x3030_3A30_303A_3030
  /// Added to a byte that has been XORed with its shape, these set the top bit unless it is 0 ... 9, or 0.
  private static let dateLimit: UInt64 = 0x7F76_767F_7676_7676
  private static let timeLimit: UInt64 = 0x7676_7F76_767F_7676
  private static let topBits: UInt64 = 0x8080_8080_8080_8080

  /// Seconds since 1970 on the wall that the first 19 bytes show; nil if they are not of that form, or show no such time.
  ///
  /// The caller has made sure that there are 19 bytes.
  @inline(__always)
  private static func fixedWall(_ start: UnsafeRawPointer) -> Int64? {
    let date = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) ^ dateShape
    let time = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 11, as: UInt64.self)) ^ timeShape
    let tens = unsafe start.load(fromByteOffset: 8, as: UInt8.self) &- 0x30
    let ones = unsafe start.load(fromByteOffset: 9, as: UInt8.self) &- 0x30
    let separator = unsafe start.load(fromByteOffset: 10, as: UInt8.self)
    let wrong = (date | (date &+ dateLimit) | time | (time &+ timeLimit)) & topBits
    guard wrong == 0, tens <= 3, ones <= 9, separator | 0x20 == UInt8(ascii: "t") || separator == 0x20 else {
      return nil
    }

    // Each byte times ten plus its neighbour: two digits' value in the place of the first.
    let datePairs = date &* 10 &+ date >> 8
    let timePairs = time &* 10 &+ time >> 8
    let year = UInt32(truncatingIfNeeded: (datePairs & 0xFF) &* 100 &+ (datePairs >> 16 & 0xFF))
    let month = UInt32(truncatingIfNeeded: datePairs >> 40 & 0xFF)
    let day = UInt32(tens) &* 10 &+ UInt32(ones)
    let hour = UInt32(truncatingIfNeeded: timePairs & 0xFF)
    let minute = UInt32(truncatingIfNeeded: timePairs >> 24 & 0xFF)
    let second = UInt32(truncatingIfNeeded: timePairs >> 48 & 0xFF)
    guard month &- 1 < 12, hour < 24, minute < 60, second < 60, year > 0, day > 0,
      day <= 28 || day <= CivilDate.days(inMonth: Int(month), of: Int(year))
    else { return nil }

    // As `daysFromCivil`, in 32 bits, for the years there are.
    let shifted = year &- (month <= 2 ? 1 : 0)
    let monthFromMarch = month <= 2 ? month &+ 9 : month &- 3
    let century = shifted / 100
    let days =
      shifted &* 365 &+ shifted / 4 &- century &+ century / 4 &+ (153 &* monthFromMarch &+ 2) / 5 &+ day
    let secondsOfDay = hour &* 3600 &+ minute &* 60 &+ second
    return (Int64(days) &- 719_469) &* 86_400 &+ Int64(secondsOfDay)
  }

  /// Seconds east, from what stands behind the 19 bytes; nil if that is of another form, good or bad.
  @inline(__always)
  private static func fixedOffset(
    _ start: UnsafeRawPointer, _ count: Int, _ local: Int64, _ zone: Zone
  ) -> Int64? {
    func byte(_ place: Int) -> UInt8 { unsafe start.load(fromByteOffset: place, as: UInt8.self) }
    func offset(_ sign: UInt8, _ place: Int, minutes: Int) -> Int64? {
      let digits = (byte(place) &- 0x30, byte(place + 1) &- 0x30, byte(minutes) &- 0x30, byte(minutes + 1) &- 0x30)
      guard digits.0 <= 9, digits.1 <= 9, digits.2 <= 5, digits.3 <= 9 else { return nil }
      let hours = Int64(digits.0) * 10 + Int64(digits.1)
      guard hours < 24, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
      let seconds = hours * 3600 + Int64(digits.2) * 600 + Int64(digits.3) * 60
      return sign == UInt8(ascii: "+") ? seconds : -seconds
    }
    switch count {
    case 19: return Int64(zone.table.offset(local: local))
    case 20: return byte(19) | 0x20 == UInt8(ascii: "z") ? 0 : nil
    case 24: return offset(byte(19), 20, minutes: 22)
    case 25:
      if byte(22) == UInt8(ascii: ":") { return offset(byte(19), 20, minutes: 23) }
      return byte(19) == 0x20 ? offset(byte(20), 21, minutes: 23) : nil
    default: return nil
    }
  }
}
