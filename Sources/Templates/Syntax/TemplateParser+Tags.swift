import Diagnostics

extension TemplateParser {
  mutating func statement(_ tag: Tag, whole: Range<Int>) -> Outcome {
    switch tag.name {
    case "#": return inlineComment(tag)
    case "comment": return comment(tag)
    case "raw": return raw(tag)
    case "assign": return assign(tag)
    case "capture": return capture(tag)
    case "if", "unless": return branches(tag)
    case "case": return cases(tag)
    case "for": return loop(tag)
    case "render": return render(tag)
    case "break", "continue": return leave(tag, whole: whole)
    default: return .stray
    }
  }

  // MARK: Comments and literal text

  private mutating func inlineComment(_ tag: Tag) -> Outcome {
    var start = tag.markup.lowerBound
    while let newline = bytes[start..<tag.markup.upperBound].firstIndex(of: UInt8(ascii: "\n")) {
      start = newline + 1
      let word = bytes[start..<tag.markup.upperBound].first { !$0.isLiquidSpace }
      if let word, word != UInt8(ascii: "#") {
        report("each line of a comment begins with #", at: start..<start + 1)
        break
      }
    }
    return .nothing
  }

  private mutating func comment(_ tag: Tag) -> Outcome {
    if let end = tokenizer.skipComment() {
      trimsNext = end
    } else {
      reportUnclosed(tag)
    }
    return .nothing
  }

  private mutating func raw(_ tag: Tag) -> Outcome {
    if !bytes[tag.markup].allSatisfy(\.isLiquidSpace) {
      report("“raw” stands alone", advice: "write {% raw %}", at: tag.markup)
    }
    guard let body = tokenizer.rawBody() else {
      reportUnclosed(tag)
      return .nothing
    }
    trimsNext = body.trimsAfter
    return body.content.isEmpty ? .nothing : .statement(.text(body.content), isBlank: false)
  }

  // MARK: Variables

  private mutating func assign(_ tag: Tag) -> Outcome {
    let parsed = parsing(tag.markup) { parser throws(MarkupProblem) in
      let name = try parser.newName("a name to assign to")
      try parser.expect(.assign, "“=”")
      let output = try parser.output()
      try parser.expectEnd()
      return StatementSyntax.assign(name.0, output, nameRange: name.1)
    }
    return parsed.map { .statement($0, isBlank: true) } ?? .nothing
  }

  private mutating func capture(_ tag: Tag) -> Outcome {
    let name = parsing(tag.markup) { parser throws(MarkupProblem) in
      let name = try parser.newName("a name to capture into")
      try parser.expectEnd()
      return name
    }
    let body = block(tag, until: ["endcapture"]).body
    guard let name else { return .nothing }
    return .statement(.capture(name.0, body.statements, nameRange: name.1), isBlank: true)
  }

  // MARK: Conditions

  private mutating func branches(_ tag: Tag) -> Outcome {
    let end = "end" + tag.name
    var branches: [(condition: ConditionSyntax?, isNegated: Bool, body: Body)] = []
    var condition: ConditionSyntax? = self.condition(tag)
    var isNegated = tag.name == "unless"
    while true {
      let (body, stop) = block(tag, until: ["elsif", "else", end])
      branches.append((condition, isNegated, body))
      guard let stop, stop.name != end else { break }
      checkElse(stop, isSecond: branches.last?.condition == nil && !isNegated, instead: "elsif")
      isNegated = false
      condition = stop.name == "elsif" ? self.condition(stop) : nil
    }
    let isBlank = branches.allSatisfy(\.body.isBlank)
    // A branch behind the first `else` is never reached.
    let reachable = (branches.firstIndex { $0.condition == nil && !$0.isNegated } ?? branches.count - 1) + 1
    let result = branches.prefix(reachable).map { branch in
      var body = branch.body
      if isBlank { body.dropWhitespace() }
      return BranchSyntax(condition: branch.condition, isNegated: branch.isNegated, body: body.statements)
    }
    return .statement(.branches(result), isBlank: isBlank)
  }

  /// `{% else if … %}`, and whatever stands behind an `else`, can never be meant.
  private mutating func checkElse(_ tag: Tag, isSecond: Bool, instead: String) {
    guard !isLax else { return }
    if tag.name == "else", !bytes[tag.markup].allSatisfy(\.isLiquidSpace) {
      report("“else” has no condition", advice: "use {% \(instead) … %}", at: tag.range)
    } else if isSecond {
      report("this is never reached: “else” is the last", at: tag.range)
    }
  }

  /// The condition of `if`, `elsif` or `unless`. After a problem: one that is false.
  private mutating func condition(_ tag: Tag) -> ConditionSyntax {
    let parsed = parsing(tag.markup) { parser throws(MarkupProblem) in
      let condition = try parser.condition()
      try parser.expectEnd()
      return condition
    }
    if let mixed = parsed?.mixedAt, !isLax {
      report(
        "“and” and “or” are mixed: Liquid reads them from the right, so “a and b or c” is “a and (b or c)”",
        advice: "put one {% if %} inside another", at: mixed, severity: .warning)
    }
    return parsed?.condition ?? .value(.literal(.bool(false), tag.range))
  }

  private mutating func cases(_ tag: Tag) -> Outcome {
    let subject = parsing(tag.markup) { parser throws(MarkupProblem) in
      let subject = try parser.expression()
      try parser.expectEnd()
      return subject
    }
    var (body, stop) = block(tag, until: ["when", "else", "endcase"])
    var isBlank = body.isBlank
    var whens: [(values: [ExpressionSyntax]?, body: Body)] = []
    if !body.isBlank, !isLax {
      report("what stands before the first “when” is never printed", at: tag.range)
    }
    while let current = stop, current.name != "endcase" {
      checkElse(current, isSecond: whens.last.map { $0.values == nil } ?? false, instead: "when")
      let values = current.name == "when" ? alternatives(current) : nil
      (body, stop) = block(tag, until: ["when", "else", "endcase"])
      isBlank = isBlank && body.isBlank
      whens.append((values, body))
    }
    guard let subject else { return .nothing }
    let result = whens.map { when in
      var body = when.body
      if isBlank { body.dropWhitespace() }
      return WhenSyntax(values: when.values, body: body.statements)
    }
    return .statement(.cases(subject, result), isBlank: isBlank)
  }

  /// `when a, b or c`
  private mutating func alternatives(_ tag: Tag) -> [ExpressionSyntax] {
    parsing(tag.markup) { parser throws(MarkupProblem) in
      var values = [try parser.expression()]
      while parser.accept(.comma) || parser.accept(word: "or") { values.append(try parser.expression()) }
      try parser.expectEnd()
      return values
    } ?? []
  }

  // MARK: Blocks

  /// The body of a block up to one of `stops`; that it is never closed is reported here.
  mutating func block(_ tag: Tag, until stops: Set<String>) -> (body: Body, stop: Tag?) {
    guard open.count < Self.maximumDepth else {
      report("blocks are nested over \(Self.maximumDepth) deep", at: tag.range)
      tokenizer.skipAll()
      return (Body(), nil)
    }
    open.append(OpenBlock(name: tag.name, range: tag.range))
    let result = body(until: stops)
    open.removeLast()
    if result.stop == nil { reportUnclosed(tag) }
    return result
  }

  private mutating func leave(_ tag: Tag, whole: Range<Int>) -> Outcome {
    if !isLax && !open.contains(where: { $0.name == "for" }) {
      report("“\(tag.name)” is only for the inside of a “for”", at: tag.range)
    }
    return .statement(.leave(isBreak: tag.name == "break", whole), isBlank: false)
  }
}
