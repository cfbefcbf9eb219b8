import Diagnostics

extension RuleChecker {
  mutating func name(_ name: String, _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    if let index = visit.locals.lastIndex(where: { $0.name == name }) {
      let kind = inference.resolve(visit.locals[index].kind)
      return Typed(checked: .local(index, ruleType(kind)), kind: kind)
    }
    if let type = visit.scope.variables[name] {
      return Typed(checked: .variable(name, type), kind: Kind(type))
    }
    if name == "now" { return Typed(checked: .now, kind: .timestamp) }
    if name == "start", visit.scope.allowsStart { return Typed(checked: .start, kind: .timestamp) }
    if let entity = schema.entity(named: name), let subject = visit.scope.subject, !schema.entities[entity].isItems {
      return self.entity(entity, from: subject, syntax, &visit)
    }
    if schema.doubts.covers(name) { return .broken }
    let (message, advice) = unknown(name, &visit)
    visit.report(message, advice, at: syntax.anchor)
    return .broken
  }

  private mutating func entity(_ entity: Int, from subject: Int, _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    switch names(from: subject)[entity] {
    case .path(let steps):
      var checked = Checked.subject(entity: subject)
      for step in steps { checked = .one(of: checked, entity: step.entity, link: step.link) }
      return Typed(checked: checked, kind: .record(entity))
    case .ambiguous(let first, let second):
      visit.report(
        "“\(schema.entities[entity].name)” is reached in two ways: \(schema.words(of: first, from: subject)) and "
          + schema.words(of: second, from: subject), "write the one you mean", at: syntax.anchor)
    case nil where schema.doubts.covers(schema.entities[entity].name): break
    case nil:
      visit.report(
        "“\(schema.entities[entity].name)” is not one record from here: "
          + "\(schema.entities[subject].name) does not lead to one",
        wayToList(of: entity, from: subject), at: syntax.anchor)
    }
    return .broken
  }

  /// Where the records of an entity hang as a list: `customer.orders`.
  private mutating func wayToList(of entity: Int, from subject: Int) -> String? {
    for (owner, name) in names(from: subject).sorted(by: { $0.key < $1.key }) {
      guard case .path(let path) = name,
        let link = schema.entities[owner].links.first(where: { $0.target == entity && $0.kind != .one })
      else { continue }
      let way = path.isEmpty ? schema.entities[subject].name : schema.entities[owner].name
      return "\(way).\(link.name) are all of them: \(way).\(link.name).exists(x, …)"
    }
    return nil
  }

  private mutating func unknown(_ name: String, _ visit: inout Visit) -> (String, String?) {
    let message = "there is no “\(name)” here"
    if name == "start" { return ("“start” has no meaning here", "it is known once a campaign's sequence begins") }
    switch name {
    case "True", "TRUE", "False", "FALSE", "Null", "NULL": return (message, "write \(name.lowercased())")
    case "nil", "none", "None", "undefined", "missing", "empty": return (message, "write null")
    case "today": return (message, "write now, or now.startOfDay()")
    case "AND", "OR", "NOT": return (message, "write \(name.lowercased())")
    default: break
    }
    var known = visit.locals.map(\.name) + visit.scope.variables.keys + ["now"]
    if visit.scope.allowsStart { known.append("start") }
    if let subject = visit.scope.subject {
      let reached = names(from: subject).keys.sorted().map { schema.entities[$0] }
      known += reached.map(\.name)
      if let owner = reached.first(where: { $0.memberNames.contains(name) }) {
        return (message, "did you mean “\(owner.name).\(name)”?")
      }
    }
    return (message, suggestion(for: name, in: known))
  }

  mutating func member(_ name: String, of receiver: Syntax, _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    let typed = self.visit(receiver, &visit)
    let kind = inference.resolve(typed.kind)
    if kind == .broken { return .broken }
    guard case .record(let entity) = kind else {
      let (message, advice) = notARecord(name, kind, receiver, &visit)
      visit.report(message, advice, at: syntax.anchor)
      return .broken
    }
    if let link = schema.entities[entity].links.firstIndex(where: { $0.name == name }) {
      return self.link(link, of: typed.checked, entity)
    }
    if let fact = schema.entities[entity].facts.firstIndex(where: { $0.name == name }) {
      return self.fact(fact, of: typed.checked, entity, syntax, &visit)
    }
    if let field = schema.entities[entity].fields.firstIndex(where: { $0.name == name }) {
      return Typed(checked: readField(field, of: typed.checked, entity), kind: self.kind(ofField: field, of: entity))
    }
    if schema.doubts.covers(name) { return .broken }
    visit.report(
      "\(schema.entities[entity].name) has no field “\(name)”", adviceForField(name, entity), at: syntax.anchor)
    return .broken
  }

  private func link(_ link: Int, of receiver: Checked, _ entity: Int) -> Typed {
    let target = schema.entities[entity].links[link].target
    return switch schema.entities[entity].links[link].kind {
    case .one: Typed(checked: .one(of: receiver, entity: entity, link: link), kind: .record(target))
    case .many, .items: Typed(checked: .many(of: receiver, entity: entity, link: link), kind: .list(.record(target)))
    }
  }

  /// A field; the key of a linked record is read from the link, so that a guest has one, too.
  private func readField(_ field: Int, of receiver: Checked, _ entity: Int) -> Checked {
    field == 0 && !schema.entities[entity].isItems
      ? receiver.key(in: schema) : .field(of: receiver, entity: entity, field: field)
  }

  private func adviceForField(_ name: String, _ entity: Int) -> String? {
    if let function = RuleFunction(rawValue: name), function.isMethod {
      return "“\(name)” is a function: write \(name)()"
    }
    return suggestion(for: name, in: schema.entities[entity].memberNames)
  }

  private func notARecord(_ name: String, _ kind: Kind, _ receiver: Syntax, _ visit: inout Visit) -> (String, String?) {
    if RuleFunction(rawValue: name)?.isMethod == true {
      return ("“\(name)” is a function", "write \(name)()")
    }
    guard case .list(let element) = kind else {
      let advice = ["length", "len", "count"].contains(name) ? "write size()" : "only records have fields"
      return ("\(article(kind)) has no fields", advice)
    }
    if ["first", "last", "count", "length"].contains(name) {
      return ("a list has no field “\(name)”", name == "first" ? "write [0]" : "write size()")
    }
    guard case .record(let entity) = element else { return ("a list has no fields", "say which element: exists(x, …)") }
    let letter = schema.entities[entity].name.first.map(String.init) ?? "x"
    return (
      "these are many \(schema.entities[entity].name) records, not one",
      "say which: exists(\(letter), \(letter).\(name) …), max(\(letter), \(letter).\(name)) …"
    )
  }
}

extension Schema.Entity {
  var memberNames: [String] { fields.map(\.name) + links.map(\.name) + facts.map(\.name) }
}
