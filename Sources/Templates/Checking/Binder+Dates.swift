import CivilTime

extension Binder {
  /// `date: "…"`: each directive of a literal pattern must mean something.
  mutating func checkDate(_ syntax: FilterSyntax) {
    guard case .literal(.text(let pattern), let range)? = syntax.arguments.first else { return }
    for piece in Self.directives(of: Array(pattern.utf8)) {
      let text = String(decoding: piece.bytes, as: UTF8.self)
      guard !Self.isKnown(text) else { continue }
      // One byte behind the quotation mark.
      let start = range.lowerBound + 1 + piece.offset
      report(
        "“\(text)” means nothing in a date",
        advice: "as in strftime: %-d %B %Y is 5 March 2026, and %% is a percent sign",
        at: start..<start + piece.bytes.count)
    }
  }

  /// Percent signs with what belongs to them, by offset.
  private static func directives(of pattern: [UInt8]) -> [(offset: Int, bytes: ArraySlice<UInt8>)] {
    var found: [(offset: Int, bytes: ArraySlice<UInt8>)] = []
    var index = 0
    while index < pattern.count {
      guard pattern[index] == UInt8(ascii: "%") else {
        index += 1
        continue
      }
      var end = index + 1
      while end < pattern.count, pattern[end].isDigit || "-_^#:EO".utf8.contains(pattern[end]) { end += 1 }
      if end < pattern.count { end += 1 }
      while end < pattern.count, pattern[end] & 0xC0 == 0x80 { end += 1 }
      found.append((index, pattern[index..<end]))
      index = end
    }
    return found
  }

  /// What is no directive is written as it stands.
  private static func isKnown(_ directive: String) -> Bool {
    var bytes: [UInt8] = []
    formatTime(
      Instant(microseconds: 0), pattern: directive, zone: .utc, locale: .named("en"), into: &bytes)
    return !bytes.elementsEqual(directive.utf8)
  }
}
