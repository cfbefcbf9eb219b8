package import Diagnostics

/// What checking knows of facts beyond the schema.
struct FactTable: Sendable {
  struct Name: Hashable, Sendable {
    var entity: Int
    var fact: Int
  }

  struct Known: Sendable {
    var kind: Kind
    /// How deep its macros nest.
    var macros: Int
    var size: Int
    /// How many facts stand on one another, itself included.
    var chain: Int
  }

  var known: [Name: Known] = [:]
  var waiting: [Name: SourceText] = [:]
  /// Those being checked, the outermost first.
  var underWay: [Name] = []
  /// The longest chain met below each of those under way.
  var chains: [Int] = []
  var problems: [Diagnostic] = []
}

extension RuleChecker {
  /// Checks the bodies of facts and stores them in the schema, in any order. A circle is refused and named.
  package mutating func checkFacts(_ facts: [(entity: Int, name: String, source: SourceText)]) -> [Diagnostic] {
    self.facts.problems = []
    var order: [FactTable.Name] = []
    for fact in facts {
      if let name = declare(fact.entity, fact.name, fact.source) { order.append(name) }
    }
    for name in order where self.facts.waiting[name] != nil { checkFact(name) }
    return self.facts.problems
  }

  private mutating func declare(_ entity: Int, _ name: String, _ source: SourceText) -> FactTable.Name? {
    let owner = schema.entities[entity]
    if owner.fields.contains(where: { $0.name == name }) || owner.links.contains(where: { $0.name == name }) {
      facts.problems.append(
        source.diagnostic(
          .error, "\(owner.name) has a field “\(name)” already", advice: "give the fact another name", at: 0))
      return nil
    }
    let index: Int
    if let known = owner.facts.firstIndex(where: { $0.name == name }) {
      index = known
    } else {
      index = owner.facts.count
      schema.entities[entity].facts.append(Schema.Fact(name: name))
    }
    let name = FactTable.Name(entity: entity, fact: index)
    guard facts.waiting.updateValue(source, forKey: name) == nil else {
      facts.problems.append(source.diagnostic(.error, "this fact is there twice", at: 0))
      return nil
    }
    return name
  }

  private mutating func checkFact(_ name: FactTable.Name) {
    guard let source = facts.waiting.removeValue(forKey: name) else { return }
    facts.underWay.append(name)
    facts.chains.append(0)
    var visit = Visit(source: source, scope: Scope(subject: name.entity))
    let typed = checkWhole(&visit, expecting: nil)
    if typed.kind == .null { visit.report("this fact is always null", nil, at: 0..<source.text.utf8.count) }
    facts.underWay.removeLast()
    let chain = facts.chains.removeLast() + 1
    facts.problems += visit.problems + visit.warnings
    guard visit.problems.isEmpty, typed.kind != .broken else {
      facts.known[name] = FactTable.Known(kind: .broken, macros: 0, size: 1, chain: chain)
      return
    }
    facts.known[name] = FactTable.Known(kind: typed.kind, macros: visit.deepestMacro, size: visit.size, chain: chain)
    schema.entities[name.entity].facts[name.fact].body = typed.checked
    schema.entities[name.entity].facts[name.fact].type = ruleType(typed.kind)
    note(visit.literals)
  }

  /// A fact where a rule uses it.
  mutating func fact(
    _ fact: Int, of receiver: Checked, _ entity: Int, _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    let name = FactTable.Name(entity: entity, fact: fact)
    if let first = facts.underWay.firstIndex(of: name) {
      let circle = (facts.underWay[first...] + [name]).map(factName).joined(separator: " → ")
      visit.report("a fact cannot stand on itself: \(circle)", nil, at: syntax.anchor)
      return .broken
    }
    if facts.waiting[name] != nil {
      guard facts.underWay.count < Self.longestFactChain else { return tooLong(syntax, &visit) }
      checkFact(name)
    }
    guard let known = facts.known[name] else {
      guard let type = schema.entities[entity].facts[fact].type else {
        visit.report("\(factName(name)) has no meaning yet", "see facts in herald.yaml", at: syntax.anchor)
        return .broken
      }
      return Typed(checked: .fact(of: receiver, entity: entity, fact: fact), kind: Kind(type))
    }
    // It was reported where the fact stands.
    guard known.kind != .broken else { return .broken }
    if !facts.chains.isEmpty {
      facts.chains[facts.chains.count - 1] = max(facts.chains[facts.chains.count - 1], known.chain)
      guard known.chain < Self.longestFactChain else { return tooLong(syntax, &visit) }
    }
    visit.size += min(known.size, Self.largest)
    guard reach(depth: visit.locals.count + known.macros, at: syntax.anchor, factName(name), &visit) else {
      return .broken
    }
    return Typed(
      checked: .fact(of: receiver, entity: entity, fact: fact), kind: inference.resolve(known.kind))
  }

  private func tooLong(_ syntax: Syntax, _ visit: inout Visit) -> Typed {
    visit.report("more than \(Self.longestFactChain) facts stand on one another here", nil, at: syntax.anchor)
    return .broken
  }

  private func factName(_ name: FactTable.Name) -> String {
    "\(schema.entities[name.entity].name).\(schema.entities[name.entity].facts[name.fact].name)"
  }
}
