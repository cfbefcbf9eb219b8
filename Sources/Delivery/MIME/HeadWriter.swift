/// Writes a mail's head: one header after the other, folded at 76 characters, in ASCII (RFC 5322, RFC 2047).
///
/// No value can begin another header: whatever could end a line was made a blank before it comes here, or is made one.
struct HeadWriter {
  private(set) var bytes: [UInt8] = []
  /// Characters of the line so far.
  private var column = 0
  /// Right behind the header's name, where no line is folded: some readers would see a blank there.
  private var isAtStart = true

  static let longest = 76

  init() { bytes.reserveCapacity(1024) }

  /// Text for people: outside ASCII, and where a word is too long for a line, it is encoded.
  mutating func text(_ name: String, _ value: String) {
    begin(name)
    let value = value.withoutControls
    if Self.isPlain(value, longestWord: Self.longest - column - 1) { words(value) } else { encoded(value) }
    end()
  }

  /// A header whose form we do not know: a link is never cut, so its line may be longer.
  mutating func header(_ name: String, _ value: String) {
    begin(name)
    let value = value.withoutControls
    if Self.isPlain(value, longestWord: 900) { words(value) } else { encoded(value) }
    end()
  }

  /// Mailboxes; the names are encoded or quoted where they must be.
  mutating func mailboxes(_ name: String, _ boxes: [Mailbox]) {
    begin(name)
    for (index, box) in boxes.enumerated() {
      if !box.name.isEmpty {
        displayName(box.name)
        word("<\(box.address)>" + (index + 1 < boxes.count ? "," : ""))
      } else {
        word(box.address + (index + 1 < boxes.count ? "," : ""))
      }
    }
    end()
  }

  /// What has a form of its own and is ASCII already: an id, a type, a date.
  mutating func raw(_ name: String, _ value: String) {
    begin(name)
    words(value)
    end()
  }

  private mutating func begin(_ name: String) {
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: ":"))
    column = name.utf8.count + 1
    isAtStart = true
  }

  private mutating func end() {
    bytes.append(contentsOf: [0x0D, 0x0A])
    column = 0
  }

  /// A blank and the word, on a new line if it does not fit on this one.
  private mutating func word(_ word: some StringProtocol) {
    if column + 1 + word.utf8.count > Self.longest, !isAtStart { fold() }
    isAtStart = false
    bytes.append(0x20)
    bytes.append(contentsOf: word.utf8)
    column += 1 + word.utf8.count
  }

  private mutating func fold() {
    bytes.append(contentsOf: [0x0D, 0x0A])
    column = 0
  }

  /// Folds only before single blanks, so that runs of blanks come out as they were.
  private mutating func words(_ value: String) {
    var rest = value.utf8[...]
    while !rest.isEmpty {
      var end = rest.startIndex
      while end < rest.endIndex {
        let next = rest.index(after: end)
        if rest[end] == 0x20, end > rest.startIndex, next < rest.endIndex, rest[next] != 0x20,
          rest[rest.index(before: end)] != 0x20
        {
          break
        }
        end = next
      }
      word(Substring(rest[..<end]))
      rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
    }
  }

  /// A phrase: atoms, a quoted string, or encoded words.
  private mutating func displayName(_ name: String) {
    guard Self.isPlain(name, longestWord: 60), name.utf8.count <= 60 else { return encoded(name) }
    if name.utf8.allSatisfy(Self.isAtom) { return words(name) }
    var quoted = "\""
    for character in name {
      if character == "\"" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    word(quoted + "\"")
  }

  private mutating func encoded(_ text: String) {
    for encodedWord in EncodedWords.split(text, firstRoom: Self.longest - column - 1) { word(encodedWord) }
  }

  /// ASCII that no reader takes for an encoded word, in words that fit a line.
  private static func isPlain(_ text: String, longestWord: Int) -> Bool {
    var length = 0
    var before: UInt8 = 0
    for byte in text.utf8 {
      length = byte == 0x20 ? 0 : length + 1
      guard (0x20..<0x7F).contains(byte), length <= longestWord,
        before != UInt8(ascii: "=") || byte != UInt8(ascii: "?")
      else {
        return false
      }
      before = byte
    }
    return true
  }

  private static func isAtom(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20: true
    default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
  }
}
