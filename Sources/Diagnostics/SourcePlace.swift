/// A stretch of a file that a diagnostic can point at, kept until there is something to say of it.
package struct SourcePlace: Hashable, Sendable {
  package var file: String?
  package var position: SourcePosition
  /// How many characters a caret underlines.
  package var length: Int
  /// The file's line, where it is at hand.
  package var line: String?

  package init(file: String?, position: SourcePosition, length: Int, line: String?) {
    self.file = file
    self.position = position
    self.length = length
    self.line = line
  }

  package func diagnostic(
    _ severity: Diagnostic.Severity = .error, _ message: String, advice: String? = nil
  ) -> Diagnostic {
    Diagnostic(severity, message, advice: advice, file: file, at: position, length: length, sourceLine: line)
  }
}
