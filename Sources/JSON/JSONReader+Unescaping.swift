extension JSONReader {
  /// What a string that the reader returned stands for, one byte of UTF-8 after the other: never more bytes than the
  /// range has.
  package static func unescape(_ range: Range<Int>, of bytes: Span<UInt8>, _ append: (UInt8) -> Void) {
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      guard byte == UInt8(ascii: "\\") else {
        append(byte)
        at += 1
        continue
      }
      let kind = bytes[at + 1]
      guard kind == UInt8(ascii: "u") else {
        append(plain(kind))
        at += 2
        continue
      }
      var scalar = UInt32(codeUnit(bytes, at + 2))
      at += 6
      if scalar & 0xFC00 == 0xD800 {
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + UInt32(codeUnit(bytes, at + 2)) & 0x3FF
        at += 6
      }
      appendUTF8(scalar, append)
    }
  }

  /// The same as a `String`.
  package static func text(_ range: Range<Int>, isEscaped: Bool, of bytes: Span<UInt8>) -> String {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(range.count)
    if isEscaped {
      unescape(range, of: bytes) { utf8.append($0) }
    } else {
      for index in range { utf8.append(bytes[index]) }
    }
    return String(decoding: utf8, as: UTF8.self)
  }

  private static func plain(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }

  private static func codeUnit(_ bytes: Span<UInt8>, _ at: Int) -> UInt16 {
    var unit: UInt16 = 0
    for index in at..<at + 4 { unit = unit << 4 | UInt16(hexDigit(bytes[index]) ?? 0) }
    return unit
  }

  private static func appendUTF8(_ scalar: UInt32, _ append: (UInt8) -> Void) {
    switch scalar {
    case 0..<0x80: append(UInt8(scalar))
    case 0x80..<0x800:
      append(0xC0 | UInt8(scalar >> 6))
      append(0x80 | UInt8(scalar & 63))
    case 0x800..<0x10000:
      append(0xE0 | UInt8(scalar >> 12))
      append(0x80 | UInt8(scalar >> 6 & 63))
      append(0x80 | UInt8(scalar & 63))
    default:
      append(0xF0 | UInt8(scalar >> 18))
      append(0x80 | UInt8(scalar >> 12 & 63))
      append(0x80 | UInt8(scalar >> 6 & 63))
      append(0x80 | UInt8(scalar & 63))
    }
  }
}
