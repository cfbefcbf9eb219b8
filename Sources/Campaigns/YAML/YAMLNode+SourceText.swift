package import Diagnostics

extension YAMLNode {
  /// A scalar's text, with the place in the file of each of its characters: libyaml says only where the scalar begins, so
  /// its lines are followed once more. Nil for lists and mappings.
  package var source: SourceText? {
    guard case .scalar(let text, let style) = content else { return nil }
    let anchors: [SourceText.Anchor]
    switch style {
    case .literal: anchors = literalAnchors(text)
    case .folded: anchors = foldedAnchors(text)
    case .plain, .singleQuoted, .doubleQuoted:
      var walk = FlowWalk(text: text, style: style, start: start, end: end)
      anchors = walk.anchors(file.lines)
    }
    return SourceText(
      text, file: file.name, anchors: anchors.isEmpty ? [.init(offset: 0, position: start)] : anchors, lines: file.lines
    )
  }

  /// Line k of the text is line k below the `|`; what it lacks of the file's line is its indentation.
  private func literalAnchors(_ text: String) -> [SourceText.Anchor] {
    var anchors: [SourceText.Anchor] = []
    var offset = 0
    for (number, line) in SourceText.lines(of: text).enumerated() {
      let row = start.line + number  // 0-based: the line below `start`
      guard file.lines.indices.contains(row) else { break }
      let indentation = file.lines[row].unicodeScalars.count - line.unicodeScalars.count
      let isLast = offset + line.utf8.count == text.utf8.count
      // Behind the last line end there is no line of this text any more.
      if !(isLast && line.isEmpty && number > 0), indentation >= 0 {
        anchors.append(.init(offset: offset, position: SourcePosition(line: row + 1, column: indentation + 1)))
      }
      offset += line.utf8.count + 1
    }
    return anchors
  }

  /// Lines are joined by blanks or line ends, but each stands whole in the text.
  private func foldedAnchors(_ text: String) -> [SourceText.Anchor] {
    var anchors: [SourceText.Anchor] = []
    let scalars = Array(text.unicodeScalars)
    var index = 0
    var offset = 0
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\n" }
    for row in start.line..<max(start.line, file.lines.count) {
      let line = file.lines[row].unicodeScalars
      let content = line.drop(while: isSpace)
      if content.isEmpty { continue }
      while index < scalars.count, isSpace(scalars[index]) {
        index += 1
        offset += 1
      }
      if index == scalars.count { break }
      let column = line.count - content.count + 1
      anchors.append(.init(offset: offset, position: SourcePosition(line: row + 1, column: column)))
      for scalar in scalars[index..<min(scalars.count, index + content.count)] { offset += UTF8.width(scalar) }
      index += content.count
      if index >= scalars.count { break }
    }
    return anchors
  }
}

/// Follows a plain or quoted scalar through its lines, with YAML's folding, doubled quotes and escapes.
private struct FlowWalk {
  let text: [Unicode.Scalar]
  let style: YAMLNode.ScalarStyle
  let start: SourcePosition
  let end: SourcePosition
  /// The next character of `text`, and its UTF-8 offset.
  private var index = 0
  private var offset = 0
  private var anchors: [SourceText.Anchor] = []
  private var blankLines = 0
  /// The line above ended in a backslash.
  private var isContinued = false

  init(text: String, style: YAMLNode.ScalarStyle, start: SourcePosition, end: SourcePosition) {
    self.text = Array(text.unicodeScalars)
    self.style = style
    self.start = start
    self.end = end
  }

  mutating func anchors(_ lines: [Substring]) -> [SourceText.Anchor] {
    for number in start.line...max(start.line, end.line) where lines.indices.contains(number - 1) {
      var line = Array(lines[number - 1].unicodeScalars)
      if number == end.line { line.removeLast(max(0, line.count - (end.column - 1))) }
      walk(line, number: number)
    }
    return anchors
  }

  private mutating func walk(_ line: [Unicode.Scalar], number: Int) {
    var column = number == start.line ? start.column - 1 : 0
    if number == start.line {
      if style != .plain { column += 1 }
    } else {
      while column < line.count, isBlank(line[column]) { column += 1 }
      if column == line.count {
        blankLines += 1
        return
      }
      if !isContinued { for _ in 0..<max(1, blankLines) { advance() } }
    }
    (blankLines, isContinued) = (0, false)
    anchor(number, column)
    while column < line.count {
      if isBlank(line[column]), number != end.line, line[column...].allSatisfy(isBlank) { return }
      let width = self.width(line, column)
      if style == .doubleQuoted, line[column] == "\\", column + 1 == line.count {
        isContinued = true
        return
      }
      column += width
      advance()
      if width > 1 { anchor(number, column) }
    }
  }

  /// How many characters of the file make the next one of the text.
  private func width(_ line: [Unicode.Scalar], _ column: Int) -> Int {
    let next = column + 1 < line.count ? line[column + 1] : nil
    switch (style, line[column]) {
    case (.singleQuoted, "'"): return next == "'" ? 2 : 1
    case (.doubleQuoted, "\\"): return next == "x" ? 4 : next == "u" ? 6 : next == "U" ? 10 : 2
    default: return 1
    }
  }

  private mutating func anchor(_ line: Int, _ column: Int) {
    anchors.append(.init(offset: offset, position: SourcePosition(line: line, column: column + 1)))
  }

  private mutating func advance() {
    guard index < text.count else { return }
    offset += UTF8.width(text[index])
    index += 1
  }

  private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
}
