package import Campaigns

/// Where a message goes, written one way.
enum Address {
  /// The address in its normal form; nil if it is none of that kind.
  static func normalise(_ text: String, as kind: AddressKind) -> String? {
    switch kind {
    case .email: email(text)
    case .phone: phone(text)
    case .other: text.isEmpty ? nil : text
    }
  }

  /// An addr-spec in practice: one @ between a local part and a domain with a dot, no blanks or controls, lengths of
  /// RFC 5321. Quoted local parts and address literals are refused: no customer's address has them, and typing errors do.
  static func email(_ text: String) -> String? {
    let address = text[...].trimming().lowercased()
    let bytes = address.utf8
    guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
    let local = bytes[..<at]
    guard (1...64).contains(local.count), local.first != dot, local.last != dot, local.allSatisfy(isLocal),
      !zip(local, local.dropFirst()).contains(where: { $0 == dot && $1 == dot })
    else { return nil }
    let labels = bytes[bytes.index(after: at)...].split(separator: dot, omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(isLabel), labels.last?.contains(where: isLetter) == true else {
      return nil
    }
    return address
  }

  private static let dot = UInt8(ascii: ".")

  /// Letters of other scripts, too (RFC 6531): their bytes are above ASCII.
  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (0x61...0x7A).contains(byte) }

  private static func isLocal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x7F, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\\"),
      UInt8(ascii: "\""):
      false
    default: true
    }
  }

  private static func isLabel(_ label: Substring.UTF8View.SubSequence) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == hyphen }
  }

  /// E.164: `+` and 7 to 15 digits. A leading apostrophe (spreadsheets), `tel:`, blanks and punctuation are forgiven; a
  /// national number is not completed by guessing.
  static func phone(_ text: String) -> String? {
    var rest = text[...].trimming()[...]
    if rest.first == "'" { rest = rest.dropFirst().trimming()[...] }
    if rest.hasPrefix("tel:") { rest = rest.dropFirst(4) }
    guard rest.first == "+" else { return nil }
    // “+44 (0)20 …”: the bracketed zero is dialled only inside the country.
    let dialled = rest.dropFirst().replacing("(0)", with: "", maxReplacements: 1)
    var digits = ""
    for character in dialled {
      switch character {
      case "0"..."9" where character.isASCII: digits.append(character)
      case " ", "\u{A0}", "-", "(", ")", ".", "/", "\u{2011}", "\u{2013}": break
      default: return nil
      }
    }
    // No country has a code that begins with 0, nor 999.
    guard (7...15).contains(digits.count), !digits.hasPrefix("0"), !digits.hasPrefix("999") else { return nil }
    return "+" + digits
  }
}

extension Channel {
  /// The address in the normal form of what the channel reaches; nil if it is none.
  package func normalised(_ address: String) -> String? { Address.normalise(address, as: addressKind) }
}
