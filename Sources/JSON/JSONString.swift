extension [UInt8] {
  /// Appends a text as a JSON string with its quotes. Only `"`, `\` and control characters are escaped (RFC 8259).
  /// - Parameter text: UTF-8, which the caller knows to be valid.
  package mutating func appendJSON(_ text: RawSpan) {
    append(0x22)
    var start = 0
    // What needs no escape is appended in runs.
    while start < text.byteCount {
      let end = escapeStart(text, start)
      if start < end { unsafe text.extracting(start..<end).withUnsafeBytes { unsafe append(contentsOf: $0) } }
      if end < text.byteCount { appendEscape(text.byte(end)) }
      start = end + 1
    }
    append(0x22)
  }

  package mutating func appendJSON(_ text: [UInt8]) { unsafe appendJSON(text.span.bytes) }

  package mutating func appendJSON(_ text: String) { unsafe appendJSON(text.utf8Span.span.bytes) }

  private mutating func appendEscape(_ byte: UInt8) {
    append(0x5C)
    switch byte {
    case 0x22, 0x5C: append(byte)
    case 0x0A: append(0x6E)
    case 0x0D: append(0x72)
    case 0x09: append(0x74)
    default:
      append(contentsOf: "u00".utf8)
      append(hexDigit(byte >> 4))
      append(hexDigit(byte & 15))
    }
  }
}

private func hexDigit(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }

/// The first place from `at` on that has a quote, a backslash or a control character.
private func escapeStart(_ text: RawSpan, _ at: Int) -> Int {
  var at = at
  let ones: UInt64 = 0x0101_0101_0101_0101
  while at + 8 <= text.byteCount {
    // Bounds are checked; any bit pattern is an integer. Carries may mark bytes above the first, never below.
    let word = unsafe UInt64(littleEndian: text.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    let quotes = word ^ ones &* 0x22
    let slashes = word ^ ones &* 0x5C
    let marks =
      ((word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & (ones << 7)
    if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
    at += 8
  }
  while at < text.byteCount {
    let byte = text.byte(at)
    if byte < 0x20 || byte == 0x22 || byte == 0x5C { return at }
    at += 1
  }
  return at
}

extension RawSpan {
  /// Any bit pattern is a byte.
  fileprivate func byte(_ at: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: at, as: UInt8.self) }
}
