import CivilTime
import Diagnostics
import Rules
import Testing

/// Conditions made up at random: folding, order and double negation change nothing that they decide.
@Suite("Random rules")
struct RandomRuleTests {
  private static let atoms = [
    "order.total > 30", "order.total <= 30", "30 == order.total", "order.discount > 1", "order.paid_at == null",
    "now - order.paid_at > 3d", "order.paid_at < now - 3d", "3d >= now - order.paid_at", "order.paid_at - now != -3d",
    "has(order.status)", "order.status in ['a', 'b']", "order.pieces % 2 == 0", "order.pieces + 1 > 3", "true", "false",
    "1 / 0 > 1", "customer.vip", "order.late", "customer == null", "customer.orders.exists(o, o.total > 30)",
    "customer.orders.all(o, o.total > 30 and order.late)", "customer.tickets.size() == 0", "order.total != 40",
  ]

  private struct Generator {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }

    mutating func condition(_ depth: Int) -> String {
      guard depth > 0 else { return atoms[next(atoms.count)] }
      switch next(6) {
      case 0: return atoms[next(atoms.count)]
      case 1: return "not (\(condition(depth - 1)))"
      case 2: return "((\(condition(depth - 1))) ? (\(condition(depth - 1))) : (\(condition(depth - 1))))"
      case 3: return "(\(condition(depth - 1))) == (\(condition(depth - 1)))"
      case 4: return "(\(condition(depth - 1)) and \(condition(depth - 1)))"
      default: return "(\(condition(depth - 1)) or \(condition(depth - 1)))"
      }
    }
  }

  private static let shop: (ShopStore, [RecordID]) = {
    var store = ShopStore()
    store.add("customer", ["key": .text("a"), "tags": .value(.list([.string("vip")]))])
    let rows: [[String: Reading]] = [
      ["customer": .text("a"), "total": .number(40), "paid_at": .time("2026-03-01"), "status": .text("a")],
      [
        "customer": .text("a"), "total": .number(30), "paid_at": .time("2026-03-07T12:00:00Z"),
        "pieces": .value(.int(2)),
      ],
      ["customer": .text("guest"), "total": .unreadable, "paid_at": .time("0001-01-01"), "pieces": .value(.int(.max))],
      ["total": .missing, "paid_at": .time("9999-12-31T23:59:59Z"), "status": .unreadable],
      ["customer": .unreadable, "total": .number(.nan), "discount": .number(2), "paid_at": .unreadable],
    ]
    var orders: [RecordID] = []
    for (index, row) in rows.enumerated() {
      orders.append(store.add("order", row.merging(["key": .text("\(index)")]) { first, _ in first }))
    }
    return (store, orders)
  }()

  @Test(arguments: 1...8)
  func equivalences(_ seed: Int) throws {
    let (store, orders) = Self.shop
    var checker = RuleChecker(schema: Shop.schema)
    let facts = [("customer", "vip", "'vip' in customer.tags"), ("order", "late", "now - order.paid_at > 3d")]
    #expect(checker.checkFacts(facts.map { (Shop.index($0.0), $0.1, SourceText($0.2)) }) == [])
    let scope = RuleChecker.Scope(subject: Shop.index("order"))
    var generator = Generator(state: UInt64(seed))
    let evaluator = Evaluator(store: store, schema: checker.schema, now: Shop.now, calendar: Shop.calendar)
    func decisions(_ checked: Checked) -> [String] {
      let program = Program(checked, schema: checker.schema)
      return orders.map {
        switch evaluator.decide(program, subject: $0) {
        case .yes: "yes"
        case .no: "no"
        case .unknown: "unknown"
        }
      }
    }
    for _ in 0..<150 {
      let (a, b) = (generator.condition(3), generator.condition(2))
      let rules = try ["(\(a)) and (\(b))", "(\(b)) and (\(a))", "not (not (\(a)) or not (\(b)))"].map {
        try checker.check(SourceText($0), in: scope).get().checked
      }
      let plain = decisions(rules[0])
      #expect(decisions(rules[1]) == plain, "\(a) | \(b)")
      #expect(decisions(rules[2]) == plain, "\(a) | \(b)")
      for rule in rules {
        let folded = rule.folded(now: Shop.now, calendar: Shop.calendar, schema: checker.schema)
        #expect(decisions(folded) == plain, "\(a) | \(b)")
        #expect(folded.folded(now: Shop.now, calendar: Shop.calendar, schema: checker.schema) == folded, "\(a) | \(b)")
      }
    }
  }
}
