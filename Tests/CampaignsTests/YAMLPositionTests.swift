import Campaigns
import Diagnostics
import Testing

/// A rule's error must be shown where it stands in the file, however the text is written.
@Suite struct YAMLPositionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// `‸` stands before the place that `@` in the value has.
    var yaml: String
    /// The value, with `@` where the position is asked for.
    var value: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "plain", yaml: "k: cart.‸@totl > 30\n", value: "cart.@totl > 30"),
    Case(name: "plain over two lines", yaml: "k: a and\n   b or ‸@\n", value: "a and b or @"),
    Case(name: "plain with a blank line", yaml: "k: a\n\n\n  b ‸@ c\n", value: "a\n\nb @ c"),
    Case(name: "plain, in a flow list", yaml: "k: [a, 'b', c.‸@d]\n", value: "c.@d"),
    Case(name: "single-quoted", yaml: "k: 'a ‸@'\n", value: "a @"),
    Case(name: "single-quoted, behind a doubled quote", yaml: "k: 'it''s ‸@'\n", value: "it's @"),
    Case(name: "single-quoted over lines", yaml: "k: 'a  \n\n  b''c ‸@'\n", value: "a\nb'c @"),
    Case(name: "double-quoted", yaml: "k: \"a ‸@ b\"\n", value: "a @ b"),
    Case(
      name: "double-quoted, behind escapes", yaml: #"k: "\"a\" \x41 \u00e9 \n ‸@ b""# + "\n", value: "\"a\" A é \n @ b"),
    Case(name: "double-quoted, folded", yaml: "k: \"a\n  b\n\n  c ‸@\"\n", value: "a b\nc @"),
    Case(name: "double-quoted, line end escaped", yaml: "k: \"a \\\n   b ‸@\"\n", value: "a b @"),
    Case(name: "literal", yaml: "k: |\n  one\n    two ‸@\n", value: "one\n  two @\n"),
    Case(name: "literal, behind blank lines", yaml: "k: |\n\n  one\n\n  two ‸@\n", value: "\none\n\ntwo @\n"),
    Case(name: "literal, stripped", yaml: "k: |- # why\n  one\n  two ‸@\n\nx: y\n", value: "one\ntwo @"),
    Case(name: "literal, kept", yaml: "k: |+\n  one\n  ‸@\n\nx: y\n", value: "one\n@\n\n"),
    Case(name: "literal, indentation given", yaml: "k: |2\n   one ‸@\n", value: " one @\n"),
    Case(name: "literal with other alphabets", yaml: "k: |\n  größer ‸@ übrig\n", value: "größer @ übrig\n"),
    Case(name: "literal with CRLF", yaml: "k: |\r\n  one\r\n  two ‸@\r\n", value: "one\ntwo @\n"),
    Case(name: "folded", yaml: "k: >\n  a and\n  b ‸@ c\n", value: "a and b @ c\n"),
    Case(name: "folded, paragraphs", yaml: "k: >-\n  a\n\n  b\n  c ‸@\n", value: "a\nb c @"),
    Case(name: "folded, more indented", yaml: "k: >\n  a\n    b ‸@\n  c\n", value: "a\n  b @\nc\n"),
  ]

  @Test(arguments: cases) func position(_ test: Case) throws {
    let expected = try #require(markedPosition(in: test.yaml))
    let file = YAMLFile(name: "a.yaml", text: test.yaml.replacing("‸", with: ""))
    var problems: [Diagnostic] = []
    let root = try #require(readYAML(file, problems: &problems))
    #expect(problems.isEmpty)
    var node = try #require(root["k"])
    if let last = node.sequence?.last { node = last }
    let source = try #require(node.source)
    #expect(source.text == test.value)
    let offset = try #require(test.value.utf8.firstIndex(of: UInt8(ascii: "@")))
    let diagnostic = source.diagnostic(
      .error, "here", at: test.value.utf8.distance(from: test.value.startIndex, to: offset))
    #expect(diagnostic.position == expected)
    #expect(diagnostic.sourceLine == file.line(expected.line))
  }

  @Test func anErrorAtTheEndOfABlockStandsBehindItsLastLine() throws {
    let file = YAMLFile(name: "a.yaml", text: "k: |\n  one\nx: y\n")
    var problems: [Diagnostic] = []
    let source = try #require(readYAML(file, problems: &problems)?["k"]?.source)
    #expect(source.position(at: 3) == SourcePosition(line: 2, column: 6))
  }
}

/// Where the first `‸` stands.
func markedPosition(in text: String) -> SourcePosition? {
  for (number, line) in SourceText.lines(of: text).enumerated() {
    if let column = Array(line.unicodeScalars).firstIndex(of: "‸") {
      return SourcePosition(line: number + 1, column: column + 1)
    }
  }
  return nil
}
