package import Diagnostics

/// The text of one YAML file, with what it takes to say where something in it stands.
package final class YAMLFile: Sendable {
  /// As the user would type it.
  package let name: String
  /// Without a byte order mark.
  package let text: String
  package let lines: [Substring]

  package static let sizeLimit = 1 << 20

  /// From text that is at hand (a test).
  package init(name: String, text: String) {
    self.name = name
    self.text = text
    lines = Self.lines(of: text)
  }

  /// As `SourceText.lines`, quicker where there are only letters of ASCII: a line can end there in three ways only.
  private static func lines(of text: String) -> [Substring] {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return SourceText.lines(of: text) }
    var lines: [Substring] = []
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
      let byte = text.utf8[index]
      let next = text.utf8.index(after: index)
      if byte == 0x0A || byte == 0x0D {
        lines.append(text[start..<index])
        let isPair = byte == 0x0D && next < text.endIndex && text.utf8[next] == 0x0A
        start = isPair ? text.utf8.index(after: next) : next
        index = start
      } else {
        index = next
      }
    }
    lines.append(text[start...])
    return lines
  }

  /// From a file's bytes. Refuses what is over 1 MiB or not UTF-8, with the place of the first bad byte.
  package convenience init(name: String, bytes: [UInt8]) throws(Diagnostic) {
    guard bytes.count <= Self.sizeLimit else {
      throw Diagnostic(
        .error, "the file has \(bytes.count >> 10) KiB, and 1024 is the most", advice: "split it", file: name)
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw Diagnostic(.error, "the file is in UTF-16", advice: "save it as UTF-8", file: name)
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    guard let text = String(validating: body, as: UTF8.self) else {
      throw Diagnostic(
        .error, "the file is not UTF-8: byte \(hex(body[firstInvalid(body)]))", advice: "save it as UTF-8", file: name,
        at: position(of: firstInvalid(body), in: body))
    }
    self.init(name: name, text: text)
  }

  /// The line at a 1-based number, if the file has it.
  package func line(_ number: Int) -> String? {
    lines.indices.contains(number - 1) ? String(lines[number - 1]) : nil
  }

  /// A diagnostic at a place of this file, its source line filled in.
  package func diagnostic(
    _ message: String, severity: Diagnostic.Severity = .error, advice: String? = nil, at position: SourcePosition,
    length: Int = 1
  ) -> Diagnostic {
    // What is missing at the end stands behind the last line for libyaml.
    let place = inside(position)
    return Diagnostic(
      severity, message, advice: advice, file: name, at: place, length: length, sourceLine: line(place.line))
  }

  /// The comment that the file begins with: its lines joined, up to the first blank or other line. Empty if there is none.
  package var summary: String {
    var words: [String] = []
    for line in lines {
      let trimmed = line.trimmingBlanks()
      if trimmed.isEmpty && words.isEmpty { continue }
      guard trimmed.hasPrefix("#") else { break }
      let comment = trimmed.drop { $0 == "#" }.trimmingBlanks()
      // An editor's instruction is not a description.
      if comment.isEmpty || comment.hasPrefix("yaml-language-server:") { continue }
      words.append(String(comment))
    }
    return words.joined(separator: " ")
  }
}

extension StringProtocol {
  /// Without the blanks and tabs at both ends.
  func trimmingBlanks() -> SubSequence {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
      return self[endIndex...]
    }
    return self[first...last]
  }
}

private func hex(_ byte: UInt8) -> String { "0x" + String(byte, radix: 16, uppercase: true) }

/// The index of the first byte that no UTF-8 has there.
private func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int {
  var decoder = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var index = bytes.startIndex
  while true {
    switch decoder.parseScalar(from: &iterator) {
    case .valid(let scalar): index += scalar.count
    case .emptyInput, .error: return min(index, bytes.endIndex - 1)
    }
  }
}

private func position(of index: Int, in bytes: ArraySlice<UInt8>) -> SourcePosition {
  let before = String(decoding: bytes[bytes.startIndex..<index], as: UTF8.self)
  let lines = SourceText.lines(of: before)
  return SourcePosition(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
}
