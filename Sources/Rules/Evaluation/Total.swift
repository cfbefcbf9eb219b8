import CivilTime

/// A sum under way. Doubles that stand for amounts of money, which is to say for whole ten-thousandths, are added as
/// integers, so that a thousand times 0.10 is 100 and not 99.9999999999986.
struct Total {
  private let type: RuleType
  private var integer: Int64 = 0
  private var integerOverflows = false
  /// Ten-thousandths, as long as every double is a whole number of them.
  private var exact: Int64? = 0
  private var double = 0.0
  private var duration: TimeSpan = .zero

  /// Of int, double or duration. An average of ints is a double.
  init(of type: RuleType) { self.type = type }

  mutating func add(_ value: Value) throws(Unknown) {
    switch value {
    case .int(let number):
      let (sum, overflow) = integer.addingReportingOverflow(number)
      integer = sum
      integerOverflows = integerOverflows || overflow
      addDouble(Double(number))
    case .double(let number): addDouble(number)
    case .duration(let span):
      guard let sum = duration.adding(span), sum.isInRange else { throw Unknown(.overflow) }
      duration = sum
    default: throw Unknown(.conversion(to: "number"))
    }
  }

  private mutating func addDouble(_ number: Double) {
    double += number
    guard let sum = exact else { return }
    let scaled = number * 10_000
    let whole = scaled.rounded()
    // Beyond 2⁵³ every double is whole, and says nothing.
    guard abs(whole) < 9_007_199_254_740_992, abs(scaled - whole) <= abs(scaled) * 1e-9 else {
      exact = nil
      return
    }
    let (next, overflow) = sum.addingReportingOverflow(Int64(whole))
    exact = overflow ? nil : next
  }

  private var doubleSum: Double { exact.map { Double($0) / 10_000 } ?? double }

  func sum() throws(Unknown) -> Value {
    switch type {
    case .int:
      if integerOverflows { throw Unknown(.overflow) }
      return .int(integer)
    case .duration: return .duration(duration)
    default: return .double(doubleSum)
    }
  }

  func average(of count: Int) throws(Unknown) -> Value {
    guard type == .duration else {
      return .double(exact.map { Double($0) / (10_000 * Double(count)) } ?? double / Double(count))
    }
    // In nanoseconds, at most 3.2e20: the quotient of seconds first, then of what they leave.
    let (seconds, rest) = duration.seconds.quotientAndRemainder(dividingBy: Int64(count))
    let nanoseconds = (Double(rest) * 1e9 + Double(duration.nanoseconds)) / Double(count)
    let whole = Int64(nanoseconds.rounded(.down))
    let (carry, fraction) = whole.quotientAndRemainder(dividingBy: 1_000_000_000)
    let isNegative = fraction < 0
    return .duration(
      TimeSpan(
        seconds: seconds + carry - (isNegative ? 1 : 0),
        nanoseconds: Int32(isNegative ? fraction + 1_000_000_000 : fraction)))
  }
}
