import CivilTime
import Diagnostics

extension HouseReader {
  /// One `YYYY-MM-DD` a line; blank lines and what follows a `#` do not count.
  func readHolidays(_ path: String, at node: YAMLNode) -> Set<CivilDate> {
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      problems.add("“holidays” must be a file of the project", advice: "copy it beside herald.yaml", at: node)
      return []
    }
    guard folder.has(path) else {
      problems.add(
        "there is no file “\(path)”, so no weekday counts as a holiday", severity: .warning,
        advice: "write it, one date a line, or remove the key", at: node)
      return []
    }
    let file: YAMLFile
    do throws(Diagnostic) {
      file = try folder.file(path)
    } catch {
      problems.add(node.diagnostic(error.message, advice: error.advice))
      return []
    }
    var dates: Set<CivilDate> = []
    for (index, line) in file.lines.enumerated() {
      let content = line.prefix { $0 != "#" }.trimmingBlanks()
      if content.isEmpty { continue }
      if let date = CivilDate(String(content)) {
        dates.insert(date)
      } else {
        let column = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count + 1
        problems.add(
          file.diagnostic(
            "“\(content)” is no date", advice: "one date a line, such as 2026-12-25",
            at: SourcePosition(line: index + 1, column: column), length: content.unicodeScalars.count))
      }
    }
    return dates
  }
}
