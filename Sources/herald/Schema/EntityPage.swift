import Campaigns

/// Lays an entity's reference out within 80 columns.
struct EntityPage {
  let entity: EntityReference
  let terminal: Terminal

  static let width = 80

  func lines() -> [String] {
    let rows = entity.records.map { counted($0, "record") } ?? "not there, so shares and examples are unknown"
    var lines = [
      terminal.bold(entity.name) + "  " + Self.cut("\(entity.file), \(rows)", Self.width - entity.name.count - 2)
    ]
    lines += table("field", entity.fields)
    if !entity.items.isEmpty { lines += [""] + table("\(entity.name).items", entity.items) }
    lines += uses()
    lines += links()
    lines += facts()
    return lines
  }

  private func table(_ title: String, _ fields: [EntityReference.Field]) -> [String] {
    let name = widest(fields.map(\.name) + [title], 22)
    let type = widest(fields.map(\.type) + ["type"], 14)
    let column = widest(fields.map(\.column) + ["column"], 20)
    let room = Self.width - 2 - name - 2 - type - 2 - column - 2 - 5 - 2
    let header = [
      pad(title, name), pad("type", type), pad("column", column), "empty", "holds",
    ].joined(separator: "  ")
    return [terminal.dim("  " + header)]
      + fields.map { field in
        trimmed(
          "  "
            + [
              pad(field.name, name), pad(field.type, type), pad(field.column, column), share(field),
              Self.joined(field.examples, room),
            ].joined(separator: "  "))
      }
  }

  /// `  4 %`; cells that cannot be read count with a mark.
  private func share(_ field: EntityReference.Field) -> String {
    guard let cells = field.cells, cells.all > 0 else { return "    ?" }
    let missing = cells.empty + cells.unreadable
    let share = 100 * Double(missing) / Double(cells.all)
    let text = missing == 0 ? "–" : share < 1 ? "<1 %" : missing == cells.all ? "all" : "\(Int(share.rounded(.down))) %"
    return String(repeating: " ", count: max(0, 5 - text.count)) + text
  }

  /// As many as fit, with a mark for the others.
  static func joined(_ examples: [String], _ room: Int) -> String {
    var line = ""
    for (index, example) in examples.enumerated() {
      let next = line.isEmpty ? example : ", " + example
      let isLast = index == examples.count - 1
      if line.count + next.count > room - (isLast ? 0 : 3) { return line.isEmpty ? cut(example, room) : line + " …" }
      line += next
    }
    return line
  }

  /// Which rule decided on a type that nobody said.
  private func uses() -> [String] {
    let decided = (entity.fields + entity.items).compactMap { field -> String? in
      guard case .use(let place) = field.origin else { return nil }
      return "\(field.name) by \(place)"
    }
    return decided.isEmpty ? [] : [""] + paragraph("types found by use: " + decided.joined(separator: ", "))
  }

  private func links() -> [String] {
    guard !entity.links.isEmpty else { return [] }
    let name = widest(entity.links.map(\.name), 40)
    return ["", terminal.dim("  links")]
      + entity.links.map { "  \(pad($0.name, name))  → \($0.target)\($0.isMany ? ", any number" : "")" }
  }

  private func facts() -> [String] {
    guard !entity.facts.isEmpty else { return [] }
    let name = widest(entity.facts.map(\.name), 30)
    let type = widest(entity.facts.map(\.type), 14)
    let indent = String(repeating: " ", count: 2 + name + 2 + type + 2)
    return ["", terminal.dim("  facts")]
      + entity.facts.flatMap { fact in
        let text = Self.wrapped(fact.text, Self.width - indent.count)
        let first = "  \(pad(fact.name, name))  \(pad(fact.type, type))  \(text.first ?? "")"
        return [first] + text.dropFirst().map { indent + $0 }
      }
  }

  // MARK: - Text

  private func paragraph(_ text: String) -> [String] { Self.wrapped(text, Self.width - 2).map { "  " + $0 } }

  static func wrapped(_ text: String, _ width: Int) -> [String] {
    HelpText.wrap(text, width).split(separator: "\n").map(String.init)
  }

  static func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
  }

  private func widest(_ texts: [String], _ most: Int) -> Int { min(most, texts.map(\.count).max() ?? 0) }

  private func pad(_ text: String, _ width: Int) -> String { HelpText.pad(Self.cut(text, width), width) }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
