import Campaigns
import CivilTime
import Rules

/// The values that a rule reads, by the names that its author wrote.
struct ValueTrace {
  let decider: CampaignDecisions
  let subject: RecordID
  let start: Instant?

  /// `order.status = "shipped"`, each once, in the order of reading.
  func values(_ rule: Checked) -> [String] {
    var lines: [String] = []
    for leaf in leaves(rule) {
      let line = "\(name(leaf)) = \(value(leaf))"
      if !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  /// The fields, facts and lists that can be shown by themselves: those that do not hang on a macro's variable.
  private func leaves(_ rule: Checked) -> [Checked] {
    switch rule {
    case .constant, .now, .start, .subject, .local, .variable, .told, .one: return []
    case .field(let record, _, _), .fact(let record, _, _), .many(let record, _, _):
      return record.hangsOnLocal ? [] : [rule]
    case .unary(_, let inner), .has(let inner): return leaves(inner)
    case .binary(_, let left, let right), .index(let left, let right): return leaves(left) + leaves(right)
    case .conditional(let a, let b, let c): return leaves(a) + leaves(b) + leaves(c)
    case .list(let elements, _), .call(_, let elements): return elements.flatMap(leaves)
    case .macro(_, let over, _, _, _, _): return leaves(over)
    }
  }

  private func name(_ expression: Checked) -> String {
    let schema = decider.project.schema
    switch expression {
    case .subject(let entity): return schema.entities[entity].name
    case .field(let record, let entity, let field):
      return name(record) + "." + schema.entities[entity].fields[field].name
    case .fact(let record, let entity, let fact): return name(record) + "." + schema.entities[entity].facts[fact].name
    case .one(let record, let entity, let link), .many(let record, let entity, let link):
      return name(record) + "." + schema.entities[entity].links[link].name
    default: return "…"
    }
  }

  private func value(_ expression: Checked) -> String {
    let evaluator = decider.context().evaluator
    do throws(Unknown) {
      return try words(evaluator.evaluate(expression, subject: subject, start: start))
    } catch {
      if case .missing = error.cause { return "(empty)" }
      return "(\(error.words))"
    }
  }

  private func words(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): "\(value)"
    case .string(let value): "\"\(value)\""
    case .timestamp(let value): value.rfc3339(in: decider.project.zone)
    case .duration(let value): value.text
    case .list(let elements): elements.count == 1 ? "1 element" : "\(elements.count) elements"
    case .record(let id): decider.store.key(of: id)
    }
  }
}

extension Checked {
  fileprivate var hangsOnLocal: Bool {
    switch self {
    case .local: true
    case .field(let inner, _, _), .one(let inner, _, _), .many(let inner, _, _), .fact(let inner, _, _):
      inner.hangsOnLocal
    case .index: true
    default: false
    }
  }
}
