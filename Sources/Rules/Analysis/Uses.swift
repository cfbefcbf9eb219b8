/// What an expression reads, without evaluating it. Facts are followed.
package struct Uses: Hashable, Sendable {
  package struct FieldUse: Hashable, Sendable {
    package var entity: Int
    package var field: Int
    package init(entity: Int, field: Int) {
      self.entity = entity
      self.field = field
    }
  }
  package struct LinkUse: Hashable, Sendable {
    package var entity: Int
    package var link: Int
    package init(entity: Int, link: Int) {
      self.entity = entity
      self.link = link
    }
  }
  /// Includes the fields that hold the keys of the links followed.
  package var fields: Set<FieldUse> = []
  package var links: Set<LinkUse> = []
  /// Campaigns that `told` names.
  package var told: Set<String> = []
  package var usesStart = false
  package var usesNow = false
  package init() {}

  /// Adds what another expression reads.
  package mutating func formUnion(_ other: Uses) {
    fields.formUnion(other.fields)
    links.formUnion(other.links)
    told.formUnion(other.told)
    usesStart = usesStart || other.usesStart
    usesNow = usesNow || other.usesNow
  }
}

extension Checked {
  package func uses(_ schema: Schema) -> Uses {
    var collector = UsesCollector(schema: schema)
    collector.visit(self)
    return collector.uses
  }

  /// The expressions directly below this one.
  var children: [Checked] {
    switch self {
    case .constant, .now, .start, .subject, .local, .variable, .told: []
    case .field(let receiver, _, _), .one(let receiver, _, _), .many(let receiver, _, _), .fact(let receiver, _, _):
      [receiver]
    case .unary(_, let operand), .has(let operand): [operand]
    case .binary(_, let left, let right), .index(let left, let right): [left, right]
    case .conditional(let condition, let yes, let no): [condition, yes, no]
    case .list(let elements, _), .call(_, let elements): elements
    case .macro(_, let list, _, let predicate, let transform, _):
      [list] + [predicate, transform].compactMap { $0 }
    }
  }
}

private struct UsesCollector {
  let schema: Schema
  var uses = Uses()
  /// Facts seen, as entity and fact: each is followed once.
  private var facts: Set<Uses.FieldUse> = []

  init(schema: Schema) { self.schema = schema }

  mutating func visit(_ checked: Checked) {
    switch checked {
    case .now: uses.usesNow = true
    case .start: uses.usesStart = true
    case .told(let campaign, _):
      uses.told.insert(campaign)
      uses.usesNow = true
    case .field(_, let entity, let field): uses.fields.insert(Uses.FieldUse(entity: entity, field: field))
    case .one(_, let entity, let link), .many(_, let entity, let link): follow(entity, link)
    case .fact(_, let entity, let fact):
      if facts.insert(Uses.FieldUse(entity: entity, field: fact)).inserted,
        let body = schema.entities[entity].facts[fact].body
      {
        visit(body)
      }
    default: break
    }
    for child in checked.children { visit(child) }
  }

  private mutating func follow(_ entity: Int, _ index: Int) {
    let link = schema.entities[entity].links[index]
    uses.links.insert(Uses.LinkUse(entity: entity, link: index))
    switch link.kind {
    case .one: uses.fields.insert(Uses.FieldUse(entity: entity, field: link.field))
    case .many: uses.fields.insert(Uses.FieldUse(entity: link.target, field: link.field))
    case .items: break
    }
  }
}
