import Campaigns
import Diagnostics
import Planning

/// The results as build servers read them: JUnit's XML, a `testsuite` a file. A file that could not be understood is a
/// test case with an `error`.
struct JUnitReport {
  let report: CaseReport

  init(_ report: CaseReport) { self.report = report }

  var xml: String {
    let broken = Dictionary(grouping: report.problems) { $0.file ?? "herald.yaml" }.sorted { $0.key < $1.key }
    let all = report.results.flatMap { $0 }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"herald test\" tests=\"\(report.count + broken.count)\" failures=\"\(report.failed)\""
    text += " errors=\"\(broken.count)\" time=\"\(seconds(all))\">\n"
    for (file, results) in zip(report.files, report.results) { text += suite(file, results) }
    for (file, problems) in broken { text += suite(file, problems) }
    return text + "</testsuites>\n"
  }

  private func suite(_ file: CaseFile, _ results: [CaseResult]) -> String {
    let failed = results.count { !$0.failures.isEmpty }
    var text =
      "  <testsuite name=\"\(escaped(file.campaign))\" file=\"\(escaped(file.name))\" tests=\"\(results.count)\""
    text += " failures=\"\(failed)\" errors=\"0\" time=\"\(seconds(results))\">\n"
    for (test, result) in zip(file.cases, results) {
      text += "    <testcase classname=\"\(escaped(file.campaign))\" name=\"\(escaped(test.name))\""
      text += " file=\"\(escaped(file.name))\" line=\"\(test.place.line)\" time=\"\(seconds([result]))\""
      text += result.failures.isEmpty ? "/>\n" : ">\n\(failure(result, file))    </testcase>\n"
    }
    return text + "  </testsuite>\n"
  }

  /// One `failure` a test, as the schema has it; all differences are in its text.
  private func failure(_ result: CaseResult, _ file: CaseFile) -> String {
    let lines = result.failures.flatMap { failure in
      ["\(file.name):\(failure.place.line):\(failure.place.column): \(failure.message)"] + failure.lines.map(\.text80)
    }
    let message = result.failures.map(\.message).joined(separator: "; ")
    return
      "      <failure type=\"expect\" message=\"\(escaped(message))\">\(escaped(lines.joined(separator: "\n"), isAttribute: false))"
      + "</failure>\n"
  }

  private func suite(_ file: String, _ problems: [Diagnostic]) -> String {
    let text = DiagnosticRenderer().render(problems).trimmingNewline()
    return """
        <testsuite name="\(escaped(file))" file="\(escaped(file))" tests="1" failures="0" errors="1" time="0.000">
          <testcase classname="\(escaped(file))" name="check" file="\(escaped(file))" time="0.000">
            <error type="check" message="\(escaped(problems.first?.message ?? ""))">\(escaped(text, isAttribute: false))</error>
          </testcase>
        </testsuite>

      """
  }

  private func seconds(_ results: [CaseResult]) -> String {
    let milliseconds = results.reduce(Int64(0)) { $0 + $1.microseconds } / 1000
    return "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())"
  }

  /// For texts and attributes; what XML 1.0 cannot hold at all is left out.
  private func escaped(_ text: String, isAttribute: Bool = true) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n" where isAttribute: result += "&#10;"
      case "\t" where isAttribute: result += "&#9;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
