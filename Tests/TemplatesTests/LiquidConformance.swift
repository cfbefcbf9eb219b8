import CivilTime
import Diagnostics
import Foundation
import JSON
import TestSupport
import Testing

@testable import Templates

/// golden-liquid's cases inside our subset, in the lax mode of the same engine.
@Suite("Liquid conformance", .enabled(if: Suites.has(LiquidCases.name)))
struct LiquidConformance {
  @Test func everyCase() throws {
    let cases = try LiquidCases.read()
    var figures = ConformanceFigures("liquid-cases")
    for item in cases {
      if let failure = item.run() { figures.differ(failure) } else { figures.agree() }
    }
    figures.print()
    #expect(figures.differing == [])
    #expect(figures.agreeing >= 619)
  }
}

/// One case of `liquid-cases.json`.
struct LiquidCase {
  var name: String
  var template: String
  var data: TemplateValue
  var snippets: [String: String]
  /// Any of them is right; nil: the template must be refused.
  var results: [String]?

  /// Nil: it agrees.
  func run() -> String? {
    let outcome = render()
    switch (outcome, results) {
    case (.failure, nil): return nil
    case (.success(let text), let results?) where results.contains(text): return nil
    case (.success(let text), nil): return "\(name): is not refused, but prints \(text.debugDescription)"
    case (.success(let text), let results?):
      return
        "\(name): prints \(text.debugDescription), not \(results.map(\.debugDescription))\n    \(template.debugDescription)"
    case (.failure(let problem), let results?):
      return "\(name): \(problem.message), not \(results)\n    \(template.debugDescription)"
    }
  }

  struct Failure: Error {
    var message: String
    /// When it was compiled, not when it was rendered.
    var isRefusal: Bool
    /// What to do instead is said of each problem.
    var isAdvised = true
  }

  /// Some messages say themselves what belongs there.
  private static func advises(_ diagnostic: Diagnostic) -> Bool {
    diagnostic.advice != nil || diagnostic.message.hasPrefix("expected ") || diagnostic.message.contains("” takes ")
  }

  func render() -> Result<String, Failure> {
    let options = Template.Options(isLax: true, snippets: snippets.mapValues { SourceText($0) })
    let (template, diagnostics) = Template.compile(SourceText(template), scope: EmptyScope(), options: options)
    guard let template else {
      return .failure(
        Failure(
          message: diagnostics.map(\.message).joined(separator: "; "), isRefusal: true,
          isAdvised: diagnostics.allSatisfy(Self.advises)))
    }
    var bytes: [UInt8] = []
    var context = TemplateContext.test()
    do throws(RenderProblem) {
      try template.render(ObjectValues(data: data, paths: template.paths), into: &bytes, context: &context)
    } catch {
      return .failure(Failure(message: error.message, isRefusal: false))
    }
    return .success(String(decoding: bytes, as: UTF8.self))
  }
}

enum LiquidCases {
  static let name = "liquid-cases.json"

  static func read() throws -> [LiquidCase] {
    let json = try JSONValue.parse(try Suites.bytes(Suites.folder.appendingPathComponent(name)))
    return (json.array ?? []).compactMap { item in
      guard let name = item["name"]?.string, let template = item["template"]?.string else { return nil }
      var snippets: [String: String] = [:]
      for member in item["templates"]?.members ?? [] { snippets[member.key] = member.value.string }
      var results = item["results"]?.array?.compactMap(\.string)
      if let result = item["result"]?.string { results = [result] }
      if item["invalid"]?.bool == true { results = nil }
      return LiquidCase(
        name: name, template: template, data: TemplateValue(item["data"] ?? .object([])), snippets: snippets,
        results: results)
    }
  }
}

extension TemplateValue {
  init(_ json: JSONValue) {
    switch json {
    case .null: self = .nothing
    case .bool(let value): self = .bool(value)
    case .number(let text): self = Int64(text).map { .int($0) } ?? .double(Double(text) ?? .nan)
    case .string(let text): self = .text(text)
    case .array(let elements): self = .list(elements.map { TemplateValue($0) })
    case .object(let members): self = .object(members.map { ($0.key, TemplateValue($0.value)) })
    }
  }
}
