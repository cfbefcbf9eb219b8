import Testing

@testable import Planning

/// One campaign on late parcels, one subject, and what each gate makes of it.
@Suite struct GateTests {
  static let late = """
    purpose: service
    each: shipment
    start: shipment.expected_at
    when:
      - shipment.delivered_at == null
      - not (shipment.status in ["delivered", "returned"])
    unless:
      - customer.tickets.exists(t, t.open)
    until:
      - order.status == "cancelled"
    via: [preferred, email, sms]
    send:
      - after: 1d
        before: 10d
        any: {subject: Late, text: "Hello {{ customer.name }}, {{ order.key }} is late"}
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var customer = "anna@x.example,Anna,+491701234567,Europe/Berlin,DE,de,,true,true"
    var order = "O1,anna@x.example,2026-02-20T10:00:00Z,2026-02-20T10:00:00Z,paid,50"
    var parcel = "P1,O1,2026-03-01T10:00:00Z,,in_transit,2026-03-02T00:00:00Z"
    var ticket: String? = nil
    let expected: String
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "late and reachable", expected: "sent email"),
    Case(name: "not due for a day yet", parcel: "P1,O1,2026-03-02T10:00:00Z,,in_transit,", expected: "not-due"),
    Case(name: "due this second", parcel: "P1,O1,2026-03-01T12:00:00Z,,in_transit,", expected: "sent email"),
    Case(name: "due in a second", parcel: "P1,O1,2026-03-01T12:00:01Z,,in_transit,", expected: "not-due"),
    Case(name: "the window has closed", parcel: "P1,O1,2026-02-20T12:00:00Z,,in_transit,", expected: "not-due"),
    Case(name: "a second before it closes", parcel: "P1,O1,2026-02-20T12:00:01Z,,in_transit,", expected: "sent email"),
    Case(name: "no start", parcel: "P1,O1,,,in_transit,", expected: "not-due"),
    Case(name: "delivered", parcel: "P1,O1,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,x,", expected: "no-match"),
    Case(name: "delivered by status", parcel: "P1,O1,2026-03-01T10:00:00Z,,delivered,", expected: "no-match"),
    Case(name: "an empty status is unknown", parcel: "P1,O1,2026-03-01T10:00:00Z,,,", expected: "no-data"),
    Case(
      name: "a rule that is false decides over one that is unknown",
      parcel: "P1,O1,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,,", expected: "no-match"),
    Case(
      name: "a date that is none is unknown even to == null", parcel: "P1,O1,2026-03-01T10:00:00Z,soon,in_transit,",
      expected: "no-data"),
    Case(name: "an open ticket", ticket: "T1,anna@x.example,2026-03-01T10:00:00Z,", expected: "unless"),
    Case(
      name: "a closed ticket", ticket: "T1,anna@x.example,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z",
      expected: "sent email"),
    Case(name: "cancelled", order: "O1,anna@x.example,2026-02-20T10:00:00Z,,cancelled,50", expected: "until"),
    Case(
      name: "until comes before unless", order: "O1,anna@x.example,2026-02-20T10:00:00Z,,cancelled,50",
      ticket: "T1,anna@x.example,2026-03-01T10:00:00Z,", expected: "until"),
    Case(name: "no order", order: "O9,anna@x.example,2026-02-20T10:00:00Z,,paid,50", expected: "no-data"),
    Case(
      name: "the favourite comes first", customer: "anna@x.example,Anna,+491701234567,,,,sms,true,true",
      expected: "sent sms"),
    Case(
      name: "the favourite cannot be reached", customer: "anna@x.example,Anna,0170 1234567,,,,sms,true,true",
      expected: "sent email"),
    Case(
      name: "a favourite that the shop does not have", customer: "anna@x.example,Anna,,,,,fax,true,true",
      expected: "sent email"),
    Case(name: "a name that is printed and empty", customer: "anna@x.example,,,,,,,true,true", expected: "no-data"),
    Case(
      name: "no channel with an address", customer: "anna,Anna,,,,,,true,true",
      order: "O1,anna,2026-02-20T10:00:00Z,,paid,50", expected: "unreachable"),
    Case(
      name: "service on a channel that asks for consent", customer: "anna,Anna,+491701234567,,,,,true,",
      order: "O1,anna,2026-02-20T10:00:00Z,,paid,50", expected: "no-consent"),
    Case(
      name: "an e-mail key is trimmed and lower-cased on both sides",
      order: "O1, Anna@X.example ,2026-02-20T10:00:00Z,,paid,50", expected: "sent email"),
  ]

  @Test(arguments: cases) func outcome(_ test: Case) throws {
    let shop = try TestShop(
      campaigns: ["late": Self.late],
      [
        "customers": [test.customer], "orders": [test.order], "shipments": [test.parcel],
        "tickets": test.ticket.map { [$0] } ?? [],
      ])
    #expect(try shop.outcome() == test.expected)
  }

  @Test func aSecondRunSendsNothing() throws {
    let shop = try TestShop(
      campaigns: ["late": Self.late],
      ["customers": [Self.cases[0].customer], "orders": [Self.cases[0].order], "shipments": [Self.cases[0].parcel]])
    shop.record(try shop.plan())
    #expect(try shop.outcome() == "already-sent")
    // What was sent stays said even when its reason is gone.
    try shop.write(
      "shipments.csv", TestShop.headers["shipments"]! + "\nP1,O1,2026-03-01T10:00:00Z,2026-03-02T11:00:00Z,delivered,\n"
    )
    #expect(try shop.outcome() == "already-sent")
  }

  @Test func aWindowThatClosedSinceTheLastRunIsExpired() throws {
    let shop = try TestShop(
      campaigns: ["late": Self.late],
      [
        "customers": [Self.cases[0].customer], "orders": [Self.cases[0].order],
        "shipments": ["P1,O1,2026-02-20T11:00:00Z,,in_transit,"],
      ])
    shop.history.last = try shop.plan("2026-03-02T10:00:00Z").now
    #expect(try shop.outcome() == "expired")
    shop.history.last = try shop.plan("2026-03-02T11:30:00Z").now
    #expect(try shop.outcome() == "not-due")
  }

  struct StaleCase: Sendable, CustomTestStringConvertible {
    let name: String
    let made: String
    let isNowGiven: Bool
    let expected: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    StaleCase(name: "made after the step was due", made: "2026-03-02T11:00:00Z", isNowGiven: false, expected: "sent"),
    StaleCase(
      name: "made before the step was due", made: "2026-03-02T09:59:59Z", isNowGiven: false, expected: "stale-data"),
    StaleCase(name: "older than fresh", made: "2026-03-01T10:30:00Z", isNowGiven: false, expected: "stale-data"),
    StaleCase(
      name: "--now does not lift what is not proven", made: "2026-03-01T10:30:00Z", isNowGiven: true,
      expected: "stale-data"),
  ])
  func staleData(_ test: StaleCase) throws {
    let shop = try TestShop(
      campaigns: ["late": Self.late],
      ["customers": [Self.cases[0].customer], "orders": [Self.cases[0].order], "shipments": [Self.cases[0].parcel]],
      made: TestShop.now)
    try shop.setMade("tickets.csv", test.made)
    #expect(try shop.plan(isNowGiven: test.isNowGiven).decisions.map(\.outcome.rawValue) == [test.expected])
  }

  struct SuppressionCase: Sendable, CustomTestStringConvertible {
    let name: String
    let house: String
    var list: String? = "Address,Why\n ANNA@x.example ,bounced\n"
    let expected: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    SuppressionCase(name: "for all purposes", house: "suppress: {email: {all: gone.csv}}", expected: "sent sms"),
    SuppressionCase(
      name: "for marketing only", house: "suppress: {email: {marketing: gone.csv}}", expected: "sent email"),
    SuppressionCase(
      name: "another address", house: "suppress: {email: gone.csv}", list: "b@x.example\n", expected: "sent email"),
    SuppressionCase(
      name: "a list that is missing holds the channel", house: "suppress: {email: gone.csv}", list: nil,
      expected: "sent sms"),
    SuppressionCase(name: "only to others", house: "only_to: [me@shop.example]", expected: "suppressed"),
    SuppressionCase(name: "only to her", house: "only_to: [anna@x.example]", expected: "sent email"),
  ])
  func suppression(_ test: SuppressionCase) throws {
    let shop = try TestShop(
      house: TestShop.house + test.house + "\n", campaigns: ["late": Self.late],
      ["customers": [Self.cases[0].customer], "orders": [Self.cases[0].order], "shipments": [Self.cases[0].parcel]])
    if let list = test.list { try shop.write("gone.csv", list) }
    #expect(try shop.outcome() == test.expected)
  }

  /// At 12:00 UTC it is 13:00 in Berlin and 7:00 in New York; in the United States it is morning somewhere else still.
  @Test(arguments: [
    ("10:00-13:00", "Europe/Lisbon", "sent email"), ("10:00-13:00", "Europe/Berlin", "quiet"),
    ("13:00-14:00", "Europe/Berlin", "sent email"), ("06:00-08:00", "America/New_York", "sent email"),
    ("06:00-08:00", "", "quiet"), ("22:00-13:30", "Europe/Berlin", "sent email"),
  ])
  func between(_ window: String, _ zone: String, _ expected: String) throws {
    let shop = try TestShop(
      campaigns: ["late": Self.late.replacing("before: 10d\n", with: "before: 10d\n    between: \(window)\n")],
      [
        "customers": ["anna@x.example,Anna,,\(zone),US,en,,true,true"], "orders": [Self.cases[0].order],
        "shipments": [Self.cases[0].parcel],
      ])
    #expect(try shop.outcome() == expected)
  }
}
