/// The parts that readers of times share. Each takes bytes and a place in them, moves the place behind what it read,
/// and leaves it anywhere when it fails.
enum TimeScan {
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  @inline(__always)
  static func skipBlanks(_ bytes: Span<UInt8>, _ place: inout Int) {
    while place < bytes.count, isBlank(bytes[place]) { place += 1 }
  }

  @inline(__always)
  static func skip(_ byte: UInt8, _ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  /// `minimum` to `maximum` digits, as many as there are.
  @inline(__always)
  static func number(_ bytes: Span<UInt8>, _ place: inout Int, _ minimum: Int, _ maximum: Int) -> Int? {
    let end = min(bytes.count, place + maximum)
    let start = place
    var value = 0
    while place < end {
      let digit = bytes[place] &- 0x30
      if digit > 9 { break }
      value = value &* 10 &+ Int(digit)
      place += 1
    }
    return place - start >= minimum ? value : nil
  }

  /// The digits behind a decimal mark, in nanoseconds; finer ones are cut. Nil if there is no digit.
  static func fraction(_ bytes: Span<UInt8>, _ place: inout Int) -> Int32? {
    let start = place
    var value: Int32 = 0
    var unit: Int32 = 100_000_000
    while place < bytes.count {
      let digit = bytes[place] &- 0x30
      if digit > 9 { break }
      value += Int32(digit) * unit
      unit /= 10
      place += 1
    }
    return place > start ? value : nil
  }

  /// `+01:00`, `+0100`, `+01` or with `-`, in seconds east; up to 23:59.
  static func offset(_ bytes: Span<UInt8>, _ place: inout Int) -> Int? {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") else {
      return nil
    }
    let sign = bytes[place] == UInt8(ascii: "+") ? 1 : -1
    place += 1
    guard let hours = number(bytes, &place, 2, 2), hours < 24 else { return nil }
    let hasColon = skip(UInt8(ascii: ":"), bytes, &place)
    let start = place
    guard let minutes = number(bytes, &place, 2, 2) else {
      return hasColon || place != start ? nil : sign * hours * 3600
    }
    return minutes < 60 ? sign * (hours * 3600 + minutes * 60) : nil
  }

  /// `Z`, `UTC` or `GMT` in any case.
  static func zeroZone(_ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    guard place < bytes.count else { return false }
    if bytes[place] | 0x20 == UInt8(ascii: "z") {
      place += 1
      return true
    }
    guard place + 3 <= bytes.count else { return false }
    let word = (bytes[place] | 0x20, bytes[place + 1] | 0x20, bytes[place + 2] | 0x20)
    let utc = (UInt8(ascii: "u"), UInt8(ascii: "t"), UInt8(ascii: "c"))
    let gmt = (UInt8(ascii: "g"), UInt8(ascii: "m"), UInt8(ascii: "t"))
    guard word == utc || word == gmt else { return false }
    place += 3
    return true
  }
}

/// What a reader found in a text: a time on a wall, and how far that wall is from UTC if the text says so.
struct WallReading {
  var days: Int64
  /// Nil for a date alone.
  var secondsOfDay: Int?
  var nanoseconds: Int32 = 0
  /// Seconds east.
  var offset: Int?

  /// Seconds since 1970; nil outside the years 0001 to 9999.
  func seconds(zone: Zone, endOfDay: Bool) -> Int64? {
    let isDayEnd = endOfDay && secondsOfDay == nil
    let local = days * 86_400 + Int64(secondsOfDay ?? (isDayEnd ? 86_399 : 0))
    let clock = isDayEnd ? zone.table.offset(endingLocal: local) : zone.table.offset(local: local)
    let seconds = local - Int64(offset ?? clock)
    return seconds >= Instant.minimumSeconds && seconds <= Instant.maximumSeconds ? seconds : nil
  }

  func microseconds(zone: Zone, endOfDay: Bool) -> Int64? {
    seconds(zone: zone, endOfDay: endOfDay).map { $0 * 1_000_000 + Int64(nanoseconds) / 1000 }
  }
}
