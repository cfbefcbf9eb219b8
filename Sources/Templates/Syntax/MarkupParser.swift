/// Parses the inside of one tag: expressions, filters, conditions.
struct MarkupParser {
  private let bytes: [UInt8]
  private let tokens: [MarkupToken]
  private var index = 0
  private var depth = 0

  init(_ bytes: [UInt8], range: Range<Int>) throws(MarkupProblem) {
    self.bytes = bytes
    tokens = try MarkupLexer.tokens(bytes, range: range)
  }

  var current: MarkupToken { tokens[index] }
  var isAtEnd: Bool { current.kind == .end }

  mutating func advance() -> MarkupToken {
    let token = tokens[index]
    if index + 1 < tokens.count { index += 1 }
    return token
  }

  mutating func accept(_ kind: MarkupToken.Kind) -> Bool {
    guard current.kind == kind else { return false }
    _ = advance()
    return true
  }

  /// Consumes the word if it is next.
  mutating func accept(word: String) -> Bool { accept(.name(word)) }

  mutating func expect(_ kind: MarkupToken.Kind, _ what: String) throws(MarkupProblem) {
    if !accept(kind) { throw expected(what) }
  }

  /// A name to be given to something: letters, digits, `_`, `-`.
  mutating func newName(_ what: String, allowsQuestionMark: Bool = false) throws(MarkupProblem) -> (String, Range<Int>)
  {
    let token = current
    switch token.kind {
    case .name(let name) where allowsQuestionMark || !name.hasSuffix("?"):
      _ = advance()
      return (name, token.range)
    case .int, .string:
      _ = advance()
      var name = text(token.range)
      if case .string(let quoted) = token.kind { name = quoted }
      return (name, token.range)
    default: throw expected(what)
    }
  }

  mutating func expectEnd() throws(MarkupProblem) {
    if !isAtEnd { throw unexpected() }
  }

  func expected(_ what: String) -> MarkupProblem {
    let found = isAtEnd ? "the tag ends" : "found “\(text(current.range))”"
    return MarkupProblem(message: "expected \(what), but \(found)", range: current.range)
  }

  func unexpected() -> MarkupProblem {
    let found = text(current.range)
    var advice: String?
    if case .name(let name) = current.kind {
      switch name {
      case "in": advice = "use “contains”, with the list on its left"
      case "is", "eq", "equals": advice = "compare with =="
      default: advice = nil
      }
    }
    if current.kind == .assign { advice = "compare with ==" }
    return MarkupProblem(message: "“\(found)” is one too many here", advice: advice, range: current.range)
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

// MARK: - Expressions

extension MarkupParser {
  /// `value | filter: argument, name: argument | …`
  mutating func output() throws(MarkupProblem) -> OutputSyntax {
    let start = current.range.lowerBound
    let value = try expression()
    var filters: [FilterSyntax] = []
    while accept(.pipe) { filters.append(try filter()) }
    return OutputSyntax(value: value, filters: filters, range: start..<tokens[max(0, index - 1)].range.upperBound)
  }

  private mutating func filter() throws(MarkupProblem) -> FilterSyntax {
    let token = current
    guard case .name(let name) = token.kind else { throw expected("the name of a filter") }
    _ = advance()
    var filter = FilterSyntax(name: name, range: token.range)
    guard accept(.colon) else { return filter }
    repeat {
      if case .name(let name) = current.kind, tokens[index + 1].kind == .colon {
        let range = advance().range
        _ = advance()
        filter.named.append((name, range, try expression()))
      } else {
        filter.arguments.append(try expression())
      }
    } while accept(.comma) && !isAtEnd
    return filter
  }

  mutating func expression() throws(MarkupProblem) -> ExpressionSyntax {
    depth += 1
    defer { depth -= 1 }
    guard depth < 50 else {
      throw MarkupProblem(message: "this is nested over 50 deep", range: current.range)
    }
    let token = current
    switch token.kind {
    case .int(let value):
      _ = advance()
      return .literal(.int(value), token.range)
    case .double(let value):
      _ = advance()
      return .literal(.double(value), token.range)
    case .string(let value):
      _ = advance()
      return .literal(.text(value), token.range)
    case .openParenthesis: return try range()
    case .name(let name): return try named(name)
    case .openBracket:
      _ = advance()
      let inner = try expression()
      try expect(.closeBracket, "“]”")
      return .variable(try segments(VariableSyntax(root: root(inner), rootRange: token.range, range: token.range)))
    default: throw expected("a value")
    }
  }

  private func root(_ computed: ExpressionSyntax) -> VariableSyntax.Root {
    if case .literal(.text(let name), _) = computed { return .name(name) }
    return .computed(computed)
  }

  private mutating func named(_ name: String) throws(MarkupProblem) -> ExpressionSyntax {
    let token = advance()
    if current.kind != .dot && current.kind != .openBracket, let literal = Self.literals[name] {
      return .literal(literal, token.range)
    }
    return .variable(try segments(VariableSyntax(root: .name(name), rootRange: token.range, range: token.range)))
  }

  private static let literals: [String: TemplateValue] = [
    "nil": .nothing, "null": .nothing, "true": .bool(true), "false": .bool(false), "empty": .empty, "blank": .blank,
  ]

  private mutating func segments(_ start: VariableSyntax) throws(MarkupProblem) -> VariableSyntax {
    var variable = start
    while true {
      let token = current
      if accept(.dot) {
        let name = current
        guard case .name(let member) = name.kind else { throw expected("a name behind the dot") }
        _ = advance()
        variable.segments.append((.dot(member), name.range))
      } else if accept(.openBracket) {
        let index = try expression()
        try expect(.closeBracket, "“]”")
        variable.segments.append((.bracket(index), token.range.lowerBound..<tokens[self.index - 1].range.upperBound))
      } else {
        variable.range = variable.range.lowerBound..<tokens[index - 1].range.upperBound
        return variable
      }
    }
  }

  private mutating func range() throws(MarkupProblem) -> ExpressionSyntax {
    let open = advance()
    let first = try expression()
    guard current.kind == .dots else {
      throw MarkupProblem(
        message: "parentheses hold a range of numbers, such as (1..5)",
        advice: "conditions cannot be grouped: use one {% if %} inside another", range: open.range)
    }
    _ = advance()
    let last = try expression()
    try expect(.closeParenthesis, "“)”")
    return .range(first, last, open.range.lowerBound..<tokens[index - 1].range.upperBound)
  }
}

// MARK: - Conditions

extension MarkupParser {
  /// Comparisons joined by `and` and `or`, which Liquid reads from the right: `a and b or c` is `a and (b or c)`.
  /// Also says where the two are mixed.
  mutating func condition() throws(MarkupProblem) -> (condition: ConditionSyntax, mixedAt: Range<Int>?) {
    var parts = [try comparison()]
    var joints: [(isAnd: Bool, range: Range<Int>)] = []
    while case .name(let word) = current.kind, word == "and" || word == "or" {
      joints.append((word == "and", advance().range))
      guard joints.count < 100 else {
        throw MarkupProblem(message: "these are over 100 conditions", range: current.range)
      }
      parts.append(try comparison())
    }
    var result = parts[parts.count - 1]
    for (part, joint) in zip(parts.dropLast(), joints).reversed() {
      result = joint.isAnd ? .and(part, result) : .or(part, result)
    }
    return (result, joints.first { $0.isAnd != joints[0].isAnd }?.range)
  }

  private mutating func comparison() throws(MarkupProblem) -> ConditionSyntax {
    if current.kind == .name("not"), tokens[index + 1].kind.beginsValue {
      throw MarkupProblem(
        message: "there is no “not”", advice: "use {% unless … %}, or compare with == false", range: current.range)
    }
    let left = try expression()
    let token = current
    var found: Comparison?
    if case .comparison(let comparison) = token.kind { found = comparison }
    if token.kind == .name("contains") { found = .contains }
    guard let found else { return .value(left) }
    _ = advance()
    let right = try expression()
    return .comparison(found, left, right, left.range.lowerBound..<right.range.upperBound)
  }
}
