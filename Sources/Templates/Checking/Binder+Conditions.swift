import Diagnostics

extension Binder {
  typealias BoundCondition = (condition: Condition, whenTrue: Set<String>, whenFalse: Set<String>)

  /// A condition, and which variables are known to have a value where it holds and where it does not.
  mutating func bind(_ syntax: ConditionSyntax) -> BoundCondition {
    switch syntax {
    case .value(let value):
      let bound = bind(value)
      return (.value(bound.expression), Set([bound.key].compactMap(\.self)), [])
    case .comparison(let comparison, let left, let right, let range):
      return bind(comparison, left, right, range)
    case .and(let left, let right):
      let (a, b) = (bind(left), bind(right))
      return (.and(a.0, b.0), a.whenTrue.union(b.whenTrue), a.whenFalse.intersection(b.whenFalse))
    case .or(let left, let right):
      let (a, b) = (bind(left), bind(right))
      return (.or(a.0, b.0), a.whenTrue.intersection(b.whenTrue), a.whenFalse.union(b.whenFalse))
    }
  }

  private mutating func bind(
    _ comparison: Comparison, _ left: ExpressionSyntax, _ right: ExpressionSyntax, _ range: Range<Int>
  ) -> BoundCondition {
    let (a, b) = (bind(left), bind(right))
    check(comparison, a.shape, b.shape, range)
    let condition = Condition.comparison(comparison, a.expression, b.expression, place: place(range))
    let keys = Set([a.key, b.key].compactMap(\.self))
    let asksForEmpty = isEmptyLiteral(left) || isEmptyLiteral(right)
    switch comparison {
    case .equal: return asksForEmpty ? (condition, [], keys) : (condition, isLiteral(left, right) ? keys : [], [])
    case .notEqual: return asksForEmpty ? (condition, keys, []) : (condition, [], isLiteral(left, right) ? keys : [])
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .contains: return (condition, keys, [])
    }
  }

  private func isLiteral(_ left: ExpressionSyntax, _ right: ExpressionSyntax) -> Bool {
    for side in [left, right] {
      if case .literal = side { return true }
    }
    return false
  }

  /// `nil`, `blank`, `empty` or `''`.
  func isEmptyLiteral(_ syntax: ExpressionSyntax) -> Bool {
    guard case .literal(let value, _) = syntax else { return false }
    switch value {
    case .nothing, .empty, .blank: return true
    case .text(let text): return text.isEmpty
    default: return false
    }
  }

  /// Comparisons that can never be meant, by what is known of both sides.
  private mutating func check(_ comparison: Comparison, _ a: TemplateShape, _ b: TemplateShape, _ range: Range<Int>) {
    guard !options.isLax, a != .any, b != .any else { return }
    switch comparison {
    case .contains:
      switch a {
      case .text, .list: break
      default: report("\(a.words) cannot contain anything", advice: "“contains” asks a text or a list", at: range)
      }
    case .equal, .notEqual:
      if a != b { report("\(a.words) never equals \(b.words)", at: range, severity: .warning) }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let isOrdered = a == .number || a == .text || a == .time
      if a != b || !isOrdered { report("cannot order \(a.words) and \(b.words)", at: range) }
    }
  }
}
