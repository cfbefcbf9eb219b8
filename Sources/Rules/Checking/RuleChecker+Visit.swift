import Diagnostics

extension RuleChecker {
  /// Checks a node and all below it. Every problem is reported, and what was reported is `.broken` from there on.
  mutating func visit(_ syntax: Syntax, _ visit: inout Visit) -> Typed {
    visit.size += 1
    switch syntax.shape {
    case .literal(let value): return literal(value)
    case .name(let name): return self.name(name, syntax, &visit)
    case .member(let receiver, let name): return member(name, of: receiver, syntax, &visit)
    case .call(let receiver, let name, let arguments):
      return call(name, on: receiver, arguments, syntax, &visit)
    case .index(let list, let index): return self.index(list, index, &visit)
    case .unary(let operation, let operand): return unary(operation, operand, syntax, &visit)
    case .binary(let operation, let left, let right): return binary(operation, left, right, syntax, &visit)
    case .chain(let operation, let operands): return chain(operation, operands, &visit)
    case .conditional(let condition, let yes, let no): return conditional(condition, yes, no, syntax, &visit)
    case .list(let elements): return list(elements, syntax, &visit)
    }
  }

  private func literal(_ value: Value) -> Typed {
    let kind: Kind =
      switch value {
      case .null: .null
      case .bool: .bool
      case .int: .int
      case .double: .double
      case .string: .string
      case .timestamp: .timestamp
      case .duration: .duration
      case .list: .list(.any)
      case .record: .broken
      }
    return Typed(checked: .constant(value), kind: kind)
  }

  private mutating func index(_ list: Syntax, _ index: Syntax, _ visit: inout Visit) -> Typed {
    let receiver = self.visit(list, &visit)
    let position = expect(.int, self.visit(index, &visit), index, &visit)
    guard receiver.kind != .broken, position.kind != .broken else { return .broken }
    guard let common = unify(receiver.kind, .list(.any), at: visit.place(of: list.range)),
      case .list(let element) = inference.resolve(common)
    else {
      visit.report(
        "only lists have elements by number, and this is \(article(receiver.kind))",
        receiver.kind == .string ? "write startsWith(…) or contains(…)" : "leave out [ ]", at: list.range)
      return .broken
    }
    return Typed(checked: .index(receiver.checked, position.checked), kind: element)
  }

  private mutating func unary(
    _ operation: UnaryOperator, _ operand: Syntax, _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    let inner = self.visit(operand, &visit)
    if operation == .not {
      let condition = expect(.bool, inner, operand, &visit)
      if case .unary(.not, let twice) = condition.checked { return Typed(checked: twice, kind: .bool) }
      return condition.kind == .broken ? .broken : Typed(checked: .unary(.not, condition.checked), kind: .bool)
    }
    if inner.kind == .broken { return .broken }
    var kind = inference.resolve(inner.kind)
    if kind.isOpen { kind = unify(kind, .double, at: visit.place(of: operand.range)) ?? .broken }
    guard kind.isNumber || kind == .duration else {
      visit.report(
        "cannot negate \(article(kind))", kind == .bool ? "write not" : "only numbers and durations have a sign",
        at: syntax.anchor)
      return .broken
    }
    return Typed(checked: .unary(.negate, inner.checked), kind: kind)
  }

  /// `and` and `or`, as a balanced tree: neither order nor grouping changes what they decide.
  private mutating func chain(_ operation: BinaryOperator, _ operands: [Syntax], _ visit: inout Visit) -> Typed {
    var conditions: [Checked] = []
    var isBroken = false
    for operand in operands {
      let condition = expect(.bool, self.visit(operand, &visit), operand, &visit)
      isBroken = isBroken || condition.kind == .broken
      conditions.append(condition.checked)
    }
    return isBroken ? .broken : Typed(checked: balanced(operation, conditions[...]), kind: .bool)
  }

  private func balanced(_ operation: BinaryOperator, _ terms: ArraySlice<Checked>) -> Checked {
    guard terms.count > 1 else { return terms[terms.startIndex] }
    let middle = terms.startIndex + (terms.count + 1) / 2
    return .binary(operation, balanced(operation, terms[..<middle]), balanced(operation, terms[middle...]))
  }

  private mutating func conditional(
    _ condition: Syntax, _ yes: Syntax, _ no: Syntax, _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    let test = expect(.bool, self.visit(condition, &visit), condition, &visit)
    let (first, second) = (self.visit(yes, &visit), self.visit(no, &visit))
    guard test.kind != .broken, first.kind != .broken, second.kind != .broken else { return .broken }
    guard first.kind != .null, second.kind != .null,
      let common = unify(first.kind, second.kind, at: visit.place(of: syntax.range))
    else {
      visit.report(
        "both answers of “?” must be of one type, and these are \(schema.words(for: first.kind)) and "
          + schema.words(for: second.kind),
        first.kind == .null || second.kind == .null
          ? "null only stands beside == and !=" : "turn one into the other: double(…), string(…)", at: syntax.anchor)
      return .broken
    }
    return Typed(
      checked: .conditional(test.checked, then: converted(first, to: common), else: converted(second, to: common)),
      kind: common)
  }

  private mutating func list(_ elements: [Syntax], _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    var common = Kind.any
    var typed: [Typed] = []
    var isBroken = false
    for element in elements {
      let next = self.visit(element, &visit)
      typed.append(next)
      if next.kind == .broken {
        isBroken = true
      } else if next.kind == .null {
        visit.report(
          "null only stands beside == and !=", "leave it out, and ask for it apart: x == null", at: element.range)
        isBroken = true
      } else if let wider = unify(common, next.kind, at: visit.place(of: element.range)) {
        common = wider
      } else {
        visit.report(
          "a list holds one type, and these are \(schema.words(for: inference.resolve(common))) and "
            + schema.words(for: inference.resolve(next.kind)), "turn one into the other: double(…), string(…)",
          at: element.range)
        isBroken = true
      }
    }
    if isBroken { return .broken }
    let kind = inference.resolve(common)
    return Typed(
      checked: .list(typed.map { converted($0, to: kind) }, element: ruleType(kind)), kind: .list(kind))
  }
}
