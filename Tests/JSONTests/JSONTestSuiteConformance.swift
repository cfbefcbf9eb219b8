import Foundation
import JSON
import TestSupport
import Testing

@Suite(.enabled(if: Suites.has("JSONTestSuite")))
struct JSONTestSuiteConformance {
  static let cases = Suites.files("JSONTestSuite/test_parsing", ending: ".json")

  @Test func allOfThemAreFound() { #expect(Self.cases.count >= 300) }

  @Test func verdicts() throws {
    for file in Self.cases {
      let bytes = try Suites.bytes(file)
      let name = file.lastPathComponent
      switch name.prefix(2) {
      case "y_":
        #expect(throws: Never.self, "\(name)") { try JSONValue.parse(bytes) }
      case "n_":
        let problem = #expect(throws: JSONProblem.self, "\(name)") { try JSONValue.parse(bytes) }
        if let problem { #expect((0...bytes.count).contains(problem.offset), "\(name)") }
      default:
        _ = try? JSONValue.parse(bytes)
      }
    }
  }
}
