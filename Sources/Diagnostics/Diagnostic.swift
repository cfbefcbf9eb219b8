/// A place in a file that a person can go to.
package struct SourcePosition: Hashable, Sendable, Comparable {
  /// 1-based.
  package var line: Int
  /// 1-based, counted in characters as an editor counts them.
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// One thing that a person should know: what was found, where, and what to do.
///
/// Modules throw or collect these as data; `DiagnosticRenderer` is the one place that lays them out.
/// A customer's address or name never appears in one.
package struct Diagnostic: Error, Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable { case error, warning, note }

  package var severity: Severity
  /// As the user would type it: relative to the project where it lies inside it.
  package var file: String?
  package var position: SourcePosition?
  /// How many characters the caret underlines.
  package var length: Int
  /// What was found, in one sentence without a full stop: `cart has no field “totl”`.
  package var message: String
  /// What to do, likewise: `did you mean “total”?`. Nothing when there is nothing better than the message.
  package var advice: String?
  /// The source line that `position` is in, where it is at hand.
  package var sourceLine: String?

  package init(
    _ severity: Severity = .error, _ message: String, advice: String? = nil, file: String? = nil,
    at position: SourcePosition? = nil, length: Int = 1, sourceLine: String? = nil
  ) {
    self.severity = severity
    self.file = file
    self.position = position
    self.length = length
    self.message = message
    self.advice = advice
    self.sourceLine = sourceLine
  }
}
