import Diagnostics
import Rules
import Testing

/// Rules as the project's example campaigns have them, over a schema in which only names are known.
@Suite("Rules of the examples")
struct ExampleRuleTests {
  static let facts = FactTests.example

  struct Case: CustomTestStringConvertible, Sendable {
    var subject: String
    var text: String
    var type: RuleType?
    init(_ subject: String, _ text: String, _ type: RuleType? = .bool) {
      self.subject = subject
      self.text = text
      self.type = type
    }
    var testDescription: String { text }
  }

  static let rules: [Case] = [
    Case("cart", "cart.updated_at", .timestamp), Case("cart", "cart.items.size() > 0 and cart.total >= 30"),
    Case("cart", "customer.tickets.exists(t, t.open)"), Case("cart", "customer.orders.exists(o, o.created_at > start)"),
    Case("order", "order.ship_by - 1d", .timestamp),
    Case("order", "order.paid_at != null and order.cancelled_at == null"), Case("order", "order.fulfilled_at == null"),
    Case("shipment", "shipment.expected_at", .timestamp), Case("shipment", "shipment.delivered_at == null"),
    Case("shipment", "not (shipment.status in [\"delivered\", \"returned\", \"cancelled\"])"),
    Case("shipment", "shipment.order.key", nil), Case("shipment", "order", nil),
    Case("shipment", "customer.high_value"),
    Case("shipment", "shipment.status == \"exception\""),
    Case("order", "order.shipments.max(s, s.delivered_at)", .timestamp),
    Case("order", "told(\"delayed-shipment\", 7d)"), Case("order", "customer.phone", .string),
    Case("order", "customer.key", .string), Case("order", "'care@trailhead.example'", .string),
    Case("order", "customer.email_ok"), Case("order", "customer.whatsapp_ok"), Case("order", "customer.zone", .string),
  ]

  @Test func allOfThemAreAccepted() {
    var checker = RuleChecker(schema: Shop.untyped)
    #expect(
      checker.checkFacts(
        Self.facts.map { (Shop.index($0.0), $0.1, SourceText($0.2)) }) == [])
    for item in Self.rules {
      let scope = RuleChecker.Scope(subject: Shop.index(item.subject), allowsStart: true)
      let result = checker.check(SourceText(item.text), in: scope, expecting: item.type)
      guard case .success = result else {
        Issue.record("\(item.text): \(result)")
        continue
      }
    }
    #expect(checker.finish() == [])
    let types = Dictionary(
      uniqueKeysWithValues: checker.schema.entities.flatMap { entity in
        entity.fields.map { ("\(entity.name).\($0.name)", $0.type) }
      })
    #expect(types["order.paid_at"] == .timestamp)
    #expect(types["order.total"] == .double)
    #expect(types["customer.tags"] == .list(.string))
    #expect(types["shipment.delivered_at"] == .timestamp)
    #expect(types["customer.email_ok"] == .bool)
    // Only asked whether it is there: nothing says more.
    #expect(types["order.cancelled_at"] == .string)
  }
}
