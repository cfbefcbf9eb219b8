import CivilTime
import Diagnostics
import Rules
import Tables

extension HouseReader {
  mutating func readData() {
    guard
      let node = keys.require(
        "data", advice: "name the exports, such as order: {file: orders.csv, key: id, fields: {…}}"),
      let entries = MappingReader(node, "data", problems)?.node.mapping
    else {
      house.schema.doubts.everything = true
      return
    }
    var drafts: [EntityDraft] = []
    var doubts = house.schema.doubts
    for entry in entries {
      if !isFreeName(entry.name) {
        problems.add(
          "“\(entry.name)” cannot name a kind of record", advice: "a word of letters, digits and underscores",
          at: entry.key)
        // Whoever means it writes another name.
        doubts.everything = true
        continue
      }
      let errors = problems.errorCount
      let reader = EntityReader(name: entry.name, problems: problems, zone: house.zone, directory: folder.directory)
      var draft = reader.read(entry)
      draft?.source.places = EntitySource.Places(entry)
      if problems.errorCount > errors { doubts.add(entry, draft) }
      if let draft { drafts.append(draft) }
    }
    let builder = SchemaBuilder(drafts: drafts, problems: problems)
    house.schema = builder.build()
    house.schema.doubts = doubts
    house.saidTypes = saidTypes(drafts)
    house.entities = drafts.enumerated().map { index, draft in
      draft.source(house.schema.entities[index], doubts, problems)
    }
  }
}

extension HouseReader {
  private func saidTypes(_ drafts: [EntityDraft]) -> Set<Uses.FieldUse> {
    var said: Set<Uses.FieldUse> = []
    for (entity, draft) in drafts.enumerated() {
      for (field, read) in draft.fields.enumerated() where read.type != nil {
        said.insert(Uses.FieldUse(entity: entity, field: field + 1))
      }
      guard let items = house.schema.entities[entity].links.first(where: { $0.kind == .items }) else { continue }
      for (field, read) in draft.items.enumerated() where read.type != nil {
        said.insert(Uses.FieldUse(entity: items.target, field: field))
      }
    }
    return said
  }
}

extension EntitySource.Places {
  fileprivate init(_ entry: YAMLEntry) {
    file = entry.value["file"]?.place
    key = entry.value["key"]?.place
    fields = Self.columns(entry.value["fields"])
    items = Self.columns(entry.value["items"])
  }

  private static func columns(_ node: YAMLNode?) -> [String: SourcePlace] {
    let named = (node?.mapping ?? []).map { ($0.name, ($0.value["column"] ?? $0.value).place) }
    return Dictionary(named) { first, _ in first }
  }
}

extension Schema.Doubts {
  /// Adds the names that an entry of `data` with a problem may stand for, as far as they were not understood.
  fileprivate mutating func add(_ entry: YAMLEntry, _ draft: EntityDraft?) {
    if draft == nil {
      names.insert(entry.name)
      names.insert(plural(of: entry.name))
    }
    for part in entry.value.mapping ?? [] {
      switch part.name {
      case "fields": add(part.value, but: draft?.fields ?? [])
      case "items": add(part.value, but: draft?.items ?? [])
      // A preset that was understood has brought its fields.
      case "preset": everything = everything || draft?.fields.isEmpty ?? true
      default: if part.value.mapping != nil { everything = true }
      }
    }
  }

  private mutating func add(_ fields: YAMLNode, but read: [FieldDraft]) {
    guard let entries = fields.mapping else {
      everything = true
      return
    }
    names.formUnion(entries.map(\.name).filter { name in !read.contains { $0.name == name } })
  }
}

/// One `data:` entry as it was read: without the types that names, links and rules decide.
struct EntityDraft {
  var key: YAMLNode
  var source: EntitySource
  var fields: [FieldDraft]
  var items: [FieldDraft]
  /// `newest by FIELD`.
  var newestBy: YAMLNode?

  var name: String { source.name }

  /// With `newest by` turned into a field's number.
  func source(_ entity: Schema.Entity, _ doubts: Schema.Doubts, _ problems: ProblemList) -> EntitySource {
    var source = source
    guard let newestBy, let name = newestBy.scalar?.split(separator: " ").last.map(String.init) else { return source }
    if let field = entity.fields.firstIndex(where: { $0.name == name }) {
      source.duplicates = .newest(field: field)
    } else if !doubts.covers(name) {
      problems.add(
        "\(self.name) has no field “\(name)”", advice: suggestion(for: name, in: entity.fields.map(\.name)),
        at: newestBy)
    }
    return source
  }
}

struct FieldDraft {
  var key: YAMLNode
  var mapping: FieldMapping
  /// What herald.yaml says or implies.
  var type: RuleType?

  var name: String { mapping.name }
}
