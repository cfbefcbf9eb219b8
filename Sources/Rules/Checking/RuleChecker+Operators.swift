import Diagnostics

extension RuleChecker {
  mutating func binary(
    _ operation: BinaryOperator, _ left: Syntax, _ right: Syntax, _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    let (a, b) = (self.visit(left, &visit), self.visit(right, &visit))
    guard a.kind != .broken, b.kind != .broken else { return .broken }
    let pair = Pair(operation: operation, left: a, right: b, mark: syntax.anchor)
    switch operation {
    case .equal, .notEqual, .in:
      let result = operation == .in ? membership(pair, &visit) : equality(pair, &visit)
      if result.kind != .broken { noteLiterals((a, left), (b, right), &visit) }
      return result
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return ordering(pair, &visit)
    case .add, .subtract, .multiply, .divide, .remainder: return arithmetic(pair, &visit)
    case .and, .or: return .broken  // the parser makes chains of these
    }
  }

  /// Two operands and where the caret of their problems belongs.
  struct Pair {
    var operation: BinaryOperator
    var left: Typed
    var right: Typed
    var mark: Range<Int>

    func result(_ kind: Kind) -> Typed { Typed(checked: .binary(operation, left.checked, right.checked), kind: kind) }
  }

  private mutating func equality(_ pair: Pair, _ visit: inout Visit) -> Typed {
    var pair = pair
    if pair.left.kind == .null { swap(&pair.left, &pair.right) }
    if pair.right.kind == .null { return pair.result(.bool) }
    guard let common = unify(pair.left.kind, pair.right.kind, at: visit.place(of: pair.mark)) else {
      return refuse(pair, &visit)
    }
    if case .record(let entity) = inference.resolve(common), !schema.entities[entity].isItems {
      // By key: two guests with the same address are the same customer, though no record says so.
      pair.left.checked = pair.left.checked.key(in: schema)
      pair.right.checked = pair.right.checked.key(in: schema)
    }
    return pair.result(.bool)
  }

  private mutating func ordering(_ pair: Pair, _ visit: inout Visit) -> Typed {
    if pair.left.kind == .any || pair.right.kind == .any { return refuse(pair, &visit) }
    guard let common = unify(pair.left.kind, pair.right.kind, at: visit.place(of: pair.mark)) else {
      return refuse(pair, &visit)
    }
    switch inference.resolve(common) {
    case .int, .double, .string, .timestamp, .duration: break
    case .open(let open):
      let fields = inference.openFields(open).map { fieldName($0) }
      ordered.append(
        (
          open,
          visit.diagnostic(
            .error, "nothing tells how to order \(fields.joined(separator: " and "))",
            "give one of them a type in herald.yaml: {column: …, type: double}", at: pair.mark)
        ))
    default: return refuse(pair, &visit)
    }
    return pair.result(.bool)
  }

  private func fieldName(_ use: Uses.FieldUse) -> String {
    "\(schema.entities[use.entity].name).\(schema.entities[use.entity].fields[use.field].name)"
  }

  private mutating func membership(_ pair: Pair, _ visit: inout Visit) -> Typed {
    let place = visit.place(of: pair.mark)
    guard pair.left.kind != .null, let list = unify(pair.right.kind, .list(.any), at: place),
      case .list(let element) = inference.resolve(list), unify(pair.left.kind, element, at: place) != nil
    else { return refuse(pair, &visit) }
    if case .record(let entity) = inference.resolve(element), !schema.entities[entity].isItems {
      return recordMembership(pair, entity, &visit)
    }
    var pair = pair
    if keepsWorth(pair.right.checked) {
      pair.right.checked = converted(pair.right, to: .list(inference.resolve(pair.left.kind)))
    }
    return pair.result(.bool)
  }

  /// Whether every int of a list literal is a double of the same worth: those beyond 2⁵³ may not be.
  private func keepsWorth(_ list: Checked) -> Bool {
    guard case .list(let elements, _) = list else { return true }
    return elements.allSatisfy {
      guard case .constant(.int(let value)) = $0 else { return true }
      return Int64(exactly: Double(value)) == value
    }
  }

  /// Records are the same if their keys are: `order in customer.orders` asks for an order with that key.
  private mutating func recordMembership(_ pair: Pair, _ entity: Int, _ visit: inout Visit) -> Typed {
    let depth = visit.locals.count
    guard reach(depth: depth + 1, at: pair.mark, nil, &visit) else { return .broken }
    let element = Checked.local(depth, .record(entity))
    let same = Checked.binary(.equal, element.key(in: schema), pair.left.checked.key(in: schema))
    return Typed(
      checked: .macro(
        .exists, over: pair.right.checked, local: depth, predicate: same, transform: nil, result: .bool), kind: .bool)
  }

  private mutating func arithmetic(_ pair: Pair, _ visit: inout Visit) -> Typed {
    let place = visit.place(of: pair.mark)
    let (left, right) = (inference.resolve(pair.left.kind), inference.resolve(pair.right.kind))
    if left.isOpen || right.isOpen {
      if pair.operation == .remainder {
        for case .open(let open) in [left, right] { bind(open, to: .int, at: place) }
        return arithmetic(pair, &visit)
      }
      guard left != .any, right != .any, let (a, b) = guess(pair.operation, left, right),
        unify(left, a, at: place) != nil,
        unify(right, b, at: place) != nil
      else { return refuse(pair, &visit) }
      return arithmetic(pair, &visit)
    }
    guard let kind = sum(pair.operation, left, right) else { return refuse(pair, &visit) }
    if case .list = kind { return concatenation(pair, &visit) }
    return pair.result(kind)
  }

  /// What undeclared fields are in arithmetic: times beside times and durations, text beside text, else numbers.
  private func guess(_ operation: BinaryOperator, _ left: Kind, _ right: Kind) -> (Kind, Kind)? {
    switch (operation, left, right) {
    case (.multiply, _, _), (.divide, _, _): (.double, .double)
    case (_, .open, .open): (.double, .double)
    case (.add, .open, .duration), (.subtract, .open, .duration): (.timestamp, .duration)
    case (.subtract, .open, .timestamp): (.timestamp, .timestamp)
    case (.add, .open, .timestamp): (.duration, .timestamp)
    case (.add, .duration, .open): (.duration, .timestamp)
    case (.subtract, .duration, .open): (.duration, .duration)
    case (.add, .timestamp, .open): (.timestamp, .duration)
    case (.subtract, .timestamp, .open): (.timestamp, .timestamp)
    case (_, .open, let known): (known == .int ? .double : known, known)
    case (_, let known, .open): (known, known == .int ? .double : known)
    default: nil
    }
  }

  private func sum(_ operation: BinaryOperator, _ left: Kind, _ right: Kind) -> Kind? {
    switch (operation, left, right) {
    case (.remainder, .int, .int): return .int
    case (.remainder, _, _): return nil
    case (_, .int, .int): return .int
    case (_, _, _) where left.isNumber && right.isNumber: return .double
    case (.add, .string, .string): return .string
    case (.add, .list, .list): return left
    case (.add, .timestamp, .duration), (.add, .duration, .timestamp): return .timestamp
    case (.subtract, .timestamp, .duration): return .timestamp
    case (.subtract, .timestamp, .timestamp): return .duration
    case (.add, .duration, .duration), (.subtract, .duration, .duration): return .duration
    default: return nil
    }
  }

  private mutating func concatenation(_ pair: Pair, _ visit: inout Visit) -> Typed {
    guard let common = unify(pair.left.kind, pair.right.kind, at: visit.place(of: pair.mark)) else {
      return refuse(pair, &visit)
    }
    var pair = pair
    pair.left.checked = converted(pair.left, to: common)
    pair.right.checked = converted(pair.right, to: common)
    return pair.result(common)
  }

  // MARK: Refusals

  private func refuse(_ pair: Pair, _ visit: inout Visit) -> Typed {
    let (left, right) = (inference.resolve(pair.left.kind), inference.resolve(pair.right.kind))
    let (a, b) = (schema.words(for: left), schema.words(for: right))
    let message =
      switch pair.operation {
      case .equal, .notEqual: "cannot compare \(a) and \(b)"
      case .in: "cannot look for \(a) in \(b)"
      case .add: "cannot add \(a) and \(b)"
      case .subtract: "cannot subtract \(b) from \(a)"
      case .multiply: "cannot multiply \(a) and \(b)"
      case .divide: "cannot divide \(a) by \(b)"
      case .remainder: "cannot take the remainder of \(a) by \(b)"
      default: "cannot order \(a) and \(b)"
      }
    visit.report(message, advice(pair, left, right), at: pair.mark)
    return .broken
  }

  private func advice(_ pair: Pair, _ left: Kind, _ right: Kind) -> String? {
    if let history = history(of: pair.left.checked) ?? history(of: pair.right.checked) { return history }
    let kinds: Set<Kind> = [left, right]
    let isOrdering = [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(pair.operation)
    if isOrdering, kinds == [.bool] { return "bools have no order: use == or !=" }
    if kinds.contains(.null) { return "null only stands beside == and !=" }
    if pair.operation == .in {
      return right == .string ? "to look into a text, write b.contains(a)" : "a list is written [\"a\", \"b\"]"
    }
    if kinds.contains(.duration), left.isNumber || right.isNumber {
      let number = [pair.left.checked, pair.right.checked].lazy.compactMap(wholeNumber).first
      return number.map { "write the unit: \($0)d, \($0)h or \($0)m" } ?? "a duration has a unit: 3d, 1h30m"
    }
    if kinds.contains(.timestamp), left.isNumber || right.isNumber { return "a duration has a unit: 3d, 1h30m" }
    if kinds == [.timestamp, .duration] { return "compare now - time with a duration, or time with now - duration" }
    if kinds == [.timestamp, .string] { return "write timestamp(\"2026-03-01T00:00:00Z\")" }
    if kinds == [.duration, .string] { return "write the duration without quotes: 3d" }
    if kinds == [.string, .int] || kinds == [.string, .double] {
      return "turn one into the other: double(…), string(…)"
    }
    if kinds == [.bool, .string] { return "write == true, or the field alone" }
    if kinds.contains(.string), case .record = left { return "did you mean its key?" }
    if kinds.contains(.string), case .record = right { return "did you mean its key?" }
    return advice(pair.operation, left, right)
  }

  /// For two types that no mistake of every day brings together.
  private func advice(_ operation: BinaryOperator, _ left: Kind, _ right: Kind) -> String {
    switch (operation, left, right) {
    case (.remainder, .int, .double), (.remainder, .double, _): return "% is for whole numbers: write int(…)"
    case (_, .any, _), (_, _, .any): return "an empty list says no type: write its elements"
    case (.equal, .record, _), (.notEqual, .record, _): return "compare their keys, or two records of one kind"
    case (.less, .list, _), (.lessOrEqual, .list, _), (.greater, .list, _), (.greaterOrEqual, .list, _):
      return "lists have no order: compare size(), or an element [0]"
    case (.less, .record, _), (.lessOrEqual, .record, _), (.greater, .record, _), (.greaterOrEqual, .record, _):
      return "records have no order: compare a field of theirs"
    case (.add, .timestamp, .timestamp): return "the time between two is their difference: write a - b"
    case (.subtract, .duration, .timestamp): return "write time - duration"
    case (.multiply, _, _), (.divide, _, _): return "only numbers are multiplied and divided"
    case (_, .list, .list): return "both lists must hold one type: turn the elements with string(…) or double(…)"
    default: return "both sides must be of one type"
    }
  }

  private func wholeNumber(_ checked: Checked) -> Int64? {
    if case .constant(.int(let value)) = checked { value } else { nil }
  }
}
