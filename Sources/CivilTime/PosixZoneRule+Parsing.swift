extension PosixZoneRule {
  /// Nil if the text is no such rule.
  init?(_ text: some Collection<UInt8>) {
    var scanner = RuleScanner(text)
    guard let name = scanner.name(), let offset = scanner.time(limit: 24) else { return nil }
    standard = Kind(offset: -offset, abbreviation: name)
    daylight = nil
    if scanner.isAtEnd { return }
    guard let daylightName = scanner.name() else { return nil }
    var daylightOffset = standard.offset + 3600
    if scanner.next != UInt8(ascii: ",") {
      guard let written = scanner.time(limit: 24) else { return nil }
      daylightOffset = -written
    }
    guard scanner.skip(","), let start = scanner.change(), scanner.skip(","), let end = scanner.change(),
      scanner.isAtEnd
    else { return nil }
    daylight = Daylight(kind: Kind(offset: daylightOffset, abbreviation: daylightName), start: start, end: end)
  }
}

private struct RuleScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: some Collection<UInt8>) { rest = ArraySlice(text) }

  var isAtEnd: Bool { rest.isEmpty }
  var next: UInt8? { rest.first }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ allowed: ClosedRange<Int>) -> Int? {
    var value: Int?
    while let byte = rest.first, byte &- 0x30 <= 9, (value ?? 0) < 10_000 {
      value = (value ?? 0) * 10 + Int(byte - 0x30)
      rest.removeFirst()
    }
    return value.flatMap { allowed.contains($0) ? $0 : nil }
  }

  /// `CET`, or `<+03>` for names that are not letters.
  mutating func name() -> String? {
    let bytes: ArraySlice<UInt8>
    if skip("<") {
      bytes = rest.prefix { $0 != UInt8(ascii: ">") }
      rest = rest.dropFirst(bytes.count)
      guard skip(">") else { return nil }
    } else {
      bytes = rest.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
      rest = rest.dropFirst(bytes.count)
    }
    return bytes.count < 3 ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// `[+-]h[:m[:s]]` in seconds.
  mutating func time(limit: Int) -> Int? {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    guard var seconds = number(0...limit).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] where skip(":") {
      guard let part = number(0...59) else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  mutating func change() -> PosixZoneRule.Change? {
    guard let day = day() else { return nil }
    guard skip("/") else { return PosixZoneRule.Change(day: day, seconds: 7200) }
    return time(limit: 167).map { PosixZoneRule.Change(day: day, seconds: $0) }
  }

  private mutating func day() -> PosixZoneRule.Day? {
    if skip("J") { return number(1...365).map { .julian($0) } }
    guard skip("M") else { return number(0...365).map { .ordinal($0) } }
    guard let month = number(1...12), skip("."), let week = number(1...5), skip("."), let day = number(0...6)
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }
}
