/// Times in ISO 8601 and its usual looseness: a blank or `t` for `T`, an offset with or without colon or of hours only,
/// `Z`, `z`, ` UTC` or ` GMT`, a blank before the offset, a date alone, minutes without seconds, a fraction behind `.`
/// or `,`, dates and times without their dashes and colons (but with all digits), and blanks around it all.
///
/// Not read, because no two programs agree on them: 24:00, the leap second 60, and years of other than four digits.
package enum ISOTime {
  /// Microseconds since 1970; nil if the text is no such time, or is outside the years 0001 to 9999. A time that
  /// carries no offset is on the clocks of `zone`; a date alone is its day's first second, or with `endOfDay` the last.
  package static func parse(_ bytes: UnsafeRawBufferPointer, zone: Zone, endOfDay: Bool) -> Int64? {
    if let microseconds = unsafe fixedForm(bytes, zone, endOfDay) { return microseconds }
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

// The common forms, `YYYY-MM-DD`, `YYYY-MM-DD?HH:MM` and `YYYY-MM-DD?HH:MM:SS` with or without more behind it, are read
// eight bytes at a time, without a loop.
extension ISOTime {
  /// What each place of a word must be, first byte lowest: `YYYY-MM-`, `DD HH:MM` with anything between, and `M:SS`.
  private static let dateShape: UInt64 = 0x2D30_302D_3030_3030
  private static let timeShape: UInt64 = 0x3030_3A30_3000_3030
  private static let secondShape: UInt32 = 0x3030_3A30
  /// Added to a byte that has been XORed with its shape, these set the top bit unless it is 0 ... 9, or 0 for a mark.
  private static let dateLimit: UInt64 = 0x7F76_767F_7676_7676
  private static let timeLimit: UInt64 = 0x7676_7F76_7600_7676
  private static let secondLimit: UInt32 = 0x7676_7F76
  /// `DDT00:00` without its day.
  private static let midnight: UInt64 = 0x3030_3A30_3054_0000

  /// Microseconds since 1970. Nil if the bytes are not of a common form, or show no such time: then the slow reader
  /// decides.
  @inline(__always)
  private static func fixedForm(
    _ bytes: UnsafeRawBufferPointer, _ zone: Zone, _ endOfDay: Bool
  ) -> Int64? {
    guard bytes.count >= 10, let start = bytes.baseAddress else { return nil }
    let date = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    var local: Int64
    var offset: Int64?
    var microseconds: Int64 = 0
    if bytes.count >= 19 {
      let time = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      let second = unsafe UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 15, as: UInt32.self))
      guard let minutes = fixedWall(date, time), let seconds = fixedSeconds(second) else { return nil }
      local = minutes &+ seconds
      if bytes.count > 19 {
        guard let tail = unsafe fixedTail(start, bytes.count) else { return nil }
        offset = tail.offset
        microseconds = tail.microseconds
      }
    } else if bytes.count == 10 {
      let day = unsafe UInt16(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
      guard let days = fixedWall(date, UInt64(day) | midnight) else { return nil }
      local = endOfDay ? days &+ 86_399 : days
      if endOfDay { offset = Int64(zone.table.offset(endingLocal: local)) }
    } else if bytes.count == 16 {
      let time = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      guard let minutes = fixedWall(date, time) else { return nil }
      local = minutes
    } else {
      return nil
    }
    local = local &- (offset ?? Int64(zone.table.offset(local: local)))
    guard local >= Instant.minimumSeconds, local <= Instant.maximumSeconds else { return nil }
    return local &* 1_000_000 &+ microseconds
  }

  /// Seconds since 1970 on the wall that shows `YYYY-MM-` and `DD HH:MM`; nil if they are no such date and time.
  @inline(__always)
  private static func fixedWall(_ dateWord: UInt64, _ timeWord: UInt64) -> Int64? {
    let separator = UInt8(truncatingIfNeeded: timeWord >> 16)
    let date = dateWord ^ dateShape
    let time = (timeWord ^ timeShape) & 0xFFFF_FFFF_FF00_FFFF
    let wrong = (date | (date &+ dateLimit) | time | (time &+ timeLimit)) & 0x8080_8080_8080_8080
    guard wrong == 0, separator | 0x20 == UInt8(ascii: "t") || separator == 0x20 else { return nil }

    // Each byte times ten plus its neighbour: two digits' value in the place of the first.
    let datePairs = date &* 10 &+ date >> 8
    let timePairs = time &* 10 &+ time >> 8
    let year = UInt32(truncatingIfNeeded: (datePairs & 0xFF) &* 100 &+ (datePairs >> 16 & 0xFF))
    let month = UInt32(truncatingIfNeeded: datePairs >> 40 & 0xFF)
    let day = UInt32(truncatingIfNeeded: timePairs & 0xFF)
    let hour = UInt32(truncatingIfNeeded: timePairs >> 24 & 0xFF)
    let minute = UInt32(truncatingIfNeeded: timePairs >> 48 & 0xFF)
    guard month &- 1 < 12, hour < 24, minute < 60, year > 0, day > 0,
      day <= 28 || day <= CivilDate.days(inMonth: Int(month), of: Int(year))
    else { return nil }

    // As `daysFromCivil`, in 32 bits, for the years there are.
    let shifted = month <= 2 ? year &- 1 : year
    let monthFromMarch = month <= 2 ? month &+ 9 : month &- 3
    let century = shifted / 100
    let days =
      shifted &* 365 &+ shifted / 4 &- century &+ century / 4 &+ (153 &* monthFromMarch &+ 2) / 5 &+ day
    return (Int64(days) &- 719_469) &* 86_400 &+ Int64(hour &* 3600 &+ minute &* 60)
  }

  /// From `M:SS`.
  @inline(__always)
  private static func fixedSeconds(_ word: UInt32) -> Int64? {
    let second = word ^ secondShape
    guard (second | (second &+ secondLimit)) & 0x8080_8080 == 0 else { return nil }
    let value = (second >> 16 & 0xFF) &* 10 &+ second >> 24
    return value < 60 ? Int64(value) : nil
  }

  /// A fraction and an offset behind 19 bytes; nil if something else stands there.
  @inline(__always)
  private static func fixedTail(
    _ start: UnsafeRawPointer, _ count: Int
  ) -> (microseconds: Int64, offset: Int64?)? {
    func byte(_ place: Int) -> UInt8 { unsafe start.load(fromByteOffset: place, as: UInt8.self) }
    var place = 19
    var microseconds: Int64 = 0
    if byte(19) == UInt8(ascii: ".") || byte(19) == UInt8(ascii: ",") {
      var unit: Int64 = 100_000
      place = 20
      while place < count {
        let digit = byte(place) &- 0x30
        if digit > 9 { break }
        microseconds &+= Int64(digit) &* unit
        unit /= 10
        place += 1
      }
      if place == 20 { return nil }
    }
    if place < count, byte(place) == 0x20 { place += 1 }
    if place == count { return byte(count - 1) == 0x20 ? nil : (microseconds, nil) }
    if place == count - 1 { return byte(place) | 0x20 == UInt8(ascii: "z") ? (microseconds, 0) : nil }
    guard let offset = fixedOffset(count - place, byte, place) else { return nil }
    return (microseconds, offset)
  }

  /// `+hhmm`, `+hh:mm` or ` UTC`, in seconds east.
  @inline(__always)
  private static func fixedOffset(_ length: Int, _ byte: (Int) -> UInt8, _ place: Int) -> Int64? {
    if length == 3 {
      let isUTC =
        byte(place) == UInt8(ascii: "U") && byte(place + 1) == UInt8(ascii: "T") && byte(place + 2) == UInt8(ascii: "C")
      return isUTC ? 0 : nil
    }
    guard length == 5 || length == 6 && byte(place + 3) == UInt8(ascii: ":") else { return nil }
    let minutes = place + length - 2
    let digits = (
      byte(place + 1) &- 0x30, byte(place + 2) &- 0x30, byte(minutes) &- 0x30, byte(minutes + 1) &- 0x30
    )
    guard digits.0 <= 9, digits.1 <= 9, digits.2 <= 5, digits.3 <= 9 else { return nil }
    let hours = Int64(digits.0) * 10 + Int64(digits.1)
    let seconds = hours * 3600 + Int64(digits.2) * 600 + Int64(digits.3) * 60
    guard hours < 24 else { return nil }
    if byte(place) == UInt8(ascii: "+") { return seconds }
    return byte(place) == UInt8(ascii: "-") ? -seconds : nil
  }
}
