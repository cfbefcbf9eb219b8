import Campaigns
import CivilTime
import Rules
import Tables

/// What an author must know of one entity: its fields with what they hold, its links and its facts.
struct EntityReference {
  struct Field {
    var name: String
    var type: String
    var origin: Project.TypeOrigin
    var column: String
    /// Nil: there is no export to tell.
    var cells: (all: Int, empty: Int, unreadable: Int)?
    var examples: [String]
  }

  struct Link {
    /// `order.customer`
    var name: String
    /// The entity that it leads to.
    var target: String
    var isMany: Bool
  }

  struct Fact {
    var name: String
    var type: String
    var text: String
  }

  let name: String
  let file: String
  /// Nil: there is no export, or it cannot be read.
  let records: Int?
  private(set) var fields: [Field] = []
  private(set) var items: [Field] = []
  private(set) var links: [Link] = []
  private(set) var facts: [Fact] = []

  private let project: Project
  private let profile: ExportProfile?

  init(_ entity: Int, _ project: Project, _ profile: ExportProfile?) {
    self.project = project
    self.profile = profile
    let source = project.entities[entity]
    name = source.name
    file = source.mapping.pattern
    records = profile?.records
    let known = project.schema.entities[entity]
    let columns = [source.mapping.keyColumns.joined(separator: " + ")] + source.mapping.fields.map(\.column)
    fields = zip(known.fields.indices, columns).map { field($0, $1, of: entity) }
    for link in known.links where link.kind != .items {
      let target = project.schema.entities[link.target].name
      links.append(Link(name: "\(name).\(link.name)", target: target, isMany: link.kind == .many))
    }
    if let link = known.links.first(where: { $0.kind == .items }) {
      items = source.mapping.items.enumerated().map { field($0, $1.column, of: link.target) }
      for other in project.schema.entities[link.target].links where other.kind == .one {
        let target = project.schema.entities[other.target].name
        links.append(Link(name: "\(name).items[…].\(other.name)", target: target, isMany: false))
      }
    }
    facts = project.factTexts.filter { $0.entity == entity }.map { fact in
      let type = known.facts.first { $0.name == fact.name }?.type
      return Fact(name: "\(name).\(fact.name)", type: words(type), text: fact.text)
    }
  }

  private func field(_ index: Int, _ column: String, of entity: Int) -> Field {
    let use = Uses.FieldUse(entity: entity, field: index)
    let known = project.schema.entities[entity].fields[index]
    let held = project.column(of: use).flatMap { profile?.columns[$0.column] }
    return Field(
      name: known.name, type: words(known.type), origin: project.typeOrigins[use] ?? .usual, column: column,
      cells: held.map { ($0.cells, $0.empty, $0.unreadable) },
      examples: held.map { MaskedExamples(column: $0, field: known.name, zone: project.zone).texts } ?? [])
  }

  private func words(_ type: RuleType?) -> String { type.map { project.schema.words(for: $0) } ?? "string" }
}
