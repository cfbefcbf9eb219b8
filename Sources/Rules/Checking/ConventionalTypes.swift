extension RuleType {
  /// The type that a field's name promises: `_at` a timestamp, `_ok` a bool …; nil if it promises none.
  package static func conventional(forField name: String) -> RuleType? {
    if name == "key" { return .string }
    let last = name.split(separator: "_").last.map(String.init) ?? name
    switch last {
    case "at": return name == "at" ? nil : .timestamp
    case "ok": return .bool
    case "tags": return .list(.string)
    default: break
    }
    if name.hasPrefix("is_") || name.hasPrefix("has_") { return .bool }
    return nil
  }
}
