import CivilTime

/// Arithmetic that says when it leaves its range.
enum Arithmetic {
  static func negate(_ a: Value) throws(Unknown) -> Value {
    switch a {
    case .int(let a):
      guard a != .min else { throw Unknown(.overflow) }
      return .int(-a)
    case .double(let a): return .double(-a)
    case .duration(let a): return try span(a.negated)
    default: throw Unknown(.conversion(to: "number"))
    }
  }

  static func apply(_ operation: Code.Operation, _ a: Value, _ b: Value) throws(Unknown) -> Value {
    switch (a, b) {
    case (.int(let a), .int(let b)): return try integers(operation, a, b)
    case (.double(let a), .double(let b)): return try doubles(operation, a, b)
    case (.int(let a), .double(let b)): return try doubles(operation, Double(a), b)
    case (.double(let a), .int(let b)): return try doubles(operation, a, Double(b))
    default: break
    }
    switch (operation, a, b) {
    case (.add, .timestamp(let time), .duration(let span)), (.add, .duration(let span), .timestamp(let time)):
      return try instant(time.adding(span))
    case (.subtract, .timestamp(let time), .duration(let span)): return try instant(time.subtracting(span))
    case (.subtract, .timestamp(let a), .timestamp(let b)): return try span(a.since(b))
    case (.add, .duration(let a), .duration(let b)): return try span(a.adding(b))
    case (.subtract, .duration(let a), .duration(let b)): return try span(b.negated.flatMap(a.adding))
    case (.add, .string(let a), .string(let b)): return .string(a + b)
    case (.add, .list(let a), .list(let b)): return .list(a + b)
    default: throw Unknown(.conversion(to: "number"))
    }
  }

  private static func integers(_ operation: Code.Operation, _ a: Int64, _ b: Int64) throws(Unknown) -> Value {
    let (result, overflow): (Int64, Bool)
    switch operation {
    case .add: (result, overflow) = a.addingReportingOverflow(b)
    case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
    case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
    default:
      if b == 0 { throw Unknown(.divisionByZero) }
      (result, overflow) =
        operation == .divide
        ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
    }
    if overflow { throw Unknown(.overflow) }
    return .int(result)
  }

  private static func doubles(_ operation: Code.Operation, _ a: Double, _ b: Double) throws(Unknown) -> Value {
    switch operation {
    case .add: return .double(a + b)
    case .subtract: return .double(a - b)
    case .multiply: return .double(a * b)
    case .divide: return .double(a / b)
    default: throw Unknown(.conversion(to: "int"))
    }
  }

  static func instant(_ instant: Instant?) throws(Unknown) -> Value {
    guard let instant else { throw Unknown(.overflow) }
    return .timestamp(instant)
  }

  static func span(_ span: TimeSpan?) throws(Unknown) -> Value {
    guard let span, span.isInRange else { throw Unknown(.overflow) }
    return .duration(span)
  }
}
