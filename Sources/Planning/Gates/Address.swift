package import Campaigns

/// Where a message goes, written one way.
enum Address {
  /// The address in its normal form; nil if it is none of that kind.
  static func normalise(_ text: String, as kind: AddressKind) -> String? {
    var text = text
    var address: [UInt8] = []
    guard text.withUTF8({ unsafe append(UnsafeRawBufferPointer($0), as: kind, to: &address) }) else { return nil }
    return String(decoding: address, as: UTF8.self)
  }

  /// Appends the normal form of an address in UTF-8; false, with nothing appended, if it is none of that kind.
  static func append(_ text: UnsafeRawBufferPointer, as kind: AddressKind, to bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    let isOne: Bool
    switch kind {
    case .email: isOne = unsafe appendEmail(text, to: &bytes)
    case .phone: isOne = unsafe appendPhone(text, to: &bytes)
    case .other:
      unsafe bytes.append(contentsOf: text)
      return unsafe !text.isEmpty
    }
    if !isOne { bytes.removeSubrange(start...) }
    return isOne
  }

  // MARK: - E-mail

  /// An addr-spec in practice: one @ between a local part and a domain with a dot, no blanks or controls, lengths of
  /// RFC 5321. Quoted local parts and address literals are refused: no customer's address has them, and typing errors do.
  private static func appendEmail(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    if unsafe text.isASCII {
      unsafe bytes.append(contentsOf: text.trimmingBlanks)
      for place in start..<bytes.count where bytes[place] &- 0x41 < 26 { bytes[place] |= 0x20 }
    } else {
      let letters = unsafe String(decoding: text, as: UTF8.self)
      bytes.append(contentsOf: letters[...].trimming().lowercased().utf8)
    }
    return unsafe bytes.withUnsafeBytes { unsafe isEmail(UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  private static let dot = UInt8(ascii: ".")

  private static func isEmail(_ address: UnsafeRawBufferPointer) -> Bool {
    guard address.count <= 254, let at = unsafe address.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at)
    else { return false }
    var last = dot
    for place in 0..<at {
      let byte = unsafe address[place]
      guard isLocal(byte), byte != dot || last != dot else { return false }
      last = byte
    }
    if last == dot { return false }
    return unsafe isDomain(UnsafeRawBufferPointer(rebasing: address[(at + 1)...]))
  }

  /// Two labels or more, none of them empty, the last with a letter.
  private static func isDomain(_ domain: UnsafeRawBufferPointer) -> Bool {
    var labels = 0
    var start = 0
    var hasLetter = false
    for place in 0...domain.count {
      guard unsafe place == domain.count || domain[place] == dot else {
        let byte = unsafe domain[place]
        guard isLetter(byte) || byte &- 0x30 <= 9 || byte == hyphen else { return false }
        hasLetter = hasLetter || isLetter(byte)
        continue
      }
      guard (1...63).contains(place - start), unsafe domain[start] != hyphen, unsafe domain[place - 1] != hyphen else {
        return false
      }
      labels += 1
      start = place + 1
      if place < domain.count { hasLetter = false }
    }
    return labels >= 2 && hasLetter
  }

  private static let hyphen = UInt8(ascii: "-")

  /// Letters of other scripts, too (RFC 6531): their bytes are above ASCII.
  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (0x61...0x7A).contains(byte) }

  private static func isLocal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x7F, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\\"),
      UInt8(ascii: "\""), UInt8(ascii: "@"):
      false
    default: true
    }
  }

  // MARK: - Phone

  /// E.164: `+` and 7 to 15 digits. A leading apostrophe (spreadsheets), `tel:`, blanks and punctuation are forgiven; a
  /// national number is not completed by guessing.
  private static func appendPhone(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) -> Bool {
    if unsafe text.isASCII { return unsafe appendDigits(text, to: &bytes) }
    var plain: [UInt8] = []
    for letter in unsafe String(decoding: text, as: UTF8.self)[...].trimming().unicodeScalars {
      switch letter {
      case "\u{A0}", "\u{2011}", "\u{2013}": plain.append(UInt8(ascii: " "))
      default:
        guard letter.isASCII else { return false }
        plain.append(UInt8(letter.value))
      }
    }
    return unsafe plain.withUnsafeBytes { unsafe appendDigits($0, to: &bytes) }
  }

  private static func appendDigits(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) -> Bool {
    var rest = unsafe text.trimmingBlanks
    if unsafe rest.first == UInt8(ascii: "'") {
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst()).trimmingBlanks
    }
    if unsafe rest.starts(with: "tel:".utf8) { unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(4)) }
    guard unsafe rest.first == UInt8(ascii: "+") else { return false }
    bytes.append(UInt8(ascii: "+"))
    let start = bytes.count
    var mayDrop = true
    var place = 1
    while place < rest.count {
      let byte = unsafe rest[place]
      switch byte {
      case UInt8(ascii: "("):
        // “+44 (0)20 …”: the bracketed zero is dialled only inside the country.
        if mayDrop, unsafe rest[place...].starts(with: "(0)".utf8) {
          mayDrop = false
          place += 2
        }
      case UInt8(ascii: "0")...UInt8(ascii: "9"): bytes.append(byte)
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: ")"), dot, UInt8(ascii: "/"): break
      default: return false
      }
      place += 1
    }
    // No country has a code that begins with 0, nor 999.
    let digits = bytes[start...]
    return (7...15).contains(digits.count) && digits.first != UInt8(ascii: "0") && !digits.starts(with: "999".utf8)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var isASCII: Bool { unsafe allSatisfy { $0 < 0x80 } }

  fileprivate var trimmingBlanks: UnsafeRawBufferPointer {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    var (from, to) = (0, count)
    while from < to, unsafe isBlank(self[from]) { from += 1 }
    while to > from, unsafe isBlank(self[to - 1]) { to -= 1 }
    return unsafe UnsafeRawBufferPointer(rebasing: self[from..<to])
  }
}

extension Channel {
  /// The address in the normal form of what the channel reaches; nil if it is none.
  package func normalised(_ address: String) -> String? { Address.normalise(address, as: addressKind) }
}
