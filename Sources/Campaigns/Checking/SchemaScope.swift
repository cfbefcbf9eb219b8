import Diagnostics
import Rules
import Templates

/// The names that a campaign's texts may use.
struct SchemaScope: TemplateScope {
  let schema: Schema
  /// Entities by the names that they have at the top: `each` and what its to-one links reach.
  let reached: [String: Int]
  /// Nil inside a link, which cannot use links.
  let links: [String]?

  init(schema: Schema, each: Int, links: [String]?) {
    self.schema = schema
    self.links = links
    var checker = RuleChecker(schema: schema)
    var reached: [String: Int] = [:]
    for (index, entity) in schema.entities.enumerated() where !entity.isItems {
      if case .success(let rule) = checker.check(SourceText(entity.name), in: .init(subject: each)),
        rule.type == .record(index)
      {
        reached[entity.name] = index
      }
    }
    self.reached = reached
  }

  /// Every entity by its name: for a link, of which nobody knows yet what uses it, and for a campaign of unknown `each`.
  init(everyEntityOf schema: Schema, links: [String]? = nil) {
    self.schema = schema
    self.links = links
    let named = schema.entities.enumerated().filter { !$0.element.isItems }.map { ($0.element.name, $0.offset) }
    reached = Dictionary(named) { first, _ in first }
  }

  /// Stands for `links`, behind the entities.
  private var linksRecord: Int { schema.entities.count }

  func shape(of name: String, in record: Int?) -> TemplateShape? {
    guard let record else {
      switch name {
      case "shop": return .text
      case "now": return .time
      case "links" where links != nil: return .record(linksRecord)
      default: return reached[name].map { .record($0) }
      }
    }
    if record == linksRecord { return links?.contains(name) == true ? .text : nil }
    let entity = schema.entities[record]
    if let link = entity.links.first(where: { $0.name == name }) {
      return link.kind == .one ? .record(link.target) : .list(.record(link.target))
    }
    if let fact = entity.facts.first(where: { $0.name == name }) { return shape(fact.type) }
    return entity.fields.first { $0.name == name }.map { shape($0.type) }
  }

  func names(in record: Int?) -> [String] {
    guard let record else { return reached.keys.sorted() + ["shop", "now"] + (links == nil ? [] : ["links"]) }
    if record == linksRecord { return links ?? [] }
    let entity = schema.entities[record]
    return entity.fields.map(\.name) + entity.links.map(\.name) + entity.facts.map(\.name)
  }

  func mayHave(_ name: String, in record: Int?) -> Bool { schema.doubts.covers(name) }

  private func shape(_ type: RuleType?) -> TemplateShape {
    switch type {
    case .bool: .bool
    case .int, .double: .number
    case .string, .duration: .text
    case .timestamp: .time
    case .list(let element): .list(shape(element))
    case .record(let entity): .record(entity)
    case .null, .any, nil: .any
    }
  }
}
