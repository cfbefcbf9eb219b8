import CivilTime
import Diagnostics
import Rules

/// Reads herald.yaml. All its keys are known here, also those whose features come with a later version.
struct HouseReader {
  let problems: ProblemList
  /// Reads a file of the project that herald.yaml names.
  let folder: ProjectFolder
  var keys: MappingReader
  var house = House()

  init?(_ root: YAMLNode, folder: ProjectFolder, _ problems: ProblemList) {
    guard let keys = MappingReader(root, "herald.yaml", problems) else { return nil }
    self.keys = keys
    self.folder = folder
    self.problems = problems
  }

  mutating func read() -> House {
    readIdentity()
    readQuiet()
    readLimits()
    readChannels()
    readSuppressions()
    readPurposes()
    readLinks()
    readKeeping()
    readData()
    readFacts()
    keys.finish()
    // A section whose name is misspelt may hold any name.
    if keys.unknown.contains(where: { $0.value.mapping != nil }) { house.schema.doubts.everything = true }
    return house
  }

  private mutating func readIdentity() {
    if let node = keys.require(
      "id", advice: "give the shop a short name that never changes: it is part of every job's id"),
      let id = node.text("id", problems)
    {
      house.id = id
      if !isSlug(id) {
        problems.add(
          "“id” may have letters, digits, dots, dashes and underscores", advice: "such as trailhead", at: node)
      }
    }
    house.shop = keys.take("shop")?.text("shop", problems) ?? house.id
    if let node = keys.require("zone", advice: "such as zone: Europe/Berlin") {
      house.zone = node.zone("zone", problems) ?? .utc
    }
    if let node = keys.take("locale"), let locale = node.text("locale", problems) {
      house.locale = locale
      if !isLocale(locale) { problems.add("“\(locale)” is no locale", advice: "such as en, de or pt-BR", at: node) }
    }
    if let node = keys.require("currency", advice: "such as currency: EUR"),
      let currency = node.text("currency", problems)
    {
      house.currency = currency
      if currency.utf8.count != 3 || !currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
        problems.add("“\(currency)” is no currency", advice: "three letters, such as EUR or USD", at: node)
      }
    }
    house.state = keys.take("state")?.text("state", problems) ?? house.state
    house.metrics = keys.take("metrics")?.text("metrics", problems)
  }

  private mutating func readQuiet() {
    house.quiet = keys.take("quiet")?.quietHours("quiet", problems) ?? .none
    if let node = keys.take("holidays"), let path = node.text("holidays", problems) {
      house.holidays = readHolidays(path, at: node)
    }
  }

  private mutating func readLimits() {
    if let node = keys.take("caps") { house.caps[.marketing] = caps(node) }
    if let node = keys.take("limit"), let limit = node.unlessNone({ $0.runLimit("limit", problems) }) {
      house.limit = limit
    }
    if let node = keys.take("surge"), let surge = node.unlessNone({ $0.factor("surge", problems) }) {
      house.surge = surge
    }
  }

  /// The house caps marketing only: `{marketing: […]}`, or just the list.
  private func caps(_ node: YAMLNode) -> [Cap] {
    guard node.mapping != nil, var keys = MappingReader(node, "caps", problems) else {
      return node.caps("caps", problems)
    }
    let caps = keys.take("marketing")?.caps("marketing", problems) ?? []
    if let service = keys.take("service") {
      problems.add(
        "the house's caps do not hold service messages back", advice: "give the campaign itself a “cap”", at: service)
    }
    if let legal = keys.take("legal") {
      problems.add("no cap holds a legal message back", advice: "remove it", at: legal)
    }
    keys.finish()
    return caps
  }

  private mutating func readPurposes() {
    guard let node = keys.take("purposes"), var purposes = MappingReader(node, "purposes", problems) else { return }
    house.purposes = [:]
    for purpose in Purpose.allCases {
      guard let names = purposes.take(purpose.rawValue) else { continue }
      house.purposes?[purpose] =
        names.sequence?.isEmpty == true
        ? [] : Set(names.texts(purpose.rawValue, problems).compactMap(\.scalar))
    }
    purposes.finish()
  }

  private mutating func readLinks() {
    guard let node = keys.take("links") else { return }
    guard let entries = MappingReader(node, "links", problems)?.node.mapping else {
      house.schema.doubts.everything = true
      return
    }
    for entry in entries {
      if !isIdentifier(entry.name) {
        problems.add(
          "“\(entry.name)” cannot be a link's name", advice: "letters, digits and underscores", at: entry.key)
      }
      guard entry.value.text(entry.name, problems) != nil, let source = entry.value.source else {
        house.schema.doubts.names.insert(entry.name)
        continue
      }
      house.links.append(Project.Link(name: entry.name, source: source))
    }
  }

  private mutating func readKeeping() {
    guard let node = keys.take("keep"), var kinds = MappingReader(node, "keep", problems) else { return }
    func span(_ kind: String, _ usual: TimeSpan) -> TimeSpan {
      kinds.take(kind)?.longTimeSpan(kind, problems) ?? usual
    }
    house.keep.jobs = span("jobs", house.keep.jobs)
    house.keep.decisions = span("decisions", house.keep.decisions)
    house.keep.rejects = span("rejects", house.keep.rejects)
    house.keep.pages = span("pages", house.keep.pages)
    house.keep.messages = span("messages", house.keep.messages)
    kinds.finish()
  }

  private mutating func readFacts() {
    guard let node = keys.take("facts") else { return }
    guard let entries = MappingReader(node, "facts", problems)?.node.mapping else {
      house.schema.doubts.everything = true
      return
    }
    defer {
      let read = Set(house.facts.map(\.name))
      let named = entries.compactMap { $0.name.split(separator: ".").last.map(String.init) }
      house.schema.doubts.names.formUnion(named.filter { !read.contains($0) })
    }
    for entry in entries {
      let parts = entry.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, isIdentifier(parts[1]) else {
        problems.add("a fact is named after a record", advice: "such as order.ship_by", at: entry.key)
        continue
      }
      // An entity that could not be read has its own problem already.
      let named = keys.node["data"]?.mapping?.map(\.name)
      guard let named, !named.contains(parts[0]) || house.entities.contains(where: { $0.name == parts[0] }) else {
        continue
      }
      guard let entity = house.entities.firstIndex(where: { $0.name == parts[0] }) else {
        if house.schema.doubts.covers(parts[0]) { continue }
        let advice = suggestion(for: parts[0], in: house.entities.map(\.name))
        problems.add("there is no “\(parts[0])” in data", advice: advice, at: entry.key)
        continue
      }
      let known = house.schema.entities[entity]
      if known.fields.contains(where: { $0.name == parts[1] }) || known.links.contains(where: { $0.name == parts[1] }) {
        problems.add("\(parts[0]) already has a “\(parts[1])”", advice: "give the fact another name", at: entry.key)
        continue
      }
      guard entry.value.text(entry.name, problems) != nil, let source = entry.value.source else { continue }
      house.facts.append((entity, parts[1], source))
    }
  }
}
