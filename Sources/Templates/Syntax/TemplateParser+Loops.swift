extension TemplateParser {
  mutating func loop(_ tag: Tag) -> Outcome {
    let header = parsing(tag.markup) { parser throws(MarkupProblem) in try Self.loopHeader(&parser) }
    var (body, stop) = block(tag, until: ["else", "endfor"])
    var otherwise = Body()
    if stop?.name == "else" { (otherwise, stop) = block(tag, until: ["endfor"]) }
    guard var loop = header else { return .nothing }
    let isBlank = body.isBlank && otherwise.isBlank
    if isBlank {
      body.dropWhitespace()
      otherwise.dropWhitespace()
    }
    loop.body = body.statements
    loop.otherwise = otherwise.statements
    return .statement(.loop(loop), isBlank: isBlank)
  }

  /// `item in items reversed limit: 2 offset: 1`
  private static func loopHeader(_ parser: inout MarkupParser) throws(MarkupProblem) -> LoopSyntax {
    let variable = try parser.newName("a name for each element", allowsQuestionMark: true)
    guard parser.accept(word: "in") else { throw parser.expected("“in”") }
    let collection = try parser.expression()
    var loop = LoopSyntax(
      variable: variable.0, variableRange: variable.1, collection: collection,
      name: "\(variable.0)-\(parser.text(collection.range))")
    while !parser.isAtEnd {
      if parser.accept(.comma) { continue }
      if parser.accept(word: "reversed") {
        loop.isReversed = true
      } else if parser.accept(word: "limit") {
        try parser.expect(.colon, "“:”")
        loop.limit = try parser.expression()
      } else if parser.accept(word: "offset") {
        try parser.expect(.colon, "“:”")
        if parser.accept(word: "continue") {
          loop.offset = .continue
        } else {
          loop.offset = .value(try parser.expression())
        }
      } else {
        throw parser.expected("“reversed”, “limit:” or “offset:”")
      }
    }
    return loop
  }

  /// `'name' with value as name, key: value`
  mutating func render(_ tag: Tag) -> Outcome {
    let parsed = parsing(tag.markup) { parser throws(MarkupProblem) in try Self.rendering(&parser) }
    return parsed.map { .statement(.render($0), isBlank: false) } ?? .nothing
  }

  private static func rendering(_ parser: inout MarkupParser) throws(MarkupProblem) -> RenderSyntax {
    let token = parser.current
    guard case .string(let name) = token.kind else { throw parser.expected("the snippet's name in quotes") }
    _ = parser.advance()
    var render = RenderSyntax(snippet: name, snippetRange: token.range)
    if parser.accept(word: "with") {
      render.binding = .with(try parser.expression())
    } else if parser.accept(word: "for") {
      render.binding = .each(try parser.expression())
    }
    if parser.accept(word: "as") { render.alias = try parser.newName("a name").0 }
    while !parser.isAtEnd {
      if parser.accept(.comma) { continue }
      let key = try parser.newName("the name of a parameter").0
      try parser.expect(.colon, "“:”")
      render.parameters.append((key, try parser.expression()))
    }
    return render
  }
}
