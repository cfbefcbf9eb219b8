import Diagnostics
import Templates

/// Reads what a step says on one channel.
struct BodyReader {
  var texts: TextsOfCampaign

  private var problems: ProblemList { texts.problems }
  private typealias Entry = (key: String, content: Body.Content)

  /// What a text is for.
  private enum Use {
    /// One line: a subject, a title, an address, a header.
    case line
    case text
    case html
  }

  init(texts: TextsOfCampaign) { self.texts = texts }

  /// - Parameter entry: the step's key and value: the channel's own, or `any`.
  mutating func read(_ entry: YAMLEntry, for channel: Channel) -> Body? {
    if entry.value.mapping == nil { return plain(entry, for: channel) }
    if entry.name == "any" { return any(entry, for: channel) }
    switch (channel.name, channel.addressKind) {
    case ("agent", _): return agent(entry)
    case ("whatsapp", _): return whatsapp(entry)
    case (_, .email): return email(entry)
    case (_, .phone): return short(entry)
    default: return free(entry)
    }
  }

  /// `sms: "…"`: a text without keys.
  private mutating func plain(_ entry: YAMLEntry, for channel: Channel) -> Body? {
    if entry.name != "any", channel.addressKind == .email || channel.isStaff {
      let keys = channel.isStaff ? "{title: …, note: …}" : "{subject: …, text: …}"
      problems.add("“\(entry.name)” must be a mapping", advice: "write \(entry.name): \(keys)", at: entry.value)
      return nil
    }
    return content(entry.value, entry.name, .text).map { Body(parts: [("text", $0)]) }
  }

  private mutating func any(_ entry: YAMLEntry, for channel: Channel) -> Body? {
    guard var keys = MappingReader(entry.value, "any", problems) else { return nil }
    var parts: [Entry] = []
    add("subject", .line, &keys, to: &parts)
    if let text = keys.require("text", advice: "what the message says") {
      if let content = content(text, "text", .text) { parts.append(("text", content)) }
    }
    var html: [Entry] = []
    add("html", .html, &keys, to: &html)
    if channel.addressKind == .email { parts += html }
    keys.finish()
    return parts.isEmpty ? nil : Body(parts: parts)
  }

  private mutating func email(_ entry: YAMLEntry) -> Body? {
    guard var keys = MappingReader(entry.value, entry.name, problems) else { return nil }
    var parts: [Entry] = []
    if let subject = keys.require("subject", advice: "the line that the reader sees first") {
      if let content = content(subject, "subject", .line) { parts.append(("subject", content)) }
    }
    add("text", .text, &keys, to: &parts)
    add("html", .html, &keys, to: &parts)
    add("from", .line, &keys, to: &parts)
    add("reply_to", .line, &keys, to: &parts)
    if let node = keys.take("headers"), let headers = headers(node) { parts.append(("headers", headers)) }
    keys.finish()
    if !keys.has("text"), !keys.has("html") {
      problems.add("this e-mail has neither “text” nor “html”", advice: "add one of them", at: entry.key)
    }
    return Body(parts: parts)
  }

  private mutating func headers(_ node: YAMLNode) -> Body.Content? {
    guard let entries = MappingReader(node, "headers", problems)?.node.mapping else { return nil }
    var headers: [Entry] = []
    for entry in entries {
      let isToken =
        !entry.name.isEmpty && entry.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
      if !isToken {
        problems.add(
          "“\(entry.name)” cannot be a header's name", advice: "letters, digits and dashes, such as X-Campaign",
          at: entry.key)
      } else if let advice = ReservedHeader.advice(entry.name) {
        problems.add("“\(entry.name)” cannot be set here", advice: advice, at: entry.key)
      }
      if let content = content(entry.value, entry.name, .line) { headers.append((entry.name, content)) }
    }
    return .map(headers)
  }

  private mutating func whatsapp(_ entry: YAMLEntry) -> Body? {
    guard var keys = MappingReader(entry.value, entry.name, problems) else { return nil }
    var parts: [Entry] = []
    add("template", .line, &keys, to: &parts)
    add("text", .text, &keys, to: &parts)
    if let node = keys.take("values"), let values = values(node, "values") { parts.append(("values", values)) }
    keys.finish()
    if keys.has("template") == keys.has("text") {
      problems.add(
        "“\(entry.name)” needs either “template” or “text”",
        advice: "“template” names an approved one, “text” is a free one", at: entry.key)
    }
    return Body(parts: parts)
  }

  private mutating func short(_ entry: YAMLEntry) -> Body? {
    guard var keys = MappingReader(entry.value, entry.name, problems) else { return nil }
    // Texts by locale or variant stand right below the channel's name.
    if !keys.has("text"), let content = content(entry.value, entry.name, .text) {
      return Body(parts: [("text", content)])
    }
    var parts: [Entry] = []
    add("text", .text, &keys, to: &parts)
    keys.finish()
    return parts.isEmpty ? nil : Body(parts: parts)
  }

  private mutating func agent(_ entry: YAMLEntry) -> Body? {
    guard var keys = MappingReader(entry.value, entry.name, problems) else { return nil }
    var parts: [Entry] = []
    if let title = keys.require("title", advice: "what is to be done") {
      if let content = content(title, "title", .line) { parts.append(("title", content)) }
    }
    add("note", .text, &keys, to: &parts)
    add("queue", .line, &keys, to: &parts)
    if let node = keys.take("skills"), let skills = values(node, "skills") { parts.append(("skills", skills)) }
    keys.finish()
    return Body(parts: parts)
  }

  /// A webhook and what else a shop may invent: any keys.
  private mutating func free(_ entry: YAMLEntry) -> Body? {
    var parts: [Entry] = []
    for entry in entry.value.mapping ?? [] {
      if let content = anything(entry.value, entry.name) { parts.append((entry.name, content)) }
    }
    return Body(parts: parts)
  }

  // MARK: - Contents

  private mutating func add(_ key: String, _ use: Use, _ keys: inout MappingReader, to parts: inout [Entry]) {
    guard let node = keys.take(key), let content = content(node, key, use) else { return }
    parts.append((key, content))
  }

  /// A text, or texts by locale or variant.
  private mutating func content(_ node: YAMLNode, _ what: String, _ use: Use) -> Body.Content? {
    if node.mapping != nil { return choices(node, what) { reader, node in reader.content(node, what, use) } }
    guard node.text(what, problems) != nil else { return nil }
    let options = Template.Options(
      escaping: use == .html ? .html : .none, isSubject: use == .line, snippets: texts.snippets)
    return texts.text(node, options).map { .text($0) }
  }

  /// A list of texts, or such lists by locale or variant.
  private mutating func values(_ node: YAMLNode, _ what: String) -> Body.Content? {
    if node.mapping != nil { return choices(node, what) { reader, node in reader.values(node, what) } }
    guard let elements = node.sequence else { return content(node, what, .text).map { .list([$0]) } }
    return .list(elements.compactMap { content($0, what, .text) })
  }

  private mutating func anything(_ node: YAMLNode, _ what: String) -> Body.Content? {
    switch node.content {
    case .scalar: return content(node, what, .text)
    case .refused: return nil
    case .sequence(let elements): return .list(elements.compactMap { anything($0, what) })
    case .mapping(let entries):
      return .map(entries.compactMap { entry in anything(entry.value, entry.name).map { (entry.name, $0) } })
    }
  }

  private mutating func choices(
    _ node: YAMLNode, _ what: String, _ read: (inout Self, YAMLNode) -> Body.Content?
  ) -> Body.Content? {
    let entries = node.mapping ?? []
    let variants = texts.campaign.split.map(\.name)
    if !variants.isEmpty, entries.contains(where: { variants.contains($0.name) }) {
      return variant(node, what, variants, read)
    }
    guard !entries.isEmpty, entries.allSatisfy({ isLocale($0.name) }) else {
      let advice =
        variants.isEmpty ? "such as {en: …, de: …}" : "by locale, or by \(variants.joined(separator: " and "))"
      problems.add("“\(what)” must be a text, or one for each locale", advice: advice, at: node)
      return nil
    }
    if !entries.contains(where: { shareLanguage($0.name, texts.house.locale) }) {
      problems.add(
        "“\(what)” has no text in “\(texts.house.locale)”, the shop's locale",
        advice: "add it: it is for everybody whose language is not here", at: node)
    }
    var choices: [(locale: String, content: Body.Content)] = []
    for entry in entries {
      if let content = read(&self, entry.value) { choices.append((entry.name, content)) }
    }
    return .byLocale(choices.sorted { $0.locale < $1.locale })
  }

  private mutating func variant(
    _ node: YAMLNode, _ what: String, _ variants: [String], _ read: (inout Self, YAMLNode) -> Body.Content?
  ) -> Body.Content? {
    var contents: [String: Body.Content] = [:]
    for entry in node.mapping ?? [] {
      guard variants.contains(entry.name) else {
        problems.add("“split” has no “\(entry.name)”", advice: suggestion(for: entry.name, in: variants), at: entry.key)
        continue
      }
      contents[entry.name] = read(&self, entry.value)
    }
    for name in variants where node[name] == nil {
      problems.add("“\(what)” has no text for “\(name)” of “split”", advice: "add it", at: node)
    }
    let inOrder = variants.compactMap { contents[$0] }
    return inOrder.count == variants.count ? .byVariant(inOrder) : nil
  }
}
