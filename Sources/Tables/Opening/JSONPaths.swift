import Diagnostics

/// What the paths of a mapping must be like for JSON Lines.
enum JSONPaths {
  /// Items come from one array, since each of its elements is one; nothing else comes out of arrays; and a path has no
  /// second name, since there is no header to choose by.
  static func check(_ mapping: ExportMapping, _ path: String) throws(Diagnostic) {
    if let field = (mapping.fields + mapping.items).first(where: { !$0.otherColumns.isEmpty }) {
      throw Diagnostic(
        .error, "“\(field.name)” names several columns, and JSON Lines has no header to choose by",
        advice: "name one path, such as \(field.column)", file: path)
    }
    let inFields = (mapping.keyColumns + mapping.fields.map(\.column)).first { arrayPath(of: $0) != nil }
    if let inFields {
      throw Diagnostic(
        .error, "“\(inFields)” is in an array, and a record has one value for each field",
        advice:
          "fields under “items” are read from each element; a field with “type: list” holds a whole array of words",
        file: path)
    }
    guard let first = mapping.items.first(where: { arrayPath(of: $0.column) != nil }) else { return }
    if let other = mapping.items.first(where: { arrayPath(of: $0.column) != arrayPath(of: first.column) }) {
      throw Diagnostic(
        .error, "“\(first.column)” and “\(other.column)” are not members of the same elements",
        advice: "all items come from one array", file: path)
    }
  }

  /// `cart.lines` of `cart.lines[].sku`; nil for a path that leads into no array.
  static func arrayPath(of column: String) -> String? {
    let parts = column.split(separator: ".", omittingEmptySubsequences: false)
    guard let end = parts.firstIndex(where: { $0.hasSuffix(PathTree.elementMark) && $0.count > 2 }) else { return nil }
    return parts[...end].joined(separator: ".")
  }
}
