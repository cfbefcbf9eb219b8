import Campaigns
import Diagnostics
import Testing

/// What is wrong is shown where it is wrong, and nothing else is said.
@Suite struct MistakeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var file: String
    /// A `‸` stands where each problem is.
    var text: String
    /// Message and advice of each, in the order of the marks; `…` at the end stands for another module's words.
    var expected: [String]
    var testDescription: String { name }

    /// A campaign with some of its text replaced.
    init(_ name: String, _ edits: KeyValuePairs<String, String>, _ expected: String...) {
      self.init(name, "a.yaml", Fixture.campaign, edits, expected)
    }

    /// Herald.yaml with some of its text replaced.
    init(house name: String, _ edits: KeyValuePairs<String, String>, _ expected: String...) {
      self.init("herald.yaml: " + name, "herald.yaml", Fixture.house, edits, expected)
    }

    /// Another campaign file.
    init(whole name: String, _ text: String, _ expected: String...) {
      self.init(name, "a.yaml", text, [:], expected)
    }

    private init(
      _ name: String, _ file: String, _ text: String, _ edits: KeyValuePairs<String, String>, _ expected: [String]
    ) {
      self.name = name
      self.file = file
      self.text = text
      self.expected = expected
      for (from, to) in edits {
        precondition(self.text.contains(from), "\(name): there is no “\(from)”")
        self.text = self.text.replacing(from, with: to, maxReplacements: 1)
      }
    }
  }

  @Test(arguments: MistakeCases.yaml + MistakeCases.campaigns + MistakeCases.texts + MistakeCases.house)
  func mistake(_ test: Case) throws {
    let marks = Fixture.marks(in: test.text)
    try #require(marks.count == test.expected.count, "as many marks as expectations")
    var files = ["late.yaml": Fixture.campaign]
    if test.file != "herald.yaml" { files = [:] }
    files[test.file] = test.text
    let loaded = Fixture.load(files)
    let found = loaded.diagnostics.map { diagnostic in
      let place = diagnostic.position.map { "\($0.line):\($0.column)" } ?? "?"
      let advice = diagnostic.advice.map { " / \($0)" } ?? ""
      return "\(diagnostic.file ?? ""):\(place) \(diagnostic.severity): \(diagnostic.message)\(advice)"
    }
    let expected = zip(marks, test.expected).map { mark, text in
      "\(test.file):\(mark.line):\(mark.column) \(text.hasPrefix("warning: ") ? "" : "error: ")\(text)"
    }
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      if expected.hasSuffix("…") { #expect(found.hasPrefix(expected.dropLast())) } else { #expect(found == expected) }
    }
    let isBroken = expected.contains { $0.contains(" error: ") }
    if test.file == "herald.yaml" {
      #expect((loaded.project == nil) == isBroken)
    } else {
      #expect(loaded.project?.broken.map(\.id) == (isBroken ? ["a"] : []))
      #expect(loaded.project?.campaigns.map(\.id) == (isBroken ? [] : ["a"]))
    }
    let lines = SourceText.lines(of: test.text.replacing("‸", with: "")).map(String.init)
    for diagnostic in loaded.diagnostics {
      #expect(diagnostic.sourceLine == lines[(diagnostic.position?.line ?? 1) - 1])
    }
  }
}
