import Diagnostics

/// A template's tree, and what was wrong with its syntax.
struct ParsedTemplate {
  var source: SourceText
  var bytes: [UInt8]
  var statements: [StatementSyntax]
  var diagnostics: [Diagnostic]

  init(_ source: SourceText, isLax: Bool) {
    var parser = TemplateParser(source, isLax: isLax)
    statements = parser.parse()
    diagnostics = parser.diagnostics
    self.source = source
    bytes = parser.bytes
  }
}
