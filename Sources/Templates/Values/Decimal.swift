/// An exact decimal number: `mantissa / 10^scale`. Liquid computes with these, so that 10.1 − 2.2 is 7.9.
struct Decimal: Sendable {
  var mantissa: Int128
  /// 0 or more.
  var scale: Int

  init(_ mantissa: Int128, scale: Int = 0) {
    self.mantissa = mantissa
    self.scale = scale
  }

  /// The shortest decimal that reads back as the same double. Nil: infinite, not a number or beyond 38 digits.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    self.init(text: "\(value)".utf8)
  }

  /// `-12.5`, `1e-7`. Nil for anything else, and beyond 38 digits.
  init?(text: some Sequence<UInt8>) {
    var mantissa: Int128 = 0
    var scale = 0
    var exponent = 0
    var isNegative = false
    var state = State.start
    for byte in text {
      switch (byte, state) {
      case (UInt8(ascii: "-"), .start): isNegative = true
      case (UInt8(ascii: "-"), .exponent): state = .negativeExponent
      case (UInt8(ascii: "+"), .exponent): break
      case (UInt8(ascii: "."), .start): state = .fraction
      case (UInt8(ascii: "e"), .start), (UInt8(ascii: "e"), .fraction): state = .exponent
      case (0x30...0x39, .start), (0x30...0x39, .fraction):
        let (product, over) = mantissa.multipliedReportingOverflow(by: 10)
        guard !over, product < Int128.max / 20 else { return nil }
        mantissa = product + Int128(byte - 0x30)
        if state == .fraction { scale += 1 }
      case (0x30...0x39, .exponent), (0x30...0x39, .negativeExponent):
        guard exponent < 10_000 else { return nil }
        exponent = exponent * 10 + Int(byte - 0x30)
      default: return nil
      }
    }
    scale -= state == .negativeExponent ? -exponent : exponent
    guard scale <= 38 else { return nil }
    if scale < 0 {
      guard let power = Self.power(-scale) else { return nil }
      let (product, over) = mantissa.multipliedReportingOverflow(by: power)
      guard !over else { return nil }
      (mantissa, scale) = (product, 0)
    }
    self.init(isNegative ? -mantissa : mantissa, scale: scale)
  }

  private enum State { case start, fraction, exponent, negativeExponent }

  /// The nearest double.
  var double: Double { Double("\(mantissa)e-\(scale)") ?? .nan }

  static func power(_ exponent: Int) -> Int128? {
    guard (0...38).contains(exponent) else { return nil }
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  /// Both with the larger scale. Nil: more digits than there are.
  static func aligned(_ a: Decimal, _ b: Decimal) -> (Int128, Int128, scale: Int)? {
    let scale = max(a.scale, b.scale)
    guard let up = power(scale - a.scale), let other = power(scale - b.scale) else { return nil }
    let (x, overX) = a.mantissa.multipliedReportingOverflow(by: up)
    let (y, overY) = b.mantissa.multipliedReportingOverflow(by: other)
    return overX || overY ? nil : (x, y, scale)
  }

  func adding(_ other: Decimal) -> Decimal? {
    guard let (x, y, scale) = Self.aligned(self, other) else { return nil }
    let (sum, over) = x.addingReportingOverflow(y)
    return over ? nil : Decimal(sum, scale: scale)
  }

  func multiplied(by other: Decimal) -> Decimal? {
    let (product, over) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    return over || scale + other.scale > 38 ? nil : Decimal(product, scale: scale + other.scale)
  }

  /// To about twenty digits; the divisor is not zero.
  func divided(by other: Decimal) -> Decimal? {
    guard let (aligned, y, _) = Self.aligned(self, other) else { return nil }
    var x = aligned
    var scale = 0
    while scale < 20 {
      let (next, over) = x.multipliedReportingOverflow(by: 10)
      if over { break }
      x = next
      scale += 1
    }
    return scale < 17 ? nil : Decimal(x / y, scale: scale)
  }

  /// The rest with the divisor's sign, as Ruby has it; the divisor is not zero.
  func remainder(by other: Decimal) -> Decimal? {
    guard let (x, y, scale) = Self.aligned(self, other) else { return nil }
    let rest = x % y
    return Decimal(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest, scale: scale)
  }

  enum Rounding { case down, up, halfAway }

  /// To so many digits behind the point (before it, if negative).
  func rounded(_ rounding: Rounding, digits: Int = 0) -> Decimal {
    guard digits < scale else { return self }
    guard let unit = Self.power(min(scale - digits, 38)) else { return self }
    var (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: unit)
    switch rounding {
    case .down: if rest < 0 { quotient -= 1 }
    case .up: if rest > 0 { quotient += 1 }
    case .halfAway:
      rest = rest < 0 ? -rest : rest
      if rest >= unit - rest { quotient += mantissa < 0 ? -1 : 1 }
    }
    guard digits < 0 else { return Decimal(quotient, scale: digits) }
    return Decimal(quotient * (Self.power(-digits) ?? 0))
  }
}
