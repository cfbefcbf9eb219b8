import CivilTime
import Diagnostics
import Rules
import Tables

/// Reads one field: a column's name, or `{column, type, format, zone, time, map, null, decimal}`.
struct FieldReader {
  let name: String
  let problems: ProblemList

  private static let types: [(String, RuleType)] = [
    ("string", .string), ("bool", .bool), ("int", .int), ("number", .double), ("double", .double),
    ("timestamp", .timestamp), ("duration", .duration), ("list", .list(.string)),
  ]

  func read(_ entry: YAMLEntry) -> FieldDraft? {
    guard entry.value.mapping != nil else {
      guard let column = entry.value.text(name, problems) else { return nil }
      return FieldDraft(key: entry.key, mapping: FieldMapping(name: name, column: column, type: .string), type: nil)
    }
    guard var keys = MappingReader(entry.value, "field \(name)", problems) else { return nil }
    let column = keys.require("column", advice: "the column's name")?.text("column", problems)
    var mapping = FieldMapping(name: name, column: column ?? "", type: .string)
    var type = keys.take("type").flatMap { $0.choice("type", Self.types, problems) }
    let isTime = readTime(&keys, &mapping)
    if let node = keys.take("decimal") { readDecimal(node, &mapping) }
    if let node = keys.take("map") { mapping.map = vocabulary(node) }
    if let node = keys.take("null") { mapping.nullWords = nullWords(node) }
    keys.finish()
    if isTime, let type, type != .timestamp {
      problems.add("“\(name)” has a time's keys and another type", advice: "leave “type” out", at: entry.key)
    }
    if isTime { type = .timestamp }
    if mapping.decimalComma, type == nil { type = .double }
    return FieldDraft(key: entry.key, mapping: mapping, type: type)
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

  /// A mapping of words, or the name of a carrier's vocabulary.
  private func vocabulary(_ node: YAMLNode) -> [String: String] {
    if let name = node.scalar {
      if let words = TrackingVocabulary.named(name) { return words }
      problems.add(
        "the vocabulary “\(name)” is not known yet", advice: "write the words out: map: {Delivered: delivered, …}",
        at: node)
      return [:]
    }
    guard let entries = MappingReader(node, "map", problems)?.node.mapping else { return [:] }
    var words: [String: String] = [:]
    for entry in entries {
      guard let value = entry.value.scalar else {
        problems.add("“\(entry.name)” must stand for one text", at: entry.value)
        continue
      }
      words[entry.name] = value
    }
    return words
  }

  private func nullWords(_ node: YAMLNode) -> [String] {
    if let word = node.scalar { return [word] }
    return (node.sequence ?? []).compactMap { word in
      if word.scalar == nil { problems.add("“null” must be a text or a list of texts", at: word) }
      return word.scalar
    }
  }
}
