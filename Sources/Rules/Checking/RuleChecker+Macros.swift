import Diagnostics

extension RuleChecker {
  /// `list.exists(x, p)` and its kin.
  mutating func macro(
    _ macro: Macro, over receiver: Syntax, _ arguments: [Syntax], _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    let list = self.visit(receiver, &visit)
    guard list.kind != .broken else { return .broken }
    guard let element = element(of: list.kind, at: visit.place(of: receiver.range)) else {
      visit.report(
        "“\(macro.rawValue)” is asked of a list, and this is \(article(inference.resolve(list.kind)))",
        macro == .exists ? "write has(…) or != null" : "it takes a list such as customer.orders or [1, 2]",
        at: syntax.anchor)
      return .broken
    }
    guard arguments.count == 2 || macro == .map && arguments.count == 3, case .name(let name) = arguments[0].shape
    else {
      visit.report(
        "“\(macro.rawValue)” takes a name for the element and \(macro.asks)", macro.example, at: syntax.anchor)
      return .broken
    }
    let depth = visit.locals.count
    visit.locals.append((name, element))
    defer { visit.locals.removeLast() }
    guard reach(depth: depth + 1, at: syntax.anchor, nil, &visit) else { return .broken }
    return bodies(macro, list, element, depth, arguments, syntax, &visit)
  }

  private mutating func element(of list: Kind, at place: String) -> Kind? {
    guard let common = unify(list, .list(.any), at: place), case .list(let element) = inference.resolve(common) else {
      return nil
    }
    return element
  }

  /// Notes how deep macros nest here; false, and reported, if that is too deep. A fact is named.
  mutating func reach(depth: Int, at range: Range<Int>, _ fact: String?, _ visit: inout Visit) -> Bool {
    visit.deepestMacro = max(visit.deepestMacro, depth)
    guard depth > Self.deepestMacro else { return true }
    let subject = fact.map { ", and \($0) has some of its own" } ?? ""
    visit.report(
      "macros nest at most \(Self.deepestMacro) deep\(subject)",
      "follow a link instead of searching, or put it into the data",
      at: range)
    return false
  }

  private mutating func bodies(
    _ macro: Macro, _ list: Typed, _ element: Kind, _ local: Int, _ arguments: [Syntax], _ syntax: Syntax,
    _ visit: inout Visit
  ) -> Typed {
    var predicate: Typed?
    if macro.asksPredicate || arguments.count == 3 {
      predicate = expect(.bool, self.visit(arguments[1], &visit), arguments[1], &visit)
    }
    var transform: Typed?
    var kind = Kind.bool
    switch macro {
    case .all, .exists, .existsOne: break
    case .filter: kind = .list(element)
    case .count: kind = .int
    case .map, .sum, .min, .max, .avg:
      let source = arguments[arguments.count - 1]
      let value = result(of: macro, self.visit(source, &visit), source, &visit)
      transform = value
      kind = macro == .map ? .list(value.kind) : value.kind
      if macro == .avg, kind == .int { kind = .double }
    }
    guard predicate?.kind != .broken, transform?.kind != .broken else { return .broken }
    return Typed(
      checked: .macro(
        macro, over: list.checked, local: local, predicate: predicate?.checked, transform: transform?.checked,
        result: ruleType(kind)), kind: kind)
  }

  /// The value that `map`, `sum`, `min`, `max` or `avg` computes of each element.
  private mutating func result(of macro: Macro, _ typed: Typed, _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    if typed.kind == .broken { return .broken }
    var kind = inference.resolve(typed.kind)
    if macro == .sum || macro == .avg, kind.isOpen {
      kind = unify(kind, .double, at: visit.place(of: syntax.range)) ?? .broken
    }
    let fits =
      switch macro {
      case .sum, .avg: kind.isNumber || kind == .duration
      case .min, .max: kind.isNumber || [.string, .timestamp, .duration].contains(kind) || kind.isOpen
      default: kind != .null
      }
    guard fits else {
      visit.report("“\(macro.rawValue)” does not work on \(article(kind))", macro.example, at: syntax.range)
      return .broken
    }
    return Typed(checked: typed.checked, kind: kind)
  }
}

extension Macro {
  var asksPredicate: Bool {
    switch self {
    case .all, .exists, .existsOne, .filter, .count: true
    case .map, .sum, .min, .max, .avg: false
    }
  }

  var asks: String { asksPredicate ? "a condition" : "what to compute" }

  var example: String {
    switch self {
    case .all, .exists, .existsOne, .filter, .count: "write \(rawValue)(o, o.total > 30)"
    case .map, .sum, .min, .max, .avg: "write \(rawValue)(o, o.total)"
    }
  }
}
