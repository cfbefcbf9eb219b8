import CivilTime

/// Cuts an expression into tokens. It stops at the first thing that is not one.
struct Lexer {
  let bytes: [UInt8]
  var offset = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All tokens and an `.end`.
  static func tokens(of text: String) throws(SyntaxProblem) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  /// The byte so many places on, or 0 behind the end.
  func peek(_ ahead: Int = 0) -> UInt8 { offset + ahead < bytes.count ? bytes[offset + ahead] : 0 }

  mutating func next() throws(SyntaxProblem) -> Token {
    skipBlanks()
    let start = offset
    guard start < bytes.count else { return Token(kind: .end, range: start..<start) }
    let kind = try kind()
    return Token(kind: kind, range: start..<offset)
  }

  private mutating func kind() throws(SyntaxProblem) -> Token.Kind {
    let byte = peek()
    if byte.isDigit || byte == UInt8(ascii: ".") && peek(1).isDigit { return try number() }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return .string(try string(raw: false)) }
    if byte.isNameStart { return try word() }
    return try symbol()
  }

  /// A name, or a string with a prefix: `r"…"`.
  private mutating func word() throws(SyntaxProblem) -> Token.Kind {
    let start = offset
    while peek().isNamePart { offset += 1 }
    let name = text(start..<offset)
    guard peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") else { return .name(name) }
    switch name {
    case "r", "R": return .string(try string(raw: true))
    case "b", "B", "br", "rb", "bR", "Rb", "BR", "RB", "Br", "rB":
      throw SyntaxProblem(
        message: "there are no bytes in these rules", advice: "write a text without the prefix “\(name)”",
        range: start..<offset)
    default: return .name(name)
    }
  }

  private mutating func symbol() throws(SyntaxProblem) -> Token.Kind {
    for symbol in Token.Symbol.allCases {
      let text = symbol.rawValue.utf8
      guard bytes[offset...].starts(with: text) else { continue }
      if symbol == .dot || symbol == .openBracket, peek(1) == UInt8(ascii: "?") {
        throw problem(
          "there is no optional syntax in these rules", "a missing field is unknown by itself: use has() or == null", 2)
      }
      if symbol == .equal, peek(2) == UInt8(ascii: "=") { throw problem("“===” is not an operator", "write ==", 3) }
      if symbol == .less, peek(1) == UInt8(ascii: ">") { throw problem("“<>” is not an operator", "write !=", 2) }
      offset += text.count
      return .symbol(symbol)
    }
    throw unexpectedCharacter()
  }

  private func unexpectedCharacter() -> SyntaxProblem {
    switch peek() {
    case UInt8(ascii: "="): return problem("“=” does not compare", "write ==")
    case UInt8(ascii: "&"): return problem("“&” is not an operator", "write and")
    case UInt8(ascii: "|"): return problem("“|” is not an operator", "write or, or || with two strokes")
    case UInt8(ascii: "{"), UInt8(ascii: "}"):
      return problem("there are no maps and messages in these rules", "a list is written [1, 2]")
    case UInt8(ascii: "`"):
      return problem("names are not quoted in these rules", "give the column a plain name in herald.yaml")
    case UInt8(ascii: ";"): return problem("a rule is one expression", "join conditions with and")
    default: break
    }
    let length = max(1, min(4, (~peek()).leadingZeroBitCount))
    let character = text(offset..<min(bytes.count, offset + length))
    switch character {
    case "“", "”", "‘", "’", "„", "«", "»":
      return problem("a text stands in straight quotes", "write \"…\" or '…'", length)
    case "−", "–": return problem("“\(character)” is not a minus", "write -", length)
    case "≤": return problem("“≤” is not an operator", "write <=", length)
    case "≥": return problem("“≥” is not an operator", "write >=", length)
    case "≠": return problem("“≠” is not an operator", "write !=", length)
    case "#": return problem("“#” has no meaning here", "a comment begins with //", length)
    case "$", "@": return problem("“\(character)” has no meaning here", "write the name without it", length)
    default: return problem("“\(character)” has no meaning here", "take it out, or quote the text", length)
    }
  }

  private mutating func skipBlanks() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D: offset += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
      default: return
      }
    }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func problem(_ message: String, _ advice: String?, _ length: Int = 1) -> SyntaxProblem {
    SyntaxProblem(message: message, advice: advice, range: offset..<min(bytes.count, offset + length))
  }
}

extension UInt8 {
  var isDigit: Bool { self &- 0x30 <= 9 }
  var isNameStart: Bool { (self | 0x20) &- 0x61 < 26 || self == 0x5F }
  var isNamePart: Bool { isNameStart || isDigit }

  var hexValue: UInt32? {
    switch self {
    case 0x30...0x39: UInt32(self - 0x30)
    case 0x41...0x46: UInt32(self - 0x41 + 10)
    case 0x61...0x66: UInt32(self - 0x61 + 10)
    default: nil
    }
  }
}
