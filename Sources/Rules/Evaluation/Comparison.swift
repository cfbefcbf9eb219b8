import CivilTime

/// Equality and order of values, as CEL defines them: numbers by what they are worth, texts by code points.
enum Comparison {
  static func apply(_ operation: Code.Operation, _ a: Value, _ b: Value) throws(Unknown) -> Bool {
    switch operation {
    case .equal: return equal(a, b)
    case .notEqual: return !equal(a, b)
    case .less: return less(a, b)
    case .lessOrEqual: return lessOrEqual(a, b)
    default:
      guard case .list(let elements) = b else { throw Unknown(.conversion(to: "list")) }
      return elements.contains { equal(a, $0) }
    }
  }

  static func equal(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.double(let a), .double(let b)): return a == b
    case (.int(let a), .int(let b)): return a == b
    case (.string(let a), .string(let b)): return a.hasSameBytes(as: b)
    case (.timestamp(let a), .timestamp(let b)): return a == b
    case (.bool(let a), .bool(let b)): return a == b
    case (.duration(let a), .duration(let b)): return a == b
    case (.int(let a), .double(let b)), (.double(let b), .int(let a)):
      return !less(a, b) && !less(b, a) && !b.isNaN
    case (.record(let a), .record(let b)): return a == b
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { equal($0, $1) }
    case (.null, .null): return true
    default: return false
    }
  }

  static func less(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.double(let a), .double(let b)): a < b
    case (.int(let a), .int(let b)): a < b
    case (.timestamp(let a), .timestamp(let b)): a < b
    case (.duration(let a), .duration(let b)): a < b
    case (.string(let a), .string(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.int(let a), .double(let b)): less(a, b)
    case (.double(let a), .int(let b)): less(a, b)
    default: false
    }
  }

  static func lessOrEqual(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.double(let a), .double(let b)): a <= b
    case (.int(let a), .double(let b)): !b.isNaN && !less(b, a)
    case (.double(let a), .int(let b)): !a.isNaN && !less(b, a)
    default: !less(b, a)
    }
  }

  /// 2⁶³, the first double that no int reaches.
  private static let limit = 9_223_372_036_854_775_808.0

  private static func less(_ a: Int64, _ b: Double) -> Bool {
    if b >= limit { return true }
    guard b >= -limit else { return false }
    let whole = Int64(b.rounded(.down))
    return a < whole || a == whole && b > Double(whole)
  }

  private static func less(_ a: Double, _ b: Int64) -> Bool {
    if a < -limit { return true }
    guard a < limit else { return false }
    return Int64(a.rounded(.down)) < b
  }
}

extension String {
  /// Swift's `==` takes an é for an e with an accent; CEL's does not.
  func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
