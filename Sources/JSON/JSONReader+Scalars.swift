extension JSONReader {
  /// From the opening quote to behind the closing one; the range lies between them.
  mutating func scanString(_ bytes: Span<UInt8>) throws(JSONProblem) -> (range: Range<Int>, isEscaped: Bool) {
    let start = offset + 1
    var at = start
    var isEscaped = false
    while true {
      at = plainEnd(bytes, at)
      guard at < bytes.count else { break }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        offset = at + 1
        return (start..<at, isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        offset = at
        at += try escapeLength(bytes, at)
      case 0x80...:
        offset = at
        at += try characterLength(bytes, at)
      default:
        offset = at
        throw problem("a control character in a string; write it as \\u00…")
      }
    }
    offset = bytes.count
    throw unexpectedEnd()
  }

  /// The first place from `at` on that needs a look: a quote, a backslash, a control character, a byte over 7F.
  @inline(__always)
  private func plainEnd(_ bytes: Span<UInt8>, _ at: Int) -> Int {
    var at = at
    let ones: UInt64 = 0x0101_0101_0101_0101
    let signs = ones << 7
    while at + 8 <= bytes.count {
      // Bounds are checked; any bit pattern is an integer. Carries may mark bytes above the first, never below.
      let word = unsafe UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
      let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
      let escapes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
      let marks =
        (word | (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (escapes &- ones) & ~escapes) & signs
      if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
      at += 8
    }
    while at < bytes.count {
      let byte = bytes[at]
      if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
      at += 1
    }
    return at
  }

  /// How many bytes the escape at `at` has: 2, 6, or 12 for a pair of surrogates.
  private func escapeLength(_ bytes: Span<UInt8>, _ at: Int) throws(JSONProblem) -> Int {
    guard at + 1 < bytes.count else { throw unexpectedEnd() }
    switch bytes[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      let unit = try codeUnit(bytes, at + 2)
      if UTF16.isTrailSurrogate(unit) { throw problem("a lone surrogate") }
      if !UTF16.isLeadSurrogate(unit) { return 6 }
      guard at + 7 < bytes.count else { throw at + 6 < bytes.count ? problem("a lone surrogate") : unexpectedEnd() }
      guard bytes[at + 6] == UInt8(ascii: "\\"), bytes[at + 7] == UInt8(ascii: "u"),
        UTF16.isTrailSurrogate(try codeUnit(bytes, at + 8))
      else { throw problem("a lone surrogate") }
      return 12
    default: throw problem("no such escape")
    }
  }

  private func codeUnit(_ bytes: Span<UInt8>, _ at: Int) throws(JSONProblem) -> UInt16 {
    guard at + 4 <= bytes.count else { throw unexpectedEnd() }
    var unit: UInt16 = 0
    for index in at..<at + 4 {
      guard let digit = hexDigit(bytes[index]) else { throw problem("expected four hexadecimal digits") }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// How many bytes the character at `at` has (RFC 3629: no overlong forms, surrogates or code points over 10FFFF).
  private func characterLength(_ bytes: Span<UInt8>, _ at: Int) throws(JSONProblem) -> Int {
    let lead = bytes[at]
    let (length, second): (Int, ClosedRange<UInt8>)
    switch lead {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw problem("a byte that is not UTF-8")
    }
    for index in 1..<length {
      guard at + index < bytes.count else { throw unexpectedEnd() }
      let range = index == 1 ? second : 0x80...0xBF
      guard range.contains(bytes[at + index]) else { throw problem("a byte that is not UTF-8") }
    }
    return length
  }

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  mutating func scanNumber(_ bytes: Span<UInt8>) throws(JSONProblem) -> Range<Int> {
    let start = offset
    if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "0") {
      offset += 1
      if offset < bytes.count, isDigit(bytes[offset]) { throw problem("a number with a zero in front") }
    } else {
      try scanDigits(bytes)
    }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      try scanDigits(bytes)
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
      try scanDigits(bytes)
    }
    return start..<offset
  }

  private mutating func scanDigits(_ bytes: Span<UInt8>) throws(JSONProblem) {
    guard offset < bytes.count else { throw unexpectedEnd() }
    guard isDigit(bytes[offset]) else { throw problem("expected a digit") }
    while offset < bytes.count, isDigit(bytes[offset]) { offset += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
