import Campaigns

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
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, address.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else { return nil }
    let forbidden = #"()<>[]:;,\" "#
    guard address.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }),
      !address.contains(where: { forbidden.contains($0) }),
      !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains("..")
    else { return nil }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(isLabel), labels.last?.contains(where: \.isLetter) == true else {
      return nil
    }
    return address
  }

  private static func isLabel(_ label: Substring) -> Bool {
    (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
  }

  /// E.164: `+` and 7 to 15 digits. A leading apostrophe (spreadsheets), blanks and punctuation are forgiven; a national
  /// number is not completed by guessing.
  static func phone(_ text: String) -> String? {
    var rest = text[...].trimming()[...]
    if rest.first == "'" { rest.removeFirst() }
    rest = rest.trimming()[...]
    guard rest.first == "+" else { return nil }
    var digits = ""
    var isTrunkZero = false
    for character in rest.dropFirst() {
      switch character {
      case "0"..."9" where character.isASCII: digits.append(character)
      case " ", "\u{A0}", "-", "(", ")", ".", "/", "\u{2011}", "\u{2013}": break
      default: return nil
      }
      isTrunkZero = isTrunkZero || character == "("
    }
    // “+44 (0)20 …”: the bracketed zero is dialled only inside the country.
    if isTrunkZero, let range = rest.firstRange(of: "(0)") {
      let before = rest[..<range.lowerBound].filter(\.isNumber)
      digits = before + rest[range.upperBound...].filter(\.isNumber)
    }
    guard (7...15).contains(digits.count), digits.first != "0" else { return nil }
    return "+" + digits
  }
}
