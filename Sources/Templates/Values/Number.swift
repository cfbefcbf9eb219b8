/// A number as filters compute with it: whole, exact decimal, or a double where 38 digits do not hold it.
enum Number {
  case int(Int64)
  case decimal(Decimal)
  case double(Double)

  /// What Liquid makes of a value: texts are read as far as they are numbers, and anything else is 0.
  init(_ value: TemplateValue) {
    switch value {
    case .int(let value): self = .int(value)
    case .double(let value): self = Decimal(value).map { .decimal($0) } ?? .double(value)
    case .text(let text): self.init(text)
    default: self = .int(0)
    }
  }

  private init(_ text: String) {
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count && bytes[index].isLiquidSpace { index += 1 }
    let start = index
    if index < bytes.count && (bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")) { index += 1 }
    let digits = index
    while index < bytes.count && (bytes[index].isDigit || (bytes[index] == UInt8(ascii: "_") && index > digits)) {
      index += 1
    }
    let whole = bytes[start..<index].filter { $0 != UInt8(ascii: "_") }
    var end = index
    if index > digits && index + 1 < bytes.count && bytes[index] == UInt8(ascii: ".") && bytes[index + 1].isDigit {
      end = index + 1
      while end < bytes.count && bytes[end].isDigit { end += 1 }
      var tail = end
      while tail < bytes.count && bytes[tail].isLiquidSpace { tail += 1 }
      if tail == bytes.count, let decimal = Decimal(text: bytes[start..<end].drop { $0 == UInt8(ascii: "+") }) {
        self = .decimal(decimal)
        return
      }
    }
    self = .int(Int64(String(decoding: whole, as: UTF8.self)) ?? 0)
  }

  var decimal: Decimal? {
    switch self {
    case .int(let value): Decimal(Int128(value))
    case .decimal(let value): value
    case .double: nil
    }
  }

  var double: Double {
    switch self {
    case .int(let value): Double(value)
    case .decimal(let value): value.double
    case .double(let value): value
    }
  }

  var isZero: Bool {
    switch self {
    case .int(let value): value == 0
    case .decimal(let value): value.mantissa == 0
    case .double(let value): value == 0
    }
  }

  /// As a value again: decimals become doubles.
  var value: TemplateValue {
    switch self {
    case .int(let value): .int(value)
    case .decimal, .double: .double(double)
    }
  }

  /// Two whole numbers by `whole` (nil: beyond 64 bits), others exactly, and by doubles where that has no room.
  static func combine(
    _ a: Number, _ b: Number, whole: (Int64, Int64) -> Int64?, exact: (Decimal, Decimal) -> Decimal?,
    rough: (Double, Double) -> Double
  ) -> Number {
    if case .int(let x) = a, case .int(let y) = b, let result = whole(x, y) { return .int(result) }
    if let x = a.decimal, let y = b.decimal, let result = exact(x, y) { return .decimal(result) }
    return .double(rough(a.double, b.double))
  }

  static func < (a: Number, b: Number) -> Bool {
    if let x = a.decimal, let y = b.decimal, let (p, q, _) = Decimal.aligned(x, y) { return p < q }
    return a.double < b.double
  }

  /// Without what stands behind the point.
  var truncated: Int64? { self < .int(0) ? whole(.up) : whole(.down) }

  /// The whole number nearest by this rounding; nil beyond 64 bits.
  func whole(_ rounding: Decimal.Rounding) -> Int64? {
    switch self {
    case .int(let value): return value
    case .decimal(let value): return Int64(exactly: value.rounded(rounding).mantissa)
    case .double(let value):
      let rule: FloatingPointRoundingRule =
        switch rounding {
        case .down: .down
        case .up: .up
        case .halfAway: .toNearestOrAwayFromZero
        }
      return Int64(exactly: value.rounded(rule))
    }
  }
}
