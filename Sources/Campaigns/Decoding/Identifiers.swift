/// The words that expressions and templates take for themselves, so that nothing of a shop's can have them as its name.
private let reservedNames: Set<String> = [
  "true", "false", "null", "in", "and", "or", "not", "now", "start", "told", "shop", "links", "has", "preferred", "any",
]

/// `order`, `first_name`: what an expression can name.
func isIdentifier(_ text: String) -> Bool {
  guard let first = text.utf8.first, isLetter(first) else { return false }
  return text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
}

/// An identifier that means nothing else at the top of an expression.
func isFreeName(_ text: String) -> Bool { isIdentifier(text) && !reservedNames.contains(text) }

/// `abandoned-cart`, `late.2`: what a campaign, a channel or a shop may be called, since directories and jobs carry it.
func isSlug(_ text: String) -> Bool {
  guard let first = text.utf8.first, isLetter(first) || isDigit(first), text.utf8.count <= 64 else { return false }
  return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
