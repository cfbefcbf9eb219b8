import Campaigns
import Diagnostics
import Testing

/// Problems of several files and kinds are told in one check; what only follows from another is not.
@Suite struct TogetherTests {
  private static func found(_ files: [String: String]) -> [String] {
    Fixture.load(files).diagnostics.map { diagnostic in
      let line = diagnostic.position.map { ":\($0.line)" } ?? ""
      return "\(diagnostic.file ?? "")\(line) \(diagnostic.message)"
    }
  }

  private static func house(_ edits: KeyValuePairs<String, String>) -> String {
    edits.reduce(Fixture.house) { text, edit in
      precondition(text.contains(edit.key), "there is no “\(edit.key)”")
      return text.replacing(edit.key, with: edit.value, maxReplacements: 1)
    }
  }

  @Test func aRuleAndATextOfOneCampaign() {
    let text = Fixture.campaign.replacing("delivered_at ==", with: "deliverd_at ==").replacing(
      "order.key", with: "order.kye")
    #expect(
      Self.found(["a.yaml": text]) == [
        "a.yaml:5 shipment has no field “deliverd_at”", "a.yaml:11 order has no “kye”",
      ])
  }

  @Test func allThatIsWrongBesideAMissingKey() {
    let text = Fixture.campaign.replacing("purpose: service", with: "purpose: servce")
      .replacing("start: shipment.expected_at", with: "start: shipment.expectd_at")
      .replacing("order.key", with: "order.key | upcas")
    #expect(
      Self.found(["a.yaml": text]) == [
        "a.yaml:2 “purpose” must be legal, service or marketing, not “servce”",
        "a.yaml:4 shipment has no field “expectd_at”", "a.yaml:11 there is no filter “upcas”",
      ])
  }

  /// No name can be judged without the record, but functions, filters and channels can.
  @Test func anUnknownRecord() {
    let text = Fixture.campaign.replacing("each: shipment", with: "each: shipmnt")
      .replacing("shipment.delivered_at == null", with: "shipment.delivered_at.sise() > 0")
      .replacing("[email]", with: "[emial]").replacing("order.key", with: "order.key | upcas")
    #expect(
      Self.found(["a.yaml": text]) == [
        "a.yaml:3 there is no “shipmnt” in data", "a.yaml:5 there is no function “sise”",
        "a.yaml:6 there is no channel “emial”", "a.yaml:11 there is no filter “upcas”",
      ])
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var house: KeyValuePairs<String, String>
    /// Of herald.yaml.
    var problem: String

    init(_ name: String, _ house: KeyValuePairs<String, String>, _ problem: String) {
      (testDescription, self.house, self.problem) = (name, house, problem)
    }
  }

  private static let campaign = """
    purpose: marketing
    each: order
    start: order.created_at
    when: order.total > 3 and customer.is_regular and customer.orders.size() > 1 and order.status != "lost"
    unless: order.nothing
    via: [email, sms]
    send:
      - after: 1h
        email: {subject: "{{ links.order }}", text: "{{ order.status }} {{ customer.nothing }}"}
        sms: "{{ order.key }}"

    """

  /// Whatever is broken in herald.yaml, a campaign's own two mistakes are told, and nothing else of it.
  @Test(arguments: [
    Case("a field", ["total: Total": "total: [[a]]"], "“total”"),
    Case("a type", ["total: Total": "total: {column: Total, typ: int}"], "field total has no key “typ”"),
    Case("a record's name", ["  order:\n    file": "  Order-s:\n    file"], "“Order-s” cannot name a kind of record"),
    Case("a section", ["facts:": "fatcs:"], "herald.yaml has no key “fatcs”"),
    Case("a part of a record", ["fields: {customer": "feilds: {customer"], "data.order has no key “feilds”"),
    Case("a fact", ["size() > 3": "size() > \"3\""], "cannot order int and string"),
    Case("a fact's record", ["customer.is_regular": "client.is_regular"], "there is no “client” in data"),
    Case("a link", ["{{ order.key }}": "{{ order.kye }}"], "order has no “kye”"),
    Case(
      "a link that is no text", ["order: https://shop.example/o/{{ order.key }}": "order: [a]"],
      "“order” must be a text"),
    Case("a channel's address", ["customer.phone": "customer.phon"], "customer has no field “phon”"),
    Case("a channel", ["sms: {to": "sms: {too"], "channel sms has no key “too”"),
    Case("the currency", ["EUR": "euro"], "“euro” is no currency"),
    Case("an export without its file", ["file: orders.csv": "fresh: 1h"], "data.order has no “file”"),
  ])
  func herald(_ test: Case) {
    let found = Self.found(["herald.yaml": Self.house(test.house), "a.yaml": Self.campaign])
    let own = found.filter { $0.hasPrefix("a.yaml") }
    let names = [
      "a.yaml:5 order has no field “nothing”", "a.yaml:9 customer has no “nothing”",
    ]
    // Where a section is unknown, so is every name; else only what herald.yaml has under that name.
    let hidesNames = ["a section", "a part of a record", "a record's name"].contains(test.testDescription)
    #expect(own == (hidesNames ? [] : names))
    let house = found.filter { $0.hasPrefix("herald.yaml") }
    #expect(house.count == 1 && house.first?.contains(test.problem) == true, "\(house)")
  }

  @Test func aHeraldYAMLThatCannotBeRead() {
    let found = Self.found([
      "herald.yaml": "id: shop\nzone: [\n", "a.yaml": Self.campaign.replacing("size() > 1", with: "sise() > 1"),
    ])
    #expect(found.count == 2 && found.last == "a.yaml:4 there is no function “sise”", "\(found)")
  }

  /// Only the rule that is broken knows that the total is a number, so the text may use it as one.
  @Test func aTypeThatOnlyABrokenRuleKnows() {
    let text = Self.campaign.replacing("customer.is_regular", with: "customer.nothing")
      .replacing("unless: order.nothing\n", with: "")
      .replacing("{{ customer.nothing }}", with: "{% if order.total > 3 %}x{% endif %}")
    #expect(Self.found(["a.yaml": text]) == ["a.yaml:4 customer has no field “nothing”"])
  }
}
