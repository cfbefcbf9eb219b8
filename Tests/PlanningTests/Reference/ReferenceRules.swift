/// Evaluates the test's rules over plain values, as slowly as need be. Nil is unknown.
struct ReferenceRules {
  let shop: ShopState
  let now: Int64
  /// When the customer was last told of the campaign.
  let lastTold: (_ campaign: String, _ customer: String) -> Int64?

  /// A record by its key, which may have no row; without a key there is nothing.
  struct Node: Hashable {
    var entity: String
    var key: String?
    var item: [String: Cell]?
  }

  struct Scope {
    var names: [String: Node]
    var start: Int64?
    var customer: String?
  }

  func scope(_ entity: String, _ key: String, start: Int64?) -> Scope {
    var node = Node(entity: entity, key: key)
    var names = [entity: node]
    while let link = Model.links[node.entity] {
      node = follow(node, link)
      names[link] = node
    }
    return Scope(names: names, start: start, customer: names["customer"]?.key)
  }

  func follow(_ node: Node, _ link: String) -> Node {
    guard case .text(let key)? = node.key.flatMap({ shop.row(node.entity, $0) })?.cells[link] else {
      return Node(entity: link, key: nil)
    }
    return Node(entity: link, key: key)
  }

  /// The cell of a plain field.
  func cell(_ node: Node, _ field: String) -> Cell {
    if let item = node.item { return item[field] ?? .missing }
    guard let key = node.key else { return .missing }
    if field == "key" { return .text(key) }
    return shop.row(node.entity, key)?.cells[field] ?? .missing
  }

  private func node(_ path: FieldPath, _ scope: Scope) -> Node {
    path.links.reduce(scope.names[path.root] ?? Node(entity: path.root, key: nil)) { follow($0, $1) }
  }

  func cell(_ path: FieldPath, _ scope: Scope) -> Cell { cell(node(path, scope), path.field) }

  private func fact(_ path: FieldPath, _ scope: Scope) -> (Fact, Scope)? {
    let owner = node(path, scope)
    guard let fact = Fact.all[owner.entity]?[path.field] else { return nil }
    return (fact, Scope(names: [owner.entity: owner], start: scope.start, customer: scope.customer))
  }

  /// The members of a list; nil where there is no key to have any.
  func members(_ list: ListPath, _ scope: Scope) -> [Node]? {
    guard let owner = scope.names[list.root], let key = owner.key else { return nil }
    if list.name == "items" {
      return (shop.row(owner.entity, key)?.items ?? []).map { Node(entity: "item", key: nil, item: $0) }
    }
    guard let way = Model.lists[owner.entity]?[list.name] else { return nil }
    return (shop.rows[way.entity] ?? []).filter { $0.cells[way.link] == .text(key) }
      .map { Node(entity: way.entity, key: $0.key) }
  }

  private func with(_ member: Node, _ scope: Scope) -> Scope {
    var inner = scope
    inner.names["x"] = member
    return inner
  }

  private func answers(_ list: ListPath, _ condition: Condition, _ scope: Scope) -> [Bool?]? {
    members(list, scope)?.map { holds(condition, with($0, scope)) }
  }

  func time(_ term: TimeTerm, _ scope: Scope) -> Int64? {
    switch term {
    case .now: return now
    case .start: return scope.start
    case .plus(let inner, let span): return time(inner, scope).map { $0 + span }
    case .field(let path):
      if case (.time(let inner), let scope)? = fact(path, scope) { return time(inner, scope) }
      if case .time(let value) = cell(path, scope) { return value }
      return nil
    case .most(let list, let field): return times(list, field, scope)?.max()
    case .least(let list, let field): return times(list, field, scope)?.min()
    }
  }

  /// All of them; nil if any is unknown.
  private func times(_ list: ListPath, _ field: String, _ scope: Scope) -> [Int64]? {
    guard let members = members(list, scope) else { return nil }
    let times = members.compactMap { time(.field(FieldPath(root: "x", field: field)), with($0, scope)) }
    return times.count == members.count ? times : nil
  }

  func number(_ term: NumberTerm, _ scope: Scope) -> Double? {
    switch term {
    case .field(let path):
      if case (.number(let inner), let scope)? = fact(path, scope) { return number(inner, scope) }
      if case .number(let value) = cell(path, scope) { return value }
      return nil
    case .size(let list): return members(list, scope).map { Double($0.count) }
    case .count(let list, let condition):
      guard let answers = answers(list, condition, scope), !answers.contains(nil) else { return nil }
      return Double(answers.count { $0 == true })
    case .sum(let list, let condition, let field):
      guard let members = members(list, scope) else { return nil }
      var sum = 0.0
      for member in members {
        guard let isIn = holds(condition, with(member, scope)) else { return nil }
        guard isIn else { continue }
        guard case .number(let value) = cell(member, field) else { return nil }
        sum += value
      }
      return sum
    }
  }

  func holds(_ condition: Condition, _ scope: Scope) -> Bool? {
    switch condition {
    case .isNull(let path): return isEmpty(path, scope)
    case .notNull(let path), .has(let path): return isEmpty(path, scope).map { !$0 }
    case .flag(let path):
      if case (.condition(let inner), let scope)? = fact(path, scope) { return holds(inner, scope) }
      if case .bool(let value) = cell(path, scope) { return value }
      return nil
    case .equals(let path, let value): return text(path, scope).map { $0 == value }
    case .differs(let path, let value): return text(path, scope).map { $0 != value }
    case .among(let path, let values): return text(path, scope).map(values.contains)
    case .number(let term, let comparison, let value):
      return number(term, scope).map { comparison.holds($0, value) }
    case .time(let a, let comparison, let b):
      guard let a = time(a, scope), let b = time(b, scope) else { return nil }
      return comparison.holds(a, b)
    case .span(let a, let b, let comparison, let span):
      guard let a = time(a, scope), let b = time(b, scope) else { return nil }
      return comparison.holds(a - b, span)
    case .told(let campaign, let span):
      guard let customer = scope.customer else { return nil }
      return lastTold(campaign, customer).map { $0 >= now - span } ?? false
    default: return combined(condition, scope)
    }
  }

  private func combined(_ condition: Condition, _ scope: Scope) -> Bool? {
    switch condition {
    case .not(let inner), .notWord(let inner): return holds(inner, scope).map { !$0 }
    case .and(let a, let b): return every([holds(a, scope), holds(b, scope)])
    case .or(let a, let b): return any([holds(a, scope), holds(b, scope)])
    case .choice(let test, let yes, let no):
      guard let answer = holds(test, scope) else { return nil }
      return holds(answer ? yes : no, scope)
    case .exists(let list, let inner): return answers(list, inner, scope).flatMap(any)
    case .all(let list, let inner): return answers(list, inner, scope).flatMap(every)
    case .one(let list, let inner):
      guard let answers = answers(list, inner, scope), !answers.contains(nil) else { return nil }
      return answers.count { $0 == true } == 1
    default: return nil
    }
  }

  func every(_ answers: [Bool?]) -> Bool? {
    if answers.contains(false) { return false }
    return answers.contains(nil) ? nil : true
  }

  func any(_ answers: [Bool?]) -> Bool? {
    if answers.contains(true) { return true }
    return answers.contains(nil) ? nil : false
  }

  private func isEmpty(_ path: FieldPath, _ scope: Scope) -> Bool? {
    switch cell(path, scope) {
    case .missing: true
    case .bad: nil
    default: false
    }
  }

  private func text(_ path: FieldPath, _ scope: Scope) -> String? {
    if case .text(let value) = cell(path, scope) { return value }
    return nil
  }
}
