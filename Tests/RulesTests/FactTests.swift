import CivilTime
import Diagnostics
import Rules
import Testing

@Suite("Facts")
struct FactTests {
  private static func check(_ facts: [(String, String, String)], _ checker: inout RuleChecker) -> [Diagnostic] {
    checker.checkFacts(facts.map { (Shop.index($0.0), $0.1, SourceText($0.2, file: "herald.yaml")) })
  }

  static let example = [
    ("customer", "at_risk", "customer.orders.size() >= 3 and customer.orders_90d == 0"),
    ("customer", "high_value", "customer.spent_365d >= 500"),
    ("customer", "spent_365d", "customer.orders.filter(o, o.created_at > now - 365d).sum(o, o.total)"),
    ("customer", "orders_90d", "customer.orders.count(o, o.created_at > now - 90d)"),
    ("customer", "whatsapp_ok", "(\"whatsapp\" in customer.tags)"),
    ("order", "ship_by", "order.paid_at.addBusinessDays(3)"),
    ("ticket", "open", "ticket.closed_at == null"),
  ]

  private static let store: (ShopStore, RecordID) = {
    var store = ShopStore()
    store.add("customer", ["key": .text("a@b.c"), "tags": .value(.list([.string("vip"), .string("whatsapp")]))])
    store.add("ticket", ["key": .text("t"), "customer": .text("a@b.c")])
    for (key, day, total) in [("1", "2025-06-01", 300.1), ("2", "2025-06-02", 199.9), ("3", "2024-01-01", 1000)] {
      store.add(
        "order", ["key": .text(key), "customer": .text("a@b.c"), "created_at": .time(day), "total": .number(total)])
    }
    let order = store.add(
      "order", ["key": .text("4"), "paid_at": .time("2026-03-06T10:00:00Z"), "customer": .text("guest@b.c")])
    let shipment = store.add("shipment", ["key": .text("s"), "order": .text("1")])
    _ = order
    return (store, shipment)
  }()

  @Test(arguments: [
    ("customer.high_value", Outcome.yes), ("customer.at_risk", .yes), ("customer.orders_90d == 0", .yes),
    ("customer.spent_365d == 500", .yes), ("customer.whatsapp_ok", .yes), ("customer.tickets.exists(t, t.open)", .yes),
    ("order.ship_by == null", .yes), ("has(order.ship_by)", .no), ("not customer.high_value", .no),
    ("shipment.order.customer.high_value and customer.spent_365d < 501", .yes),
  ])
  func values(_ item: (String, Outcome)) {
    let (store, shipment) = Self.store
    #expect(outcome(of: item.0, store: store, subject: shipment, facts: Self.example) == item.1)
  }

  @Test func aFactOfNobodyIsUnknown() {
    var store = ShopStore()
    let order = store.add(
      "order", ["key": .text("4"), "paid_at": .time("2026-03-06T10:00:00Z"), "customer": .text("guest@b.c")])
    func outcome(_ text: String) -> Outcome {
      RulesTests.outcome(
        of: text, store: store, subject: order, facts: Self.example + [("customer", "silent", "customer.phone == null")]
      )
    }
    #expect(outcome("order.ship_by == timestamp('2026-03-11T10:00:00Z')") == .yes)
    #expect(outcome("customer.silent") == .unknown(.noRecord(link: "order.customer")))
    #expect(outcome("customer.high_value") == .unknown(.noRecord(link: "order.customer")))
    #expect(outcome("customer.high_value == null") == .yes)
  }

  @Test func circlesAreNamed() {
    var checker = RuleChecker(schema: Shop.schema)
    let problems = Self.check(
      [
        ("order", "a", "order.b > 3"), ("order", "b", "order.c ? 1 : 2"), ("order", "c", "order.a"),
        ("order", "d", "order.d"), ("order", "e", "order.a or order.fine"), ("order", "fine", "order.total > 3"),
      ], &checker)
    #expect(
      problems.map(\.message) == [
        "a fact cannot stand on itself: order.a → order.b → order.c → order.a",
        "a fact cannot stand on itself: order.d → order.d",
      ])
    #expect(problems.map { $0.position?.column } == [7, 7])
    guard case .failure(let use) = checker.check(SourceText("order.e"), in: .init(subject: Shop.index("order"))) else {
      Issue.record("a fact on a circle was accepted")
      return
    }
    // It was reported once, where the fact stands.
    #expect(use.diagnostics.isEmpty)
    guard case .success = checker.check(SourceText("order.fine"), in: .init(subject: Shop.index("order"))) else {
      Issue.record("a good fact was refused")
      return
    }
  }

  @Test func orderDoesNotMatter() {
    for facts in [Self.example, Self.example.reversed()] {
      var checker = RuleChecker(schema: Shop.untyped)
      #expect(Self.check(facts, &checker) == [])
      checker.finish()
      let customer = checker.schema.entities[Shop.index("customer")]
      #expect(
        customer.facts.sorted { $0.name < $1.name }.map(\.type) == [.bool, .bool, .int, .double, .bool])
    }
  }

  @Test func namesThatAreTaken() {
    var checker = RuleChecker(schema: Shop.schema)
    let problems = Self.check(
      [("order", "total", "1"), ("order", "shipments", "1"), ("order", "x", "1"), ("order", "x", "2")], &checker)
    #expect(
      problems.map(\.message) == [
        "order has a field “total” already", "order has a field “shipments” already", "this fact is there twice",
      ])
  }

  @Test func macrosInsideOfFactsCount() {
    var checker = RuleChecker(schema: Shop.schema)
    #expect(
      Self.check(
        [
          ("order", "big", "order.items.exists(i, i.price > 3)"),
          ("customer", "deep", "customer.orders.exists(o, o.big)"),
        ], &checker) == [])
    let scope = RuleChecker.Scope(subject: Shop.index("customer"))
    guard case .success = checker.check(SourceText("customer.orders.all(o, o.big)"), in: scope),
      case .failure(let problems) = checker.check(SourceText("customer.orders.all(o, o.customer.deep)"), in: scope)
    else {
      Issue.record("the depth is not that of the whole")
      return
    }
    #expect(
      problems.diagnostics.map(\.message) == ["macros nest at most 2 deep, and customer.deep has some of its own"])
  }

  @Test func costIsBounded() {
    var checker = RuleChecker(schema: Shop.schema)
    var facts = [("order", "f0", "order.total > 3")]
    for index in 1..<40 { facts.append(("order", "f\(index)", "order.f\(index - 1) or order.f\(index - 1)")) }
    let problems = Self.check(facts, &checker)
    #expect(problems.first?.message == "this is more than 50000 operations once its facts are put in")
    var chain = [("order", "f0", "order.total > 3")]
    for index in 1..<200 { chain.append(("order", "f\(index)", "order.f\(index - 1)")) }
    for facts in [chain, chain.reversed()] {
      var checker = RuleChecker(schema: Shop.schema)
      #expect(Self.check(facts, &checker).first?.message == "more than 50 facts stand on one another here")
    }
  }
}
