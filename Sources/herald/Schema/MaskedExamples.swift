import Campaigns
import CivilTime
import Tables

/// What a column holds, in words that tell nobody's name or address.
struct MaskedExamples {
  let column: ColumnProfile
  /// The field's name, by which it is personal or not.
  let field: String
  let zone: Zone

  /// A text column with at most so many words, each of them often, is a vocabulary and shown as it is.
  private static let mostWords = 30

  /// Shortest first cut: `delivered, in_transit`, `A…, B…`, `0.5 … 899.9`; empty where nothing is known.
  var texts: [String] {
    switch column.type {
    case .bool: column.integers.map { $0.lowerBound == $0.upperBound ? [yes($0.lowerBound)] : ["yes", "no"] } ?? []
    case .int: column.integers.map { range("\($0.lowerBound)", "\($0.upperBound)") } ?? []
    case .double: column.doubles.map { range("\($0.lowerBound)", "\($0.upperBound)") } ?? []
    case .timestamp: column.integers.map { range(day($0.lowerBound), day($0.upperBound)) } ?? []
    case .duration:
      column.integers.map {
        range(TimeSpan(seconds: $0.lowerBound / 1_000_000).text, TimeSpan(seconds: $0.upperBound / 1_000_000).text)
      } ?? []
    case .string, .key, .list: isVocabulary ? column.words.counts.map(\.word) : masked
    }
  }

  private func range(_ least: String, _ greatest: String) -> [String] {
    [least == greatest ? least : "\(least) … \(greatest)"]
  }

  private func yes(_ value: Int64) -> String { value == 1 ? "yes" : "no" }

  private func day(_ microseconds: Int64) -> String {
    String(Instant(microseconds: microseconds).rfc3339(in: zone).prefix(10))
  }

  private var isVocabulary: Bool {
    let words = column.words.counts
    if isStandard(field: field) { return !column.words.isMany }
    return !isPersonal(field: field) && column.type != .key && !column.words.isMany && words.count <= Self.mostWords
      && words.reduce(0) { $0 + $1.count } >= 2 * words.count && !words.contains { $0.word.contains("@") }
  }

  private var masked: [String] {
    let words = column.words.isMany ? [] : column.words.counts.map(\.word)
    let samples = words.isEmpty ? [column.longest?.text].compactMap(\.self) : words
    var seen: [String] = []
    for sample in samples {
      let text = Self.mask(sample)
      if !seen.contains(text) { seen.append(text) }
      if seen.count == 3 { break }
    }
    if let longest = column.longest, longest.characters > 1, !seen.isEmpty {
      seen[seen.count - 1] += " (to \(longest.characters))"
    }
    return seen
  }

  /// `a…@example.com`, `A…`: the first letter, and of an e-mail address its domain.
  static func mask(_ text: String) -> String {
    guard let first = text.first else { return "" }
    if let at = text.lastIndex(of: "@"), at != text.startIndex, !text[at...].contains(" ") {
      return "\(first)…\(text[at...])"
    }
    return text.count == 1 ? text : "\(first)…"
  }
}
