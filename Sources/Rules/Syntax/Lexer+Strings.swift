extension Lexer {
  /// CEL's texts: `'…'`, `"…"`, and three of either quote, which may hold line ends. Raw ones know no escapes.
  mutating func string(raw: Bool) throws(SyntaxProblem) -> String {
    let start = offset
    let quote = peek()
    let triple = peek(1) == quote && peek(2) == quote
    let width = triple ? 3 : 1
    offset += width
    var content: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == quote, !triple || peek(1) == quote && peek(2) == quote {
        offset += width
        return String(decoding: content, as: UTF8.self)
      }
      if !triple, byte == 0x0A || byte == 0x0D { break }
      if byte == UInt8(ascii: "\\"), !raw {
        try escape(into: &content)
      } else {
        content.append(byte)
        offset += 1
      }
    }
    throw SyntaxProblem(
      message: "this text has no end",
      advice: "close it with \(String(repeating: Character(UnicodeScalar(quote)), count: width))",
      range: start..<start + width)
  }

  private mutating func escape(into content: inout [UInt8]) throws(SyntaxProblem) {
    let start = offset
    let letter = peek(1)
    offset += 2
    switch letter {
    case UInt8(ascii: "a"): content.append(0x07)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      content.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"): try scalar(digits: 2, from: start, into: &content)
    case UInt8(ascii: "u"): try scalar(digits: 4, from: start, into: &content)
    case UInt8(ascii: "U"): try scalar(digits: 8, from: start, into: &content)
    case 0x30...0x33: try octal(from: start, into: &content)
    default:
      throw SyntaxProblem(
        message: "“\\\(text(start + 1..<min(bytes.count, start + 2)))” is not an escape",
        advice: "a backslash itself is written \\\\, or put r in front of the text",
        range: start..<min(bytes.count, offset))
    }
  }

  private mutating func scalar(digits: Int, from start: Int, into content: inout [UInt8]) throws(SyntaxProblem) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = peek().hexValue else {
        throw SyntaxProblem(
          message: "this escape needs \(digits) hexadecimal digits",
          advice:
            "as in \(digits == 2 ? "\\x41" : digits == 4 ? "\\u20ac" : "\\U0001f381"), or put r in front of the text",
          range: start..<min(bytes.count, offset + 1))
      }
      value = value << 4 | digit
      offset += 1
    }
    try append(value, from: start, to: &content)
  }

  private mutating func octal(from start: Int, into content: inout [UInt8]) throws(SyntaxProblem) {
    offset = start + 1
    var value: UInt32 = 0
    for _ in 0..<3 {
      guard (0x30...0x37).contains(peek()) else {
        throw SyntaxProblem(
          message: "this escape needs three octal digits", advice: "as in \\101; a backslash itself is written \\\\",
          range: start..<min(bytes.count, offset + 1))
      }
      value = value << 3 | UInt32(peek() - 0x30)
      offset += 1
    }
    try append(value, from: start, to: &content)
  }

  private func append(_ value: UInt32, from start: Int, to content: inout [UInt8]) throws(SyntaxProblem) {
    guard let scalar = Unicode.Scalar(value) else {
      throw SyntaxProblem(
        message: "this escape names no character", advice: "write the character itself", range: start..<offset)
    }
    content.append(contentsOf: Character(scalar).utf8)
  }
}
