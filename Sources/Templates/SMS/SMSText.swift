/// How a text travels as short messages: its alphabet, and how many parts it takes (3GPP TS 23.038 and 23.040).
package enum SMSText {
  package enum Encoding: String, Hashable, Sendable {
    /// GSM 03.38's alphabet, 7 bits a unit; a letter of its extension table takes two.
    case gsm7 = "GSM-7"
    /// UTF-16, for a text with any other letter.
    case ucs2 = "UCS-2"

    /// Units in a message that is one part.
    var whole: Int { self == .gsm7 ? 160 : 70 }
    /// Units in each of several parts: six bytes of them say which part it is.
    var part: Int { self == .gsm7 ? 153 : 67 }
  }

  package struct Size: Hashable, Sendable {
    package var encoding: Encoding
    /// Septets of GSM-7, UTF-16 code units of UCS-2.
    package var units: Int
    /// What the provider bills: 1 for an empty text, too.
    package var segments: Int
  }

  /// - Parameter encoding: at least this one, whatever the letters.
  ///
  /// A letter as a reader sees it is not cut in two, as long as it fits a part at all.
  package static func size(of text: some StringProtocol, atLeast encoding: Encoding = .gsm7) -> Size {
    let isPlain = encoding == .gsm7 && text.unicodeScalars.allSatisfy { septets($0) != nil }
    let encoding: Encoding = isPlain ? .gsm7 : .ucs2
    let letters = text.map { letter in
      encoding == .ucs2 ? letter.utf16.count : letter.unicodeScalars.reduce(0) { $0 + (septets($1) ?? 0) }
    }
    let units = letters.reduce(0, +)
    if units <= encoding.whole { return Size(encoding: encoding, units: units, segments: 1) }
    var segments = 1
    var used = 0
    for letter in letters {
      if used > 0, used + letter > encoding.part {
        segments += 1
        used = 0
      }
      used += letter
      // A letter with so many marks that no part holds it is cut like any other text.
      segments += max(0, (used - 1) / encoding.part)
      if used > encoding.part { used -= (used - 1) / encoding.part * encoding.part }
    }
    return Size(encoding: encoding, units: units, segments: segments)
  }

  /// Of a text in UTF-8.
  package static func size(ofUTF8 text: RawSpan) -> Size {
    var units = 0
    for place in 0..<text.byteCount {
      // Any bit pattern is a byte.
      let byte = unsafe text.unsafeLoad(fromByteOffset: place, as: UInt8.self)
      guard byte < 0x80, ascii[Int(byte)] > 0 else { units = .max; break }
      units += Int(ascii[Int(byte)])
      if units > Encoding.gsm7.whole { break }
    }
    if units <= Encoding.gsm7.whole { return Size(encoding: .gsm7, units: units, segments: 1) }
    return size(of: unsafe text.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
  }

  /// UTF-8 with typographic blanks (the no-break and narrow ones that money and dates are written with) as plain ones,
  /// since one of them would make the message UCS-2, of 70 letters instead of 160.
  package static func withPlainBlanks(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: mayBeginBlank) else { return bytes }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let width = blankWidth(bytes[place...])
      plain.append(width == 0 ? bytes[place] : 0x20)
      place += max(1, width)
    }
    return plain
  }

  package static func mayBeginBlank(_ byte: UInt8) -> Bool { byte == 0xC2 || byte == 0xE2 || byte == 0xE3 }

  /// Bytes of the typographic blank that these begin with: U+00A0, U+2000...U+200A, U+202F, U+205F, U+3000; 0 for none.
  private static func blankWidth(_ bytes: ArraySlice<UInt8>) -> Int {
    switch Array(bytes.prefix(3)) {
    case let found where found.starts(with: [0xC2, 0xA0]): 2
    case [0xE2, 0x80, 0xAF], [0xE2, 0x81, 0x9F], [0xE3, 0x80, 0x80]: 3
    case let found where found.count == 3 && found.starts(with: [0xE2, 0x80]) && (0x80...0x8A).contains(found[2]): 3
    default: 0
    }
  }
}
