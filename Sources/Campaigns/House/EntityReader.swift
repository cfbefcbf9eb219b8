import CivilTime
import Diagnostics
import Rules
import Tables

/// Reads one `data:` entry.
struct EntityReader {
  let name: String
  let problems: ProblemList
  let zone: Zone
  let directory: String

  func read(_ entry: YAMLEntry) -> EntityDraft? {
    guard var keys = MappingReader(entry.value, "data.\(name)", problems) else { return nil }
    let presetName = keys.take("preset")
    let preset = presetName.flatMap(self.preset)
    keys.defaults = preset
    let file = keys.require("file", advice: "the export's path or a glob, such as file: exports/\(name)s.csv")
    var mapping = ExportMapping(
      entity: name, pattern: file?.text("file", problems) ?? "", directory: directory, keyColumns: [], fields: [],
      zone: zone)
    // A preset that is not known would have had the key.
    let key =
      presetName != nil && preset == nil
      ? keys.take("key") : keys.require("key", advice: "the column that tells one \(name) from another")
    if let key { readKey(key, &mapping) }
    readFormat(&keys, &mapping)
    let fields = self.fields(keys.takeOwn("fields"), preset?["fields"], "fields")
    let items = self.fields(keys.takeOwn("items"), preset?["items"], "items")
    mapping.fields = fields.map(\.mapping)
    mapping.items = items.map(\.mapping)
    var source = EntitySource(
      name: name, mapping: mapping, fresh: TimeSpan(seconds: 25 * 3600), covers: true, duplicates: .error)
    let newestBy = readGates(&keys, &source)
    keys.finish()
    return EntityDraft(key: entry.key, source: source, fields: fields, items: items, newestBy: newestBy)
  }

  /// The preset that a word names.
  private func preset(_ node: YAMLNode) -> YAMLNode? {
    guard let name = node.text("preset", problems) else { return nil }
    if let preset = Preset.named(name) { return preset.root }
    let near = nearest(to: name, in: Preset.names).map { "did you mean “\($0)”? " } ?? ""
    problems.add(
      "there is no preset “\(name)”", advice: near + "the presets are " + Preset.names.joined(separator: ", "), at: node
    )
    return nil
  }

  /// A column, a list of them, or `{column, apostrophe}`.
  private func readKey(_ node: YAMLNode, _ mapping: inout ExportMapping) {
    var columns = node
    if node.mapping != nil {
      guard var keys = MappingReader(node, "key", problems) else { return }
      guard let column = keys.require("column", advice: "the column's name") else { return keys.finish() }
      columns = column
      if let node = keys.take("apostrophe") { mapping.stripsKeyApostrophe = node.stripsApostrophe(problems) }
      keys.finish()
    }
    mapping.keyColumns = columns.texts("key", problems).compactMap(\.scalar)
  }

  private func readFormat(_ keys: inout MappingReader, _ mapping: inout ExportMapping) {
    let formats: [(String, ExportFormat)] = [
      ("csv", .csv), ("tsv", .csv), ("jsonl", .jsonLines), ("ndjson", .jsonLines), ("json lines", .jsonLines),
    ]
    if let node = keys.take("format") {
      mapping.format = node.choice("format", formats, problems)
      if node.scalar == "tsv" { mapping.delimiter = UInt8(ascii: "\t") }
    }
    if let node = keys.take("delimiter") { mapping.delimiter = delimiter(node) }
    let encodings: [(String, TextEncoding)] = [("UTF-8", .utf8), ("windows-1252", .windows1252), ("latin1", .latin1)]
    if let node = keys.take("encoding") {
      // UTF-8 is written in many ways.
      let isUTF8 = ["utf-8", "utf8", "UTF8"].contains(node.scalar)
      mapping.encoding = isUTF8 ? .utf8 : node.choice("encoding", encodings, problems) ?? .utf8
    }
    if let node = keys.take("reject_limit") {
      mapping.rejectLimit = node.percentage("reject_limit", problems) ?? mapping.rejectLimit
    }
  }

  private func delimiter(_ node: YAMLNode) -> UInt8? {
    let named: [String: UInt8] = ["tab": 9, "\\t": 9, "comma": 0x2C, "semicolon": 0x3B, "pipe": 0x7C]
    guard let text = node.scalar else {
      problems.add("“delimiter” must be one character", advice: "such as \";\" or tab", at: node)
      return nil
    }
    if let byte = named[text] { return byte }
    if text.utf8.count == 1, let byte = text.utf8.first, byte == 9 || byte >= 0x20, byte != UInt8(ascii: "\"") {
      return byte
    }
    problems.add("“delimiter” must be one character", advice: "such as \";\" or tab", at: node)
    return nil
  }

  /// The gates of an export. Returns the value of `duplicates` if it names a field.
  private func readGates(_ keys: inout MappingReader, _ source: inout EntitySource) -> YAMLNode? {
    if let node = keys.take("fresh"), let fresh = node.unlessNone({ $0.timeSpan("fresh", problems) }) {
      source.fresh = fresh
    }
    if let node = keys.take("covers") { source.covers = node.bool("covers", problems) ?? true }
    if let node = keys.take("shrink"), let shrink = node.unlessNone({ $0.percentage("shrink", problems) }) {
      source.shrink = shrink
    }
    guard let node = keys.take("duplicates") else { return nil }
    let words = (node.scalar ?? "").split(separator: " ")
    if words.count == 3, words[0] == "newest", words[1] == "by" { return node }
    let policies: [(String, DuplicatePolicy)] = [
      ("error", .error), ("last", .last), ("first", .first), ("newest by FIELD", .error),
    ]
    source.duplicates = node.choice("duplicates", policies, problems) ?? .error
    return nil
  }

  /// The fields of the file, and those of the preset that it does not give itself. An export may lack the preset's
  /// columns, since older exports do; those that the file names it must have.
  private func fields(_ node: YAMLNode?, _ preset: YAMLNode?, _ what: String) -> [FieldDraft] {
    let own = fields(node, what)
    let names = Set(own.map(\.name))
    let others = fields(preset, what).filter { !names.contains($0.name) }.map { draft in
      var draft = draft
      draft.mapping.isOptional = true
      return draft
    }
    return others + own
  }

  private func fields(_ node: YAMLNode?, _ what: String) -> [FieldDraft] {
    guard let node, let entries = MappingReader(node, "\(name).\(what)", problems)?.node.mapping else { return [] }
    return entries.compactMap { entry in
      guard entry.name != "key" else {
        problems.add("“key” is the name of what “key:” maps", advice: "give the field another name", at: entry.key)
        return nil
      }
      guard isIdentifier(entry.name), !["true", "false", "null", "in"].contains(entry.name) else {
        problems.add(
          "“\(entry.name)” cannot be a field's name", advice: "letters, digits and underscores", at: entry.key)
        return nil
      }
      return FieldReader(name: entry.name, problems: problems).read(entry)
    }
  }
}
