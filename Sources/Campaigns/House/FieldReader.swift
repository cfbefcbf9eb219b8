import CivilTime
import Diagnostics
import Rules
import Tables

/// Reads one field: a column's name, a list of the names that it has in different headers, or `{column, type, format, zone, time, map, null, decimal, apostrophe}`.
struct FieldReader {
  let name: String
  let problems: ProblemList

  private static let types: [(String, RuleType)] = [
    ("string", .string), ("bool", .bool), ("int", .int), ("number", .double), ("double", .double), ("money", .double),
    ("timestamp", .timestamp), ("duration", .duration), ("list", .list(.string)),
  ]

  func read(_ entry: YAMLEntry) -> FieldDraft? {
    guard entry.value.mapping != nil else {
      guard let mapping = ofText(entry.value, name) else { return nil }
      return FieldDraft(key: entry.key, mapping: mapping, type: nil)
    }
    guard var keys = MappingReader(entry.value, "field \(name)", problems) else { return nil }
    let column = keys.require("column", advice: "the column's name")
    var mapping = column.flatMap { ofText($0, "column") } ?? FieldMapping(name: name, column: "", type: .string)
    let typeNode = keys.take("type")
    var type = typeNode?.choice("type", Self.types, problems)
    let isTime = readTime(&keys, &mapping)
    let decimal = keys.take("decimal")
    if let decimal { readDecimal(decimal, &mapping) }
    if typeNode?.scalar == "money" {
      mapping.money = decimal == nil ? .evident : mapping.decimalComma ? .comma : .point
    }
    if let node = keys.take("map") { WordMapReader(problems: problems).read(node, &mapping) }
    if let node = keys.take("null") { mapping.nullWords += nullWords(node) }
    if let node = keys.take("apostrophe") { mapping.stripsApostrophe = node.stripsApostrophe(problems) }
    keys.finish()
    if isTime, let type, type != .timestamp {
      problems.add("“\(name)” has a time's keys and another type", advice: "leave “type” out", at: entry.key)
    }
    if isTime { type = .timestamp }
    if mapping.decimalComma, type == nil { type = .double }
    return FieldDraft(key: entry.key, mapping: mapping, type: type)
  }

  /// Of one column's name, or of those that it has in different headers; as a text.
  private func ofText(_ column: YAMLNode, _ what: String) -> FieldMapping? {
    let names = column.texts(what, problems).compactMap(\.scalar)
    guard let first = names.first else { return nil }
    var mapping = FieldMapping(name: name, column: first, type: .string)
    mapping.otherColumns = Array(names.dropFirst())
    return mapping
  }

  /// Whether the field must be a time.
  private func readTime(_ keys: inout MappingReader, _ mapping: inout FieldMapping) -> Bool {
    var isTime = false
    if let node = keys.take("format") {
      isTime = true
      mapping.formats = node.texts("format", problems).compactMap(format)
    }
    if let node = keys.take("zone") {
      isTime = true
      mapping.zone = node.zone("zone", problems)
    }
    if let node = keys.take("time") {
      isTime = true
      mapping.endOfDay = node.choice("time", [("end of day", true), ("start of day", false)], problems) ?? false
    }
    return isTime
  }

  private func format(_ node: YAMLNode) -> TimeFormat? {
    guard let pattern = node.scalar else { return nil }
    switch TimeFormat.compile(pattern) {
    case .success(let format): return format
    case .failure(let problem):
      let offset = String(pattern.prefix(problem.offset)).utf8.count
      if let source = node.source {
        problems.add(source.diagnostic(.error, problem.message, advice: problem.advice, at: offset))
      }
      return nil
    }
  }

  private func readDecimal(_ node: YAMLNode, _ mapping: inout FieldMapping) {
    let signs = [("comma", true), (",", true), ("point", false), (".", false)]
    mapping.decimalComma = node.choice("decimal", signs, problems) ?? false
  }

  private func nullWords(_ node: YAMLNode) -> [String] {
    if let word = node.scalar { return [word] }
    return (node.sequence ?? []).compactMap { word in
      if word.scalar == nil {
        problems.add("“null” must be a text or a list of texts", advice: "such as null: [\"-\", n/a]", at: word)
      }
      return word.scalar
    }
  }
}

extension YAMLNode {
  /// `apostrophe: strip`
  func stripsApostrophe(_ problems: ProblemList) -> Bool {
    choice("apostrophe", [("strip", true), ("keep", false)], problems) ?? false
  }
}
