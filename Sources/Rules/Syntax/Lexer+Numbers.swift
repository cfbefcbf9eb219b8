import CivilTime

extension Lexer {
  /// `42`, `0x2A`, `4.2`, `.5e-3`, `1h30m`. A number may not touch a letter.
  mutating func number() throws(SyntaxProblem) -> Token.Kind {
    let start = offset
    if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x"), peek(2).hexValue != nil {
      return try hexadecimal()
    }
    skipDigits()
    var isDouble = false
    if peek() == UInt8(ascii: "."), peek(1).isDigit {
      isDouble = true
      offset += 1
      skipDigits()
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if peek(1 + sign).isDigit {
        isDouble = true
        offset += 1 + sign
        skipDigits()
      }
    }
    if !isDouble, let span = try duration(from: start) { return .duration(span) }
    try refuseLetters(behind: start)
    guard isDouble else { return .int(try integer(text(start..<offset), radix: 10, from: start)) }
    guard let value = Double(text(start..<offset)), value.isFinite else {
      throw SyntaxProblem(
        message: "this number is too large", advice: "1.7976931348623157e308 is the most", range: start..<offset)
    }
    return .double(value)
  }

  private mutating func hexadecimal() throws(SyntaxProblem) -> Token.Kind {
    let start = offset
    offset += 2
    while peek().hexValue != nil { offset += 1 }
    try refuseLetters(behind: start)
    return .int(try integer(text(start + 2..<offset), radix: 16, from: start))
  }

  private func integer(_ digits: String, radix: Int, from start: Int) throws(SyntaxProblem) -> UInt64 {
    if let value = UInt64(digits, radix: radix), value <= 1 << 63 { return value }
    throw SyntaxProblem(
      message: "this number does not fit 64 bits",
      advice: radix == 10 ? "write it with a point: \(digits).0" : "0x7fffffffffffffff is the most",
      range: start..<offset)
  }

  private mutating func skipDigits() {
    while peek().isDigit { offset += 1 }
  }

  /// The duration whose first digits end at `offset`; nil, and nothing read, if it is none.
  private mutating func duration(from start: Int) throws(SyntaxProblem) -> TimeSpan? {
    var end = start
    var total = TimeSpan.zero
    while end < bytes.count, bytes[end].isDigit {
      let digits = end
      while end < bytes.count, bytes[end].isDigit { end += 1 }
      let unit = end
      while end < bytes.count, bytes[end].isNameStart { end += 1 }
      guard let length = DurationUnit(rawValue: text(unit..<end)), length.isLiteral else { return nil }
      guard let part = length.times(text(digits..<unit)), let sum = total.adding(part), sum.isInRange else {
        throw SyntaxProblem(
          message: "this duration is too long", advice: "10,000 years is the most", range: start..<end)
      }
      total = sum
    }
    if end < bytes.count, bytes[end].isNamePart { return nil }
    offset = end
    return total
  }

  private mutating func refuseLetters(behind start: Int) throws(SyntaxProblem) {
    guard peek().isNameStart else { return }
    let letters = offset
    while peek().isNamePart { offset += 1 }
    let word = text(letters..<offset)
    let number = text(start..<letters)
    throw SyntaxProblem(
      message: "a number may not touch a letter", advice: Self.advice(number: number, word: word),
      range: start..<offset)
  }

  private static func advice(number: String, word: String) -> String? {
    if word == "u" || word == "U" { return "there is no uint: write \(number)" }
    if word.hasPrefix("_") { return "digits are not grouped: write \(number)\(word.filter { $0 != "_" })" }
    if let unit = unit(named: word) {
      return number.contains(".") ? "durations are whole: write 90m for 1.5h" : "write \(number)\(unit)"
    }
    if ["y", "year", "years", "month", "months"].contains(word.lowercased()) {
      return "durations are exact, and months and years are not: write 30d, 365d"
    }
    return "durations are written 2w, 3d, 1h30m, 45s, 200ms"
  }

  /// The unit that a word means: `d` for `days`.
  static func unit(named word: String) -> String? {
    let units = ["week": "w", "day": "d", "hour": "h", "minute": "m", "min": "m", "second": "s", "sec": "s"]
    let lower = word.lowercased()
    let singular = lower.count > 1 && lower != "ms" && lower.hasSuffix("s") ? String(lower.dropLast()) : lower
    return units[singular] ?? (DurationUnit(rawValue: singular)?.isLiteral == true ? singular : nil)
  }
}

/// A unit of durations.
enum DurationUnit: String {
  case weeks = "w"
  case days = "d"
  case hours = "h"
  case minutes = "m"
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "us"
  case nanoseconds = "ns"

  /// Literals end at milliseconds; `duration("10ns")` knows CEL's finer ones.
  var isLiteral: Bool { self != .microseconds && self != .nanoseconds }

  /// In nanoseconds.
  var length: Int64 {
    switch self {
    case .weeks: 604_800_000_000_000
    case .days: 86_400_000_000_000
    case .hours: 3_600_000_000_000
    case .minutes: 60_000_000_000
    case .seconds: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1000
    case .nanoseconds: 1
    }
  }

  /// So many of them; nil if that overflows.
  func times(_ digits: String) -> TimeSpan? {
    guard let count = Int64(digits) else { return nil }
    let (seconds, rest) = (Int128(count) * Int128(length)).quotientAndRemainder(dividingBy: 1_000_000_000)
    return Int64(exactly: seconds).map { TimeSpan(seconds: $0, nanoseconds: Int32(rest)) }
  }
}

extension TimeSpan {
  /// The longest duration: 10,000 years of 365 days. It spans any two instants but those at the far ends of CEL's
  /// range, so that `now - x` always has a value.
  static let longest: Int64 = 315_360_000_000

  var isInRange: Bool {
    seconds >= -Self.longest && (seconds < Self.longest || seconds == Self.longest && nanoseconds == 0)
  }
}
