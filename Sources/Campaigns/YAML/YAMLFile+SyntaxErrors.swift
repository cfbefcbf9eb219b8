import Diagnostics

// libyaml's words are about its own machinery ("while parsing a block mapping, did not find expected key"). What people
// do wrong is a short list, and each item of it can be told from the words and the line.
extension YAMLFile {
  func diagnostic(for error: YAMLSyntaxError) -> Diagnostic {
    var error = error
    error.at = error.at.map(inside)
    error.contextAt = error.contextAt.map(inside)
    guard let at = error.at else {
      let place = position(ofByte: error.byteOffset)
      return diagnostic("a control character", advice: "delete it", at: place)
    }
    if let template = unquotedTemplate(near: [at.line, error.contextAt?.line]) { return template }
    if let property = propertyError(error) { return property }
    let place = error.contextAt ?? at
    switch error.problem {
    case "mapping values are not allowed in this context": return strayColon(at)
    case "could not find expected ':'":
      return diagnostic("a key without “: ” after it", advice: "check the colon and the blank behind it", at: place)
    case "found unexpected end of stream":
      return diagnostic("the quote that opens here is never closed", at: place)
    case "found unknown escape character":
      return diagnostic(
        "an unknown escape", advice: "in double quotes write \\\\ for a backslash, or use single quotes",
        at: at)
    case "did not find expected key", "did not find expected '-' indicator", "did not find expected node content",
      "did not find expected <document start>":
      return misplaced(at, error)
    case "did not find expected ',' or ']'": return unclosed("]", at, error)
    case "did not find expected ',' or '}'": return unclosed("}", at, error)
    case "block sequence entries are not allowed in this context":
      return diagnostic("a list cannot begin here", advice: "put “- …” on a line of its own, below the key", at: at)
    case "found character that cannot start any token": return strayCharacter(at)
    case let problem where problem.contains("tab character"):
      return diagnostic("a tab in the indentation", advice: "YAML is indented with spaces", at: at)
    default:
      let context = error.context.isEmpty ? "" : " \(error.context)"
      return diagnostic(error.problem + context, at: at)
    }
  }

  /// `subject: {{ name }} …`, `- {% if …`: YAML sees a mapping in braces.
  private func unquotedTemplate(near numbers: [Int?]) -> Diagnostic? {
    for case let number? in numbers {
      guard let line = line(number) else { continue }
      let scalars = Array(line.unicodeScalars)
      var at = scalars.firstIndex { $0 != " " } ?? 0
      if at + 1 < scalars.count, scalars[at] == "-", scalars[at + 1] == " " { at = skipBlanks(scalars, at + 1) }
      if !opensTemplate(scalars, at) {
        guard
          let colon = (at..<max(at, scalars.count - 1)).first(where: { scalars[$0] == ":" && scalars[$0 + 1] == " " })
        else { continue }
        at = skipBlanks(scalars, colon + 1)
      }
      guard opensTemplate(scalars, at) else { continue }
      let opening = scalars[at + 1] == "{" ? "{{" : "{%"
      return diagnostic(
        "a value cannot begin with “\(opening)” in YAML", advice: "quote the text: \"\(opening) …\"",
        at: SourcePosition(line: number, column: at + 1), length: 2)
    }
    return nil
  }

  private func opensTemplate(_ line: [Unicode.Scalar], _ at: Int) -> Bool {
    at + 1 < line.count && line[at] == "{" && (line[at + 1] == "{" || line[at + 1] == "%")
  }

  private func skipBlanks(_ line: [Unicode.Scalar], _ from: Int) -> Int {
    line[from...].firstIndex { $0 != " " } ?? line.count
  }

  /// Tags, anchors and aliases that are not even well-formed: `!has(x)`, `*.csv`, `& x`.
  private func propertyError(_ error: YAMLSyntaxError) -> Diagnostic? {
    let place = error.contextAt ?? error.at ?? SourcePosition(line: 1, column: 1)
    let text = word(at: place)
    switch error.context {
    case "while scanning a tag", "while parsing a tag", "while parsing a node":
      guard text.hasPrefix("!") else { return nil }
      return diagnostic(
        "“\(text)” is read as a YAML tag, and those are not supported",
        advice: "write “not …” instead of “!…” in a rule, or quote the text", at: place, length: text.count)
    case "while scanning an anchor", "while scanning an alias":
      return diagnostic(
        "a value cannot begin with “\(text.prefix(1))” in YAML", advice: "quote the text", at: place, length: text.count
      )
    default: return nil
    }
  }

  private func strayColon(_ at: SourcePosition) -> Diagnostic {
    let before = line(at.line).map { String($0.unicodeScalars.prefix(at.column - 1)) } ?? ""
    return before.contains(": ")
      ? diagnostic("a second “: ” on this line", advice: "quote the text that has a colon in it", at: at)
      : diagnostic("a key where none can be", advice: "check the indentation of this line and the one above", at: at)
  }

  private func strayCharacter(_ at: SourcePosition) -> Diagnostic {
    let character = characters(at: at, count: 1)
    if character == "\t" {
      return diagnostic("a tab in the indentation", advice: "YAML is indented with spaces", at: at)
    }
    return diagnostic("a value cannot begin with “\(character)” in YAML", advice: "quote the text", at: at)
  }

  private func misplaced(_ at: SourcePosition, _ error: YAMLSyntaxError) -> Diagnostic {
    if isEnd(at) {
      return diagnostic("the file ends in the middle of a value", at: error.contextAt ?? at)
    }
    let before = (line(at.line) ?? "").unicodeScalars.prefix(at.column - 1)
    if before.contains(where: { $0 != " " && $0 != "-" }) {
      return diagnostic("text behind the end of a value", advice: "quote the whole value", at: at)
    }
    let advice = error.contextAt.map { "line it up with line \($0.line)" } ?? "check the spaces before it"
    return diagnostic("this line's indentation fits nothing above it", advice: advice, at: at)
  }

  private func unclosed(_ bracket: String, _ at: SourcePosition, _ error: YAMLSyntaxError) -> Diagnostic {
    let opening = bracket == "]" ? "[" : "{"
    if isEnd(at), let start = error.contextAt {
      return diagnostic("the “\(opening)” that opens here is never closed", at: start)
    }
    let place = error.contextAt.map { $0.line == at.line ? "" : " for the “\(opening)” of line \($0.line)" } ?? ""
    return diagnostic(
      "expected “,” or “\(bracket)” here\(place)", advice: "quote a text that has “,”, brackets or braces in it", at: at
    )
  }

  /// libyaml counts one line more at the end of a file that has no line end there.
  func inside(_ position: SourcePosition) -> SourcePosition {
    guard position.line > lines.count, let last = lines.last else { return position }
    return SourcePosition(line: lines.count, column: last.unicodeScalars.count + 1)
  }

  private func isEnd(_ position: SourcePosition) -> Bool {
    position.line == lines.count && position.column > (lines.last?.unicodeScalars.count ?? 0)
  }

  /// The characters of one line from a position.
  func characters(at position: SourcePosition, count: Int) -> String {
    guard let line = line(position.line) else { return "" }
    return String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(position.column - 1).prefix(count)))
  }

  /// The characters from a position to the next blank.
  func word(at position: SourcePosition) -> String {
    String(characters(at: position, count: 60).prefix { $0 != " " && $0 != "\t" })
  }

  private func position(ofByte offset: Int) -> SourcePosition {
    let before = SourceText.lines(of: String(decoding: text.utf8.prefix(offset), as: UTF8.self))
    return SourcePosition(line: before.count, column: (before.last?.unicodeScalars.count ?? 0) + 1)
  }
}
