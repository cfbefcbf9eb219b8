import Campaigns
import CivilTime
import Diagnostics
import Platform
import TestSupport
import Testing

@testable import Planning

/// A small shop on disk, made of texts, and plans over it.
///
/// Customers, orders, shipments, carts and tickets are there with their headers; a test gives the rows it is about.
final class TestShop {
  let folder: TemporaryFolder
  var history = TestHistory()
  /// When the exports were made; an hour before `now` unless a test says otherwise.
  static let now = "2026-03-02T12:00:00Z"

  static let headers = [
    "customers": "Email,Name,Phone,Zone,Country,Locale,Favourite,email_ok,sms_ok",
    "orders": "Order,Email,created_at,paid_at,status,total",
    "shipments": "Parcel,Order,expected_at,delivered_at,status,checked_at",
    "carts": "Cart,Email,updated_at,total,Item,Price",
    "tickets": "Ticket,Email,opened_at,closed_at",
  ]

  static let house = """
    id: test
    shop: Test
    zone: UTC
    currency: EUR
    quiet: none
    limit: none
    surge: none
    links: {unsubscribe: "https://test.example/u?c={{ customer.key }}"}
    channels:
      email: {to: [customer.email, customer.key], consent: customer.email_ok}
      sms: {to: customer.phone, consent: {marketing: customer.sms_ok, service: customer.sms_ok}}
    prefer: customer.favourite
    data:
      customer:
        file: customers.csv
        key: Email
        fields: {email: Email, name: Name, phone: Phone, zone: Zone, country: Country, locale: Locale, favourite: Favourite, email_ok: email_ok, sms_ok: sms_ok}
      order:
        file: orders.csv
        key: Order
        fields: {customer: Email, created_at: created_at, paid_at: paid_at, status: status, total: total}
      shipment:
        file: shipments.csv
        key: Parcel
        duplicates: newest by checked_at
        reject_limit: 100%
        fields: {order: Order, expected_at: expected_at, delivered_at: delivered_at, status: status, checked_at: checked_at}
      cart:
        file: carts.csv
        key: Cart
        fields: {customer: Email, updated_at: updated_at, total: total}
        items: {name: Item, price: Price}
      ticket:
        file: tickets.csv
        key: Ticket
        fields: {customer: Email, opened_at: opened_at, closed_at: closed_at}
    facts:
      ticket.open: ticket.closed_at == null

    """

  init(
    house: String = TestShop.house, campaigns: [String: String], _ rows: [String: [String]] = [:],
    made: String = TestShop.now
  ) throws {
    folder = try TemporaryFolder()
    try write("herald.yaml", house)
    for (name, text) in campaigns { try write("\(name).yaml", text) }
    for (name, header) in Self.headers {
      try write("\(name).csv", ([header] + (rows[name] ?? [])).joined(separator: "\n") + "\n")
      try setMade("\(name).csv", made)
    }
  }

  func write(_ name: String, _ text: String) throws {
    try folder.write(name, text)
  }

  func setMade(_ name: String, _ text: String) throws {
    let made = try #require(ISOTime.parse(text, zone: .utc))
    try FileSystem.setModified(folder.path + "/" + name, .init(seconds: made.seconds, nanoseconds: made.nanoseconds))
  }

  func project() throws -> Project {
    let loaded = loadProject(directory: folder.path, state: nil)
    let problems = loaded.diagnostics.filter { $0.severity == .error }
    #expect(problems.isEmpty, "\(DiagnosticRenderer().render(problems))")
    return try #require(loaded.project)
  }

  func plan(
    _ now: String = TestShop.now, threads: Int = 1, everyDecision: Bool = true, isNowGiven: Bool = true
  ) throws -> Plan {
    let instant = try #require(ISOTime.parse(now, zone: .utc))
    let request = Planner.Request(
      now: instant, isNowGiven: isNowGiven, threads: threads, wantsEveryDecision: everyDecision)
    var plan = try Planner(project: try project(), history: history, request: request).plan()
    try plan.render(batch: "b", signKey: [1, 2, 3]) { _ in }
    return plan
  }

  /// `key/step: outcome`, sorted.
  func outcomes(_ now: String = TestShop.now, threads: Int = 1) throws -> [String] {
    let plan = try plan(now, threads: threads)
    return plan.decisions.map {
      let campaign = plan.project.campaigns[$0.campaign]
      return "\(plan.subjectKey($0))/\(campaign.steps[$0.step].name): \($0.outcome.rawValue)"
    }.sorted()
  }

  /// The one decision of a shop with one candidate.
  func outcome(_ now: String = TestShop.now) throws -> String {
    let plan = try plan(now)
    #expect(plan.decisions.count <= 1)
    guard let decision = plan.decisions.first else { return "not-due" }
    let channel = decision.channel.map { " " + plan.project.channels[$0].name } ?? ""
    return decision.outcome.rawValue + channel
  }

  /// Marks what a plan would send as sent, as a run does.
  func record(_ plan: Plan) {
    for decision in plan.decisions where decision.outcome == .sent {
      if let message = decision.message { history.messages[message] = plan.now }
      let campaign = plan.project.campaigns[decision.campaign]
      if let customer = plan.customerKey(decision) { history.told["\(campaign.id) \(customer)"] = plan.now }
      if campaign.steps.count > 1, let sequence = decision.sequence {
        history.sequences[campaign.id, default: [:]][sequence] = OpenSequence(
          key: sequence, subjectKey: plan.subjectKey(decision), start: decision.start)
      }
    }
    history.last = plan.now
  }
}

/// What earlier runs did, in memory.
struct TestHistory: History {
  var last: Instant?
  var messages: [Hash128: Instant] = [:]
  var sequences: [String: [Hash128: OpenSequence]] = [:]
  var told: [String: Instant] = [:]

  var lastRun: Instant? { last }
  var problem: Diagnostic? { nil }
  func hasMessages(campaign: String) -> Bool { !messages.isEmpty }
  func decided(_ sortedKeys: [Hash128]) -> [Instant?] { sortedKeys.map { messages[$0] } }
  func openSequences(campaign: String) -> [OpenSequence] { Array((sequences[campaign] ?? [:]).values) }
  func lastTold(campaign: String, customer: String) -> Instant? { told["\(campaign) \(customer)"] }
}
