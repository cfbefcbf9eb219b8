import Campaigns
import Diagnostics
import Planning

/// What became of the tests, for people: each difference at its line, then one line for all.
struct CaseReport {
  let files: [CaseFile]
  /// By file and case.
  let results: [[CaseResult]]
  /// Files that could not be understood.
  let problems: [Diagnostic]

  var count: Int { results.reduce(0) { $0 + $1.count } }
  var failed: Int { results.reduce(0) { $0 + $1.count { !$0.failures.isEmpty } } }

  func lines(_ terminal: Terminal) -> [String] {
    var lines: [String] = []
    for (file, results) in zip(files, results) {
      for (test, result) in zip(file.cases, results) {
        for failure in result.failures { lines += self.lines(failure, file, test, terminal) + [""] }
      }
    }
    return lines + [summary]
  }

  private func lines(
    _ failure: CaseFailure, _ file: CaseFile, _ test: CampaignCase, _ terminal: Terminal
  ) -> [String] {
    let place = "\(file.name):\(failure.place.line):\(failure.place.column)"
    return ["\(terminal.bold(place)): failed: \(failure.message)", "  in “\(test.name)”"]
      + failure.lines.map { terminal.painted($0) }
  }

  /// `23 tests of 5 campaigns passed`
  private var summary: String {
    let campaigns = Set(files.map(\.campaign)).count
    let tests = "\(count) test\(count == 1 ? "" : "s") of \(campaigns) campaign\(campaigns == 1 ? "" : "s")"
    let broken = Set(problems.map(\.file)).count
    let rest = broken == 0 ? "" : "; \(broken) file\(broken == 1 ? " is" : "s are") broken"
    return (failed == 0 ? "\(tests) passed" : "\(failed) of \(tests) failed") + rest
  }
}

extension DiffLine {
  /// `- expected`, `+ came`, indented as diagnostics show a source line.
  var text80: String {
    switch sign {
    case .expected: text.isEmpty ? "    -" : "    - \(text)"
    case .came: text.isEmpty ? "    +" : "    + \(text)"
    case .same: text.isEmpty ? "" : "      \(text)"
    case .note: "    " + HelpText.wrap(text, 74).split(separator: "\n").joined(separator: "\n      ")
    }
  }
}

extension Terminal {
  fileprivate func painted(_ line: DiffLine) -> String {
    guard coloursOutput else { return line.text80 }
    switch line.sign {
    case .expected: return "\u{1B}[31m\(line.text80)\u{1B}[0m"
    case .came: return "\u{1B}[32m\(line.text80)\u{1B}[0m"
    case .same: return line.text80
    case .note: return dim(line.text80)
    }
  }
}
