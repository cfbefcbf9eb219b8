import Campaigns
import CivilTime
import Diagnostics
import Testing

/// Test files are checked as campaigns are: every problem at its place, with advice.
@Suite struct CaseFileTests {
  /// A shop's shipment campaign with shares, and a test file that is right.
  static let campaign = Fixture.campaign + "holdout: 10%\nsplit: {plain: 50%, gift: 50%}\n"
  static let cases = """
    given:
      customer: [{key: Anna@x.example, name: Anna, email_ok: yes, tags: [tea, "a, b"]}]
      order:
        - key: "#1"
          customer: anna@x.example
          created_at: 2026-03-01 10:00
          total: 20.50
          items: [{name: Tea, price: 4}]
      shipment: [{key: S1, order: "#1", expected_at: 2026-03-02, delivered_at: ""}]
    run: {from: 2026-03-03 00:00, to: 2026-03-05 00:00, every: 1h}
    tests:
      - name: a day later
        assume: {holdout: false, split: gift}
        expect:
          - {at: 2026-03-04 00:00, step: 1d, via: email, subject: Late, variant: gift}
      - name: arrived
        given: {shipment: [{key: S1, delivered_at: 2026-03-02 12:00}]}
        run: {to: 2026-03-04 12:00}
        expect: []
        because: no-match

    """

  struct Mistake: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    /// Message and advice of each, in the order of the marks.
    var expected: [String]
    var testDescription: String { name }

    init(_ name: String, _ edits: KeyValuePairs<String, String>, _ expected: String...) {
      self.name = name
      self.expected = expected
      text = CaseFileTests.cases
      for (from, to) in edits {
        precondition(text.contains(from), "\(name): there is no “\(from)”")
        text = text.replacing(from, with: to, maxReplacements: 1)
      }
    }
  }

  private static func load(_ text: String, name: String = "a.test.yaml") -> LoadedProject {
    let files = ["herald.yaml": Fixture.house, "a.yaml": campaign, name: text.replacing("‸", with: "")]
    return loadProject(files: files, outcomes: ["no-match", "unless", "holdout", "not-due"])
  }

  @Test func aRightFileIsUnderstood() throws {
    let loaded = Self.load(Self.cases)
    #expect(loaded.diagnostics == [])
    let file = try #require(loaded.cases.first)
    #expect(file.campaign == "a" && file.name == "a.test.yaml" && file.cases.count == 2)
    let (first, second) = (file.cases[0], file.cases[1])
    #expect(first.records.map(\.key) == ["anna@x.example", "#1", "S1"])
    #expect(first.records[0].fields[6] == nil && first.records[0].fields[7] == .list(["tea", "a, b"]))
    #expect(first.records[0].fields[1] == .text("anna@x.example"), "the key's column")
    // No rule uses it as a number.
    #expect(first.records[1].fields[3] == .text("20.50"))
    #expect(first.records[1].items == [[0: .text("Tea"), 1: .text("4")]])
    #expect(first.records[2].fields[4] == .missing)
    // The shop is in Berlin, and the field is placed at the end of its day.
    let expected = try #require(ISOTime.parse("2026-03-02T22:59:59Z", zone: .utc))
    #expect(first.records[2].fields[3] == .timestamp(expected.microseconds))
    #expect(first.variant == "gift" && !first.isHeldOut && second.variant == nil)
    #expect(first.to.rfc3339 == "2026-03-04T23:00:00Z" && second.to.rfc3339 == "2026-03-04T11:00:00Z")
    #expect(second.from == first.from && second.every == TimeSpan(seconds: 3600))
    #expect(second.because?.outcomes == ["no-match"] && second.expected.isEmpty)
    #expect(second.place == SourcePosition(line: 16, column: 11))
    #expect(second.expectPlace == SourcePosition(line: 19, column: 5))
  }

  @Test func aRunNeedsNoTestFiles() {
    let loaded = loadProject(files: [
      "herald.yaml": Fixture.house, "a.yaml": Self.campaign, "a.test.yaml": "nonsense",
    ])
    #expect(loaded.diagnostics == [] && loaded.cases.isEmpty)
  }

  @Test(arguments: mistakes) func mistake(_ test: Mistake) throws {
    let marks = Fixture.marks(in: test.text)
    try #require(marks.count == test.expected.count, "as many marks as expectations")
    let loaded = Self.load(test.text)
    let found = loaded.diagnostics.map { diagnostic in
      let place = diagnostic.position.map { "\($0.line):\($0.column)" } ?? "?"
      return "\(diagnostic.file ?? ""):\(place) \(diagnostic.message)"
        + (diagnostic.advice.map { " / \($0)" } ?? "")
    }
    let expected = zip(marks, test.expected).map { "a.test.yaml:\($0.line):\($0.column) \($1)" }
    #expect(found == expected)
    #expect(loaded.cases.isEmpty, "a file with a mistake does not run")
    #expect(loaded.project?.campaigns.map(\.id) == ["a"], "its campaign does")
  }

  @Test func aFileIsNamedAfterItsCampaignOrNamesIt() {
    let named = Self.load("campaign: a\n" + Self.cases, name: "other.test.yaml")
    #expect(named.diagnostics == [] && named.cases.map(\.campaign) == ["a"])
    let lost = Self.load(Self.cases, name: "b.test.yaml")
    #expect(lost.diagnostics.map(\.message) == ["there is no campaign “b” to test"])
    #expect(lost.diagnostics.first?.advice?.contains("campaign: …") == true)
    let misspelt = Self.load("campaign: aa\n" + Self.cases, name: "b.test.yaml")
    #expect(misspelt.diagnostics.first?.position == SourcePosition(line: 1, column: 11))
    #expect(misspelt.diagnostics.first?.advice == "did you mean “a”?")
  }

  static let mistakes: [Mistake] = given + runs + tests + expectations

  static let given = [
    Mistake(
      "another entity", ["  shipment: [": "  ‸shipmant: ["],
      "herald.yaml has no “shipmant” in its “data” / did you mean “shipment”?"),
    Mistake(
      "no list",
      ["customer: [{key: Anna@x.example, name: Anna, email_ok: yes, tags: [tea, \"a, b\"]}]": "customer: ‸{key: A}"],
      "“customer” must be a list of rows / such as customer: [{key: a1}]"),
    Mistake("no key", ["{key: S1, order": "‸{order"], "this row has no “key” / it tells one shipment from another"),
    Mistake(
      "the key twice", ["shipment: [{key: S1,": "shipment: [{key: S1}, ‸{key: S1,"],
      "“S1” is already given on line 9 / keep one of them"),
    Mistake(
      "a key of several columns", ["{key: S1, order": "{key: ‸[S, 1], order"],
      "the key of shipment is made of 1 column / Number"),
    Mistake("another field", ["name: Anna": "‸nme: Anna"], "customer has no field “nme” / did you mean “name”?"),
    Mistake(
      "a fact", ["name: Anna": "‸is_regular: yes"],
      "“is_regular” is a fact, worked out from the fields / give the fields that it reads"),
    Mistake(
      "a link from the other side", ["name: Anna": "‸orders: 3"],
      "“orders” is known from the other side / give rows of order that name this customer"),
    Mistake(
      "no bool", ["email_ok: yes": "email_ok: ‸perhaps"], "“email_ok” must be yes or no, not “perhaps”"),
    Mistake(
      "no time", ["created_at: 2026-03-01 10:00": "created_at: ‸1.3.2026"],
      "“created_at” must be a time, not “1.3.2026” / such as 2026-03-02 10:20, on the shop's clock"),
    Mistake(
      "nothing", ["created_at: 2026-03-01 10:00": "created_at: ‸null"],
      "“created_at” has no value / \"\" makes an empty cell"),
    Mistake("a mapping", ["name: Anna": "name: ‸{en: Anna}"], "“name” must be a text, not a mapping"),
    Mistake(
      "items, no list", ["items: [{name: Tea, price: 4}]": "items: ‸Tea"],
      "“items” must be a list of rows / such as items: [{…: …}], or [] for none"),
    Mistake(
      "an item's field", ["price: 4": "‸prise: 4"], "an item of order has no field “prise” / did you mean “price”?"),
    Mistake(
      "items of what has none", ["{key: S1, order": "{key: S1, ‸items: [], order"],
      "shipment has no field “items” / there is “delivered_at”, “expected_at”, “key”, “order”, “status”"),
  ]

  static let runs = [
    Mistake("another key", ["every: 1h": "‸evry: 1h"], "run has no key “evry” / did you mean “every”?"),
    Mistake(
      "no end", [" to: 2026-03-05 00:00,": "", "- name: a": "- name: ‸a"],
      "this test has no “to” in its “run”, nor has the file / such as run: {from: 2026-03-02 10:00, to: 2026-03-07 10:00, every: 15m}"
    ),
    Mistake(
      "no time", ["from: 2026-03-03 00:00": "from: ‸soon"],
      "“from” must be a time / such as 2026-03-02 10:00, on the shop's clock"),
    Mistake(
      "an end before the beginning", ["    run: {to: 2026-03-04 12:00}": "    run: ‸{to: 2026-03-02}"],
      "the run ends before it begins / “to” comes after “from”"),
    Mistake(
      "no duration", ["every: 1h": "every: ‸often"], "“every” must be a duration / such as 90m, 24h, 1d12h or 2w"),
    Mistake("no time at all", ["every: 1h": "every: ‸0h"], "“every” must be longer than nothing / such as 15m"),
    Mistake(
      "too many", ["    run: {to: 2026-03-04 12:00}": "    run: ‸{to: 2036-03-04}"],
      "these are more than 35040 runs / choose a longer “every” or a shorter time"),
  ]

  static let tests = [
    Mistake("another key of the file", ["tests:": "‸test:"], "a test file has no key “test” / did you mean “tests”?"),
    Mistake("another key of a test", ["assume:": "‸asume:"], "a test has no key “asume” / did you mean “assume”?"),
    Mistake(
      "a name twice", ["- name: arrived": "- name: ‸a day later"],
      "line 12 has a test of that name / give one of them another"),
    Mistake(
      "no expectation", ["    expect: []\n": "", "- name: arrived": "- ‸name: arrived"],
      "a test has no “expect” / the messages that must go out; “expect: []” for none"),
    Mistake(
      "another variant", ["split: gift}": "split: ‸gold}"], "“split” of a has no “gold” / there is “gift”, “plain”"),
    Mistake(
      "another state of a receipt", ["because: no-match": "receipts: [{at: 2026-03-04, state: ‸lost}]"],
      "“state” must be sent, delivered, failed or unknown, not “lost” / choose one of them"),
    Mistake(
      "another outcome", ["because: no-match": "because: ‸nomatch"],
      "“nomatch” is no outcome that stops a message / did you mean “no-match”?"),
  ]

  static let expectations = [
    Mistake(
      "no list", ["expect: []": "expect: ‸none"], "“expect” must be a list of messages / such as expect: [{step: 1d}]"),
    Mistake(
      "no time", ["at: 2026-03-04 00:00": "at: ‸midnight"],
      "“at” must be a time / such as 2026-03-02 11:30, on the shop's clock"),
    Mistake(
      "between two runs", ["at: 2026-03-04 00:00": "at: ‸2026-03-04 00:20"],
      "there is no run at that time / the next is at 2026-03-04 01:00"),
    Mistake(
      "after the last run", ["at: 2026-03-04 00:00": "at: ‸2026-03-06 00:00"],
      "there is no run at that time / “run” ends at 2026-03-05 00:00"),
    Mistake("another step", ["step: 1d": "step: ‸2d"], "a has no step “2d” / did you mean “1d”?"),
    Mistake("another channel", ["via: email": "via: ‸sms"], "a has no channel “sms” / there is “email”"),
    Mistake(
      "another variant", ["variant: gift": "variant: ‸gold"], "“split” of a has no “gold” / there is “gift”, “plain”"),
    Mistake(
      "another key", ["subject: Late": "‸subjekt: Late"], "no message of a has a “subjekt” / did you mean “subject”?"),
    Mistake(
      "no value", ["subject: Late, variant: gift": "variant: gift, ‸subject: "],
      "“subject” has no value / give it one, or remove it"),
  ]
}
