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
  var history = RehearsalHistory()
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

  /// Other rows for an export.
  func replace(_ export: String, _ rows: [String], made: String) throws {
    try write("\(export).csv", ([Self.headers[export] ?? ""] + rows).joined(separator: "\n") + "\n")
    try setMade("\(export).csv", made)
  }

  func plan(
    _ now: String = TestShop.now, threads: Int = 1, everyDecision: Bool = true, isNowGiven: Bool = true,
    allowed: [String: Int] = [:], unsent: UnsentJobs = UnsentJobs(), _ take: (Job) throws -> Void = { _ in }
  ) throws -> Plan {
    let instant = try #require(ISOTime.parse(now, zone: .utc))
    var request = Planner.Request(
      now: instant, isNowGiven: isNowGiven, threads: threads, wantsEveryDecision: everyDecision)
    request.allowed = allowed
    request.unsent = unsent
    var plan = try Planner(project: try project(), history: history, request: request).plan()
    try plan.render(batch: "b", signKey: [1, 2, 3], take)
    return plan
  }

  /// The jobs that a run would spool, each its line of JSON.
  func jobs(_ now: String = TestShop.now) throws -> [String] {
    var jobs: [String] = []
    _ = try plan(now) { jobs.append(String(decoding: $0.bytes, as: UTF8.self)) }
    return jobs
  }

  /// Plans and remembers, as a run does. The exports are made then.
  @discardableResult func run(_ now: String) throws -> Plan {
    for name in Self.headers.keys { try setMade("\(name).csv", now) }
    let plan = try plan(now)
    record(plan)
    return plan
  }

  /// `campaign key: outcome`, sorted.
  func byCampaign(_ now: String = TestShop.now) throws -> [String] {
    let plan = try plan(now)
    return plan.decisions.map {
      "\(plan.project.campaigns[$0.campaign].id) \(plan.subjectKey($0)): \($0.outcome.rawValue)"
    }.sorted()
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

  /// Remembers what a plan decided, as a run does.
  func record(_ plan: Plan) { history.record(plan) }
}

extension Plan {
  /// `campaign outcome count`, sorted.
  func tally() -> [String] {
    counts().flatMap { index, counts in
      counts.map { "\(project.campaigns[index].id) \($0.key.rawValue) \($0.value)" }
    }.sorted()
  }
}
