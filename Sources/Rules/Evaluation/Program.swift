import CivilTime

/// An expression compiled for the evaluator. Compile once, evaluate a million times.
package struct Program: Sendable {
  let code: Code
  /// Where the expression is a field and nothing more: the way to it, which may be read without an evaluator.
  package let path: FieldPath?

  package init(_ checked: Checked, schema: Schema) {
    var compiler = Compiler(schema: schema)
    code = compiler.code(for: checked)
    path = FieldPath(checked)
  }
}

/// A field of the record that to-one links lead to from the subject: `order.customer.name`.
package struct FieldPath: Hashable, Sendable {
  package struct Link: Hashable, Sendable {
    /// That has the link.
    package var entity: Int
    package var link: Int
  }
  package private(set) var links: [Link] = []
  package let entity: Int
  package let field: Int

  /// The key of the subject itself.
  package init(keyOf entity: Int) {
    self.entity = entity
    field = 0
  }

  /// Nil for any other expression.
  package init?(_ checked: Checked) {
    guard case .field(var record, let entity, let field) = checked else { return nil }
    self.entity = entity
    self.field = field
    while case .one(let owner, let entity, let link) = record {
      links.insert(Link(entity: entity, link: link), at: 0)
      record = owner
    }
    guard case .subject = record else { return nil }
  }
}

/// A compiled expression: a tree in an array, its operands as indices into tables, so that evaluating touches no
/// reference counts but those of the values it computes.
final class Code: Sendable {
  /// Nodes, each behind those it needs.
  let nodes: [Node]
  let root: Int
  /// Variables of macros that are alive at once.
  let slots: Int
  let tables: Tables

  init(nodes: [Node], root: Int, slots: Int, tables: Tables) {
    self.nodes = nodes
    self.root = root
    self.slots = slots
    self.tables = tables
  }

  struct Node: Sendable {
    var operation: Operation
    /// Nodes, or indices into tables: see `Operation`.
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
  }

  enum Operation: UInt8, Sendable {
    /// a: constant
    case constant
    case now, start, subject
    /// a: slot
    case local
    /// a: name
    case variable
    /// b: field, c: read
    case subjectField
    /// a: record, b: field, c: read
    case field
    /// a: record, b: link, c: link in the table
    case one
    /// a: record, b: link
    case many
    /// a: record, b: fact in the table
    case fact
    /// a
    case not, negate, isNull, isNotNull
    /// a, b
    case and, or, equal, notEqual, less, lessOrEqual, member, add, subtract, multiply, divide, remainder, index
    /// a: condition, b, c
    case conditional
    /// a: first child in the table, b: how many
    case list
    /// a: first child in the table, b: how many, c: call in the table
    case call
    /// a: macro in the table
    case macro
    /// a: told in the table
    case told
    /// a: cause; what cannot be compiled is unknown
    case unknown
  }

  struct Tables: Sendable {
    var constants: [Value] = []
    var names: [String] = []
    var children: [Int32] = []
    var reads: [Read] = []
    var links: [Link] = []
    var facts: [Fact] = []
    var calls: [Call] = []
    var macros: [MacroNode] = []
    var told: [(campaign: String, within: TimeSpan)] = []
    var causes: [Unknown.Cause] = []
  }

  /// Why a field has no value.
  struct Read: Sendable {
    var missing: Unknown.Cause
    var unreadable: Unknown.Cause
  }

  struct Link: Sendable {
    /// The field that holds the key.
    var field: Int
    var read: Read
    var noRecord: Unknown.Cause
  }

  struct Fact: Sendable {
    var root: Int
    var slots: Int
  }

  struct Call: Sendable {
    var function: RuleFunction
    /// Where the zone is a literal; the inner nil: it names none.
    var zone: Zone??
  }

  struct MacroNode: Sendable {
    var macro: Macro
    var over: Int
    var slot: Int
    var predicate: Int?
    var transform: Int?
    var result: RuleType
  }
}
