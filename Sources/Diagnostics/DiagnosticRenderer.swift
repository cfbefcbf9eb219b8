/// Lays diagnostics out for people: `file:line:column: error: message`, the line, a caret, the advice.
package struct DiagnosticRenderer: Sendable {
  /// ANSI colours, for a terminal that wants them.
  package var colour: Bool

  package init(colour: Bool = false) { self.colour = colour }

  package func render(_ diagnostic: Diagnostic) -> String {
    var place = diagnostic.file ?? ""
    if let position = diagnostic.position {
      place += place.isEmpty ? "line \(position.line):\(position.column)" : ":\(position.line):\(position.column)"
    }
    var text = place.isEmpty ? "" : paint(place, "1") + ": "
    text += paint(diagnostic.severity.rawValue, severityCode(diagnostic.severity)) + ": " + diagnostic.message
    if let source = diagnostic.sourceLine, let position = diagnostic.position {
      text += excerpt(source, position.column, diagnostic.length)
      if let advice = diagnostic.advice { text += "\n    " + advice }
    } else if let advice = diagnostic.advice {
      text += ": " + advice
    }
    return text
  }

  /// All of them in the order of files and positions, one blank line between those that show their source.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { render($0) + "\n" }.joined()
  }

  /// The source line with a caret, cut around the caret so that it fits a terminal of 80 columns.
  private func excerpt(_ source: String, _ column: Int, _ length: Int) -> String {
    var line = Array(source.unicodeScalars.map { $0 == "\t" ? " " : Character($0) })
    var caret = max(0, column - 1)
    let width = 74
    if line.count > width {
      let from = min(max(0, caret - width / 2), line.count - width)
      line = Array(line[from..<min(line.count, from + width)])
      caret -= from
      if from > 0 { line[0] = "…" }
    }
    let run = max(1, min(length, line.count - caret))
    return "\n    " + String(line) + "\n    " + String(repeating: " ", count: caret)
      + paint(String(repeating: "^", count: run), "32;1")
  }

  private func severityCode(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "31;1"
    case .warning: "33;1"
    case .note: "36;1"
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
