import JSON

/// A JSON value for people: an entry a line, two blanks a level.
enum PrettyJSON {
  static func lines(_ value: JSONValue, indent: String = "") -> [String] {
    switch value {
    case .object(let members) where !members.isEmpty:
      let inner = indent + "  "
      let parts = members.enumerated().flatMap { index, member in
        prefixed(
          "\(inner)\(plain(.string(member.key))): ", lines(member.value, indent: inner),
          isLast: index == members.count - 1)
      }
      return [indent + "{"] + parts + [indent + "}"]
    case .array(let elements) where !elements.isEmpty:
      let inner = indent + "  "
      let parts = elements.enumerated().flatMap { index, element in
        prefixed(inner, lines(element, indent: inner), isLast: index == elements.count - 1)
      }
      return [indent + "["] + parts + [indent + "]"]
    default: return [indent + plain(value)]
    }
  }

  /// The first line behind its key, the last with its comma.
  private static func prefixed(_ head: String, _ lines: [String], isLast: Bool) -> [String] {
    var lines = lines
    lines[0] = head + lines[0].drop { $0 == " " }
    if !isLast { lines[lines.count - 1] += "," }
    return lines
  }

  private static func plain(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.value(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
