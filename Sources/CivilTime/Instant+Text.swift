extension Instant {
  /// `2026-03-02T10:30:00Z`; a fraction only if it is not zero, without its trailing zeros.
  package var rfc3339: String {
    var bytes: [UInt8] = []
    appendRFC3339(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends what `rfc3339` is.
  package func appendRFC3339(to bytes: inout [UInt8]) {
    let wall = WallClock(localSeconds: seconds, nanosecond: nanoseconds)
    bytes.appendDigits(wall.date.year, 4)
    bytes.append(0x2D)
    bytes.appendDigits(wall.date.month, 2)
    bytes.append(0x2D)
    bytes.appendDigits(wall.date.day, 2)
    bytes.append(0x54)
    bytes.appendDigits(wall.hour, 2)
    bytes.append(0x3A)
    bytes.appendDigits(wall.minute, 2)
    bytes.append(0x3A)
    bytes.appendDigits(wall.second, 2)
    if nanoseconds != 0 {
      bytes.append(0x2E)
      bytes.appendDigits(Int(nanoseconds), 9)
      while bytes.last == 0x30 { bytes.removeLast() }
    }
    bytes.append(0x5A)
  }

  /// `2026-03-02T11:30:00+01:00`, as the clocks of the zone show it. Offsets of old that have seconds are cut to
  /// minutes, since RFC 3339 cannot write them; the instant remains the same. UTC is written `Z`.
  package func rfc3339(in zone: Zone) -> String {
    let minutes = zone.offset(at: seconds) / 60
    if minutes == 0 { return rfc3339 }
    let sign = minutes < 0 ? "-" : "+"
    let size = abs(minutes)
    return "\(Self.text(self, offset: minutes * 60))\(sign)\(padded(size / 60)):\(padded(size % 60))"
  }

  private static func text(_ instant: Instant, offset: Int) -> String {
    let wall = WallClock(localSeconds: instant.seconds + Int64(offset), nanosecond: instant.nanoseconds)
    let time = "\(padded(wall.hour)):\(padded(wall.minute)):\(padded(wall.second))"
    return "\(wall.date.text)T\(time)\(fraction(wall.nanosecond))"
  }

  private static func fraction(_ nanoseconds: Int32) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = String(String(1_000_000_000 + Int(nanoseconds)).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }
}

/// At least two digits.
func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

extension [UInt8] {
  /// Appends the last `width` decimal digits of a number that is not negative.
  fileprivate mutating func appendDigits(_ value: Int, _ width: Int) {
    var unit = 1
    for _ in 1..<width { unit *= 10 }
    while unit > 0 {
      append(0x30 + UInt8(value / unit % 10))
      unit /= 10
    }
  }
}
