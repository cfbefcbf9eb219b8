/// A piece of a template: literal text, `{{ … }}` or `{% … %}`.
struct TemplateToken {
  enum Kind { case text, output, tag }
  var kind: Kind
  /// Byte offsets of the text, or of what stands between the delimiters (and their dashes).
  var content: Range<Int>
  /// Byte offsets with the delimiters.
  var whole: Range<Int>
  /// `{{-`, `{%-`: the text before loses its trailing whitespace.
  var trimsBefore = false
  /// `-}}`, `-%}`: the text behind loses its leading whitespace.
  var trimsAfter = false
}

/// Cuts a template's bytes into tokens, as Liquid's reference implementation does.
struct TemplateTokenizer {
  let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A delimiter that nothing closes, by its offset.
  struct Unclosed: Error { var offset: Int }

  /// The next token, or nil at the end. After an error, the rest of the source is skipped.
  mutating func next() throws(Unclosed) -> TemplateToken? {
    guard offset < bytes.count else { return nil }
    if opens(at: offset, with: UInt8(ascii: "{")) { return try delimited(.output, close: UInt8(ascii: "}")) }
    if opens(at: offset, with: UInt8(ascii: "%")) { return try delimited(.tag, close: UInt8(ascii: "%")) }
    let start = offset
    offset = nextOpening(from: offset) ?? bytes.count
    return TemplateToken(kind: .text, content: start..<offset, whole: start..<offset)
  }

  /// Behind `{% raw %}`: everything up to `{% endraw %}`, which is consumed. Nil if there is none.
  mutating func rawBody() -> (content: Range<Int>, trimsAfter: Bool)? {
    let start = offset
    var at = offset
    while let opening = nextOpening(from: at, only: UInt8(ascii: "%")) {
      at = opening + 2
      guard let tag = closing(from: at) else { break }
      let name = tagName(in: at..<tag.content.upperBound)
      if name.text == "endraw" && isBlank(name.end..<tag.content.upperBound) {
        offset = tag.end
        return (start..<opening, tag.trims)
      }
    }
    offset = bytes.count
    return nil
  }

  /// Behind `{% comment %}`: skips to its `{% endcomment %}`; comments nest and may hold `raw`. Gives
  /// whether the end trims the text behind it. Nil if there is none.
  mutating func skipComment() -> Bool? {
    var depth = 1
    while let opening = nextOpening(from: offset, only: UInt8(ascii: "%")) {
      guard let tag = closing(from: opening + 2) else { break }
      offset = tag.end
      switch tagName(in: opening + 2..<tag.content.upperBound).text {
      case "comment": depth += 1
      case "endcomment": depth -= 1
      case "raw": guard rawBody() != nil else { return nil }
      default: break
      }
      if depth == 0 { return tag.trims }
    }
    offset = bytes.count
    return nil
  }

  /// Gives up on the rest.
  mutating func skipAll() { offset = bytes.count }

  /// The word that a tag begins with, and where its markup begins.
  func tagName(in range: Range<Int>) -> (text: String, start: Int, end: Int) {
    var start = range.lowerBound
    if start < range.upperBound && bytes[start] == UInt8(ascii: "-") { start += 1 }
    while start < range.upperBound && bytes[start].isLiquidSpace { start += 1 }
    var end = start
    if end < range.upperBound && bytes[end] == UInt8(ascii: "#") {
      end += 1
    } else {
      while end < range.upperBound && bytes[end].isWordByte { end += 1 }
    }
    return (String(decoding: bytes[start..<end], as: UTF8.self), start, end)
  }

  private func opens(at index: Int, with second: UInt8) -> Bool {
    index + 1 < bytes.count && bytes[index] == UInt8(ascii: "{") && bytes[index + 1] == second
  }

  private func nextOpening(from start: Int, only second: UInt8? = nil) -> Int? {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "{") {
        let next = bytes[index + 1]
        if let second {
          if next == second { return index }
        } else if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") {
          return index
        }
      }
      index += 1
    }
    return nil
  }

  private mutating func delimited(_ kind: TemplateToken.Kind, close: UInt8) throws(Unclosed) -> TemplateToken {
    let start = offset
    var inner = start + 2
    guard let end = closing(from: inner, first: close) else {
      offset = bytes.count
      throw Unclosed(offset: start)
    }
    let trimsBefore = bytes[inner] == UInt8(ascii: "-")
    if trimsBefore { inner += 1 }
    offset = end.end
    return TemplateToken(
      kind: kind, content: min(inner, end.content.upperBound)..<end.content.upperBound, whole: start..<offset,
      trimsBefore: trimsBefore, trimsAfter: end.trims)
  }

  /// The first `%}` or `}}` behind `start`.
  private func closing(
    from start: Int, first: UInt8 = UInt8(ascii: "%")
  ) -> (content: Range<Int>, end: Int, trims: Bool)? {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == first && bytes[index + 1] == UInt8(ascii: "}") {
        let trims = index > start && bytes[index - 1] == UInt8(ascii: "-")
        return (start..<(trims ? index - 1 : index), index + 2, trims)
      }
      index += 1
    }
    return nil
  }

  private func isBlank(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy(\.isLiquidSpace) }
}

extension UInt8 {
  /// What `strip` and the dashes of tags take away.
  var isLiquidSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  var isWordByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
}
