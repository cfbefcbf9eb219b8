import CivilTime

extension Parser {
  mutating func postfix() throws(SyntaxProblem) -> Syntax {
    var syntax = try primary()
    while true {
      if take(.dot) {
        syntax = try member(of: syntax)
      } else if token.kind == .symbol(.openBracket) {
        let mark = token.range
        position += 1
        let index = try expression()
        let end = token.range.upperBound
        guard take(.closeBracket) else { throw unclosed("[", mark) }
        syntax = try node(.index(syntax, index), syntax.range.lowerBound..<end, mark, [syntax, index])
      } else {
        return syntax
      }
    }
  }

  private mutating func member(of receiver: Syntax) throws(SyntaxProblem) -> Syntax {
    guard case .name(let name) = token.kind, !["true", "false", "null", "in"].contains(name) else {
      throw unexpected("a field or function belongs behind the point", advice: "as in order.total")
    }
    let mark = token.range
    position += 1
    guard token.kind == .symbol(.openParen) else {
      return try node(.member(receiver, name), receiver.range.lowerBound..<mark.upperBound, mark, [receiver])
    }
    let (arguments, end) = try arguments()
    return try node(
      .call(receiver: receiver, name, arguments), receiver.range.lowerBound..<end, mark, [receiver] + arguments)
  }

  /// `(a, b)` with the parenthesis at hand; also where it ends.
  private mutating func arguments() throws(SyntaxProblem) -> ([Syntax], Int) {
    let open = token.range
    position += 1
    var arguments: [Syntax] = []
    if token.kind != .symbol(.closeParen) {
      repeat { arguments.append(try expression()) } while take(.comma)
    }
    let end = token.range.upperBound
    guard take(.closeParen) else { throw unclosed("(", open) }
    return (arguments, end)
  }

  private mutating func primary() throws(SyntaxProblem) -> Syntax {
    let range = token.range
    switch token.kind {
    case .int(let magnitude):
      guard let value = Int64(exactly: magnitude) else {
        throw SyntaxProblem(
          message: "this number does not fit 64 bits", advice: "write it with a point: \(magnitude).0", range: range)
      }
      return try literal(.int(value))
    case .double(let value): return try literal(.double(value))
    case .duration(let span): return try literal(.duration(span))
    case .string(let text): return try literal(.string(text))
    case .name("true"): return try literal(.bool(true))
    case .name("false"): return try literal(.bool(false))
    case .name("null"): return try literal(.null)
    case .name(let name): return try self.name(name)
    case .symbol(.openParen):
      position += 1
      var inner = try expression()
      let end = token.range.upperBound
      guard take(.closeParen) else { throw unclosed("(", range) }
      inner.range = range.lowerBound..<end
      return inner
    case .symbol(.openBracket): return try list()
    case .symbol(.dot):
      throw SyntaxProblem(
        message: "there are no namespaces in these rules", advice: "write the name without the point", range: range)
    case .symbol, .end: throw unexpected()
    }
  }

  private mutating func literal(_ value: Value) throws(SyntaxProblem) -> Syntax {
    let range = token.range
    position += 1
    return try node(.literal(value), range, range, [])
  }

  private mutating func name(_ name: String) throws(SyntaxProblem) -> Syntax {
    let range = token.range
    if ["and", "or", "in"].contains(name) { throw unexpected() }
    if Self.reserved.contains(name) {
      throw SyntaxProblem(
        message: "“\(name)” is a reserved word",
        advice: name == "if" ? "write condition ? a : b" : "choose another name",
        range: range)
    }
    position += 1
    guard token.kind == .symbol(.openParen) else { return try node(.name(name), range, range, []) }
    let (arguments, end) = try arguments()
    return try node(.call(receiver: nil, name, arguments), range.lowerBound..<end, range, arguments)
  }

  private mutating func list() throws(SyntaxProblem) -> Syntax {
    let open = token.range
    position += 1
    var elements: [Syntax] = []
    while token.kind != .symbol(.closeBracket) {
      elements.append(try expression())
      if !take(.comma) { break }
    }
    let end = token.range.upperBound
    guard take(.closeBracket) else { throw unclosed("[", open) }
    return try node(.list(elements), open.lowerBound..<end, open, elements)
  }

  /// CEL's words that it keeps for its host languages.
  static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]

  // MARK: Problems

  private func unclosed(_ open: String, _ range: Range<Int>) -> SyntaxProblem {
    guard token.kind == .end else { return unexpected() }
    return SyntaxProblem(
      message: "“\(open)” is never closed", advice: "close it with \(open == "(" ? ")" : "]")", range: range)
  }

  func unexpected(_ message: String, advice: String? = nil) -> SyntaxProblem {
    SyntaxProblem(message: message, advice: advice, range: token.range)
  }

  /// The token at hand has no place here.
  func unexpected() -> SyntaxProblem {
    let range = token.range
    guard case .name(let name) = token.kind else {
      if token.kind == .end {
        return SyntaxProblem(
          message: "the expression stops in the middle", advice: "write what belongs behind it", range: range)
      }
      return SyntaxProblem(
        message: "\(token.kind.words) has no place here", advice: "is something missing before it?", range: range)
    }
    if name == "not", following().kind == .name("in") {
      return SyntaxProblem(message: "“not in” is not an operator", advice: "write not (a in b)", range: range)
    }
    return SyntaxProblem(message: "“\(name)” has no place here", advice: adviceForWord(name), range: range)
  }

  private var followsNumber: Bool {
    guard position > 0, case .int = tokens[position - 1].kind else { return false }
    return true
  }

  private func adviceForWord(_ name: String) -> String? {
    switch name.lowercased() {
    case "and", "or", "not", "in":
      name == name.lowercased() ? "is something missing before it?" : "write it small: \(name.lowercased())"
    case "is": "write == or !="
    case "equals", "eq": "write =="
    case "between": "write a <= x and x < b"
    case "like", "matches": "use contains, startsWith or endsWith"
    case "then", "else", "if": "write condition ? a : b"
    default:
      followsNumber && Lexer.unit(named: name) != nil
        ? "a number and its unit are one word: 3d" : "is an operator missing before it?"
    }
  }
}
