import Diagnostics
import JSON

/// The keys of the first lines of a JSON Lines file. It has no header, so this is where a wrong name of the key column
/// shows; other columns may be missing from any line.
struct JSONKeys {
  private var paths: Set<String> = []
  private var lines = 0

  init(in head: [UInt8]) {
    for line in head.split(separator: Dialect.lineFeed).prefix(1000) {
      guard let value = try? JSONValue.parse(Array(line)), case .object(let members) = value else { continue }
      lines += 1
      add(members, prefix: "", depth: 0)
    }
  }

  private mutating func add(_ members: [JSONValue.Member], prefix: String, depth: Int) {
    for member in members {
      paths.insert(prefix + member.key)
      if depth < 4, case .object(let inner) = member.value {
        add(inner, prefix: prefix + member.key + ".", depth: depth + 1)
      }
    }
  }

  func check(_ mapping: ExportMapping, _ path: String) throws(Diagnostic) {
    guard lines > 0 else { return }
    for column in mapping.keyColumns where !paths.contains(column) {
      throw Diagnostic(
        .error,
        "the first \(lines == 1 ? "line has" : "\(lines) lines have") no “\(column)”, which is the key of \(mapping.entity)",
        advice: suggestion(for: column, in: paths.sorted()), file: path, at: SourcePosition(line: 1, column: 1))
    }
  }
}
