package import Diagnostics

/// Where everything that reads a file puts what it finds wrong: reading goes on, so that one `check` shows all of it.
package final class ProblemList {
  package private(set) var all: [Diagnostic] = []

  package init() {}

  package func add(_ diagnostic: Diagnostic) { all.append(diagnostic) }

  package func add(_ diagnostics: [Diagnostic]) { all += diagnostics }

  /// A problem at a value.
  package func add(
    _ message: String, severity: Diagnostic.Severity = .error, advice: String? = nil, at node: YAMLNode
  ) {
    all.append(node.diagnostic(message, severity: severity, advice: advice))
  }

  package var hasErrors: Bool { all.contains { $0.severity == .error } }
}
