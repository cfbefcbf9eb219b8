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
    else { return }
    var drafts: [EntityDraft] = []
    for entry in entries {
      if !isFreeName(entry.name) {
        problems.add(
          "“\(entry.name)” cannot name a kind of record", advice: "a word of letters, digits and underscores",
          at: entry.key)
        continue
      }
      let reader = EntityReader(name: entry.name, problems: problems, zone: house.zone, directory: folder.directory)
      if let draft = reader.read(entry) { drafts.append(draft) }
    }
    let builder = SchemaBuilder(drafts: drafts, problems: problems)
    house.schema = builder.build()
    house.entities = drafts.enumerated().map { index, draft in draft.source(house.schema.entities[index], problems) }
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
  func source(_ entity: Schema.Entity, _ problems: ProblemList) -> EntitySource {
    var source = source
    guard let newestBy, let name = newestBy.scalar?.split(separator: " ").last.map(String.init) else { return source }
    if let field = entity.fields.firstIndex(where: { $0.name == name }) {
      source.duplicates = .newest(field: field)
    } else {
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
