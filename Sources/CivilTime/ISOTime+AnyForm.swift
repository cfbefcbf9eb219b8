extension ISOTime {
  /// All forms, at the speed of one look at each byte.
  static func read(_ bytes: Span<UInt8>) -> WallReading? {
    var place = 0
    TimeScan.skipBlanks(bytes, &place)
    guard let days = readDate(bytes, &place) else { return nil }
    var reading = WallReading(days: days)
    if isAtEnd(bytes, place) { return reading }

    let separator = bytes[place]
    guard separator == 0x20 || separator | 0x20 == UInt8(ascii: "t") else { return nil }
    place += 1
    guard readTime(bytes, &place, &reading) else { return nil }
    if isAtEnd(bytes, place) { return reading }

    TimeScan.skipBlanks(bytes, &place)
    if TimeScan.zeroZone(bytes, &place) {
      reading.offset = 0
    } else {
      guard let offset = TimeScan.offset(bytes, &place) else { return nil }
      reading.offset = offset
    }
    return isAtEnd(bytes, place) ? reading : nil
  }

  private static func isAtEnd(_ bytes: Span<UInt8>, _ place: Int) -> Bool {
    var place = place
    TimeScan.skipBlanks(bytes, &place)
    return place == bytes.count
  }

  /// `2026-03-02` or `20260302`.
  private static func readDate(_ bytes: Span<UInt8>, _ place: inout Int) -> Int64? {
    let dash = UInt8(ascii: "-")
    guard let year = TimeScan.number(bytes, &place, 4, 4), year > 0 else { return nil }
    let isDashed = TimeScan.skip(dash, bytes, &place)
    guard let month = TimeScan.number(bytes, &place, 2, 2), !isDashed || TimeScan.skip(dash, bytes, &place),
      let day = TimeScan.number(bytes, &place, 2, 2)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)?.daysSinceEpoch
  }

  /// `10:30`, `10:30:00`, `10:30:00.5`, `1030`, `103000`.
  private static func readTime(_ bytes: Span<UInt8>, _ place: inout Int, _ reading: inout WallReading) -> Bool {
    let colon = UInt8(ascii: ":")
    guard let hour = TimeScan.number(bytes, &place, 2, 2), hour < 24 else { return false }
    let hasColons = TimeScan.skip(colon, bytes, &place)
    guard let minute = TimeScan.number(bytes, &place, 2, 2), minute < 60 else { return false }
    reading.secondsOfDay = hour * 3600 + minute * 60
    let hasSeconds =
      hasColons ? TimeScan.skip(colon, bytes, &place) : place < bytes.count && bytes[place] &- 0x30 <= 9
    guard hasSeconds else { return true }
    guard let second = TimeScan.number(bytes, &place, 2, 2), second < 60 else { return false }
    reading.secondsOfDay = hour * 3600 + minute * 60 + second
    guard TimeScan.skip(UInt8(ascii: "."), bytes, &place) || TimeScan.skip(UInt8(ascii: ","), bytes, &place)
    else { return true }
    guard let fraction = TimeScan.fraction(bytes, &place) else { return false }
    reading.nanoseconds = fraction
    return true
  }
}
