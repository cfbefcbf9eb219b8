import CivilTime
import Diagnostics
import Tables

extension GivenValue {
  struct Problem: Error {
    var message: String
    var advice: String?
  }

  /// Reads a value as the rules see the field: its words already mapped, times in ISO 8601 on the shop's clock, a date
  /// alone placed as herald.yaml places it, a decimal point. `""` is an empty cell.
  static func read(_ node: YAMLNode, _ field: FieldMapping, zone: Zone) -> Result<GivenValue, Problem> {
    if field.type == .list, let words = node.sequence {
      let texts = words.compactMap(\.scalar)
      guard texts.count == words.count else {
        return .failure(Problem(message: "“\(field.name)” must be a list of words"))
      }
      return .success(.list(texts))
    }
    guard case .scalar(let text, let style) = node.content else {
      return .failure(Problem(message: "“\(field.name)” must be \(words(for: field.type)), not \(node.kindWords)"))
    }
    let isNothing = style == .plain && (text.isEmpty || text == "null" || text == "~")
    if isNothing {
      return .failure(Problem(message: "“\(field.name)” has no value", advice: "\"\" makes an empty cell"))
    }
    if text.allSatisfy(\.isWhitespace) { return .success(field.type == .list ? .list([]) : .missing) }
    let meanings = field.map.meanings
    if let meant = meanings[text], meant != text, !meanings.values.contains(text) {
      return .failure(
        Problem(
          message: "“\(text)” is what the export says; the rules see “\(meant)”", advice: "write “\(meant)”"))
    }
    if field.map.isClosed, !meanings.values.contains(text), TrackingStatus(rawValue: text) == nil {
      return .failure(
        Problem(
          message: "“\(text)” is no status, and none of the words that “\(field.name)” is mapped to",
          advice: nearest(to: text, in: Set(meanings.values).sorted()).map { "did you mean “\($0)”?" }))
    }
    guard let value = typed(text, field, zone) else {
      return .failure(
        Problem(
          message: "“\(field.name)” must be \(words(for: field.type)), not “\(text)”", advice: example(of: field.type)))
    }
    return .success(value)
  }

  /// What a field of the key's own column holds.
  init(keyColumn key: String, for field: FieldMapping, zone: Zone) {
    self = Self.typed(key, field, zone) ?? .missing
  }

  /// A key as keys are compared: trimmed, and lower-cased if it is an address.
  package static func normalKey(_ text: String) -> String {
    let key = String(text.trimmingBlanks())
    return key.contains("@") ? key.lowercased() : key
  }

  private static func typed(_ text: String, _ field: FieldMapping, _ zone: Zone) -> GivenValue? {
    switch field.type {
    case .string: return .text(text)
    case .key: return .text(normalKey(text))
    case .bool:
      switch text.lowercased() {
      case "yes", "true", "1", "y", "t", "on": return .bool(true)
      case "no", "false", "0", "n", "f", "off": return .bool(false)
      default: return nil
      }
    case .int: return Int64(text).map { .int($0) }
    case .double: return Double(text).flatMap { $0.isFinite ? .double($0) : nil }
    case .timestamp:
      let bytes = Array(text.utf8)
      let time = unsafe bytes.withUnsafeBytes { unsafe ISOTime.parse($0, zone: zone, endOfDay: field.endOfDay) }
      return time.map { .timestamp($0) }
    case .duration:
      guard let span = TimeSpan(text: text), span.seconds < Int64.max / 1_000_000 else { return nil }
      return .duration(span.seconds * 1_000_000 + Int64(span.nanoseconds) / 1000)
    case .list:
      return .list(text.split(separator: ",").map { String($0.trimmingBlanks()) }.filter { !$0.isEmpty })
    }
  }

  private static func words(for type: CellType) -> String {
    switch type {
    case .string, .key: "a text"
    case .bool: "yes or no"
    case .int: "a whole number"
    case .double: "a number"
    case .timestamp: "a time"
    case .duration: "a duration"
    case .list: "a list of words"
    }
  }

  private static func example(of type: CellType) -> String? {
    switch type {
    case .timestamp: "such as 2026-03-02 10:20, on the shop's clock"
    case .double: "such as 89.90"
    case .duration: "such as 90m or 2d"
    case .string, .key, .bool, .int, .list: nil
    }
  }
}
