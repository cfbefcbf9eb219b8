import Diagnostics

/// The parts of a request file, each with its place in it:
///
///     # what this is, and which secrets it takes
///     POST https://api.example.com/messages
///     Content-Type: application/json
///
///     {"to": "{{ to.address }}", "text": "{{ message.text }}"}
///
///     ### what the answer says
///     id: messages.0.id
///     failed: 21211 21610
struct RequestFile {
  struct Field {
    var name: String
    var place: SourcePlace
    var value: SourceText
  }

  var method: String
  var url: SourceText
  var headers: [Field]
  var body: SourceText
  var answer: [Field]

  static let methods = ["POST", "PUT", "PATCH"]

  /// Nil where there is no request line; all problems are reported.
  static func parse(_ source: SourceText) -> (file: RequestFile?, diagnostics: [Diagnostic]) {
    var parser = RequestFileParser(source)
    let file = parser.parse()
    return (file, parser.diagnostics)
  }
}

private struct RequestFileParser {
  let source: SourceText
  let bytes: [UInt8]
  /// Where lines begin and end, without their ends.
  var lines: ArraySlice<Range<Int>>
  var diagnostics: [Diagnostic] = []

  init(_ source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
    var lines: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      lines.append(start..<(index > start && bytes[index - 1] == 0x0D ? index - 1 : index))
      start = index + 1
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    self.lines = lines[...]
  }

  mutating func parse() -> RequestFile? {
    while let line = lines.first, isBlank(line) || bytes[line.lowerBound] == UInt8(ascii: "#") { lines.removeFirst() }
    guard let line = lines.popFirst() else {
      diagnostics.append(
        Diagnostic(.error, "there is no request", advice: "begin with POST and the address", file: source.file))
      return nil
    }
    guard let (method, url) = requestLine(line) else { return nil }
    var headers: [RequestFile.Field] = []
    while let line = lines.popFirst(), !isBlank(line) {
      if let field = field(line, "a header is NAME: VALUE; a blank line ends them") { headers.append(field) }
    }
    let from = lines.first?.lowerBound ?? bytes.count
    var to = bytes.count
    while let line = lines.popFirst() {
      guard bytes[line].starts(with: "###".utf8) else { continue }
      to = line.lowerBound
      break
    }
    while to > from, bytes[to - 1] == 0x0A || bytes[to - 1] == 0x0D || bytes[to - 1] == 0x20 { to -= 1 }
    return RequestFile(method: method, url: url, headers: headers, body: slice(from..<max(from, to)), answer: answer())
  }

  private mutating func requestLine(_ line: Range<Int>) -> (method: String, url: SourceText)? {
    let end = bytes[line].firstIndex(of: UInt8(ascii: " ")) ?? line.upperBound
    let method = text(line.lowerBound..<end)
    guard RequestFile.methods.contains(method) else {
      diagnostics.append(
        source.diagnostic(
          .error, "“\(method)” is no way to send a message",
          advice: nearest(to: method, in: RequestFile.methods).map { "did you mean “\($0)”?" }
            ?? "write POST, PUT or PATCH, then the address", at: line.lowerBound, length: max(1, end - line.lowerBound))
      )
      return nil
    }
    var url = trimmed(end..<line.upperBound)
    if text(url).hasSuffix(" HTTP/1.1") {
      url = trimmed(url.lowerBound..<(url.upperBound - " HTTP/1.1".utf8.count))
    }
    guard !url.isEmpty else {
      diagnostics.append(
        source.diagnostic(.error, "there is no address", advice: "https://… behind \(method)", at: line.lowerBound))
      return nil
    }
    return (method, slice(url))
  }

  private mutating func answer() -> [RequestFile.Field] {
    var fields: [RequestFile.Field] = []
    while let line = lines.popFirst() {
      if isBlank(line) || bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
      if let field = field(line, "a line about the answer is NAME: VALUE") { fields.append(field) }
    }
    return fields
  }

  private mutating func field(_ line: Range<Int>, _ advice: String) -> RequestFile.Field? {
    guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")), colon > line.lowerBound else {
      diagnostics.append(
        source.diagnostic(.error, "there is no name here", advice: advice, at: line.lowerBound, length: line.count))
      return nil
    }
    let name = trimmed(line.lowerBound..<colon)
    return RequestFile.Field(
      name: text(name), place: source.place(at: name.lowerBound, length: name.count),
      value: slice(trimmed(colon + 1..<line.upperBound)))
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func isBlank(_ line: Range<Int>) -> Bool { bytes[line].allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (from, to) = (range.lowerBound, range.upperBound)
    while from < to, bytes[from] == 0x20 || bytes[from] == 0x09 { from += 1 }
    while to > from, bytes[to - 1] == 0x20 || bytes[to - 1] == 0x09 { to -= 1 }
    return from..<to
  }

  /// A part of the file that knows where it stands.
  private func slice(_ range: Range<Int>) -> SourceText {
    var anchors = [SourceText.Anchor(offset: 0, position: source.position(at: range.lowerBound))]
    for index in range where bytes[index] == 0x0A && index + 1 < range.upperBound {
      anchors.append(
        SourceText.Anchor(offset: index + 1 - range.lowerBound, position: source.position(at: index + 1)))
    }
    return SourceText(
      text(range), file: source.file, anchors: anchors, lines: SourceText.lines(of: source.text))
  }
}
