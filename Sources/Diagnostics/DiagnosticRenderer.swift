/// Lays diagnostics out for people: `file:line:column: error: message`, the line, a caret, the advice.
package struct DiagnosticRenderer: Sendable {
  /// ANSI colours, for a terminal that wants them.
  package var colour: Bool
  /// Lines are broken between words at so many columns, and advice has its own; nil: one line as far as it goes, for logs.
  package var width: Int?

  package init(colour: Bool = false, width: Int? = nil) {
    self.colour = colour
    self.width = width
  }

  package func render(_ diagnostic: Diagnostic) -> String {
    var place = diagnostic.file ?? ""
    if let position = diagnostic.position {
      place += place.isEmpty ? "line \(position.line):\(position.column)" : ":\(position.line):\(position.column)"
    }
    let severity = diagnostic.severity
    let mark = (place.isEmpty ? "" : place + ": ") + severity.rawValue + ":"
    var text = wrapped(mark + " " + diagnostic.message, indent: 2)
    // Where no line was broken within it.
    if text.hasPrefix(mark) {
      let painted = (place.isEmpty ? "" : paint(place, "1") + ": ") + paint(severity.rawValue, severityCode(severity))
      text = painted + ":" + text.dropFirst(mark.count)
    }
    if let source = diagnostic.sourceLine, let position = diagnostic.position {
      text += excerpt(source, position.column, diagnostic.length)
      if let advice = diagnostic.advice { text += "\n    " + wrapped(advice, indent: 4) }
    } else if let advice = diagnostic.advice {
      text += width == nil ? ": " + advice : "\n  → " + wrapped(advice, indent: 4)
    }
    return text
  }

  /// - Parameter indent: of the lines behind the first.
  private func wrapped(_ text: String, indent: Int) -> String {
    guard let width, text.count + indent > width else { return text }
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(word)
      } else if lines[lines.count - 1].count + 1 + word.count <= width - indent {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
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
