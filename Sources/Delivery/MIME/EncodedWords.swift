/// Text outside ASCII in a mail's head (RFC 2047).
enum EncodedWords {
  /// The most characters of one, its marks included.
  static let longest = 75
  private static let frame = "=?UTF-8?B??=".utf8.count

  /// `=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=`: one or more words for the text, in the shorter of the two encodings. A character is
  /// never split, so that each word can be read by itself; a reader drops the blanks between them.
  /// - Parameter firstRoom: for the first word, where less than `longest` is left on its line.
  static func split(_ text: String, firstRoom: Int) -> [String] {
    let bytes = text.utf8.count
    let quoted = text.utf8.reduce(0) { $0 + (isLiteral($1) || $1 == 0x20 ? 1 : 3) }
    let isQuoted = quoted <= (bytes + 2) / 3 * 4
    var words: [String] = []
    var part: [UInt8] = []
    var size = 0
    for piece in text.flatMap(pieces) {
      let room = (words.isEmpty ? min(longest, firstRoom) : longest) - frame
      let added = isQuoted ? piece.reduce(0) { $0 + (isLiteral($1) || $1 == 0x20 ? 1 : 3) } : piece.count
      // Base64 makes four characters of each begun group of three bytes.
      let length = isQuoted ? size + added : (size + added + 2) / 3 * 4
      // An empty word is none: what does not fit behind a long name begins the next line.
      if length > room, !part.isEmpty {
        words.append(word(part, isQuoted))
        part = piece
        size = added
        continue
      }
      part += piece
      size += added
    }
    if !part.isEmpty { words.append(word(part, isQuoted)) }
    return words
  }

  /// A character, or its scalars if they are too many for a word.
  private static func pieces(_ character: Character) -> [[UInt8]] {
    let bytes = Array(character.utf8)
    return bytes.count <= 18 ? [bytes] : character.unicodeScalars.map { Array(String($0).utf8) }
  }

  private static func word(_ bytes: [UInt8], _ isQuoted: Bool) -> String {
    guard isQuoted else { return "=?UTF-8?B?" + String(decoding: Base64.encode(bytes), as: UTF8.self) + "?=" }
    var text = "=?UTF-8?Q?"
    for byte in bytes {
      if byte == 0x20 {
        text += "_"
      } else if isLiteral(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "="
        text.unicodeScalars.append(Unicode.Scalar(hexDigit(byte >> 4)))
        text.unicodeScalars.append(Unicode.Scalar(hexDigit(byte & 15)))
      }
    }
    return text + "?="
  }

  /// What stands for itself in the “Q” encoding, also inside a name (RFC 2047, 5.3).
  private static func isLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!*+-/".utf8.contains(byte)
    }
  }
}

/// `0` to `9`, `A` to `F`.
func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
