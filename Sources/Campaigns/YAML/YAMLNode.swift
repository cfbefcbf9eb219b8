package import Diagnostics

/// A value of a YAML file with its place in it. Scalars are raw text: what reads them decides on their types.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    case scalar(String, ScalarStyle)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
    /// What was refused: reported already, so that nothing more is said of it.
    case refused
  }

  package enum ScalarStyle: Hashable, Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

  package var content: Content
  /// Of the first character: a scalar's quote or `|`, a flow collection's bracket.
  package var start: SourcePosition
  /// Behind the last character.
  package var end: SourcePosition
  package let file: YAMLFile

  /// The text of a scalar.
  package var scalar: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }

  /// Nothing was written: `key:` and the end of the line.
  package var isBlank: Bool {
    guard case .scalar(let text, .plain) = content else { return false }
    return text.isEmpty
  }

  package var isRefused: Bool {
    if case .refused = content { true } else { false }
  }

  package var sequence: [YAMLNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  package var mapping: [YAMLEntry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  package subscript(key: String) -> YAMLNode? { mapping?.first { $0.name == key }?.value }

  /// `a text`, `a list`, `a mapping`, `nothing`: for messages.
  package var kindWords: String {
    switch content {
    case .scalar: isBlank ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .refused: "this"
    }
  }

  /// A diagnostic that points at this value.
  package func diagnostic(
    _ message: String, severity: Diagnostic.Severity = .error, advice: String? = nil
  ) -> Diagnostic {
    file.diagnostic(message, severity: severity, advice: advice, at: start, length: length)
  }

  package var place: SourcePlace {
    SourcePlace(file: file.name, position: start, length: length, line: file.line(start.line))
  }

  /// How many characters a caret underlines: those of a scalar on one line.
  private var length: Int {
    guard case .scalar = content, start.line == end.line else { return 1 }
    return max(1, end.column - start.column)
  }
}

/// A key of a mapping and its value. Keys are always scalars.
package struct YAMLEntry: Sendable {
  package var key: YAMLNode
  package var value: YAMLNode
  package var name: String { key.scalar ?? "" }
}
