import Campaigns
import CivilTime
import Diagnostics
import Rules
import Tables
import Templates
import TestSupport
import Testing

/// What a project without mistakes becomes.
@Suite struct ProjectTests {
  private func project(_ campaign: String = Fixture.campaign, house: String = Fixture.house) throws -> Project {
    let loaded = Fixture.load(["herald.yaml": house, "a.yaml": campaign])
    #expect(loaded.diagnostics.filter { $0.severity == .error } == [])
    return try #require(loaded.project)
  }

  @Test func linksGoBothWays() throws {
    let schema = try project().schema
    func links(_ name: String) -> [String] {
      guard let entity = schema.entity(named: name) else { return [] }
      return schema.entities[entity].links.map { link in
        "\(link.name): \(link.kind) \(schema.entities[link.target].name) \(link.field)"
      }
    }
    #expect(links("customer") == ["orders: many order 1"])
    #expect(links("order") == ["customer: one customer 1", "items: items order.items 0", "shipments: many shipment 1"])
    #expect(links("shipment") == ["order: one order 1"])
    #expect(schema.entities.map(\.name) == ["customer", "order", "shipment", "stock", "order.items"])
  }

  @Test func aLinkThatIsTheKeyIsOneEachWay() throws {
    let backorder = "  backorder: {file: b.csv, key: Order, fields: {order: Order, ships_at: New}}\nfacts:"
    let schema = try project(house: Fixture.house.replacing("facts:", with: backorder)).schema
    let order = try #require(schema.entity(named: "order"))
    let link = try #require(schema.entities[order].links.first { $0.name == "backorder" })
    #expect(link.kind == .one)
    #expect(link.field == 0)
    #expect(schema.entities[link.target].name == "backorder")
  }

  @Test(arguments: [
    ("box", "boxes"), ("delivery", "deliveries"), ("day", "days"), ("address", "addresses"),
    ("branch", "branches"), ("quiz", "quizes"), ("key_account", "key_accounts"),
  ]) func plurals(_ name: String, _ plural: String) throws {
    let entity = "  \(name): {file: b.csv, key: Id, fields: {customer: Mail}}\nfacts:"
    let schema = try project(house: Fixture.house.replacing("facts:", with: entity)).schema
    #expect(schema.entities[0].links.map(\.name) == ["orders", plural])
  }

  @Test func columnsGetTheTypesThatNamesAndRulesTell() throws {
    let campaign = Fixture.campaign.replacing(
      "shipment.delivered_at == null", with: "order.total > 30.5 and shipment.status == \"late\"")
    let project = try project(campaign)
    func types(_ name: String) -> [String: CellType] {
      let mapping = project.entities.first { $0.name == name }?.mapping
      return Dictionary(
        uniqueKeysWithValues: ((mapping?.fields ?? []) + (mapping?.items ?? [])).map { ($0.name, $0.type) })
    }
    #expect(
      types("customer") == [
        "email": .string, "phone": .string, "name": .string, "email_ok": .bool, "sms_ok": .bool, "favourite": .string,
        "tags": .list,
      ])
    #expect(
      types("order") == [
        "customer": .key, "created_at": .timestamp, "total": .double, "status": .string, "name": .string,
        "price": .string,
      ])
    #expect(types("shipment")["order"] == .key)
    #expect(types("shipment")["expected_at"] == .timestamp)
    #expect(project.entities[2].mapping.fields.first { $0.name == "expected_at" }?.endOfDay == true)
  }

  @Test func aChannelsConsentIsItsPurposes() throws {
    func consent(_ purpose: String, _ channel: String) throws -> String? {
      let campaign =
        "purpose: \(purpose)\neach: order\nstart: order.created_at\nvia: \(channel)\nsend:\n"
        + "  - after: 1h\n    before: 2h\n    any: {subject: A, text: B}\n"
      let project = try project(campaign)
      let index = try #require(project.channels.firstIndex { $0.name == channel })
      return try #require(project.campaigns.first?.reach[index]).consent?.text
    }
    #expect(try consent("marketing", "email") == "customer.email_ok")
    #expect(try consent("service", "email") == nil)
    #expect(try consent("service", "sms") == "customer.sms_ok")
    #expect(try consent("legal", "sms") == nil)
    #expect(try consent("marketing", "agent") == nil)
  }

  @Test func marketingByMailNeedsAWayOut() throws {
    let campaign =
      "purpose: marketing\neach: order\nstart: order.created_at\nvia: [sms, email]\nsend:\n"
      + "  - after: 1h\n    any: {subject: A, text: B}\n"
    #expect(try project(campaign).campaigns.first?.links.keys.sorted() == ["unsubscribe"])
    let house = Fixture.house.replacing("  unsubscribe: https://shop.example/u/{{ customer.key }}\n", with: "")
    let loaded = Fixture.load(["herald.yaml": house, "a.yaml": campaign])
    #expect(loaded.diagnostics.map(\.message) == ["marketing by e-mail needs links.unsubscribe"])
    #expect(loaded.diagnostics.first?.position == SourcePosition(line: 4, column: 12))
    #expect(loaded.project?.broken.map(\.id) == ["a"])
  }

  @Test func pathsOfTextsAreBound() throws {
    let text =
      "{{ shop }} {{ now | date: '%Y' }} {{ links.order }} {{ customer.is_regular }}{% for i in order.items %}{{ i.name }}{% endfor %}"
    let campaign = try #require(
      try project(Fixture.campaign.replacing("Your parcel for {{ order.key }} is late.", with: "\"\(text)\"")).campaigns
        .first)
    let body = try #require(campaign.steps[0].bodies["email"])
    #expect(body.parts.map(\.key) == ["subject", "text"])
    guard case .text(let compiled) = body.parts[1].content else {
      Issue.record("no text")
      return
    }
    let words = zip(compiled.template.paths, compiled.bindings).map { path, binding in
      switch binding {
      case .rule(let rule): "\(path.text) = \(rule.text)"
      case .link(let name): "\(path.text) → \(name)"
      case .shop, .now: "\(path.text)!"
      case .unknown: "\(path.text)?"
      }
    }
    #expect(
      words == [
        "shop!", "now!", "links.order → order", "customer.is_regular = customer.is_regular",
        "order.items = order.items",
      ])
    let link = try #require(campaign.links["order"])
    #expect(link.template.paths.map(\.text) == ["order.key"])
    #expect(campaign.recipient.key?.type == .string)
    #expect(campaign.recipient.name?.text == "customer.name")
    #expect(campaign.recipient.zone == nil)
  }

  @Test func anyServesTheChannelsWithoutATextOfTheirOwn() throws {
    let campaign =
      "purpose: service\neach: order\nstart: order.created_at\nvia: [preferred, email]\nsend:\n"
      + "  - any: {subject: A, text: B, html: <b>B</b>}\n    sms: Short\n"
    let loaded = try project(campaign)
    let found = try #require(loaded.campaigns.first)
    #expect(found.via == [.preferred, .channel(0)])
    #expect(found.reach.keys.sorted() == [0, 1, 2])
    #expect(
      found.steps[0].bodies.mapValues { $0.parts.map(\.key) } == [
        "email": ["subject", "text", "html"], "sms": ["text"], "agent": ["subject", "text"],
      ])
  }

  @Test func textsByLocaleAreSorted() throws {
    let campaign = Fixture.campaign.replacing("Late", with: "{pt-BR: A, en: B, de: C}")
    let body = try #require(try project(campaign).campaigns.first?.steps[0].bodies["email"])
    guard case .byLocale(let choices) = body.parts[0].content else {
      Issue.record("no choice")
      return
    }
    #expect(choices.map(\.locale) == ["de", "en", "pt-BR"])
  }

  @Test func twoCampaignsOfOneIdSitOutAndOthersRun() throws {
    let loaded = Fixture.load([
      "a.yaml": Fixture.campaign, "b.yaml": "id: a\n" + Fixture.campaign, "c.yaml": Fixture.campaign, "d.yml": "",
      "c.test.yaml": "not a campaign",
    ])
    let project = try #require(loaded.project)
    #expect(project.campaigns.map(\.id) == ["c"])
    #expect(project.broken.map(\.file) == ["a.yaml", "b.yaml"])
    #expect(
      loaded.diagnostics.map { "\($0.file ?? "") \($0.message)" } == [
        "a.yaml “a” is also the id of b.yaml", "b.yaml “a” is also the id of a.yaml", "d.yml this file is not read",
      ])
  }

  @Test func aBrokenCampaignTypesNothing() throws {
    let bad = Fixture.campaign.replacing("when:", with: "unless: order.total == \"x\"\nwhn:")
    let good = Fixture.campaign.replacing("shipment.delivered_at == null", with: "order.total > 1")
    let loaded = Fixture.load(["a.yaml": bad, "b.yaml": good])
    #expect(loaded.project?.campaigns.map(\.id) == ["b"])
  }

  @Test func noneLiftsAGuard() throws {
    let house = Fixture.house.replacing("key: SKU", with: "key: SKU\n    fresh: none\n    shrink: none")
    let stock = try #require(Fixture.load(["herald.yaml": house]).project?.entities.first { $0.name == "stock" })
    #expect(stock.fresh == nil)
    #expect(stock.shrink == nil)
  }

  @Test func whatHoldsMessagesBack() throws {
    let house =
      Fixture.house + "caps: {marketing: 1 per day}\nlimit: none\nsurge: none\nonly_to: [' Me@Shop.example']\n"
      + "suppress: {email: {all: a.csv, marketing: [b.csv, c.csv]}, sms: d.csv}\n"
    let campaign = Fixture.campaign + "holdout: 10%\ncap: 1 per 7d\n"
    let loaded = Fixture.load(["herald.yaml": house, "a.yaml": campaign, "b.yaml": campaign])
    #expect(loaded.diagnostics == [])
    let project = try #require(loaded.project)
    #expect(project.campaigns.map(\.holdout) == [0.1, 0.1])
    #expect(project.campaigns[0].caps == [Cap(count: 1, window: .rolling(TimeSpan(seconds: 7 * 86_400)))])
    #expect(project.onlyTo == ["me@shop.example"])
    #expect(project.limit == nil)
    #expect(project.surge == nil)
    #expect(project.caps == [.marketing: [Cap(count: 1, window: .day)]])
    #expect(
      project.suppressions == [
        Suppression(channel: 0, purpose: nil, path: "a.csv"),
        Suppression(channel: 0, purpose: .marketing, path: "b.csv"),
        Suppression(channel: 0, purpose: .marketing, path: "c.csv"),
        Suppression(channel: 1, purpose: nil, path: "d.csv"),
      ])
    #expect(project.campaigns.first?.holdout == 0.1)
  }

  @Test func twoWaysToTheCustomerAreNamed() throws {
    let house = Fixture.house.replacing("fields: {order: Order,", with: "fields: {order: Order, customer: Mail,")
    let loaded = Fixture.load(["herald.yaml": house, "a.yaml": Fixture.campaign])
    #expect(
      loaded.diagnostics.map(\.message) == [
        "two ways lead to the customer: shipment.customer and shipment.order.customer"
      ])
  }

  @Test func aFolderIsRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("herald.yaml", "\u{FEFF}" + Fixture.house + "state: data/state\nholidays: days.txt\n")
    try folder.write("days.txt", "# ours\n2026-12-25\n 2026-12-26 # too\n")
    try folder.write("snippets/bye.liquid", "Bye from {{ x }}")
    try folder.write("late.yaml", Fixture.campaign.replacing("is late.", with: "is late. {% render 'bye' x:shop %}"))
    let loaded = loadProject(directory: folder.path, state: nil)
    #expect(loaded.diagnostics == [])
    let project = try #require(loaded.project)
    #expect(project.state == folder.path + "/data/state")
    #expect(project.calendar.holidays.count == 2)
    #expect(project.campaigns.map(\.summary) == ["A day late."])
    #expect(loadProject(directory: folder.path, state: "/elsewhere").project?.state == "/elsewhere")
  }

  @Test func whatIsNotThereIsSaid() throws {
    let folder = try TemporaryFolder()
    let empty = loadProject(directory: folder.path, state: nil)
    #expect(empty.diagnostics.map(\.message) == ["there is no herald.yaml in \(folder.path)"])
    #expect(empty.diagnostics.first?.advice?.contains("herald init") == true)
    let nowhere = loadProject(directory: folder.path + "/x", state: nil)
    #expect(nowhere.diagnostics.count == 1)
    #expect(nowhere.project == nil)
  }
}

/// A file's bytes, before YAML.
@Suite struct YAMLFileTests {
  @Test func bytesThatAreNoTextAreShown() throws {
    let bytes = Array("a: b\nc: é ".utf8) + [0xE9, 0x0A]
    do throws(Diagnostic) {
      _ = try YAMLFile(name: "a.yaml", bytes: bytes)
      Issue.record("accepted")
    } catch {
      #expect(error.message == "the file is not UTF-8: byte 0xE9")
      #expect(error.position == SourcePosition(line: 2, column: 6))
    }
  }

  @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]])
  func utf16IsNamed(_ bytes: [UInt8]) {
    #expect(throws: Diagnostic(.error, "the file is in UTF-16", advice: "save it as UTF-8", file: "a.yaml")) {
      try YAMLFile(name: "a.yaml", bytes: bytes)
    }
  }

  @Test(arguments: ["", "a", "a\nb", "a\n", "\n\n", "a\r\nb\rc\n\rd", "\r\n", "\r"])
  func linesOfLettersOfASCIIAreThoseOfAllTexts(_ text: String) {
    #expect(YAMLFile(name: "a.yaml", text: text).lines == SourceText.lines(of: text))
  }

  @Test func aMebibyteIsTheMost() throws {
    _ = try YAMLFile(name: "a.yaml", bytes: [UInt8](repeating: 0x61, count: 1 << 20))
    #expect(throws: Diagnostic.self) {
      try YAMLFile(name: "a.yaml", bytes: [UInt8](repeating: 0x61, count: 1 << 20 + 1))
    }
  }

  @Test(arguments: [
    ("# One.\n# Two.\n\n# Three.\na: b\n", "One. Two."), ("\n\n# One.\na: b # no\n", "One."), ("a: b # no\n# no\n", ""),
    ("# yaml-language-server: $schema=x\n# One.\n", "One."), ("", ""), ("#\n## One.\n", "One."),
  ]) func theFirstCommentIsTheSummary(_ text: String, _ summary: String) {
    #expect(YAMLFile(name: "a.yaml", text: text).summary == summary)
  }
}
