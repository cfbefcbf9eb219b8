import Diagnostics
import Tables

/// Reads `map:`: a mapping of words, the name of a tracking vocabulary, or a list of a vocabulary and words that add to
/// it or override it.
struct WordMapReader {
  let problems: ProblemList

  func read(_ node: YAMLNode, _ field: inout FieldMapping) {
    var names: [String] = []
    for part in node.sequence ?? [node] {
      guard let name = part.scalar else {
        add(words(part), to: &field)
        continue
      }
      guard let vocabulary = TrackingVocabulary.named(name) else {
        problems.add(
          "there is no vocabulary “\(name)”",
          advice: nearest(to: name, in: TrackingVocabulary.names).map { "did you mean “\($0)”?" }
            ?? "there is \(TrackingVocabulary.names.quotedList); other words: map: {Delivered: delivered, …}",
          at: part)
        continue
      }
      names.append(name)
      if names.count > 1 {
        problems.add(
          "“\(names[0])” and “\(name)” give the same words different meanings",
          advice: "give each carrier's parcels an export of their own", at: part)
      } else {
        vocabulary.apply(to: &field)
      }
    }
  }

  /// Words of the shop's own override a vocabulary's, in whatever case those are written.
  private func add(_ words: [String: String], to field: inout FieldMapping) {
    let ignoresCase = field.map.ignoresCase
    let isOverridden = { (word: String) in
      words.keys.contains { $0 == word || ignoresCase && $0.lowercased() == word.lowercased() }
    }
    field.map.meanings = field.map.meanings.filter { !isOverridden($0.key) }
    field.nullWords.removeAll(where: isOverridden)
    field.map.meanings.merge(words) { $1 }
  }

  private func words(_ node: YAMLNode) -> [String: String] {
    guard let entries = MappingReader(node, "map", problems)?.node.mapping else { return [:] }
    var words: [String: String] = [:]
    for entry in entries {
      guard let value = entry.value.scalar else {
        problems.add(
          "“\(entry.name)” must stand for one text", advice: "such as \(entry.name): delivered", at: entry.value)
        continue
      }
      words[entry.name] = value
    }
    return words
  }
}

extension [String] {
  /// `“a”, “b” and “c”`
  var quotedList: String {
    let quoted = map { "“\($0)”" }
    guard quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " and " + quoted[quoted.count - 1]
  }
}
