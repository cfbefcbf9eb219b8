import Diagnostics
import Rules
import Tables

/// The shop's entities with their fields and links, from what herald.yaml maps.
struct SchemaBuilder {
  let drafts: [EntityDraft]
  let problems: ProblemList

  func build() -> Schema {
    var schema = Schema()
    schema.entities = drafts.map { draft in
      var entity = Schema.Entity(name: draft.name)
      entity.fields = [Schema.Field(name: "key", type: .string)] + draft.fields.map(field)
      return entity
    }
    for (index, draft) in drafts.enumerated() {
      link(index, draft.fields, isItems: false, in: &schema)
      if !draft.items.isEmpty { addItems(of: index, draft, to: &schema) }
    }
    return schema
  }

  private func field(_ draft: FieldDraft) -> Schema.Field {
    if target(of: draft) != nil { return Schema.Field(name: draft.name, type: .string) }
    return Schema.Field(name: draft.name, type: draft.type ?? conventionalType(draft.name))
  }

  /// The entity that a field is named after.
  private func target(of field: FieldDraft) -> Int? { drafts.firstIndex { $0.name == field.name } }

  /// A field named like another entity holds its key: a link there, and one back.
  private func link(_ entity: Int, _ fields: [FieldDraft], isItems: Bool, in schema: inout Schema) {
    for (offset, field) in fields.enumerated() {
      guard let target = target(of: field), target != entity || isItems else { continue }
      let index = isItems ? offset : offset + 1
      schema.entities[entity].links.append(.init(name: field.name, kind: .one, target: target, field: index))
      if isItems { continue }
      let isKey = drafts[entity].source.mapping.keyColumns == [field.mapping.column]
      let name = isKey ? drafts[entity].name : plural(of: drafts[entity].name)
      if schema.entities[target].fields.contains(where: { $0.name == name && drafts[entity].name != name }) {
        problems.add(
          "\(drafts[target].name) has a field “\(name)”, and this link gives it another",
          advice: "give the field of \(drafts[target].name) another name", at: field.key)
        continue
      }
      // Where each holds the other's key, the way is there already.
      if schema.entities[target].fields.contains(where: { $0.name == name }) { continue }
      schema.entities[target].links.append(
        isKey
          ? .init(name: name, kind: .one, target: entity, field: 0)
          : .init(name: name, kind: .many, target: entity, field: index))
    }
  }

  private func addItems(of entity: Int, _ draft: EntityDraft, to schema: inout Schema) {
    var items = Schema.Entity(name: "\(draft.name).items", isItems: true)
    items.fields = draft.items.map(field)
    schema.entities.append(items)
    let index = schema.entities.count - 1
    link(index, draft.items, isItems: true, in: &schema)
    if let clash = draft.fields.first(where: { $0.name == "items" }) {
      problems.add("“items” is what “items:” maps", advice: "give the field another name", at: clash.key)
    }
    schema.entities[entity].links.append(.init(name: "items", kind: .items, target: index, field: 0))
  }
}

/// The type that a field's name promises.
func conventionalType(_ name: String) -> RuleType? {
  if let type = RuleType.conventional(forField: name) { return type }
  if name.hasSuffix("_on") || name.hasSuffix("_date") { return .timestamp }
  return name == "tags" ? .list(.string) : nil
}

/// English plurals as far as names of records go: `orders`, `boxes`, `deliveries`.
func plural(of name: String) -> String {
  let vowels = ["a", "e", "i", "o", "u"]
  if name.hasSuffix("y"), !vowels.contains(where: { name.dropLast().hasSuffix($0) }) { return name.dropLast() + "ies" }
  if ["s", "x", "z", "ch", "sh"].contains(where: name.hasSuffix) { return name + "es" }
  return name + "s"
}
