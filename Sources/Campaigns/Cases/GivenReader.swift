import CivilTime
import Diagnostics
import Rules
import Tables

/// Reads `given`: records by entity, each a row of its export.
struct GivenReader {
  let project: Project
  let problems: ProblemList

  /// A row as one place of the file has it.
  struct Row {
    var entity: Int
    var key: String
    /// Which of the rows that this place has for the key: rows merge one by one.
    var turn: Int
    var fields: [Int: GivenValue]
    /// Nil: not named.
    var items: [[Int: GivenValue]]?
  }

  func read(_ node: YAMLNode?) -> [Row] {
    guard let node, let entries = MappingReader(node, "given", problems)?.node.mapping else { return [] }
    return entries.flatMap { entry -> [Row] in
      guard let entity = project.entities.firstIndex(where: { $0.name == entry.name }) else {
        if project.schema.doubts.covers(entry.name) { return [] }
        let advice = suggestion(for: entry.name, in: project.entities.map(\.name))
        problems.add("herald.yaml has no “\(entry.name)” in its “data”", advice: advice, at: entry.key)
        return []
      }
      if entry.value.isRefused { return [] }
      guard let rows = entry.value.sequence else {
        problems.add(
          "“\(entry.name)” must be a list of rows", advice: "such as \(entry.name): [{key: a1}]", at: entry.value)
        return []
      }
      var seen: [String: (line: Int, count: Int)] = [:]
      return rows.compactMap { row($0, of: entity, &seen) }
    }
  }

  /// The file's rows with those of a test over them: the n-th row of a key replaces fields of the file's n-th, and what
  /// the file does not have is added. What neither names and the key's column holds gets the key.
  func merge(_ shared: [Row], _ own: [Row]) -> [GivenRecord] {
    var rows = shared
    for row in own {
      let place = rows.firstIndex { $0.entity == row.entity && $0.key == row.key && $0.turn == row.turn }
      guard let place else {
        rows.append(row)
        continue
      }
      rows[place].fields.merge(row.fields) { $1 }
      rows[place].items = row.items ?? rows[place].items
    }
    return rows.map { row in
      let mapping = project.entities[row.entity].mapping
      var fields = row.fields
      for (index, field) in mapping.fields.enumerated()
      where fields[index + 1] == nil && mapping.keyColumns == [field.column] {
        fields[index + 1] = GivenValue(keyColumn: row.key, for: field, zone: project.zone)
      }
      return GivenRecord(entity: row.entity, key: row.key, fields: fields, items: row.items ?? [])
    }
  }

  private func row(_ node: YAMLNode, of entity: Int, _ seen: inout [String: (line: Int, count: Int)]) -> Row? {
    let source = project.entities[entity]
    guard let entries = MappingReader(node, "a row of \(source.name)", problems)?.node.mapping else { return nil }
    var row = Row(entity: entity, key: "", turn: 0, fields: [:], items: nil)
    for entry in entries {
      if entry.name == "key" {
        row.key = key(entry.value, source) ?? ""
      } else if entry.name == "items", !source.mapping.items.isEmpty {
        row.items = items(entry.value, source)
      } else if let field = source.mapping.fields.firstIndex(where: { $0.name == entry.name }) {
        row.fields[field + 1] = value(entry.value, source.mapping.fields[field])
      } else {
        refuse(entry, in: source, entity)
      }
    }
    guard node["key"] != nil else {
      problems.add("this row has no “key”", advice: "it tells one \(source.name) from another", at: node)
      return nil
    }
    guard !row.key.isEmpty else { return nil }
    if let first = seen[row.key], source.duplicates == .error || !source.mapping.items.isEmpty {
      problems.add("“\(row.key)” is already given on line \(first.line)", advice: "keep one of them", at: node)
      return nil
    }
    row.turn = seen[row.key]?.count ?? 0
    seen[row.key] = (node.start.line, row.turn + 1)
    return row
  }

  private func refuse(_ entry: YAMLEntry, in source: EntitySource, _ entity: Int) {
    let schema = project.schema.entities[entity]
    if schema.facts.contains(where: { $0.name == entry.name }) {
      problems.add(
        "“\(entry.name)” is a fact, worked out from the fields", advice: "give the fields that it reads", at: entry.key)
    } else if let link = schema.links.first(where: { $0.name == entry.name }) {
      let target = project.schema.entities[link.target].name
      problems.add(
        "“\(entry.name)” is known from the other side", advice: "give rows of \(target) that name this \(source.name)",
        at: entry.key)
    } else if !project.schema.doubts.covers(entry.name) {
      let names = ["key"] + source.mapping.fields.map(\.name) + (source.mapping.items.isEmpty ? [] : ["items"])
      problems.add(
        "\(source.name) has no field “\(entry.name)”", advice: suggestion(for: entry.name, in: names), at: entry.key)
    }
  }

  /// Of several columns: a list, joined as a scan joins them.
  private func key(_ node: YAMLNode, _ source: EntitySource) -> String? {
    if let parts = node.sequence {
      guard parts.count == source.mapping.keyColumns.count, parts.count > 1 else {
        let columns = source.mapping.keyColumns
        problems.add(
          "the key of \(source.name) is made of \(columns.count) column\(columns.count == 1 ? "" : "s")",
          advice: columns.joined(separator: ", "), at: node)
        return nil
      }
      let texts = parts.compactMap { $0.text("key", problems).map(GivenValue.normalKey) }
      return texts.count == parts.count ? texts.joined(separator: "\u{1F}") : nil
    }
    return node.text("key", problems).map(GivenValue.normalKey)
  }

  private func items(_ node: YAMLNode, _ source: EntitySource) -> [[Int: GivenValue]]? {
    if node.isRefused { return nil }
    guard let rows = node.sequence else {
      problems.add("“items” must be a list of rows", advice: "such as items: [{…: …}], or [] for none", at: node)
      return nil
    }
    return rows.compactMap { row in
      guard let entries = MappingReader(row, "an item", problems)?.node.mapping else { return nil }
      var item: [Int: GivenValue] = [:]
      for entry in entries {
        if let field = source.mapping.items.firstIndex(where: { $0.name == entry.name }) {
          item[field] = value(entry.value, source.mapping.items[field])
        } else {
          let advice = suggestion(for: entry.name, in: source.mapping.items.map(\.name))
          problems.add("an item of \(source.name) has no field “\(entry.name)”", advice: advice, at: entry.key)
        }
      }
      return item
    }
  }

  private func value(_ node: YAMLNode, _ field: FieldMapping) -> GivenValue? {
    if node.isRefused { return nil }
    switch GivenValue.read(node, field, zone: project.zone) {
    case .success(let value): return value
    case .failure(let problem):
      problems.add(problem.message, advice: problem.advice, at: node)
      return nil
    }
  }
}
