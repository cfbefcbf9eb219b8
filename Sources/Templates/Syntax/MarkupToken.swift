/// A token inside `{{ … }}` or `{% … %}`.
struct MarkupToken {
  enum Kind: Equatable {
    case name(String)
    case int(Int64)
    case double(Double)
    case string(String)
    case comparison(Comparison)
    case pipe, dot, dots, colon, comma, openBracket, closeBracket, openParenthesis, closeParenthesis, assign
    case end

    /// A name, a number or a text, but no word that joins conditions.
    var beginsValue: Bool {
      switch self {
      case .name(let word): !["and", "or", "contains"].contains(word)
      case .int, .double, .string: true
      default: false
      }
    }
  }
  var kind: Kind
  /// Byte offsets in the source.
  var range: Range<Int>
}

enum Comparison: Equatable, Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contains }

/// What is wrong with the markup of one tag or output, by offset in the source.
struct MarkupProblem: Error {
  var message: String
  var advice: String?
  var range: Range<Int>
}

/// Cuts the inside of a tag into tokens.
struct MarkupLexer {
  let bytes: [UInt8]
  private var at: Int
  private let end: Int

  init(_ bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
  }

  static func tokens(_ bytes: [UInt8], range: Range<Int>) throws(MarkupProblem) -> [MarkupToken] {
    var lexer = MarkupLexer(bytes, range: range)
    var tokens: [MarkupToken] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private mutating func next() throws(MarkupProblem) -> MarkupToken {
    while at < end && bytes[at].isLiquidSpace { at += 1 }
    let start = at
    guard at < end else { return MarkupToken(kind: .end, range: at..<at) }
    let byte = bytes[at]
    if byte.isLetter || byte == UInt8(ascii: "_") { return name(from: start) }
    if byte.isDigit || (byte == UInt8(ascii: "-") && at + 1 < end && bytes[at + 1].isDigit) {
      return try number(from: start)
    }
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try string(from: start, quote: byte) }
    if let (kind, length) = operation(at: start) {
      at += length
      return MarkupToken(kind: kind, range: start..<at)
    }
    throw unexpected(at: start)
  }

  private mutating func name(from start: Int) -> MarkupToken {
    while at < end && (bytes[at].isWordByte || bytes[at] == UInt8(ascii: "-")) { at += 1 }
    if at < end && bytes[at] == UInt8(ascii: "?") { at += 1 }
    return MarkupToken(kind: .name(text(start..<at)), range: start..<at)
  }

  private mutating func number(from start: Int) throws(MarkupProblem) -> MarkupToken {
    at += 1
    while at < end && bytes[at].isDigit { at += 1 }
    var isDouble = false
    if at + 1 < end && bytes[at] == UInt8(ascii: ".") && bytes[at + 1].isDigit {
      isDouble = true
      at += 1
      while at < end && bytes[at].isDigit { at += 1 }
    }
    let digits = text(start..<at)
    if !isDouble, let value = Int64(digits) { return MarkupToken(kind: .int(value), range: start..<at) }
    if isDouble, let value = Double(digits) { return MarkupToken(kind: .double(value), range: start..<at) }
    throw MarkupProblem(message: "the number \(digits) is too large", range: start..<at)
  }

  private mutating func string(from start: Int, quote: UInt8) throws(MarkupProblem) -> MarkupToken {
    at += 1
    while at < end && bytes[at] != quote { at += 1 }
    guard at < end else {
      at = end
      throw MarkupProblem(
        message: "the text that begins here is never closed",
        advice: "end it with \(quote == UInt8(ascii: "'") ? "'" : "\"")", range: start..<end)
    }
    at += 1
    return MarkupToken(kind: .string(text(start + 1..<at - 1)), range: start..<at)
  }

  private func operation(at start: Int) -> (MarkupToken.Kind, Int)? {
    let next = start + 1 < end ? bytes[start + 1] : 0
    let equals = UInt8(ascii: "=")
    switch bytes[start] {
    case UInt8(ascii: "|"): return (.pipe, 1)
    case UInt8(ascii: "."): return next == UInt8(ascii: ".") ? (.dots, 2) : (.dot, 1)
    case UInt8(ascii: ":"): return (.colon, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: "["): return (.openBracket, 1)
    case UInt8(ascii: "]"): return (.closeBracket, 1)
    case UInt8(ascii: "("): return (.openParenthesis, 1)
    case UInt8(ascii: ")"): return (.closeParenthesis, 1)
    case UInt8(ascii: "="): return next == equals ? (.comparison(.equal), 2) : (.assign, 1)
    case UInt8(ascii: "!"): return next == equals ? (.comparison(.notEqual), 2) : nil
    case UInt8(ascii: "<"):
      if next == UInt8(ascii: ">") { return (.comparison(.notEqual), 2) }
      return next == equals ? (.comparison(.lessOrEqual), 2) : (.comparison(.less), 1)
    case UInt8(ascii: ">"): return next == equals ? (.comparison(.greaterOrEqual), 2) : (.comparison(.greater), 1)
    default: return nil
    }
  }

  private func unexpected(at start: Int) -> MarkupProblem {
    var length = 1
    while start + length < end && bytes[start + length] & 0xC0 == 0x80 { length += 1 }
    let character = text(start..<start + length)
    let advice: String? =
      switch character {
      case "“", "”", "„", "‘", "’", "«", "»": "write texts between straight quotes, \"…\" or '…'"
      case "+": "add with a filter: {{ a | plus: b }}"
      case "-": "subtract with a filter: {{ a | minus: b }}"
      case "*": "multiply with a filter: {{ a | times: b }}"
      case "/": "divide with a filter: {{ a | divided_by: b }}"
      case "%": "take the rest with a filter: {{ a | modulo: b }}"
      case "&": "write “and”"
      case "!": "write “unless”, or compare with ==  false"
      case "{", "}": "is a }} or %} missing before this?"
      default: nil
      }
    return MarkupProblem(
      message: "“\(character)” means nothing here", advice: advice, range: start..<start + length)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
