import Foundation
import TestSupport
import Testing

/// One `check` of a project with forty mistakes tells each of them once, at its place, with advice, and nothing else.
@Suite struct FortyMistakesTests {
  struct Found {
    var place: String
    var message: String
    var lines: [String]
  }

  /// What `check` printed: each diagnostic with the lines below it.
  private static func read(_ errors: String) throws -> [Found] {
    let head = try Regex("^([^ ]+:[0-9]+:[0-9]+): (error|warning): (.*)$")
    var found: [Found] = []
    for line in errors.split(separator: "\n").map(String.init) {
      if let match = line.firstMatch(of: head) {
        found.append(
          Found(place: String(match[1].substring ?? ""), message: String(match[3].substring ?? ""), lines: []))
      } else if found.isEmpty {
        found.append(Found(place: "", message: line, lines: []))
      } else {
        found[found.count - 1].lines.append(line)
      }
    }
    return found
  }

  /// Where the marks of a text stand, as `check` names them.
  private static func marks(_ file: FortyMistakes.File) -> [String] {
    file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
      var column = 1
      var marks: [String] = []
      for scalar in line.unicodeScalars {
        if scalar == "‸" { marks.append("\(file.name):\(number + 1):\(column)") } else { column += 1 }
      }
      return marks
    }
  }

  @Test func eachIsToldOnceAtItsPlaceWithAdvice() throws {
    let folder = try TemporaryFolder()
    var expected: [String: (String, String)] = [:]
    for file in FortyMistakes.files {
      try folder.write(file.name, file.text.replacing("‸", with: ""))
      let marks = Self.marks(file)
      try #require(marks.count == file.expected.count, "\(file.name): as many marks as expectations")
      for (mark, words) in zip(marks, file.expected) { expected[mark] = words }
    }
    #expect(expected.count == 40)
    let result = try HeraldProgram.run("-C", folder.path, "check")
    #expect(result.code == 78)
    let found = try Self.read(result.errors)
    #expect(found.count == 40, "\(result.errors)")
    for found in found {
      guard let (message, advice) = expected.removeValue(forKey: found.place) else {
        Issue.record("\(found.place) was not expected, or twice: \(found.message)")
        continue
      }
      #expect(found.message.hasPrefix(message), "\(found.place): \(found.message)")
      // The line, a caret, the advice.
      #expect(found.lines.count == 3 && found.lines[1].contains("^"), "\(found)")
      #expect(found.lines.last?.contains(advice) == true, "\(found.place): \(found.lines.last ?? "") lacks \(advice)")
    }
    #expect(expected.isEmpty, "\(expected.keys.sorted()) were not found")
    let errors = result.errors.split(separator: "\n").count { $0.contains(": error: ") }
    #expect(result.output == "\(errors) errors, \(40 - errors) warnings\n")
  }
}
