package import Diagnostics

/// Reads a YAML file into nodes.
///
/// Herald's YAML is smaller than YAML: one document, keys that are texts and stand once, no anchors, aliases or tags, 50
/// levels. Nil if there is no document, or its syntax is broken; what is refused otherwise is reported and reading goes on.
package func readYAML(_ file: YAMLFile, problems: inout [Diagnostic]) -> YAMLNode? {
  var reader = YAMLReader(file: file)
  var root: YAMLNode?
  do throws(YAMLSyntaxError) {
    root = try reader.document()
  } catch {
    reader.problems.append(file.diagnostic(for: error))
  }
  problems += reader.problems
  return reader.isLost ? nil : root
}

private struct YAMLReader: ~Copyable {
  let file: YAMLFile
  var problems: [Diagnostic] = []
  /// Nothing that was read can be trusted: the syntax broke, or reading stopped.
  var isLost = false
  private var events: YAMLEvents

  static let depthLimit = 50

  init(file: YAMLFile) {
    self.file = file
    events = YAMLEvents(file.text)
  }

  mutating func document() throws(YAMLSyntaxError) -> YAMLNode? {
    var root: YAMLNode?
    var documents = 0
    while true {
      let event = try next()
      switch event.kind {
      case .streamEnd:
        if documents == 0 {
          refuse(
            "there is nothing in this file", advice: "write a campaign, or delete it",
            at: SourcePosition(line: 1, column: 1))
        }
        return root
      case .documentStart(let hasDirectives):
        documents += 1
        if hasDirectives {
          refuse("YAML directives are not supported", advice: "remove the line with %", at: event.start)
        }
        guard documents == 1 else {
          refuse("a second document begins here", advice: "put it into a file of its own", at: event.start, length: 3)
          return root
        }
      case .streamStart, .documentEnd: break
      default:
        root = try node(event, depth: 1)
        if isLost { return nil }
      }
    }
  }

  private mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    do throws(YAMLSyntaxError) {
      return try events.next()
    } catch {
      isLost = true
      throw error
    }
  }

  private mutating func refuse(_ message: String, advice: String?, at position: SourcePosition, length: Int = 1) {
    problems.append(file.diagnostic(message, advice: advice, at: position, length: length))
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
    let isRefused = refusesProperties(event)
    switch event.kind {
    case .scalar where isRefused: break
    case .scalar(let text, let style):
      if style == .plain { warnOfCutText(event.end) }
      return YAMLNode(content: .scalar(text, style), start: event.start, end: event.end, file: file)
    case .sequenceStart:
      guard goesDeeper(event, depth) else { return refused(event) }
      return try sequence(event, depth: depth)
    case .mappingStart:
      guard goesDeeper(event, depth) else { return refused(event) }
      return try mapping(event, depth: depth)
    case .alias:
      let text = file.word(at: event.start)
      refuse(
        "“\(text)” is a YAML alias, and those are not supported", advice: "write the value out, or quote the text",
        at: event.start, length: text.count)
    default: break
    }
    return refused(event)
  }

  /// `subject: Order #1001 is late`: YAML ends the text at the blank, and a customer would read "Order".
  private mutating func warnOfCutText(_ end: SourcePosition) {
    guard file.lines.indices.contains(end.line - 1) else { return }
    let rest = file.lines[end.line - 1].unicodeScalars.dropFirst(end.column - 1).drop { $0 == " " || $0 == "\t" }
    guard rest.first == "#", let next = rest.dropFirst().first, !"# \t".unicodeScalars.contains(next) else { return }
    let column = file.lines[end.line - 1].unicodeScalars.count - rest.count + 1
    problems.append(
      file.diagnostic(
        "what follows “#” is a comment and no part of the text", severity: .warning,
        advice: "quote the text if it belongs to it; else put a blank behind the #",
        at: SourcePosition(line: end.line, column: column), length: rest.count))
  }

  /// Stands in for what was refused, so that the rest of the file can be read.
  private func refused(_ event: YAMLEvent) -> YAMLNode {
    YAMLNode(content: .refused, start: event.start, end: event.end, file: file)
  }

  private mutating func goesDeeper(_ event: YAMLEvent, _ depth: Int) -> Bool {
    if depth > Self.depthLimit {
      refuse("more than \(Self.depthLimit) levels", advice: "flatten it", at: event.start)
      isLost = true
      return false
    }
    // Flow mappings with a mapping as key: YAML, but what was meant is a template.
    if case .mappingStart = event.kind, file.characters(at: event.start, count: 2) == "{{" {
      refuse(
        "a value cannot begin with “{{” in YAML", advice: "quote the text: \"{{ … }}\"", at: event.start, length: 2)
      isLost = true
      return false
    }
    return true
  }

  /// Anchors and tags: `! has(x)` must not become `has(x)`.
  private mutating func refusesProperties(_ event: YAMLEvent) -> Bool {
    guard event.hasTag || event.hasAnchor else { return false }
    let text = file.word(at: event.start)
    if event.hasTag {
      refuse(
        "“\(text)” is read as a YAML tag, and those are not supported",
        advice: "write “not …” instead of “!…” in a rule, or quote the text", at: event.start, length: text.count)
    } else {
      refuse(
        "“\(text)” is read as a YAML anchor, and those are not supported", advice: "remove it, or quote the text",
        at: event.start, length: text.count)
    }
    return true
  }

  private mutating func sequence(_ start: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
    var elements: [YAMLNode] = []
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind {
        return YAMLNode(content: .sequence(elements), start: start.start, end: event.end, file: file)
      }
      elements.append(try node(event, depth: depth + 1))
      if isLost { return refused(start) }
    }
  }

  private mutating func mapping(_ start: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
    var entries: [YAMLEntry] = []
    var lines: [String: Int] = [:]
    while true {
      let event = try next()
      if case .mappingEnd = event.kind {
        return YAMLNode(content: .mapping(entries), start: start.start, end: event.end, file: file)
      }
      let key = try node(event, depth: depth + 1)
      if isLost { return refused(start) }
      let value = try node(try next(), depth: depth + 1)
      if isLost { return refused(start) }
      guard let name = key.scalar else {
        if key.isRefused { continue }
        refuse("a key must be a text, not \(key.kindWords)", advice: "quote it if it is a text", at: key.start)
        continue
      }
      if let first = lines[name] {
        let which = first == key.start.line ? "on this line" : "on line \(first)"
        problems.append(key.diagnostic("“\(name)” is already given \(which)", advice: "keep one of them"))
        continue
      }
      lines[name] = key.start.line
      entries.append(YAMLEntry(key: key, value: value))
    }
  }
}
