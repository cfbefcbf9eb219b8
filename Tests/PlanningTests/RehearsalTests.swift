import Campaigns
import CivilTime
import Diagnostics
import Rules
import TestSupport
import Testing

@testable import Planning

/// A test's runs remember what its earlier ones decided, and all gates are the real ones.
@Suite struct RehearsalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// Added to the campaign.
    var campaign: String
    /// Of the test.
    var test: String
    var testDescription: String { name }

    init(_ name: String, _ campaign: String, _ test: String) {
      self.name = name
      self.campaign = campaign
      self.test = test
    }
  }

  private static let cart = "purpose: marketing\neach: cart\nvia: [email]\n"
  private static let hour = "send: [{after: 1h, before: 12h, email: {subject: \"{{ cart.key }}\", text: T}}]\n"
  private static let start = "start: cart.updated_at\n"
  private static let parcel = "purpose: service\neach: shipment\nstart: shipment.expected_at\nvia: [email]\n"

  private static let given = """
    given:
      customer: [{key: anna@x.example, name: Anna, email_ok: yes, zone: UTC}]
      cart: [{key: C1, customer: anna@x.example, updated_at: 2026-03-02 10:00, total: 20}]
    run: {from: 2026-03-02 08:00, to: 2026-03-05 08:00, every: 1h}
    tests:
      - name: it
    """
  /// A second cart, half an hour younger.
  private static let second =
    "    given: {cart: [{key: C2, customer: anna@x.example, updated_at: 2026-03-02 10:30, total: 30}]}\n"

  static let cases = [
    Case(
      "one message a subject and step", cart + start + hour, "    expect: [{at: 2026-03-02 11:00, subject: C1}]\n"),
    Case(
      "again_after begins it again",
      cart + start + hour.replacing("before: 12h", with: "before: 80h") + "again_after: 1d\n",
      "    expect: [{at: 2026-03-02 11:00}, {at: 2026-03-03 11:00}, {at: 2026-03-04 11:00}]\n"),
    Case(
      "first_seen begins when it was seen, and begins again when it was not",
      cart + "start: first_seen\nwhen: cart.total > 10\n" + hour,
      """
          given:
            cart: [{key: C1, updated_at: 2026-03-02 10:00, total: 20}]
          expect: [{at: 2026-03-02 11:00}]

      """),
    Case(
      "a cap of the campaign holds the second cart", cart + start + hour + "cap: 1 per 1d\n",
      second + "    expect: [{subject: C1}]\n    because: capped\n"),
    Case(
      "of two at once the earlier due is told, the other outranked",
      cart + start + hour + "cap: 1 per 1d\n",
      second + "    run: {from: 2026-03-02 12:00, to: 2026-03-02 12:00}\n"
        + "    expect: [{subject: C1}]\n    because: outranked\n"),
    Case(
      "one_per tells a customer once", cart + start + hour + "one_per: cart.customer.key\n",
      second + "    expect: [{subject: C1}]\n"),
    Case(
      "quiet hours are the recipient's", cart + start + hour + "quiet: 11:00-14:00\n",
      """
          given: {customer: [{key: anna@x.example, zone: Asia/Kolkata}]}
          expect: [{at: 2026-03-02 11:00}]

      """),
    Case(
      "and hold until they end", cart + start + hour + "quiet: 11:00-14:00\n", "    expect: [{at: 2026-03-02 14:00}]\n"),
    Case(
      "between waits for its window",
      cart + start + hour.replacing("before: 12h", with: "before: 12h, between: 15:00-16:00"),
      "    expect: [{at: 2026-03-02 15:00}]\n"),
    Case(
      "a step that may be skipped does not end it",
      cart + start
        + """
        skip: ok
        send:
          - {after: 1h, before: 2h, when: cart.total > 50, email: {subject: A, text: T}}
          - {after: 5h, before: 8h, email: {subject: B, text: T}}

        """, "    expect: [{at: 2026-03-02 15:00, step: 5h}]\n"),
    Case(
      "a step that passed does",
      cart + start
        + """
        send:
          - {after: 1h, before: 2h, when: cart.total > 50, email: {subject: A, text: T}}
          - {after: 5h, before: 8h, email: {subject: B, text: T}}

        """, "    expect: []\n    because: no-match\n"),
    Case(
      "the variant is pinned and the start, too",
      cart + start
        + """
        until: cart.updated_at > start
        split: {a: 50%, b: 50%}
        send:
          - {after: 1h, email: {subject: {a: A1, b: B1}, text: T}}
          - {after: 5h, email: {subject: {a: A2, b: B2}, text: T}}

        """,
      """
          assume: {split: b}
          expect:
            - {at: 2026-03-02 11:00, subject: B1, variant: b}
            - {at: 2026-03-02 15:00, subject: B2, variant: b}

      """),
    Case(
      "a parcel's states are rows: each is seen when it was",
      parcel + "when: shipment.status != \"came\"\n"
        + "send: [{after: 2h, before: 9h, email: {subject: \"{{ shipment.status }}\", text: T}}]\n",
      """
          given:
            order: [{key: O1, customer: anna@x.example, created_at: 2026-03-01 10:00}]
            shipment:
              - {key: P1, order: O1, expected_at: 2026-03-02 10:00, checked_at: 2026-03-02 08:00, status: packed}
              - {key: P1, order: O1, expected_at: 2026-03-02 10:00, checked_at: 2026-03-02 11:30, status: sent}
              - {key: P1, order: O1, expected_at: 2026-03-02 10:00, checked_at: 2026-03-02 13:00, status: came}
          expect: [{at: 2026-03-02 12:00, key: P1, subject: sent}]

      """),
    Case(
      "it came before we wrote",
      parcel + "when: shipment.delivered_at == null\n"
        + "send: [{after: 2h, before: 9h, email: {subject: S, text: T}}]\n",
      """
          given:
            order: [{key: O1, customer: anna@x.example, created_at: 2026-03-01 10:00}]
            shipment: [{key: P1, order: O1, expected_at: 2026-03-02 10:00, delivered_at: 2026-03-02 11:59}]
          expect: []
          because: no-match

      """),
    Case(
      "it came after we wrote",
      parcel + "when: shipment.delivered_at == null\n"
        + "send: [{after: 2h, before: 9h, email: {subject: S, text: T}}]\n",
      """
          given:
            order: [{key: O1, customer: guest@x.example, created_at: 2026-03-01 10:00}]
            shipment: [{key: P1, order: O1, expected_at: 2026-03-02 10:00, delivered_at: 2026-03-02 12:01}]
          expect: [{at: 2026-03-02 12:00, to: guest@x.example}]

      """),
    Case(
      "a failure goes on by the next channel",
      cart.replacing("[email]", with: "[email, sms]") + start
        + hour.replacing("text: T}}]", with: "text: T}, sms: Hello}]"),
      """
          given: {customer: [{key: anna@x.example, phone: "+491701234567", sms_ok: yes}]}
          receipts: [{at: 2026-03-02 11:30, via: email, state: failed}]
          expect: [{at: 2026-03-02 11:00, via: email}, {at: 2026-03-02 12:00, via: sms}]

      """),
    Case(
      "and where there is none, nobody is reached", cart + start + hour,
      """
          receipts: [{at: 2026-03-02 11:30, step: 1h, key: C1, state: failed}]
          expect: [{at: 2026-03-02 11:00}]

      """),
    Case(
      "told sees what this campaign told before", cart + start + hour + "unless: told(\"it\", 2h)\n",
      second + "    expect: [{at: 2026-03-02 11:00, subject: C1}, {at: 2026-03-02 14:00, subject: C2}]\n"),
  ]

  @Test(arguments: cases) func rehearses(_ test: Case) throws {
    let files = [
      "herald.yaml": TestShop.house, "it.yaml": test.campaign, "it.test.yaml": Self.given + "\n" + test.test,
    ]
    let loaded = loadProject(files: files, outcomes: Outcome.stopping)
    #expect(loaded.diagnostics == [], "\(DiagnosticRenderer().render(loaded.diagnostics))")
    let project = try #require(loaded.project)
    let results = Rehearsal.run(loaded.cases, project: project, threads: 1)
    #expect(results.count == 1 && results.first?.count == 1)
    for failure in results.flatMap({ $0 }).flatMap(\.failures) {
      Issue.record("\(failure.place): \(failure.message)\n\(failure.lines.map(\.text).joined(separator: "\n"))")
    }
  }

  /// Two threads or eight, in whatever order they end: the results stand in the order of the file.
  @Test func resultsAreInTheOrderOfTheFile() throws {
    let names = (0..<40).map { "  - {name: t\($0), expect: [\($0 % 2 == 0 ? "{}" : "")]}\n" }
    let given = Self.given.replacing("\n  - name: it", with: "")
    let files = [
      "herald.yaml": TestShop.house, "it.yaml": Self.cart + Self.start + Self.hour,
      "it.test.yaml": given + "\n" + names.joined(),
    ]
    let loaded = loadProject(files: files, outcomes: Outcome.stopping)
    #expect(loaded.diagnostics == [])
    let project = try #require(loaded.project)
    let results = Rehearsal.run(loaded.cases, project: project, threads: 8)
    #expect(results.first?.map(\.failures.isEmpty) == (0..<40).map { $0 % 2 == 0 })
  }
}
