import Campaigns
import Rules
import Tables

/// Which records a campaign's expressions can reach from its subject, and which of their fields they read.
///
/// A tree of links, so that a scan keeps the customers of late parcels and not the orders of all those customers, unless
/// a rule asks for them.
final class FetchNode {
  let entity: Int
  private(set) var fields: Set<Int> = []
  /// Those of `fields` that something names. The others are at hand in case that a text names them while it is
  /// rendered, or because of what they are called.
  private(set) var namedFields: Set<Int> = []
  private(set) var children: [Int: FetchNode] = [:]

  init(entity: Int) { self.entity = entity }

  func need(_ field: Int, isNamed: Bool = true) {
    fields.insert(field)
    if isNamed { namedFields.insert(field) }
  }

  func child(_ link: Int, in schema: Schema) -> FetchNode {
    if let known = children[link] { return known }
    let kind = schema.entities[entity].links[link]
    let node = FetchNode(entity: kind.target)
    if kind.kind == .one { need(kind.field) }
    if kind.kind == .many { node.need(kind.field) }
    // A row is an item if any of its fields holds something, whichever of them a rule reads.
    if kind.kind == .items {
      for field in schema.entities[kind.target].fields.indices { node.need(field, isNamed: false) }
    }
    children[link] = node
    return node
  }
}

extension FetchNode {
  /// The columns of each entity's export that the tree names.
  func addNamedColumns(to columns: inout [Int: Set<ColumnIndex>], _ sources: [EntitySource], _ schema: Schema) {
    if entity < sources.count { columns[entity, default: []].formUnion(namedFields) }
    for (link, child) in children {
      if schema.entities[entity].links[link].kind == .items {
        let first = 1 + sources[entity].mapping.fields.count
        columns[entity, default: []].formUnion(child.namedFields.map { first + $0 })
      } else {
        child.addNamedColumns(to: &columns, sources, schema)
      }
    }
  }
}

/// Walks checked expressions and grows the tree below a root.
struct FetchCollector {
  let schema: Schema
  let root: FetchNode
  /// What the expressions read counts as named.
  var isNaming = true

  func collect(_ expression: Checked) { _ = visit(expression) }

  /// Collects, and gives the nodes that the expression's value, if a record or a list of records, stands for.
  func visit(_ expression: Checked) -> [FetchNode] { visit(expression, receiver: root, locals: [:]) }

  func visit(_ expression: Checked, receiver: FetchNode) { visit(expression, receiver: receiver, locals: [:]) }

  /// Visits an expression; the nodes that its value, if a record or a list of records, may stand for.
  @discardableResult
  private func visit(_ expression: Checked, receiver: FetchNode, locals: [Int: [FetchNode]]) -> [FetchNode] {
    func go(_ inner: Checked) -> [FetchNode] { visit(inner, receiver: receiver, locals: locals) }
    switch expression {
    case .constant, .now, .start, .variable, .told: return []
    case .subject: return [receiver]
    case .local(let index, _): return locals[index] ?? []
    case .field(let record, _, let field):
      for node in go(record) { node.need(field, isNamed: isNaming) }
      return []
    case .one(let record, _, let link), .many(let record, _, let link):
      return go(record).map { $0.child(link, in: schema) }
    case .fact(let record, let entity, let fact):
      let nodes = go(record)
      guard let body = schema.entities[entity].facts[fact].body else { return [] }
      return nodes.flatMap { visit(body, receiver: $0, locals: [:]) }
    case .unary(_, let operand): return go(operand)
    case .has(let operand): return go(operand)
    case .binary(_, let left, let right):
      _ = go(left)
      _ = go(right)
      return []
    case .conditional(let condition, let first, let second):
      _ = go(condition)
      return go(first) + go(second)
    case .list(let elements, _): return elements.flatMap(go)
    case .index(let list, let index):
      _ = go(index)
      return go(list)
    case .call(_, let arguments):
      for argument in arguments { _ = go(argument) }
      return []
    case .macro(let macro, let over, let local, let predicate, let transform, _):
      let elements = go(over)
      var inner = locals
      inner[local] = elements
      if let predicate { visit(predicate, receiver: receiver, locals: inner) }
      let mapped = transform.map { visit($0, receiver: receiver, locals: inner) } ?? []
      return macro == .map ? mapped : macro == .filter ? elements : []
    }
  }
}

extension Checked {
  /// Whether the expression can be decided from the subject's own row alone.
  func isLocal(in schema: Schema) -> Bool {
    switch self {
    case .constant, .now, .start, .subject, .local, .variable: return true
    case .told, .one, .many, .macro: return false
    case .field(let record, _, _): if case .subject = record { return true } else { return false }
    case .fact(let record, let entity, let fact):
      guard case .subject = record, let body = schema.entities[entity].facts[fact].body else { return false }
      return body.isLocal(in: schema)
    case .unary(_, let operand), .has(let operand): return operand.isLocal(in: schema)
    case .binary(_, let left, let right), .index(let left, let right):
      return left.isLocal(in: schema) && right.isLocal(in: schema)
    case .conditional(let a, let b, let c): return [a, b, c].allSatisfy { $0.isLocal(in: schema) }
    case .list(let elements, _): return elements.allSatisfy { $0.isLocal(in: schema) }
    case .call(_, let arguments): return arguments.allSatisfy { $0.isLocal(in: schema) }
    }
  }
}
