/// A piece of text that stands in a file: an expression or template inside YAML, or a whole file.
///
/// It knows where each of its bytes came from, so that a problem found inside is reported at its place in the file.
package struct SourceText: Sendable {
  package let text: String
  package let file: String?
  /// UTF-8 offsets in `text`, ascending, each with the position it came from; in between, columns advance by characters.
  private let anchors: [Anchor]
  /// The file's lines, for excerpts.
  private let lines: [Substring]

  package struct Anchor: Sendable {
    package var offset: Int
    package var position: SourcePosition
    package init(offset: Int, position: SourcePosition) {
      self.offset = offset
      self.position = position
    }
  }

  /// A text that is a file of its own, or has no file.
  package init(_ text: String, file: String? = nil) {
    var anchors = [Anchor(offset: 0, position: SourcePosition(line: 1, column: 1))]
    var line = 1
    for (offset, byte) in text.utf8.enumerated() where byte == 0x0A {
      line += 1
      anchors.append(Anchor(offset: offset + 1, position: SourcePosition(line: line, column: 1)))
    }
    // Only the ends that are counted above: a form feed ends a line for Swift, and for no editor.
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Substring(line.last == 0x0D ? line.dropLast() : line)
    }
    self.init(text, file: file, anchors: anchors, lines: lines)
  }

  /// A text inside a file, with an anchor for its beginning and wherever the file's column does not simply advance
  /// (lines of a block scalar, behind an escape).
  package init(_ text: String, file: String?, anchors: [Anchor], lines: [Substring]) {
    self.text = text
    self.file = file
    self.anchors = anchors
    self.lines = lines
  }

  package static func lines(of text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// Where the byte at a UTF-8 offset of `text` stands in the file.
  package func position(at offset: Int) -> SourcePosition {
    let anchor = anchors.last { $0.offset <= offset } ?? Anchor(offset: 0, position: SourcePosition(line: 1, column: 1))
    let utf8 = text.utf8
    let from = utf8.index(utf8.startIndex, offsetBy: min(anchor.offset, utf8.count))
    let to = utf8.index(utf8.startIndex, offsetBy: min(offset, utf8.count))
    var position = anchor.position
    position.column += from <= to ? text.unicodeScalars[from..<to].count : 0
    return position
  }

  /// A diagnostic at `offset`, its source line filled in; `length` in bytes of `text`.
  package func diagnostic(
    _ severity: Diagnostic.Severity = .error, _ message: String, advice: String? = nil, at offset: Int, length: Int = 1
  ) -> Diagnostic {
    place(at: offset, length: length).diagnostic(severity, message, advice: advice)
  }

  /// The `length` bytes of `text` from `offset` on, as a place in the file.
  package func place(at offset: Int, length: Int = 1) -> SourcePlace {
    let position = position(at: offset)
    let line = position.line >= 1 && position.line <= lines.count ? String(lines[position.line - 1]) : nil
    return SourcePlace(file: file, position: position, length: length, line: line)
  }
}
