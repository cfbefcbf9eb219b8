import Foundation
import JSON
import TestSupport
import Testing

@Suite(.enabled(if: Suites.has("JSONTestSuite")))
struct JSONTestSuiteConformance {
  static let cases = Suites.files("JSONTestSuite/test_parsing", ending: ".json")

  @Test func allOfThemAreFound() { #expect(Self.cases.count >= 300) }

  private static func problem(_ bytes: [UInt8]) -> JSONProblem? {
    do throws(JSONProblem) {
      _ = try JSONValue.parse(bytes)
      return nil
    } catch { return error }
  }

  @Test func verdicts() throws {
    var figures = ConformanceFigures("JSONTestSuite")
    for file in Self.cases {
      let bytes = try Suites.bytes(file)
      let name = file.lastPathComponent
      switch name.prefix(2) {
      case "y_": figures.count(Self.problem(bytes) == nil, "\(name) is rejected")
      case "n_":
        let place = Self.problem(bytes)?.offset
        figures.count(
          place.map { (0...bytes.count).contains($0) } ?? false, "\(name): \(place.map(String.init) ?? "read")")
      default:
        _ = Self.problem(bytes)
        figures.agree()
      }
    }
    figures.print()
    #expect(figures.differing == [])
  }
}
