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

  @Test(arguments: [true, false]) func onATerminalLinesBreakBetweenWords(_ colour: Bool) {
    let renderer = DiagnosticRenderer(colour: colour, width: 30)
    let diagnostic = Diagnostic(
      .warning, "one message may have been sent or not", advice: "herald messages lists all of them", file: "var/spool")
    let lines = """
      var/spool: warning: one
        message may have been sent
        or not
        → herald messages lists all
          of them
      """
    let text = renderer.render(diagnostic)
    #expect(colour ? text.hasPrefix("\u{1B}[1mvar/spool\u{1B}[0m: \u{1B}[33;1mwarning\u{1B}[0m: one\n") : text == lines)
    #expect(DiagnosticRenderer(width: 80).render(Diagnostic(.error, "no", advice: "yes")) == "error: no\n  → yes")
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
