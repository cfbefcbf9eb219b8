import CivilTime
import Rules
import Testing

/// True, false and unknown, and what stops an unknown.
@Suite("Unknown")
struct ThreeValuedTests {
  /// Order 1 has a total and no payment; its discount cannot be read.
  private static let shop: (store: ShopStore, order: RecordID) = {
    var store = ShopStore()
    store.add("customer", ["key": .text("anna@example.com"), "first_name": .text("Anna")])
    let order = store.add(
      "order",
      ["key": .text("1"), "customer": .text("anna@example.com"), "total": .number(40), "discount": .unreadable])
    return (store, order)
  }()

  private func outcome(_ text: String) -> Outcome {
    RulesTests.outcome(of: text, store: Self.shop.store, subject: Self.shop.order)
  }

  enum Truth: String, CaseIterable, Sendable {
    case yes = "order.total > 30"
    case no = "order.total > 300"
    case missing = "order.paid_at > now"
    case unreadable = "order.discount > 3"

    var isUnknown: Bool { self == .missing || self == .unreadable }
  }

  @Test(arguments: Truth.allCases, Truth.allCases)
  func junctions(_ a: Truth, _ b: Truth) {
    for (word, decides) in [("and", Truth.no), ("or", Truth.yes), ("&&", Truth.no), ("||", Truth.yes)] {
      let found = outcome("\(a.rawValue) \(word) \(b.rawValue)")
      if a == decides || b == decides {
        #expect(found == (decides == .yes ? .yes : .no))
      } else if a.isUnknown || b.isUnknown {
        #expect(found.isUnknown)
      } else {
        #expect(found == (decides == .yes ? .no : .yes))
      }
    }
  }

  @Test func unknownSpreads() {
    for text in [
      "not (order.paid_at > now)", "!(order.paid_at > now)", "order.paid_at == now", "order.paid_at != now",
      "order.paid_at + 3d > now", "order.paid_at in [now]", "now in [order.paid_at]", "order.paid_at > now ? 1 : 2",
      "order.paid_at.getHours() > 3", "[order.paid_at].size() > 0", "order.paid_at.addBusinessDays(3) > now",
      "string(order.paid_at) == 'x'", "[1].exists(x, order.paid_at > now)",
    ] {
      #expect(outcome(text) == .unknown(.missing(field: "order.paid_at")), "\(text)")
    }
    #expect(outcome("-order.discount > 3") == .unknown(.unreadable(field: "order.discount")))
  }

  @Test(arguments: [
    ("order.paid_at == null", Outcome.yes), ("order.paid_at != null", .no), ("null == order.paid_at", .yes),
    ("has(order.paid_at)", .no), ("has(order.total)", .yes), ("order.total == null", .no),
    ("order.total != null", .yes),
    ("order.discount == null", .unknown(.unreadable(field: "order.discount"))),
    ("has(order.discount)", .unknown(.unreadable(field: "order.discount"))),
    ("order.discount == null or true", .yes), ("has(order.paid_at) and order.paid_at > now", .no),
    ("order.paid_at > now and has(order.paid_at)", .no), ("order.paid_at + 1d == null", .yes),
    ("order.discount + 1 == null", .unknown(.unreadable(field: "order.discount"))),
    ("order.shipments.max(s, s.delivered_at) == null", .yes), ("order.total > 3 ? order.paid_at == null : false", .yes),
    ("customer == null", .no), ("order.backorder == null", .yes), ("has(order.backorder)", .no),
    ("order.backorder.ships_at == null", .yes), ("has(order.backorder.ships_at)", .no), ("has(customer.phone)", .no),
    ("order.backorder.ships_at > now", .unknown(.noRecord(link: "order.backorder"))),
    ("order.backorder.key == null", .yes),
  ])
  func whatStopsIt(_ item: (String, Outcome)) { #expect(outcome(item.0) == item.1) }

  @Test func onlyTheTakenBranchMatters() {
    #expect(outcome("order.total > 30 ? 'a' : order.status") == .value(.string("a")))
    #expect(outcome("order.total > 300 ? 'a' : order.status") == .unknown(.missing(field: "order.status")))
  }

  /// A customer with three orders: one of 10, one of 20, one without a total.
  @Test(arguments: [
    ("customer.orders.exists(o, o.total > 15)", Outcome.yes),
    ("customer.orders.exists(o, o.total > 25)", .unknown(missing)),
    ("customer.orders.all(o, o.total < 15)", .no), ("customer.orders.all(o, o.total < 25)", .unknown(missing)),
    ("customer.orders.exists(o, o.total == null)", .yes), ("customer.orders.filter(o, has(o.total)).size() == 2", .yes),
    ("customer.orders.filter(o, o.total > 15).size() == 1", .unknown(missing)),
    ("customer.orders.count(o, o.total > 15) == 1", .unknown(missing)),
    ("customer.orders.exists_one(o, o.total > 15)", .unknown(missing)),
    ("customer.orders.map(o, o.total).size() == 3", .unknown(missing)),
    ("customer.orders.map(o, has(o.total), o.total) == [10.0, 20.0]", .yes),
    ("customer.orders.sum(o, o.total) > 3", .unknown(missing)),
    ("customer.orders.max(o, o.total) > 3", .unknown(missing)),
    ("customer.orders.filter(o, has(o.total)).max(o, o.total) == 20", .yes),
    ("customer.orders.filter(o, has(o.total)).avg(o, o.total) == 15", .yes),
    ("customer.orders.filter(o, o.status == 'x').max(o, o.total) == 20", .unknown(.missing(field: "order.status"))),
    ("customer.tickets.max(t, t.opened_at) > now", .unknown(.noElements(function: "max"))),
    ("customer.tickets.exists(t, t.closed_at == null)", .no), ("customer.tickets.all(t, t.closed_at == null)", .yes),
    ("customer.orders[0].total == 10", .yes), ("customer.orders[2].total == null", .yes),
    ("customer.orders[3].total == 10", .unknown(.outOfRange)), ("customer.orders.size() == 3", .yes),
    ("customer.orders.exists(o, o == customer.orders[1])", .yes), ("customer.orders[0] in customer.orders", .yes),
  ])
  func macros(_ item: (String, Outcome)) {
    var store = ShopStore()
    let customer = store.add("customer", ["key": .text("a@b.c")])
    for total in [Reading.number(10), .number(20), .missing] {
      store.add("order", ["key": .text("\(total)"), "customer": .text("a@b.c"), "total": total])
    }
    #expect(RulesTests.outcome(of: item.0, store: store, subject: customer) == item.1)
  }

  private static let missing = Unknown.Cause.missing(field: "order.total")

  @Test func aGuestHasAKeyAndNoRecord() {
    var store = ShopStore()
    let order = store.add("order", ["key": .text("1"), "customer": .text("guest@b.c")])
    store.add("cart", ["key": .text("c"), "customer": .text("guest@b.c")])
    func outcome(_ text: String) -> Outcome { RulesTests.outcome(of: text, store: store, subject: order) }
    #expect(outcome("customer.key == 'guest@b.c'") == .yes)
    #expect(outcome("order.customer.key == customer.key") == .yes)
    #expect(outcome("order.customer == customer") == .yes)
    #expect(outcome("customer == null") == .yes)
    #expect(outcome("customer.phone == null") == .yes)
    #expect(outcome("customer.carts.size() == 1") == .unknown(.noRecord(link: "order.customer")))
    #expect(outcome("customer.email_ok") == .unknown(.noRecord(link: "order.customer")))
  }

  @Test func aRecordInAListIsFoundByItsKey() {
    var store = ShopStore()
    store.add("customer", ["key": .text("a")])
    let order = store.add("order", ["key": .text("1"), "customer": .text("a")])
    store.add("order", ["key": .text("2"), "customer": .text("a"), "total": .number(3)])
    func outcome(_ text: String) -> Outcome { RulesTests.outcome(of: text, store: store, subject: order) }
    #expect(outcome("order in customer.orders") == .yes)
    #expect(outcome("order in customer.orders.filter(o, has(o.total))") == .no)
    #expect(outcome("customer.orders.all(o, o in customer.orders)") == .yes)
  }

  @Test func aKeyThatCannotBeReadIsUnknown() {
    var store = ShopStore()
    let order = store.add("order", ["key": .text("1"), "customer": .unreadable])
    func outcome(_ text: String) -> Outcome { RulesTests.outcome(of: text, store: store, subject: order) }
    let unreadable = Outcome.unknown(.unreadable(field: "order.customer"))
    #expect(outcome("customer == null") == unreadable)
    #expect(outcome("customer.phone == null") == unreadable)
    #expect(outcome("has(customer.phone)") == unreadable)
    #expect(outcome("customer.key == null") == unreadable)
  }

  @Test func told() {
    var (store, order) = Self.shop
    store.sent = [("delayed-shipment", order, Shop.time("2026-03-05T12:00:00Z"))]
    func outcome(_ text: String) -> Outcome { RulesTests.outcome(of: text, store: store, subject: order) }
    #expect(outcome("told('delayed-shipment', 7d)") == .yes)
    #expect(outcome("told('delayed-shipment', 4d)") == .no)
    #expect(outcome("told('abandoned-cart', 7d)") == .no)
    #expect(outcome("not told('abandoned-cart', 99999d)") == .no.negated)
  }

  @Test func start() {
    let (store, order) = Self.shop
    let start = Shop.time("2026-03-01T00:00:00Z")
    #expect(RulesTests.outcome(of: "now - start > 9d", store: store, subject: order, start: start) == .yes)
    #expect(RulesTests.outcome(of: "start > order.paid_at", store: store, subject: order, start: start).isUnknown)
  }
}

extension Outcome {
  fileprivate var negated: Outcome { self == .yes ? .no : self == .no ? .yes : self }
}
