/// A static type of the rules.
package indirect enum RuleType: Hashable, Sendable {
  case bool, int, double, string, timestamp, duration, null
  case list(RuleType)
  /// By the index of the entity in the schema.
  case record(Int)
  /// The element of an empty list literal: unifies with everything.
  case any
}

/// The shop's entities as rules and templates see them.
///
/// `items` of an entity are an entity of their own, named `order.items`, reached by a link of kind `.items`.
package struct Schema: Sendable {
  package var entities: [Entity] = []
  /// Campaigns that `told("…")` may name.
  package var campaigns: [String] = []
  /// What cannot be held against whoever names it.
  package var doubts = Doubts()
  package init() {}

  package func entity(named name: String) -> Int? { entities.firstIndex { $0.name == name } }

  /// Names that the shop's data has and that could not be understood: a rule that uses one has no problem of its own.
  package struct Doubts: Sendable {
    /// Of entities, fields, links, facts, whatever record they belong to.
    package var names: Set<String> = []
    /// So much is unknown that any name may be right.
    package var everything = false
    package init() {}

    package func covers(_ name: String) -> Bool { everything || names.contains(name) }
  }

  package struct Entity: Sendable {
    package var name: String
    /// Field 0 is always `key`, a string. Rows of `items` have no key: their field 0 is the first mapped one.
    package var fields: [Field] = []
    package var links: [Link] = []
    package var facts: [Fact] = []
    package var isItems: Bool
    package init(name: String, isItems: Bool = false) {
      self.name = name
      self.isItems = isItems
    }
  }

  package struct Field: Sendable {
    package var name: String
    /// Nil until the name, herald.yaml or the first use in a rule decides; `.string` if nothing ever does.
    package var type: RuleType?
    package init(name: String, type: RuleType? = nil) {
      self.name = name
      self.type = type
    }
  }

  package struct Link: Sendable {
    package enum Kind: Hashable, Sendable { case one, many, items }
    package var name: String
    package var kind: Kind
    package var target: Int
    /// `.one`: the field of this entity that holds the target's key. `.many`: the field of the target that holds this
    /// key.
    package var field: Int
    package init(name: String, kind: Kind, target: Int, field: Int) {
      self.name = name
      self.kind = kind
      self.target = target
      self.field = field
    }
  }

  /// A named expression over one record, from herald.yaml's `facts`.
  package struct Fact: Sendable {
    package var name: String
    /// Its receiver is `Checked.subject` with the fact's entity. Set once it is checked; facts may use facts, not in a
    /// circle.
    package var body: Checked?
    package var type: RuleType?
    package init(name: String) { self.name = name }
  }
}
