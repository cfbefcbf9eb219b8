import Campaigns
import Diagnostics
import Foundation
import FoundationXML
import Planning
import Testing

@testable import herald

/// What `herald test` prints: each difference at its line, what was expected and what came.
@Suite struct CaseReportTests {
  static let house = """
    id: tea
    shop: Tea
    zone: Europe/Berlin
    currency: EUR
    quiet: none
    links: {unsubscribe: "https://tea.example/u/{{ customer.key | sign }}"}
    channels:
      email: {to: [customer.email, customer.key], consent: customer.email_ok, from: Tea <tea@tea.example>}
      sms: {to: customer.phone, consent: {marketing: customer.sms_ok}}
      agent: {to: "'care@tea.example'"}
    data:
      customer:
        file: customers.csv
        key: Email
        fields: {email: Email, phone: Phone, name: Name, locale: Locale, email_ok: Mail, sms_ok: SMS}
      cart:
        file: carts.csv
        key: Cart
        fields: {customer: Email, updated_at: Updated, total: {column: Total, type: number}}
        items: {name: Item}
      order: {file: orders.csv, key: Order, fields: {customer: Email, created_at: Created}}

    """

  static let cart = """
    purpose: marketing
    each: cart
    start: cart.updated_at
    when: cart.total > 10
    until: customer.orders.exists(o, o.created_at > start)
    holdout: 10%
    split: {plain: 50%, gift: 50%}
    via: [sms, email]
    send:
      - after: 1h
        sms: "{{ customer.name | default: 'You' }}, your tea waits"
        email:
          subject: {en: "Your {{ cart.items.first.name }} waits", de: "Ihr {{ cart.items.first.name }} wartet"}
          text: |
            Hello {{ customer.name | default: "there" }},

            your tea is waiting:
            {%- for item in cart.items %}
            {{ item.name }}
            {%- endfor %}

            Good-bye
      - after: 1d
        before: 2d
        email:
          subject: {plain: Still here, gift: Still here and a gift}
          text: "{{ cart.key }} of {{ customer.name }}"
          headers: {X-Cart: "{{ cart.key }}", X-Shop: Tea}

    """

  static let call = """
    purpose: service
    each: cart
    start: cart.updated_at
    via: [agent]
    route:
      - {when: cart.total > 100, queue: gold, skills: [tea, "{{ customer.locale | default: 'en' }}"]}
      - {queue: care}
    send:
      - after: 1h
        agent: {title: "Call {{ customer.name }}", note: Tea}

    """

  /// A test file for the cart: 10:00 on the shop's clock, run every half an hour for two days.
  static let given = """
    given:
      customer: [{key: anna@tea.example, name: Anna, email_ok: yes}]
      cart:
        - key: c1
          customer: anna@tea.example
          updated_at: 2026-03-02 10:00
          total: 20
          items: [{name: Sencha}, {name: Assam}]
    run: {from: 2026-03-02 09:00, to: 2026-03-04 09:00, every: 30m}
    tests:

    """

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// Behind `tests:`.
    var test: String
    /// All that is printed but the last line; none: it passes.
    var printed: String
    var campaign = "cart"
    var testDescription: String { name }

    init(_ name: String, campaign: String = "cart", _ test: String, _ printed: String = "") {
      self.name = name
      self.test = test
      self.printed = printed
      self.campaign = campaign
    }
  }

  static func report(_ test: String, campaign: String = "cart") throws -> CaseReport {
    let loaded = loadProject(
      files: [
        "herald.yaml": house, "cart.yaml": cart, "call.yaml": call, "\(campaign).test.yaml": given + test,
      ], outcomes: Outcome.stopping)
    #expect(loaded.diagnostics == [], "\(DiagnosticRenderer().render(loaded.diagnostics))")
    let project = try #require(loaded.project)
    let results = Rehearsal.run(loaded.cases, project: project, threads: 2)
    return CaseReport(files: loaded.cases, results: results, problems: [])
  }

  @Test(arguments: passing + failing) func printed(_ test: Case) throws {
    let report = try Self.report(test.test, campaign: test.campaign)
    let lines = report.lines(Terminal())
    #expect(lines.dropLast().joined(separator: "\n") == test.printed)
    let count = report.count == 1 ? "1 test of 1 campaign" : "\(report.count) tests of 1 campaign"
    #expect(lines.last == (test.printed.isEmpty ? "\(count) passed" : "\(report.failed) of \(count) failed"))
    for line in lines { #expect(line.count <= 80, "\(line)") }
  }

  /// Each key of the case file, used rightly.
  static let passing = [
    Case(
      "every key of a message",
      """
        - name: all
          given: {customer: [{key: anna@tea.example, locale: de, phone: "+49 151 00000000"}]}
          expect:
            - at: 2026-03-02 11:00
              step: 1h
              via: email
              to: Anna@tea.example
              key: c1
              customer: anna@tea.example
              locale: de
              variant: plain
              subject: Ihr Sencha wartet
              from: Tea <tea@tea.example>
              text: |
                Hello Anna,

                your tea is waiting:
                Sencha
                Assam

                Good-bye
            - {headers: {X-Cart: c1}}

      """),
    Case(
      "rows merge by key: named fields replace, others stay, and an empty text empties",
      """
        - name: merged
          given:
            customer: [{key: anna@tea.example, sms_ok: yes, phone: +4915100000000}, {key: bert@tea.example}]
            cart: [{key: c1, items: [{name: Oolong}]}]
          run: {to: 2026-03-02 12:00}
          expect: [{via: sms, to: +4915100000000, text: "Anna, your tea waits"}]
        - name: emptied
          given: {customer: [{key: anna@tea.example, name: ""}]}
          run: {to: 2026-03-02 12:00}
          expect: [{via: email, subject: Your Sencha waits}]
        - name: the first is as it was
          run: {to: 2026-03-02 12:00}
          expect: [{via: email, subject: Your Sencha waits}]

      """),
    Case(
      "the run is merged, and its last instant belongs to it",
      """
        - {name: before, run: {to: 2026-03-02 10:59}, expect: [], because: not-due}
        - {name: at, run: {to: 2026-03-02 11:00}, expect: [{at: 2026-03-02 11:00}]}
        - {name: slowly, run: {every: 7h}, expect: [{at: 2026-03-02 16:00}, {at: 2026-03-03 13:00}]}
        - {name: with a zone, run: {from: 2026-03-02T10:50:00Z, to: 2026-03-02T11:10:00Z}, expect: [{at: 2026-03-02T10:50:00Z}]}

      """),
    Case(
      "assumed shares",
      """
        - {name: nobody is held out and all have the first, expect: [{variant: plain}, {subject: Still here}]}
        - {name: the second, assume: {split: gift}, expect: [{variant: gift}, {subject: Still here and a gift}]}
        - {name: held out, assume: {holdout: true}, expect: [], because: holdout}
        - {name: not held out, assume: {holdout: false}, expect: [{}, {}]}

      """),
    Case(
      "what has not happened yet is not there yet",
      """
        - name: an order after the first
          given: {order: [{key: o1, customer: anna@tea.example, created_at: 2026-03-02 18:00}]}
          expect: [{at: 2026-03-02 11:00}]
          because: until
        - name: an order before it
          given: {order: [{key: o1, customer: anna@tea.example, created_at: 2026-03-02 10:30}]}
          expect: []
          because: until

      """),
    Case(
      "the first step that stopped it says why, and expired only if nothing else does",
      """
        - {name: no match, given: {cart: [{key: c1, total: 5}]}, expect: [], because: no-match}
        - {name: unknown, given: {cart: [{key: c1, total: ""}]}, expect: [], because: no-data}
        - {name: no consent, given: {customer: [{key: anna@tea.example, email_ok: no}]}, expect: [], because: no-consent}
        - {name: unreachable, given: {customer: [{key: anna@tea.example, email: no address}]}, expect: [{}, {}]}
        - name: the second cannot be printed
          given: {customer: [{key: anna@tea.example, name: ""}]}
          expect: [{step: 1h}]
          because: no-data
        - {name: missed, run: {from: 2026-03-02 10:30, every: 46h}, expect: [], because: expired}
        - name: two carts, two reasons
          given: {cart: [{key: c1, total: 5}, {key: c2, customer: bert@tea.example, updated_at: 2026-03-02 10:00, total: 30}]}
          expect: []
          because: [no-match, no-consent]

      """),
    Case(
      "a task for a person: its queue and skills", campaign: "call",
      """
        - {name: care, expect: [{via: agent, title: Call Anna, queue: care}]}
        - name: gold
          given: {cart: [{key: c1, total: 101}]}
          expect: [{queue: gold, skills: [tea, en], note: Tea}]

      """),
  ]

  static let failing = [
    Case(
      "a value differs",
      """
        - name: wrong words
          run: {to: 2026-03-02 12:00}
          expect: [{at: 2026-03-02 11:30, via: sms, subject: Your tea waits}]

      """,
      """
      cart.test.yaml:13:19: failed: the message has another “at”
        in “wrong words”
          - 2026-03-02 11:30
          + 2026-03-02 11:00

      cart.test.yaml:13:42: failed: the message has another “via”
        in “wrong words”
          - sms
          + email

      cart.test.yaml:13:56: failed: the message has another “subject”
        in “wrong words”
          - Your tea waits
          + Your Sencha waits

      """),
    Case(
      "a line of a text",
      """
        - name: text
          run: {to: 2026-03-02 12:00}
          expect:
            - text: |
                Hello Anna,

                your tea is waiting:
                Sencha
                Darjeeling

                Good-bye

      """,
      """
      cart.test.yaml:14:15: failed: the message has another “text”
        in “text”
            …
            your tea is waiting:
            Sencha
          - Darjeeling
          + Assam

            Good-bye

      """),
    Case(
      "a key that this channel has not",
      """
        - name: headers
          run: {to: 2026-03-02 12:00}
          given: {customer: [{key: anna@tea.example, sms_ok: yes, phone: +4915100000000}]}
          expect: [{via: sms, subject: Hello}]

      """,
      """
      cart.test.yaml:14:34: failed: the message has no “subject”
        in “headers”
          - Hello
          + {at: 2026-03-02 11:00, step: 1h, via: sms, text: Anna, your tea waits}

      """),
    Case(
      "one too few, in the middle",
      """
        - name: three
          expect:
            - {step: 1h}
            - {at: 2026-03-02 18:00, step: 1d}
            - {at: 2026-03-03 10:00, step: 1d}

      """,
      """
      cart.test.yaml:14:9: failed: message 2 did not come
        in “three”
          - {at: 2026-03-02 18:00, step: 1d}

      """),
    Case(
      "one too many",
      """
        - name: only one
          expect: [{at: 2026-03-03 10:00}]

      """,
      """
      cart.test.yaml:12:5: failed: there was one message too many
        in “only one”
          + {at: 2026-03-02 11:00, step: 1h, via: email, subject: Your Sencha waits}

      """),
    Case(
      "silence, and what stopped it",
      """
        - name: cheap
          given: {cart: [{key: c1, total: 5}]}
          expect: [{step: 1h, via: email}]
        - name: early
          run: {to: 2026-03-02 10:00}
          expect: [{step: 1h}]

      """,
      """
      cart.test.yaml:13:14: failed: the message did not come
        in “cheap”
          - {step: 1h, via: email}
          c1, step 1h, at 2026-03-03 09:30: no-match: when: cart.total > 10

      cart.test.yaml:16:14: failed: the message did not come
        in “early”
          - {step: 1h}
          no step came due from 2026-03-02 09:00 to 2026-03-02 10:00

      """),
    Case(
      "another reason, and none",
      """
        - {name: why, given: {cart: [{key: c1, total: 5}]}, expect: [], because: unless}
        - {name: none, expect: [{}, {}], because: [unless, holdout]}

      """,
      """
      cart.test.yaml:11:76: failed: the outcome was another
        in “why”
          - unless
          + no-match
          c1, step 1h, at 2026-03-03 09:30: no-match: when: cart.total > 10

      cart.test.yaml:12:45: failed: nothing was stopped
        in “none”
          - unless, holdout
          + {at: 2026-03-02 11:00, step: 1h, via: email, subject: Your Sencha waits}
          + {at: 2026-03-03 10:00, step: 1d, via: email, subject: Still here}

      """),
    Case(
      "headers",
      """
        - name: headers
          run: {from: 2026-03-03 09:30, to: 2026-03-03 12:00}
          expect: [{}, {headers: {X-Cart: c2, X-Shop: Tea}}]

      """,
      """
      cart.test.yaml:13:28: failed: message 2 has another “headers”
        in “headers”
          - X-Cart: c2
          + X-Cart: c1
            X-Shop: Tea

      """),
    Case(
      "a long line is cut around the difference",
      """
        - name: long
          given: {customer: [{key: anna@tea.example, name: "Anna of the very long name that fills a line of a mail"}]}
          run: {to: 2026-03-02 12:00}
          expect: [{text: "Hello Anna of the very long name that fills a line of a mail, and more, and more of it"}]

      """,
      """
      cart.test.yaml:14:21: failed: the message has another “text”
        in “long”
          - … fills a line of a mail, and more, and more of it
          + … fills a line of a mail,
          +
          + your tea is waiting:
          + Sencha
          + Assam
          +
          + Good-bye

      """),
    Case(
      "a list", campaign: "call",
      """
        - name: skills
          given: {cart: [{key: c1, total: 101}]}
          expect: [{queue: care, skills: [tea, de]}]

      """,
      """
      call.test.yaml:13:22: failed: the message has another “queue”
        in “skills”
          - care
          + gold

      call.test.yaml:13:36: failed: the message has another “skills”
        in “skills”
            - tea
          - - de
          + - en

      """),
  ]

  // MARK: - JUnit

  @Test func junitIsXMLThatHoldsAll() throws {
    let report = try Self.report(
      """
        - {name: "a <b> & \\"c\\"", run: {to: 2026-03-02 12:00}, expect: [{}]}
        - {name: wrong, run: {to: 2026-03-02 12:00}, expect: [{subject: "<Tea> & \\"co\\""}]}

      """)
    let broken = CaseReport(
      files: report.files, results: report.results,
      problems: [Diagnostic(.error, "“x” <is> wrong", file: "late.test.yaml", at: SourcePosition(line: 3, column: 4))])
    let found = try XMLOutline(JUnitReport(broken).xml)
    #expect(
      found.elements.map(\.name) == [
        "testsuites", "testsuite", "testcase", "testcase", "failure", "testsuite", "testcase", "error",
      ])
    #expect(found.elements[0].attributes["tests"] == "3" && found.elements[0].attributes["failures"] == "1")
    #expect(found.elements[0].attributes["errors"] == "1")
    #expect(found.elements[1].attributes["name"] == "cart" && found.elements[1].attributes["tests"] == "2")
    #expect(found.elements[2].attributes["name"] == "a <b> & \"c\"")
    #expect(found.elements[2].attributes["line"] == "11" && found.elements[2].attributes["file"] == "cart.test.yaml")
    #expect(Double(found.elements[2].attributes["time"] ?? "") != nil)
    #expect(found.elements[4].attributes["message"] == "the message has another “subject”")
    #expect(
      found.elements[4].text
        == "cart.test.yaml:12:67: the message has another “subject”\n    - <Tea> & \"co\"\n    + Your Sencha waits")
    #expect(found.elements[7].text == "late.test.yaml:3:4: error: “x” <is> wrong")
  }
}

/// The elements of a document in their order.
private final class XMLOutline: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { throw parser.parserError ?? CocoaError(.coderReadCorrupt) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if let last = open.last { elements[last].text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    if let last = open.popLast(), !["failure", "error"].contains(elements[last].name) { elements[last].text = "" }
  }
}
