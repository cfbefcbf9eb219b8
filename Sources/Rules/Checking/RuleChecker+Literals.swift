package import Diagnostics

/// A text that a rule compares a field with: `status == "delivered"`, `status in ["a", "b"]`, `"vip" in tags`.
package struct FieldLiteral: Hashable, Sendable {
  package var field: Uses.FieldUse
  package var text: String
  /// It is compared with the field's `lower()`.
  package var ignoresCase: Bool
  package var place: SourcePlace
}

extension RuleChecker {
  /// Notes the literals of a comparison that was understood.
  func noteLiterals(_ left: (Typed, Syntax), _ right: (Typed, Syntax), _ visit: inout Visit) {
    noteLiterals(of: left.0.checked, in: right.1, &visit)
    noteLiterals(of: right.0.checked, in: left.1, &visit)
  }

  private func noteLiterals(of checked: Checked, in other: Syntax, _ visit: inout Visit) {
    switch checked {
    case .field(_, let entity, let field):
      let use = Uses.FieldUse(entity: entity, field: field)
      for (text, range) in texts(of: other) {
        let literal = FieldLiteral(field: use, text: text, ignoresCase: false, place: visit.place(range))
        visit.literals.append(literal)
      }
    case .call(.lower, let operands):
      let from = visit.literals.count
      if let receiver = operands.first { noteLiterals(of: receiver, in: other, &visit) }
      for index in from..<visit.literals.count { visit.literals[index].ignoresCase = true }
    default: break
    }
  }

  private func texts(of syntax: Syntax) -> [(String, Range<Int>)] {
    switch syntax.shape {
    case .literal(.string(let text)): [(text, syntax.range)]
    case .list(let elements): elements.flatMap(texts)
    default: []
    }
  }
}
