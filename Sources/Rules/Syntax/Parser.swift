import CivilTime

/// Reads an expression by precedence climbing, so that a level of parentheses costs few frames of the stack.
struct Parser {
  /// CEL asks for 32 and more of each construct; deeper than this, an expression is an attack or a mistake.
  static let deepest = 200
  /// Parentheses, arguments and elements inside of others: each costs the reader some 4 KB of its stack.
  static let deepestNest = 100
  static let longest = 65_536

  private(set) var tokens: [Token]
  var position = 0
  private var depth = 0

  static func parse(_ text: String) throws(SyntaxProblem) -> Syntax {
    guard text.utf8.count <= longest else {
      throw SyntaxProblem(message: "this expression is longer than 64 KiB", advice: "split it into facts", range: 0..<1)
    }
    var parser = Parser(tokens: try Lexer.tokens(of: text))
    if parser.token.kind == .end {
      throw SyntaxProblem(
        message: "an expression is missing here", advice: "write one, such as order.total > 30",
        range: parser.token.range)
    }
    let syntax = try parser.expression()
    guard parser.token.kind == .end else { throw parser.unexpected() }
    return syntax
  }

  private init(tokens: [Token]) { self.tokens = tokens }

  var token: Token { tokens[position] }

  func following(_ ahead: Int = 1) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

  /// `condition ? a : b`, right associative.
  mutating func expression() throws(SyntaxProblem) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepestNest else { throw tooDeep(token.range, Self.deepestNest) }
    let condition = try binary(from: .or)
    guard token.kind == .symbol(.question) else { return condition }
    let mark = token.range
    position += 1
    let yes = try binary(from: .or)
    guard take(.colon) else {
      throw unexpected("“?” needs a “:” and what holds otherwise", advice: "write condition ? a : b")
    }
    let no = try expression()
    return try node(
      .conditional(condition, yes, no), condition.range.lowerBound..<no.range.upperBound, mark, [condition, yes, no])
  }

  enum Level: Int, Comparable {
    case or, and, not, relation, sum, product, unary
    static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  private mutating func binary(from least: Level) throws(SyntaxProblem) -> Syntax {
    var left = try operand(at: least)
    while let (operation, level) = try binaryOperator(), level >= least {
      if level == .or || level == .and {
        left = try chain(left, operation, level)
        continue
      }
      let mark = token.range
      position += 1
      let right = try binary(from: level == .relation ? .sum : level == .sum ? .product : .unary)
      left = try node(
        .binary(operation, left, right), left.range.lowerBound..<right.range.upperBound, mark, [left, right])
      if level == .relation { try refuseChaining(mark) }
    }
    return left
  }

  /// All the operands of one `and` or `or`.
  private mutating func chain(
    _ first: Syntax, _ operation: BinaryOperator, _ level: Level
  ) throws(SyntaxProblem) -> Syntax {
    var operands = [first]
    let mark = token.range
    while let (next, nextLevel) = try binaryOperator(), next == operation, nextLevel == level {
      position += 1
      operands.append(try binary(from: level == .or ? .and : .not))
    }
    let end = operands[operands.count - 1].range.upperBound
    return try node(.chain(operation, operands), first.range.lowerBound..<end, mark, operands)
  }

  private mutating func operand(at least: Level) throws(SyntaxProblem) -> Syntax {
    guard token.kind == .name("not") else { return try unary() }
    let mark = token.range
    guard least <= .not else {
      throw SyntaxProblem(
        message: "“not” binds looser than what stands before it", advice: "put it in parentheses: (not …)", range: mark)
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepestNest else { throw tooDeep(mark, Self.deepestNest) }
    position += 1
    let inner = try binary(from: .not)
    return try node(.unary(.not, inner), mark.lowerBound..<inner.range.upperBound, mark, [inner])
  }

  /// `!!x` and `--x`, but no mixture of the two.
  private mutating func unary() throws(SyntaxProblem) -> Syntax {
    let first = position
    guard case .symbol(let symbol) = token.kind, symbol == .not || symbol == .minus else { return try postfix() }
    while token.kind == .symbol(symbol) { position += 1 }
    var marks = tokens[first..<position].map(\.range)
    if case .symbol(let other) = token.kind, other == .not || other == .minus {
      throw SyntaxProblem(
        message: "“\(symbol.rawValue)” and “\(other.rawValue)” do not mix", advice: "use parentheses",
        range: token.range)
    }
    if token.kind == .name("not") {
      throw SyntaxProblem(
        message: "“not” binds looser than what stands before it", advice: "put it in parentheses: (not …)",
        range: token.range)
    }
    var syntax: Syntax
    if symbol == .minus, let negative = try negativeLiteral() {
      syntax = negative
      marks.removeLast()
    } else {
      syntax = try postfix()
    }
    for mark in marks.reversed() {
      syntax = try node(
        .unary(symbol == .not ? .not : .negate, syntax), mark.lowerBound..<syntax.range.upperBound, mark, [syntax])
    }
    return syntax
  }

  /// A minus and the number behind it are one literal, since −2⁶³ has no positive; not if a member of that number is
  /// asked for.
  private mutating func negativeLiteral() throws(SyntaxProblem) -> Syntax? {
    if following().kind == .symbol(.dot) || following().kind == .symbol(.openBracket) { return nil }
    let range = tokens[position - 1].range.lowerBound..<token.range.upperBound
    let value: Value
    switch token.kind {
    case .int(let magnitude): value = .int(Int64(truncatingIfNeeded: 0 &- magnitude))
    case .double(let number): value = .double(-number)
    default: return nil
    }
    position += 1
    return try node(.literal(value), range, range, [])
  }

  /// The operator that stands here, if one does.
  private func binaryOperator() throws(SyntaxProblem) -> (BinaryOperator, Level)? {
    switch token.kind {
    case .symbol(let symbol):
      switch symbol {
      case .or: return (.or, .or)
      case .and: return (.and, .and)
      case .equal: return (.equal, .relation)
      case .notEqual: return (.notEqual, .relation)
      case .less: return (.less, .relation)
      case .lessOrEqual: return (.lessOrEqual, .relation)
      case .greater: return (.greater, .relation)
      case .greaterOrEqual: return (.greaterOrEqual, .relation)
      case .plus: return (.add, .sum)
      case .minus: return (.subtract, .sum)
      case .times: return (.multiply, .product)
      case .divide: return (.divide, .product)
      case .percent: return (.remainder, .product)
      default: return nil
      }
    case .name("or"): return (.or, .or)
    case .name("and"): return (.and, .and)
    case .name("in"): return (.in, .relation)
    case .name, .string, .int, .double, .duration: throw unexpected()
    case .end: return nil
    }
  }

  private func refuseChaining(_ first: Range<Int>) throws(SyntaxProblem) {
    guard let (_, level) = try binaryOperator(), level == .relation else { return }
    throw SyntaxProblem(
      message: "comparisons do not chain", advice: "use and: a < b and b < c", range: token.range)
  }

  // MARK: Pieces

  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  func node(
    _ shape: Syntax.Shape, _ range: Range<Int>, _ anchor: Range<Int>, _ children: [Syntax]
  ) throws(SyntaxProblem) -> Syntax {
    let depth = 1 + (children.map(\.depth).max() ?? 0)
    guard depth <= Self.deepest else { throw tooDeep(anchor) }
    return Syntax(shape: shape, range: range, anchor: anchor, depth: depth)
  }

  private func tooDeep(_ range: Range<Int>, _ most: Int = deepest) -> SyntaxProblem {
    SyntaxProblem(
      message: "this expression is nested deeper than \(most) levels", advice: "split it into facts",
      range: range)
  }
}
