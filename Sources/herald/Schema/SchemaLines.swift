import Campaigns
import JSON
import Rules
import Templates

/// The reference as JSON Lines: an object a field, link, fact, name, function, macro, filter and tag, by its `kind`.
struct SchemaLines {
  let terminal: Terminal

  func print(_ entity: EntityReference) {
    for field in entity.fields { print(field, of: entity.name) }
    for field in entity.items { print(field, of: "\(entity.name).items") }
    for link in entity.links {
      print(
        "link",
        [
          "entity": text(entity.name), "many": "\(link.isMany)", "name": text(link.name), "target": text(link.target),
        ])
    }
    for fact in entity.facts {
      print(
        "fact",
        ["entity": text(entity.name), "expression": text(fact.text), "name": text(fact.name), "type": text(fact.type)])
    }
  }

  func printLanguage() {
    for (kind, entries) in [
      ("name", RuleReference.names), ("macro", RuleReference.macros), ("function", RuleReference.functions),
    ] {
      for entry in entries {
        print(kind, ["example": text(entry.example), "meaning": text(entry.meaning), "name": text(entry.name)])
      }
    }
    for group in TemplateReference.filters {
      for name in group.names { print("filter", ["name": text(name), "theme": text(group.theme)]) }
    }
    for tag in TemplateReference.tags { print("tag", ["example": text(tag)]) }
  }

  private func print(_ field: EntityReference.Field, of entity: String) {
    var parts = [
      "column": text(field.column), "entity": text(entity), "name": text(field.name), "type": text(field.type),
      "type_from": text(words(field.origin)),
      "examples": "[" + field.examples.map(text).joined(separator: ",") + "]",
    ]
    if let cells = field.cells {
      parts["cells"] = "\(cells.all)"
      parts["empty"] = "\(cells.empty)"
      parts["unreadable"] = "\(cells.unreadable)"
    }
    print("field", parts)
  }

  private func words(_ origin: Project.TypeOrigin) -> String {
    switch origin {
    case .said: "herald.yaml"
    case .name: "its name"
    case .link: "link"
    case .use(let place): place
    case .usual: "default"
    }
  }

  private func text(_ value: String) -> String {
    var writer = JSONWriter()
    writer.string(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// - Parameter parts: JSON by key.
  private func print(_ kind: String, _ parts: [String: String]) {
    var writer = JSONWriter()
    writer.object { out in
      for (key, json) in parts.merging(["kind": text(kind), "v": "1"], uniquingKeysWith: { $1 }).sorted(by: {
        $0.key < $1.key
      }) {
        out.key(key)
        out.raw(json)
      }
    }
    terminal.print(String(decoding: writer.bytes, as: UTF8.self))
  }
}
