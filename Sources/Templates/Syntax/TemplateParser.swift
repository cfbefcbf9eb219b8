import Diagnostics

/// Parses a template's tokens into statements. Goes on behind a problem, so that all of them are reported at once.
struct TemplateParser {
  let source: SourceText
  let isLax: Bool
  let bytes: [UInt8]
  var tokenizer: TemplateTokenizer
  var diagnostics: [Diagnostic] = []
  /// The text behind loses its leading whitespace.
  var trimsNext = false
  /// The blocks that are open, outermost first.
  var open: [OpenBlock] = []
  /// An end tag that closed an outer block, to be seen by its parser.
  private var returned: Tag?

  struct OpenBlock {
    var name: String
    var range: Range<Int>
  }

  /// `{% name markup %}`
  struct Tag {
    var name: String
    var range: Range<Int>
    var markup: Range<Int>
  }

  enum Outcome {
    /// `isBlank`: it prints nothing by itself, so that the whitespace around it may be dropped.
    case statement(StatementSyntax, isBlank: Bool)
    /// A comment, or a problem that is reported.
    case nothing
    /// Not the beginning of anything.
    case stray
  }

  /// What stands between two tags of a block.
  struct Body {
    var statements: [StatementSyntax] = []
    /// Nothing in it can print anything but whitespace, which is then dropped.
    var isBlank = true

    mutating func dropWhitespace() {
      statements.removeAll {
        if case .text = $0 { true } else { false }
      }
    }
  }

  static let maximumDepth = 100

  init(_ source: SourceText, isLax: Bool) {
    self.source = source
    self.isLax = isLax
    bytes = Array(source.text.utf8)
    tokenizer = TemplateTokenizer(bytes)
  }

  mutating func parse() -> [StatementSyntax] { body(until: []).body.statements }

  /// Statements up to one of the tags (`else`, `endif` …), which is consumed. Nil: the template ended first.
  mutating func body(until stops: Set<String>) -> (body: Body, stop: Tag?) {
    var body = Body()
    while true {
      if let tag = returned, stops.contains(tag.name) {
        returned = nil
        return (body, tag)
      }
      if returned != nil { return (body, nil) }
      let next: TemplateToken?
      do throws(TemplateTokenizer.Unclosed) {
        next = try tokenizer.next()
      } catch {
        report(
          "this is never closed",
          advice: bytes[error.offset + 1] == UInt8(ascii: "%") ? "end it with %}" : "end it with }}",
          at: error.offset..<error.offset + 2)
        continue
      }
      guard let token = next else { return (body, nil) }
      if token.kind != .text { trimBefore(token, &body) }
      switch token.kind {
      case .text: text(token.content, &body)
      case .output: output(token, &body)
      case .tag:
        if let stop = tag(token, stops, &body) { return (body, stop) }
      }
    }
  }

  private mutating func text(_ range: Range<Int>, _ body: inout Body) {
    var start = range.lowerBound
    if trimsNext {
      while start < range.upperBound && bytes[start].isLiquidSpace { start += 1 }
      trimsNext = false
    }
    guard start < range.upperBound else { return }
    body.statements.append(.text(start..<range.upperBound))
    if body.isBlank { body.isBlank = bytes[start..<range.upperBound].allSatisfy(\.isLiquidSpace) }
  }

  private mutating func trimBefore(_ token: TemplateToken, _ body: inout Body) {
    if token.trimsBefore, case .text(let range)? = body.statements.last {
      var end = range.upperBound
      while end > range.lowerBound && bytes[end - 1].isLiquidSpace { end -= 1 }
      body.statements.removeLast()
      if end > range.lowerBound { body.statements.append(.text(range.lowerBound..<end)) }
    }
    trimsNext = token.trimsAfter
  }

  private mutating func output(_ token: TemplateToken, _ body: inout Body) {
    body.isBlank = false
    if bytes[token.content].allSatisfy(\.isLiquidSpace) {
      if !isLax { report("there is nothing to print", advice: "write {{ name }}", at: token.whole) }
      return
    }
    let output = parsing(token.content) { parser throws(MarkupProblem) in
      let output = try parser.output()
      try parser.expectEnd()
      return output
    }
    if let output { body.statements.append(.output(output)) }
  }

  /// Parses one tag into `body`, unless it is one of the stops.
  private mutating func tag(_ token: TemplateToken, _ stops: Set<String>, _ body: inout Body) -> Tag? {
    let name = tokenizer.tagName(in: token.content)
    let tag = Tag(name: name.text, range: name.start..<name.end, markup: name.end..<token.content.upperBound)
    if stops.contains(tag.name) { return tag }
    guard !name.text.isEmpty else {
      report("a tag needs a name", advice: "such as {% if … %}", at: token.whole)
      return nil
    }
    switch statement(tag, whole: token.whole) {
    case .statement(let statement, let isBlank):
      body.statements.append(statement)
      if !isBlank { body.isBlank = false }
    case .nothing: break
    case .stray:
      if open.dropLast().contains(where: { "end" + $0.name == tag.name }) {
        returned = tag
      } else {
        reportStray(tag)
      }
    }
    return nil
  }

  /// Runs a parser over a tag's markup; a problem is reported and gives nil.
  mutating func parsing<T>(_ markup: Range<Int>, _ parse: (inout MarkupParser) throws(MarkupProblem) -> T) -> T? {
    do throws(MarkupProblem) {
      var parser = try MarkupParser(bytes, range: markup)
      return try parse(&parser)
    } catch {
      report(error.message, advice: error.advice, at: error.range)
      return nil
    }
  }

  mutating func report(
    _ message: String, advice: String? = nil, at range: Range<Int>, severity: Diagnostic.Severity = .error
  ) {
    guard diagnostics.takesMore(severity) else { return }
    diagnostics.append(
      source.diagnostic(severity, message, advice: advice, at: range.lowerBound, length: max(1, range.count)))
  }
}

extension [Diagnostic] {
  /// Whether one more of a template's problems is worth telling. Each costs a look at the whole text, and a text with a
  /// hundred thousand of them is not meant as one.
  func takesMore(_ severity: Diagnostic.Severity) -> Bool { count < 100 || count { $0.severity == severity } < 100 }
}
