extension RuleChecker {
  /// The type that two operands share, deciding undeclared fields on the way; nil if there is none.
  mutating func unify(_ a: Kind, _ b: Kind, at place: String) -> Kind? {
    switch (inference.resolve(a), inference.resolve(b)) {
    case (.broken, let other), (let other, .broken): return other
    case (.open(let first), .open(let second)):
      inference.join(first, second)
      return .open(first)
    case (.open(let open), .any), (.any, .open(let open)): return .open(open)
    case (.open(let open), let known), (let known, .open(let open)): return decide(open, known, at: place)
    case (.any, let other), (let other, .any): return other
    case (.int, .double), (.double, .int): return .double
    case (.list(let first), .list(let second)): return unify(first, second, at: place).map(Kind.list)
    case (let first, let second): return first == second ? first : nil
    }
  }

  /// Gives an undeclared field the type that a use asks for: a number is a double, a list holds strings.
  private mutating func decide(_ open: Int, _ known: Kind, at place: String) -> Kind? {
    switch known {
    case .int: bind(open, to: .double, at: place)
    case .bool, .double, .string, .timestamp, .duration: bind(open, to: known, at: place)
    case .list(let element):
      guard unify(element, .string, at: place) == .string else { return nil }
      bind(open, to: .list(.string), at: place)
    case .record, .null, .any, .open, .broken: return nil
    }
    return inference.resolve(.open(open))
  }

  mutating func bind(_ open: Int, to kind: Kind, at place: String?) {
    for field in inference.bind(open, to: kind, decidedBy: place) {
      schema.entities[field.entity].fields[field.field].type = ruleType(kind)
    }
  }

  /// The type of a field: declared, or to be found out.
  mutating func kind(ofField field: Int, of entity: Int) -> Kind {
    if let type = schema.entities[entity].fields[field].type { return Kind(type) }
    return inference.kind(of: Uses.FieldUse(entity: entity, field: field))
  }

  /// Asks a value for a type. An undeclared field gets it, an int becomes a double.
  mutating func expect(_ wanted: Kind, _ typed: Typed, _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    if typed.kind == .broken { return typed }
    if case .open(let open) = inference.resolve(typed.kind) {
      switch wanted {
      case .list, .record, .null, .any, .open, .broken: break
      default: bind(open, to: wanted, at: visit.place(of: syntax.range))
      }
    }
    let found = inference.resolve(typed.kind)
    if found != .any, let common = unify(found, wanted, at: visit.place(of: syntax.range)), common == wanted {
      return Typed(checked: converted(typed, to: wanted), kind: wanted)
    }
    if found == .any, wanted == .bool { return Typed(checked: typed.checked, kind: wanted) }
    visit.report(
      "\(words(asking: wanted)), and this is \(article(found))", adviceFor(wanted: wanted, found: found, typed),
      at: syntax.range)
    return .broken
  }

  private func words(asking wanted: Kind) -> String {
    switch wanted {
    case .bool: "a condition is true or false"
    case .timestamp: "a time is expected here"
    case .duration: "a duration is expected here"
    case .string: "a text is expected here"
    case .int: "a whole number is expected here"
    case .double: "a number is expected here"
    default: "\(schema.words(for: wanted)) is expected here"
    }
  }

  func article(_ kind: Kind) -> String {
    let words = schema.words(for: kind)
    if case .any = kind { return words }
    if kind == .null { return words }
    return ("aeio".contains(words.first ?? " ") ? "an " : "a ") + words
  }

  private func adviceFor(wanted: Kind, found: Kind, _ typed: Typed) -> String? {
    if let history = history(of: typed.checked) { return history }
    switch (wanted, found) {
    case (.bool, .list): return "ask something of it: size() > 0, exists(x, …)"
    case (.bool, .record): return "ask whether it is there: == null or != null"
    case (.bool, .string): return "compare it: == \"…\""
    case (.bool, .timestamp): return "ask whether it is there (!= null) or compare it with now"
    case (.bool, .int), (.bool, .double), (.bool, .duration): return "compare it: > 0"
    case (.bool, _): return "write a comparison, such as order.total > 30"
    case (.timestamp, .string): return "write timestamp(…)"
    case (.string, _) where found.isNumber || found == .bool: return "write string(…)"
    case (.string, .record): return "did you mean its key?"
    case (.int, .double): return "write int(…)"
    case (.int, .duration), (.int, .timestamp), (.double, .duration), (.double, .timestamp): return "write a number"
    case (.int, .string): return "write int(…), or a number without quotes"
    case (.int, _), (.double, _): return "write a number"
    case (.duration, _): return "write 3d, 1h30m"
    case (.timestamp, _): return "write a time: now, order.created_at, timestamp(\"2026-03-01T00:00:00Z\")"
    case (.list, _): return "a list is written [1, 2]"
    default: return "\(schema.words(for: wanted)) is what fits"
    }
  }

  /// Where the first use stands that gave an undeclared field its type: `late.yaml:12`.
  package func decision(on field: Uses.FieldUse) -> String? { inference.decision(on: field) }

  /// Why an undeclared field has the type it has, where its first use decided.
  func history(of checked: Checked) -> String? {
    guard case .field(_, let entity, let field) = checked,
      let place = inference.decision(on: Uses.FieldUse(entity: entity, field: field)),
      let type = schema.entities[entity].fields[field].type
    else { return nil }
    let name = "\(schema.entities[entity].name).\(schema.entities[entity].fields[field].name)"
    return "\(name) is \(article(Kind(type))) because of \(place); herald.yaml can say its type"
  }

  /// An int where a double belongs, turned into one.
  func converted(_ typed: Typed, to wanted: Kind) -> Checked {
    switch (inference.resolve(typed.kind), wanted, typed.checked) {
    case (.int, .double, .constant(.int(let value))): return .constant(.double(Double(value)))
    case (.int, .double, _): return .call(.double, [typed.checked])
    case (.list(let from), .list(let to), .list(let elements, _)) where from != to:
      return .list(elements.map { converted(Typed(checked: $0, kind: from), to: to) }, element: ruleType(to))
    default: return typed.checked
    }
  }
}
