import Testing

@testable import Diagnostics

@Suite struct DiagnosticTests {
  @Test func theLineTheCaretAndTheAdvice() {
    let text = SourceText("when:\n  - cart.totl > 30\n", file: "cart.yaml")
    let diagnostic = text.diagnostic(
      .error, "cart has no field “totl”", advice: "did you mean “total”?", at: 15, length: 4)
    #expect(diagnostic.position == SourcePosition(line: 2, column: 10))
    #expect(
      DiagnosticRenderer().render(diagnostic) == """
        cart.yaml:2:10: error: cart has no field “totl”
              - cart.totl > 30
                     ^^^^
            did you mean “total”?
        """)
  }

  @Test func withoutASourceLineTheAdviceFollows() {
    let diagnostic = Diagnostic(.warning, "is empty", advice: "wait for the next", file: "orders.csv")
    #expect(DiagnosticRenderer().render(diagnostic) == "orders.csv: warning: is empty: wait for the next")
  }

  @Test func coloursOnlyWhereTheyAreWanted() {
    let diagnostic = Diagnostic(.error, "no")
    #expect(DiagnosticRenderer().render(diagnostic) == "error: no")
    #expect(DiagnosticRenderer(colour: true).render(diagnostic).contains("\u{1B}[31;1m"))
  }

  @Test func aLongLineIsCutAroundTheCaret() throws {
    let text = SourceText(String(repeating: "x", count: 300) + "!" + String(repeating: "y", count: 300))
    let lines = DiagnosticRenderer().render(text.diagnostic(.error, "here", at: 300)).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    let caret = try #require(Array(lines[2]).firstIndex(of: "^"))
    #expect(Array(lines[1])[caret] == "!")
  }

  @Test func anchorsPlaceTextThatStandsInAFile() {
    let file = "a: 1\nb: |\n  one\n  two\n"
    let text = SourceText(
      "one\ntwo\n", file: "f.yaml",
      anchors: [
        .init(offset: 0, position: SourcePosition(line: 3, column: 3)),
        .init(offset: 4, position: SourcePosition(line: 4, column: 3)),
      ], lines: SourceText.lines(of: file))
    #expect(text.position(at: 2) == SourcePosition(line: 3, column: 5))
    #expect(text.position(at: 6) == SourcePosition(line: 4, column: 5))
    #expect(text.diagnostic(.error, "x", at: 6).sourceLine == "  two")
  }

  @Test(arguments: [
    ("totl", ["total", "token"], "total"), ("craeted_at", ["created_at", "updated_at"], "created_at"),
    ("xyz", ["total"], nil), ("a", ["b"], "b"), ("", ["abc"], nil),
  ])
  func nearestName(_ name: String, _ candidates: [String], _ expected: String?) {
    #expect(nearest(to: name, in: candidates) == expected)
  }
}
