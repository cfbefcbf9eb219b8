import Diagnostics

extension Header {
  private enum Match {
    case place(Int)
    case ambiguous
    case missing
  }

  /// Exactly, else in any case. Of columns that bear the same name none is meant.
  private func match(_ column: String) -> Match {
    let exact = names.indices.filter { names[$0] == column }
    if exact.count == 1 { return .place(exact[0]) }
    if exact.count > 1 { return .ambiguous }
    let wanted = column.lowercased()
    let similar = names.indices.filter { names[$0].lowercased() == wanted }
    return similar.count == 1 ? .place(similar[0]) : similar.isEmpty ? .missing : .ambiguous
  }

  private static func columns(of mapping: ExportMapping) -> [String] {
    mapping.keyColumns + (mapping.fields + mapping.items).map(\.column)
  }

  /// How many of the mapping's columns it has: the right delimiter finds the most.
  func matches(_ mapping: ExportMapping) -> Int {
    Set(Self.columns(of: mapping)).count { column in
      if case .missing = match(column) { false } else { true }
    }
  }

  /// Where each column of the mapping stands. A mapped column that is not there, or there twice, makes the file unusable.
  func places(of mapping: ExportMapping, _ path: String) throws(Diagnostic) -> [[Int]] {
    var missing: [String] = []
    var found: [String: Int] = [:]
    for column in Self.columns(of: mapping) where found[column] == nil && !missing.contains(column) {
      switch match(column.trimmedOfBlanks) {
      case .place(let place): found[column] = place
      case .missing: missing.append(column)
      case .ambiguous:
        throw Diagnostic(
          .error, "the header has more than one column “\(column)”", advice: "give each its own name in the export",
          file: path,
          at: SourcePosition(line: 1, column: 1))
      }
    }
    if !missing.isEmpty { throw problem(missing, path) }
    return [mapping.keyColumns.compactMap { found[$0] }]
      + (mapping.fields + mapping.items).map { [found[$0.column] ?? 0] }
  }

  private func problem(_ missing: [String], _ path: String) -> Diagnostic {
    let named = names.filter { !$0.isEmpty }
    let advice = missing.compactMap { column in
      suggestion(for: column, in: named).map { missing.count == 1 ? $0 : "“\(column)”: \($0)" }
    }
    let list = missing.map { "“\($0)”" }.joined(separator: ", ")
    return Diagnostic(
      .error, "the header has no column \(list)",
      advice: advice.isEmpty
        ? "is it another export, or has the other system renamed it?" : advice.joined(separator: "; "),
      file: path, at: SourcePosition(line: 1, column: 1))
  }
}

extension String {
  fileprivate var trimmedOfBlanks: String {
    let bytes = utf8
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else {
      return ""
    }
    return String(self[first...last])
  }
}
