extension Checked {
  /// The fields and facts that have a value whenever this condition is true (or, asked so, false): reading an empty one
  /// makes it unknown. Never too many; the same path of another expression is equal to the one found here.
  package func needed(whenTrue isTrue: Bool) -> Set<Checked> {
    switch self {
    case .binary(.and, let left, let right), .binary(.or, let left, let right):
      // Both sides have the wanted answer, or one of them has.
      let isBoth = isTrue == isConjunction
      let (a, b) = (left.needed(whenTrue: isTrue), right.needed(whenTrue: isTrue))
      return isBoth ? a.union(b) : a.intersection(b)
    case .unary(.not, let operand): return operand.needed(whenTrue: !isTrue)
    case .has(let field): return isTrue ? field.neededToBeKnown : []
    case .binary(.notEqual, let field, .constant(.null)): return isTrue ? field.neededToBeKnown : []
    case .binary(.equal, let field, .constant(.null)): return isTrue ? [] : field.neededToBeKnown
    default: return neededToBeKnown
    }
  }

  /// The fields and facts that have a value whenever this expression has one.
  package var neededToBeKnown: Set<Checked> {
    switch self {
    case .field, .fact: [self]
    case .unary, .index, .list, .call: children.reduce(into: []) { $0.formUnion($1.neededToBeKnown) }
    case .conditional(let condition, _, _): condition.neededToBeKnown
    case .binary(.and, _, _), .binary(.or, _, _): needed(whenTrue: true).intersection(needed(whenTrue: false))
    case .binary(_, let left, let right):
      left == .constant(.null) || right == .constant(.null) ? [] : left.neededToBeKnown.union(right.neededToBeKnown)
    default: []
    }
  }

  private var isConjunction: Bool { if case .binary(.and, _, _) = self { true } else { false } }
}
