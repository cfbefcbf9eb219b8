extension Renderer {
  mutating func applyToText(
    _ node: FilterNode, _ input: TemplateValue, _ arguments: [TemplateValue]
  ) throws(RenderProblem) -> TemplateValue {
    switch node.filter {
    case .escape, .escapeOnce, .urlEncode, .truncate, .truncatewords:
      if input.isNothing { return .nothing }
    default: break
    }
    let text = input.text(context)
    try spend(text.utf8.count / 16)
    let result = try applied(node, text, arguments)
    if case .text(let text) = result, text.utf8.count > Self.maximumLength { throw tooLong }
    return result
  }

  private func applied(
    _ node: FilterNode, _ text: String, _ arguments: [TemplateValue]
  ) throws(RenderProblem) -> TemplateValue {
    switch node.filter {
    case .upcase: return .text(text.uppercased())
    case .downcase: return .text(text.lowercased())
    case .capitalize: return .text(text.prefix(1).uppercased() + text.dropFirst().lowercased())
    case .truncate: return .text(try truncated(text, arguments, node.place))
    case .truncatewords: return .text(try truncatedWords(text, arguments, node.place))
    case .strip: return .text(String(decoding: Array(text.utf8).trimmed(), as: UTF8.self))
    case .lstrip: return .text(String(decoding: Array(text.utf8).trimmed(trailing: false), as: UTF8.self))
    case .rstrip: return .text(String(decoding: Array(text.utf8).trimmed(leading: false), as: UTF8.self))
    case .append: return .text(text + arguments[0].text(context))
    case .prepend: return .text(arguments[0].text(context) + text)
    case .remove: return .text(replaced(text, arguments[0], nil))
    case .replace: return .text(replaced(text, arguments[0], arguments.dropFirst().first))
    case .replaceFirst: return .text(replaced(text, arguments[0], arguments.dropFirst().first, onlyFirst: true))
    case .split: return .list(split(text, arguments[0].text(context)))
    case .escape:
      var bytes: [UInt8] = []
      text.utf8.appendEscaped(to: &bytes)
      return .text(String(decoding: bytes, as: UTF8.self))
    case .escapeOnce: return .text(HTMLText.escapedOnce(text))
    case .urlEncode: return .text(URLText.encoded(text))
    case .urlDecode:
      guard let decoded = URLText.decoded(text) else { throw failed("this is not an encoded text", node.place) }
      return .text(decoded)
    case .newlineToBr: return .text(Self.replacingNewlines(text, with: "<br />\n"))
    case .stripHTML: return .text(HTMLText.stripped(text))
    case .stripNewlines: return .text(Self.replacingNewlines(text, with: ""))
    default: return .text(text)
    }
  }

  // MARK: - Shortening

  private func truncated(
    _ text: String, _ arguments: [TemplateValue], _ place: Int
  ) throws(RenderProblem) -> String {
    let length = try count(arguments.first, 50, place)
    let end = arguments.count > 1 ? arguments[1].text(context) : "..."
    let scalars = text.unicodeScalars
    guard scalars.count > length else { return text }
    return String(scalars.prefix(max(0, max(0, length) - end.unicodeScalars.count))) + end
  }

  private func truncatedWords(
    _ text: String, _ arguments: [TemplateValue], _ place: Int
  ) throws(RenderProblem) -> String {
    let count = max(1, try count(arguments.first, 15, place))
    let end = arguments.count > 1 ? arguments[1].text(context) : "..."
    let words = text.utf8.split(whereSeparator: \.isLiquidSpace)
    guard words.count > count else { return text }
    return words.prefix(count).map { String($0) ?? "" }.joined(separator: " ") + end
  }

  private func count(_ argument: TemplateValue?, _ other: Int, _ place: Int) throws(RenderProblem) -> Int {
    guard let argument else { return other }
    guard let count = try integer(argument, place) else { throw failed("a whole number is needed here", place) }
    return count
  }

  // MARK: - Searching

  /// An empty pattern stands between all characters, and at both ends.
  private func replaced(
    _ text: String, _ pattern: TemplateValue, _ replacement: TemplateValue?, onlyFirst: Bool = false
  ) -> String {
    let pattern = pattern.text(context)
    let with = replacement?.text(context) ?? ""
    if pattern.isEmpty {
      if onlyFirst { return with + text }
      return with + text.unicodeScalars.map { String($0) + with }.joined()
    }
    var result = ""
    var at = text.utf8.startIndex
    while let found = text.utf8.firstRange(of: pattern.utf8, from: at) {
      result += text[at..<found.lowerBound] + with
      at = found.upperBound
      if onlyFirst { break }
    }
    return result + text[at...]
  }

  /// As Ruby's `split`: a blank means any whitespace, nothing means each character, and empty ends are dropped.
  private func split(_ text: String, _ separator: String) -> [TemplateValue] {
    if separator == " " {
      return text.utf8.split(whereSeparator: \.isLiquidSpace).map { .text(String($0) ?? "") }
    }
    if separator.isEmpty { return text.unicodeScalars.map { .text(String($0)) } }
    var parts: [String] = []
    var at = text.utf8.startIndex
    while let found = text.utf8.firstRange(of: separator.utf8, from: at) {
      parts.append(String(text[at..<found.lowerBound]))
      at = found.upperBound
    }
    parts.append(String(text[at...]))
    while parts.last?.isEmpty == true { parts.removeLast() }
    return parts.map { .text($0) }
  }

  private static func replacingNewlines(_ text: String, with replacement: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      guard byte == UInt8(ascii: "\n") else {
        bytes.append(byte)
        continue
      }
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      bytes.append(contentsOf: replacement.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
