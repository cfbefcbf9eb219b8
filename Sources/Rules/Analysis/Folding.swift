package import CivilTime

extension Checked {
  /// The same decision with what is known now computed: constants evaluated, facts of the subject inlined, and
  /// comparisons turned so that a field stands alone on the left where that is exact: `now - x > 3d` is `x < K`.
  ///
  /// Exact means that it is true, false and unknown for the same records; only the cause of an unknown may differ.
  package func folded(now: Instant, calendar: BusinessCalendar, schema: Schema) -> Checked {
    Folding(
      now: now, schema: schema, evaluator: Evaluator(store: NoRecords(), schema: schema, now: now, calendar: calendar)
    )
    .fold(self, depth: 0)
  }
}

/// A store for expressions that read nothing.
struct NoRecords: Records {
  func read(field: Int, of record: RecordID) -> Reading { .missing }
  func follow(link: Int, of record: RecordID) -> RecordID? { nil }
  func list(link: Int, of record: RecordID) -> [RecordID] { [] }
  func told(campaign: String, since: Instant, subject: RecordID) -> Bool? { nil }
}

private struct Folding {
  let now: Instant
  let schema: Schema
  let evaluator: Evaluator

  /// `depth` counts the macros around, whose variables come before those of an inlined fact.
  func fold(_ checked: Checked, depth: Int) -> Checked {
    switch checked {
    case .now: return .constant(.timestamp(now))
    case .constant, .start, .subject, .local, .variable, .told: return checked
    case .field(let receiver, let entity, let field):
      return .field(of: fold(receiver, depth: depth), entity: entity, field: field)
    case .one(let receiver, let entity, let link):
      return .one(of: fold(receiver, depth: depth), entity: entity, link: link)
    case .many(let receiver, let entity, let link):
      return .many(of: fold(receiver, depth: depth), entity: entity, link: link)
    case .fact(let receiver, let entity, let fact): return self.fact(receiver, entity, fact, depth)
    case .unary(let operation, let operand): return unary(operation, fold(operand, depth: depth))
    case .binary(let operation, let left, let right):
      return binary(operation, fold(left, depth: depth), fold(right, depth: depth))
    case .conditional(let condition, let yes, let no):
      let test = fold(condition, depth: depth)
      if case .constant(.bool(let holds)) = test { return fold(holds ? yes : no, depth: depth) }
      return .conditional(test, then: fold(yes, depth: depth), else: fold(no, depth: depth))
    case .list(let elements, let element):
      return computed(.list(elements.map { fold($0, depth: depth) }, element: element))
    case .index(let list, let index): return computed(.index(fold(list, depth: depth), fold(index, depth: depth)))
    case .has(let field): return .has(fold(field, depth: depth))
    case .call(let function, let operands): return computed(.call(function, operands.map { fold($0, depth: depth) }))
    case .macro(let macro, let list, let local, let predicate, let transform, let result):
      return .macro(
        macro, over: fold(list, depth: depth), local: local, predicate: predicate.map { fold($0, depth: depth + 1) },
        transform: transform.map { fold($0, depth: depth + 1) }, result: result)
    }
  }

  /// A fact of the subject itself becomes its body. Of a linked record it stays: without that record it is unknown,
  /// whatever its body says.
  private func fact(_ receiver: Checked, _ entity: Int, _ fact: Int, _ depth: Int) -> Checked {
    if case .subject = receiver, let body = schema.entities[entity].facts[fact].body {
      return fold(body.shiftingLocals(by: depth), depth: depth)
    }
    return .fact(of: fold(receiver, depth: depth), entity: entity, fact: fact)
  }

  private func unary(_ operation: UnaryOperator, _ operand: Checked) -> Checked {
    guard operation == .not else { return computed(.unary(operation, operand)) }
    switch operand {
    case .constant(.bool(let value)): return .constant(.bool(!value))
    case .unary(.not, let inner): return inner
    case .binary(.and, let left, let right): return .binary(.or, unary(.not, left), unary(.not, right))
    case .binary(.or, let left, let right): return .binary(.and, unary(.not, left), unary(.not, right))
    case .binary(let comparison, let left, let right):
      // Doubles have a NaN, for which neither a < b nor a >= b holds.
      let isOrdered = ![left, right].contains { [.double, .any].contains($0.type(in: schema)) }
      if let opposite = comparison.opposite(isOrdered: isOrdered) { return .binary(opposite, left, right) }
      return .unary(.not, operand)
    default: return .unary(.not, operand)
    }
  }

  private func binary(_ operation: BinaryOperator, _ left: Checked, _ right: Checked) -> Checked {
    switch operation {
    case .and, .or: return logical(operation, left, right)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let whole = computed(.binary(operation, left, right))
      if case .constant = whole { return whole }
      return comparison(operation, left, right)
    default: return computed(.binary(operation, left, right))
    }
  }

  private func logical(_ operation: BinaryOperator, _ left: Checked, _ right: Checked) -> Checked {
    let decides = operation == .or
    switch (left, right) {
    case (.constant(.bool(let known)), let other), (let other, .constant(.bool(let known))):
      return known == decides ? .constant(.bool(decides)) : other
    default: return .binary(operation, left, right)
    }
  }

  /// Turns a comparison with a constant so that the constant is on the right, and moves what is added to a time over.
  private func comparison(_ operation: BinaryOperator, _ left: Checked, _ right: Checked) -> Checked {
    guard case .constant(let known) = right else {
      guard case .constant = left else { return .binary(operation, left, right) }
      return comparison(operation.mirrored, right, left)
    }
    switch (left, known) {
    case (.binary(.subtract, .constant(.timestamp(let base)), let time), .duration(let span)):
      // base - time > span is time < base - span, unless base - time could leave the range of durations.
      guard let bound = base.subtracting(span), isWithinReach(base) else { break }
      return comparison(operation.mirrored, time, .constant(.timestamp(bound)))
    case (.binary(.subtract, let time, .constant(.timestamp(let base))), .duration(let span)):
      guard let bound = base.adding(span), isWithinReach(base) else { break }
      return comparison(operation, time, .constant(.timestamp(bound)))
    case (_, .int(let value)) where left.type(in: schema) == .double:
      guard let exact = Double(exactly: value) else { break }
      return .binary(operation, left, .constant(.double(exact)))
    default: break
    }
    return .binary(operation, left, right)
  }

  /// Whether the distance to every instant has a value.
  private func isWithinReach(_ base: Instant) -> Bool {
    base.seconds - Instant.minimumSeconds < TimeSpan.longest && Instant.maximumSeconds - base.seconds < TimeSpan.longest
  }

  /// A node of which all parts are constant, evaluated; what has no value stays as it is.
  private func computed(_ checked: Checked) -> Checked {
    guard checked.children.allSatisfy({ if case .constant = $0 { true } else { false } }) else { return checked }
    do throws(Unknown) {
      return .constant(try evaluator.evaluate(checked, subject: nil))
    } catch {
      return checked
    }
  }
}

extension BinaryOperator {
  /// With the operands exchanged.
  package var mirrored: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }

  /// What holds if this does not; the orderings only where any two values are in order.
  func opposite(isOrdered: Bool) -> BinaryOperator? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: isOrdered ? .greaterOrEqual : nil
    case .lessOrEqual: isOrdered ? .greater : nil
    case .greater: isOrdered ? .lessOrEqual : nil
    case .greaterOrEqual: isOrdered ? .less : nil
    default: nil
    }
  }
}

extension Checked {
  /// With the variables of its macros numbered from `count` on, to stand inside that many macros.
  func shiftingLocals(by count: Int) -> Checked {
    if count == 0 { return self }
    func shift(_ checked: Checked) -> Checked { checked.shiftingLocals(by: count) }
    switch self {
    case .constant, .now, .start, .subject, .variable, .told: return self
    case .local(let index, let type): return .local(index + count, type)
    case .field(let receiver, let entity, let field): return .field(of: shift(receiver), entity: entity, field: field)
    case .one(let receiver, let entity, let link): return .one(of: shift(receiver), entity: entity, link: link)
    case .many(let receiver, let entity, let link): return .many(of: shift(receiver), entity: entity, link: link)
    case .fact(let receiver, let entity, let fact): return .fact(of: shift(receiver), entity: entity, fact: fact)
    case .unary(let operation, let operand): return .unary(operation, shift(operand))
    case .binary(let operation, let left, let right): return .binary(operation, shift(left), shift(right))
    case .conditional(let condition, let yes, let no):
      return .conditional(shift(condition), then: shift(yes), else: shift(no))
    case .list(let elements, let element): return .list(elements.map(shift), element: element)
    case .index(let list, let index): return .index(shift(list), shift(index))
    case .has(let field): return .has(shift(field))
    case .call(let function, let operands): return .call(function, operands.map(shift))
    case .macro(let macro, let list, let local, let predicate, let transform, let result):
      return .macro(
        macro, over: shift(list), local: local + count, predicate: predicate.map(shift),
        transform: transform.map(shift), result: result)
    }
  }
}
