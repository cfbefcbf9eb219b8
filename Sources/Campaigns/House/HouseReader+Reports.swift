import Diagnostics

extension HouseReader {
  /// `receipts: yes`, or what its columns and words are called; nil for `no`.
  func reportMapping(_ node: YAMLNode) -> ReportMapping? {
    guard node.mapping != nil, var keys = MappingReader(node, "receipts", problems) else {
      return node.bool("receipts", problems) ?? false ? ReportMapping() : nil
    }
    var mapping = ReportMapping()
    if let fields = keys.take("fields"), let entries = MappingReader(fields, "fields", problems)?.node.mapping {
      let names = ReportMapping.Field.allCases.map(\.rawValue)
      for entry in entries {
        if let field = ReportMapping.Field(rawValue: entry.name) {
          mapping.columns[field] = entry.value.text(entry.name, problems)
        } else {
          problems.add(
            "a delivery report has no field “\(entry.name)”",
            advice: suggestion(for: entry.name, in: names) ?? names.joined(separator: ", "), at: entry.key)
        }
      }
    }
    if let map = keys.take("map"), let entries = MappingReader(map, "map", problems)?.node.mapping {
      for entry in entries { readWords(entry, &mapping) }
    }
    keys.finish()
    return mapping
  }

  private func readWords(_ entry: YAMLEntry, _ mapping: inout ReportMapping) {
    let names = ReportEvent.allCases.map(\.rawValue)
    guard let event = ReportEvent(rawValue: entry.name) else {
      problems.add(
        "“\(entry.name)” is no event of a delivery report",
        advice: suggestion(for: entry.name, in: names) ?? names.joined(separator: ", "), at: entry.key)
      return
    }
    for word in entry.value.texts(entry.name, problems).compactMap(\.scalar) {
      mapping.words[ReportMapping.plain(word)] = event
    }
  }
}
