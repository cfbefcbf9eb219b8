import CivilTime

/// CEL's conversions between types, and the texts of times.
enum Conversions {
  static func int(_ value: Value) throws(Unknown) -> Value {
    switch value {
    case .int: return value
    case .double(let number):
      // CEL refuses both ends of the range, since they are where rounding may have happened.
      guard abs(number) < 9_223_372_036_854_775_808.0 else { throw Unknown(.overflow) }
      return .int(Int64(number.rounded(.towardZero)))
    case .string(let text):
      if let number = Int64(text) { return .int(number) }
    case .timestamp(let time): return .int(time.seconds)
    default: break
    }
    throw Unknown(.conversion(to: "int"))
  }

  static func double(_ value: Value) throws(Unknown) -> Value {
    switch value {
    case .int(let number): return .double(Double(number))
    case .double: return value
    case .string(let text):
      if let number = double(text) { return .double(number) }
    default: break
    }
    throw Unknown(.conversion(to: "double"))
  }

  /// A decimal number, or an infinity or NaN by name. A number beyond the range is none.
  private static func double(_ text: String) -> Double? {
    guard let number = Double(text) else { return nil }
    let isDecimal = text.utf8.allSatisfy { $0.isDigit || "+-.eE".utf8.contains($0) }
    // Swift also reads hexadecimal numbers.
    return isDecimal == number.isFinite ? number : nil
  }

  static func bool(_ value: Value) throws(Unknown) -> Value {
    switch value {
    case .bool: return value
    case .string("1"), .string("t"), .string("T"), .string("true"), .string("TRUE"), .string("True"):
      return .bool(true)
    case .string("0"), .string("f"), .string("F"), .string("false"), .string("FALSE"), .string("False"):
      return .bool(false)
    default: throw Unknown(.conversion(to: "bool"))
    }
  }

  static func string(_ value: Value) throws(Unknown) -> Value {
    switch value {
    case .string: return value
    case .bool(let truth): return .string(truth ? "true" : "false")
    case .int(let number): return .string(String(number))
    case .double(let number): return .string(text(number))
    case .timestamp(let time): return .string(time.rfc3339)
    case .duration(let span): return .string(text(span))
    default: throw Unknown(.conversion(to: "string"))
    }
  }

  /// The shortest digits that read back as this number; whole numbers without a point.
  static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
    if number == 0 { return number.sign == .minus ? "-0" : "0" }
    if let whole = Int64(exactly: number), abs(number) < 1e15 { return String(whole) }
    return "\(number)"
  }

  /// In seconds: `5400s`, `-0.25s`.
  static func text(_ span: TimeSpan) -> String {
    let isNegative = span.seconds < 0
    let size = isNegative ? span.negated ?? span : span
    var fraction = ""
    if size.nanoseconds != 0 {
      fraction = String(size.nanoseconds)
      fraction = "." + String(repeating: "0", count: 9 - fraction.count) + fraction
      while fraction.hasSuffix("0") { fraction.removeLast() }
    }
    return (isNegative ? "-" : "") + String(size.seconds) + fraction + "s"
  }

  static func timestamp(_ text: String, zone: Zone) -> Instant? { ISOTime.parse(text, zone: zone) }

  /// `1h30m`, `-1.5h`, `300ms`: CEL's units, and ours for days and weeks. Nil beyond 10,000 years.
  static func duration(_ text: String) -> TimeSpan? {
    var bytes = Array(text.utf8)[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    if bytes.elementsEqual("0".utf8) { return .zero }
    guard !bytes.isEmpty else { return nil }
    var total = TimeSpan.zero
    while !bytes.isEmpty {
      guard let part = part(of: &bytes), let sum = total.adding(part), sum.isInRange else { return nil }
      total = sum
    }
    return isNegative ? total.negated : total
  }

  /// One number and its unit, taken off the front. Digits finer than a nanosecond are cut.
  private static func part(of bytes: inout ArraySlice<UInt8>) -> TimeSpan? {
    let whole = digits(of: &bytes)
    var fraction = ""
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      fraction = digits(of: &bytes)
    }
    if whole.isEmpty && fraction.isEmpty { return nil }
    let word = bytes.prefix { !$0.isDigit && $0 != UInt8(ascii: ".") }
    bytes.removeFirst(word.count)
    let name = String(decoding: word, as: UTF8.self)
    guard let unit = DurationUnit(rawValue: name == "µs" || name == "μs" ? "us" : name),
      let main = unit.times(whole.isEmpty ? "0" : whole)
    else { return nil }
    if fraction.isEmpty { return main }
    guard let part = Double("0." + fraction) else { return nil }
    let nanoseconds = Int64((part * Double(unit.length)).rounded(.toNearestOrAwayFromZero))
    let exact = exactFraction(fraction, unit) ?? nanoseconds
    return main.adding(TimeSpan(seconds: exact / 1_000_000_000, nanoseconds: Int32(exact % 1_000_000_000)))
  }

  /// A fraction of a unit in nanoseconds without going through a double, if it is short enough.
  private static func exactFraction(_ digits: String, _ unit: DurationUnit) -> Int64? {
    var scale: Int64 = 1
    for _ in digits.utf8 {
      let (next, overflow) = scale.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      scale = next
    }
    guard let count = Int64(digits) else { return nil }
    return scale.dividingFullWidth(count.multipliedFullWidth(by: unit.length)).quotient
  }

  private static func digits(of bytes: inout ArraySlice<UInt8>) -> String {
    let digits = bytes.prefix { $0.isDigit }
    bytes.removeFirst(digits.count)
    return String(decoding: digits, as: UTF8.self)
  }

  /// An IANA name or an offset: `Europe/Berlin`, `+02:00`, `-05:30`, and CEL's `02:00`.
  static func zone(_ text: String) -> Zone? {
    if let zone = Zone.named(text) { return zone }
    return text.utf8.first?.isDigit == true ? Zone.named("+" + text) : nil
  }
}
