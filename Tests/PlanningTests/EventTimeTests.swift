import Campaigns
import CivilTime
import Rules
import TestSupport
import Testing

@testable import Planning

/// What a past instant knew.
@Suite struct EventTimeTests {
  struct Name: CustomTestStringConvertible, Sendable {
    var field: String
    var isEvent: Bool
    var isBeginning: Bool
    var testDescription: String { field }

    static func ahead(_ names: String...) -> [Name] {
      names.map { Name(field: $0, isEvent: false, isBeginning: false) }
    }
    static func later(_ names: String...) -> [Name] { names.map { Name(field: $0, isEvent: true, isBeginning: false) } }
    static func beginning(_ names: String...) -> [Name] {
      names.map { Name(field: $0, isEvent: true, isBeginning: true) }
    }
  }

  static let names =
    Name.ahead(
      "expected_at", "promised_at", "estimated_delivery", "due_on", "due", "ships_at", "expires_at", "valid_until",
      "eta",
      "pay_by", "next_order_at", "renews_on", "ends_at", "starts_at", "available_at", "delivery_date", "Expected_At")
    + Name.later("delivered_at", "closed_at", "cancelled_at", "fulfilled_at", "returned_at", "failed_at")
    + Name.beginning(
      "created_at", "updated_at", "opened_at", "paid_at", "checked_at", "viewed_at", "last_delivery_at", "date",
      "standby_at")

  @Test(arguments: names) func name(_ name: Name) {
    #expect(EventTime.isEvent(field: name.field) == name.isEvent)
    #expect(EventTime.isBeginning(field: name.field) == name.isBeginning)
  }

  /// `order.created_at` at noon, `paid_at` at one; a parcel that is to come at two, and came at three; a cart of three.
  static let cases = """
    given:
      customer: [{key: anna@x.example, name: Anna}]
      order: [{key: O1, customer: anna@x.example, created_at: 2026-03-02 12:00, paid_at: 2026-03-02 13:00}]
      shipment:
        - {key: P1, order: O1, expected_at: 2026-03-02 14:00, delivered_at: 2026-03-02 15:00, status: came}
        - {key: P2, order: O1, checked_at: 2026-03-02 12:00, status: packed}
        - {key: P2, order: O1, checked_at: 2026-03-02 14:00, status: sent}
        - {key: P2, order: O1, checked_at: 2026-03-02 16:00, status: came, delivered_at: 2026-03-02 15:30}
      cart: [{key: C1, customer: anna@x.example, updated_at: 2026-03-02 14:00, items: [{name: a}, {name: b}]}]
    run: {from: 2026-03-02 10:00, to: 2026-03-02 10:00}
    tests: [{name: any, expect: []}]

    """

  static let campaign = """
    purpose: service
    each: order
    start: order.created_at
    via: [email]
    send: [{after: 1h, email: {subject: Hello, text: Hello}}]

    """

  struct Moment: CustomTestStringConvertible, Sendable {
    var at: String
    var expression: String
    var sees: String
    var testDescription: String { "\(at): \(expression)" }

    init(_ at: String, _ expression: String, _ sees: String) {
      self.at = at
      self.expression = expression
      self.sees = sees
    }
  }

  static let moments = [
    Moment("11:59", "orders", ""), Moment("12:00", "orders", "O1"),
    Moment("11:59", "O1 paid", "no order"), Moment("12:59", "O1 paid", "missing"), Moment("13:00", "O1 paid", "known"),
    // A parcel of which only the end is known was there before it; what is to come is known.
    Moment("11:00", "shipments", "P1"), Moment("12:00", "shipments", "P1 P2"),
    Moment("14:59", "P1 delivered", "missing"), Moment("15:00", "P1 delivered", "known"),
    Moment("11:00", "P1 expected", "known"),
    // Of several rows of a key, the newest that was there.
    Moment("12:00", "P2 status", "packed"), Moment("15:59", "P2 status", "sent"), Moment("16:00", "P2 status", "came"),
    Moment("13:59", "carts", ""), Moment("13:59", "items", "0"), Moment("14:00", "carts", "C1"),
    Moment("14:00", "items", "2"),
    // The order's link names a customer who is always there; the parcel's an order that is not there yet.
    Moment("10:00", "customers", "anna@x.example"), Moment("11:00", "P1 order", "a guest"),
    Moment("12:00", "P1 order", "a record"),
  ]

  @Test(arguments: moments) func moment(_ moment: Moment) throws {
    let house = TestShop.house
    let loaded = loadProject(
      files: ["herald.yaml": house, "a.yaml": Self.campaign, "a.test.yaml": Self.cases], outcomes: [])
    #expect(loaded.diagnostics == [])
    let project = try #require(loaded.project)
    let test = try #require(loaded.cases.first?.cases.first)
    let now = try #require(ISOTime.parse("2026-03-02 " + moment.at, zone: .utc))
    let store = GivenRows(test.records, project).store(at: now, history: NoHistory())
    #expect(Self.look(moment.expression, store, project) == moment.sees)
  }

  private static func look(_ what: String, _ store: RecordStore, _ project: Project) -> String {
    func entity(_ name: String) -> Int { project.schema.entity(named: name) ?? -1 }
    func keys(_ name: String) -> String {
      let entity = entity(name)
      return store.entities[entity].ordinals.indices.map { store.key(of: RecordID(entity: entity, row: $0)) }
        .joined(separator: " ")
    }
    func read(_ name: String, _ key: String, _ field: String) -> String {
      let entity = entity(name)
      guard let row = store.row(of: entity, key: key), store.entities[entity].exists(row),
        let index = project.schema.entities[entity].fields.firstIndex(where: { $0.name == field })
      else { return "no \(name)" }
      switch store.read(field: index, of: RecordID(entity: entity, row: row)) {
      case .value(.string(let text)): return text
      case .value: return "known"
      case .missing: return "missing"
      case .unreadable: return "unreadable"
      }
    }
    switch what {
    case "orders": return keys("order")
    case "shipments": return keys("shipment")
    case "carts": return keys("cart")
    case "customers": return keys("customer")
    case "items": return "\(store.entities[entity("cart.items")].ordinals.count)"
    case "O1 paid": return read("order", "O1", "paid_at")
    case "P1 delivered": return read("shipment", "P1", "delivered_at")
    case "P1 expected": return read("shipment", "P1", "expected_at")
    case "P2 status": return read("shipment", "P2", "status")
    case "P1 order":
      guard let row = store.row(of: entity("order"), key: "O1") else { return "nothing" }
      return store.entities[entity("order")].exists(row) ? "a record" : "a guest"
    default: return "?"
    }
  }
}
