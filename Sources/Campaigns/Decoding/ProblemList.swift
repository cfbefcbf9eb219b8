package import Diagnostics

/// Where everything that reads a file puts what it finds wrong: reading goes on, so that one `check` shows all of it.
package final class ProblemList {
  /// Each once: a text that serves two channels is checked for both.
  package private(set) var all: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []

  package init() {}

  package func add(_ diagnostic: Diagnostic) {
    guard seen.insert(diagnostic).inserted else { return }
    all.append(diagnostic)
    if diagnostic.severity == .error { errorCount += 1 }
  }

  package func add(_ diagnostics: [Diagnostic]) { for diagnostic in diagnostics { add(diagnostic) } }

  /// A problem at a value.
  package func add(
    _ message: String, severity: Diagnostic.Severity = .error, advice: String? = nil, at node: YAMLNode
  ) {
    add(node.diagnostic(message, severity: severity, advice: advice))
  }

  package var hasErrors: Bool { errorCount > 0 }
  package private(set) var errorCount = 0
}
