import CivilTime
import Diagnostics
import Rules
import Testing

/// What planning learns of a rule without running it.
@Suite("Uses and folding")
struct AnalysisTests {
  private static func checked(
    _ text: String, facts: [(String, String, String)] = [], subject: String = "order", start: Bool = false
  ) -> (Checked, Schema) {
    var checker = RuleChecker(schema: Shop.schema)
    let problems = checker.checkFacts(facts.map { (Shop.index($0.0), $0.1, SourceText($0.2)) })
    if !problems.isEmpty { Issue.record("\(problems.map(\.message))") }
    switch checker.check(SourceText(text), in: .init(subject: Shop.index(subject), allowsStart: start)) {
    case .success(let rule): return (rule.checked, checker.schema)
    case .failure(let problems):
      Issue.record("\(problems.diagnostics.map(\.message))")
      return (.now, checker.schema)
    }
  }

  private func uses(_ text: String, facts: [(String, String, String)] = [], start: Bool = false) -> (Set<String>, Uses)
  {
    let (checked, schema) = Self.checked(text, facts: facts, start: start)
    let uses = checked.uses(schema)
    let names = uses.fields.map {
      "\(schema.entities[$0.entity].name).\(schema.entities[$0.entity].fields[$0.field].name)"
    }
    let links = uses.links.map {
      "\(schema.entities[$0.entity].name)→\(schema.entities[$0.entity].links[$0.link].name)"
    }
    return (Set(names + links), uses)
  }

  @Test func usesOfARule() {
    let (names, found) = uses(
      "customer.vip and order.status in ['a', 'b'] and told('abandoned-cart', 7d) and start < now",
      facts: [("customer", "vip", "customer.orders.exists(o, o.total > 3 and o.status != 'c')")], start: true)
    #expect(
      names == [
        "order→customer", "order.customer", "customer→orders", "order.total", "order.status",
      ])
    #expect(found.told == ["abandoned-cart"])
    #expect(found.usesStart && found.usesNow)
  }

  @Test func literalsAreKeptWithTheirPlaces() {
    var checker = RuleChecker(schema: Shop.schema)
    let facts = [(Shop.index("customer"), "vip", SourceText("customer.orders.exists(o, o.status != 'c')", file: "f"))]
    #expect(checker.checkFacts(facts).isEmpty)
    for text in [
      "order.status in ['a', \"bé\"] and 'x' in customer.tags and customer.vip", "order.status.lower() == 'd'",
      "order.status == 'e' and order.nothing == 'f'",
    ] {
      _ = checker.check(SourceText(text, file: "r"), in: .init(subject: Shop.index("order")))
    }
    let found = checker.literals.map { literal in
      let field = checker.schema.entities[literal.field.entity].fields[literal.field.field].name
      let place = "\(literal.place.file ?? "?"):\(literal.place.position.column)+\(literal.place.length)"
      return "\(field) \(literal.text)\(literal.ignoresCase ? " in any case" : "") at \(place)"
    }
    // Of a rule with a problem nothing is noted.
    #expect(
      found == [
        "status c at f:39+3", "status a at r:18+3", "status bé at r:23+4", "tags x at r:33+3",
        "status d in any case at r:25+3",
      ])
  }

  /// A name that herald.yaml has and that could not be understood is nobody's mistake; the rule cannot be used all the same.
  @Test(arguments: [
    ("order.rebate > 3", []), ("invoice.total > 3", []), ("order.rebate > order.totl", ["order has no field “totl”"]),
    ("order.rebate == 3 and nonsense(2)", ["there is no function “nonsense”"]),
    ("order.voucher > 3", ["order has no field “voucher”"]),
  ])
  func doubtfulNames(_ text: String, _ problems: [String]) {
    var schema = Shop.schema
    schema.doubts.names = ["rebate", "invoice"]
    var checker = RuleChecker(schema: schema)
    guard case .failure(let failure) = checker.check(SourceText(text), in: .init(subject: Shop.index("order"))) else {
      Issue.record("a rule of unknown names was accepted")
      return
    }
    #expect(failure.diagnostics.map(\.message) == problems)
  }

  @Test func aKeyNeedsNoJoin() {
    #expect(uses("customer.key == 'x'").0 == ["order.customer"])
    #expect(uses("order.customer == customer").0 == ["order.customer"])
    #expect(uses("order.items.size() > 0").0 == ["order→items"])
    #expect(uses("order.total > 3").1.usesNow == false)
  }

  private static let orderIndex = Shop.index("order")
  private static func field(_ name: String) -> Checked {
    let index = Shop.schema.entities[orderIndex].fields.firstIndex { $0.name == name } ?? 0
    return .field(of: .subject(entity: orderIndex), entity: orderIndex, field: index)
  }

  private func folded(_ text: String, facts: [(String, String, String)] = []) -> Checked {
    let (checked, schema) = Self.checked(text, facts: facts)
    return checked.folded(now: Shop.now, calendar: Shop.calendar, schema: schema)
  }

  private static func time(_ text: String) -> Checked { .constant(.timestamp(Shop.time(text))) }

  @Test func timesMoveToTheRight() {
    let before = Checked.binary(.less, Self.field("paid_at"), Self.time("2026-03-07T12:00:00Z"))
    for text in [
      "now - order.paid_at > 3d", "3d < now - order.paid_at", "order.paid_at < now - 3d", "now - 3d > order.paid_at",
      "order.paid_at - now < -3d", "not (now - order.paid_at <= 3d)", "order.late", "true and order.late",
    ] {
      #expect(folded(text, facts: [("order", "late", "order.paid_at < now - 3d")]) == before, "\(text)")
    }
    #expect(
      folded("now - order.paid_at == 3d") == .binary(.equal, Self.field("paid_at"), Self.time("2026-03-07T12:00:00Z")))
  }

  @Test func constantsAreComputed() {
    #expect(folded("order.total > 3 * 10") == .binary(.greater, Self.field("total"), .constant(.double(30))))
    #expect(folded("30 <= order.total") == .binary(.greaterOrEqual, Self.field("total"), .constant(.double(30))))
    #expect(folded("order.pieces > 3") == .binary(.greater, Self.field("pieces"), .constant(.int(3))))
    #expect(
      folded("order.status in ['a', 'b']")
        == .binary(.in, Self.field("status"), .constant(.list([.string("a"), .string("b")]))))
    #expect(folded("order.total > 3 and 1 > 2") == .constant(.bool(false)))
    #expect(
      folded("1 < 2 ? order.total > 3 : false")
        == .binary(.greater, Self.field("total"), .constant(.double(3))))
    #expect(folded("now.getHours() == 12") == .constant(.bool(true)))
  }

  @Test func whatIsNotExactStays() {
    // Behind the year 9999 the sum has no value, and the folded comparison would have one.
    guard case .binary(.less, .binary(.add, _, _), _) = folded("order.paid_at + 3d < now") else {
      Issue.record("an addition that may overflow was moved")
      return
    }
    guard case .unary(.not, _) = folded("not (order.total < 3)") else {
      Issue.record("NaN was forgotten")
      return
    }
    guard case .binary(.greater, .binary(.divide, _, _), _) = folded("1 / 0 > 1") else {
      Issue.record("an unknown was computed")
      return
    }
  }

  @Test func anInlinedFactKeepsItsVariablesApart() {
    let facts = [("customer", "big", "customer.orders.filter(o, o.total > 10).exists(o, o.pieces > 1)")]
    let (checked, schema) = Self.checked(
      "customer.orders.exists(x, x.total < 3 and customer.big)", facts: facts, subject: "customer")
    let folded = checked.folded(now: Shop.now, calendar: Shop.calendar, schema: schema)
    guard case .macro(.exists, _, 0, .binary(.and, _, .macro(.exists, _, 1, _, _, _))?, _, _) = folded else {
      Issue.record("\(folded)")
      return
    }
    var store = ShopStore()
    let customer = store.add("customer", ["key": .text("a")])
    for (total, pieces) in [(2.0, 1), (20, 2)] {
      store.add(
        "order",
        [
          "key": .text("\(total)"), "customer": .text("a"), "total": .number(total),
          "pieces": .value(.int(Int64(pieces))),
        ])
    }
    #expect(
      outcome(
        of: "customer.orders.exists(x, x.total < 3 and customer.big)", store: store, subject: customer, facts: facts)
        == .yes)
  }

  /// `outcome` compares each folded rule with the plain one: here over records at the edges of time.
  @Test func foldingDecidesTheSameEverywhere() {
    let edges = [
      "0001-01-01T00:00:00Z", "2026-03-07T11:59:59.999Z", "2026-03-07T12:00:00Z", "2026-03-07T12:00:00.001Z",
      "9999-12-31T23:59:59.999Z",
    ]
    var store = ShopStore()
    var orders = edges.map { store.add("order", ["key": .text($0), "paid_at": .time($0), "total": .number(3)]) }
    orders.append(store.add("order", ["key": .text("none"), "total": .number(.nan)]))
    orders.append(store.add("order", ["key": .text("bad"), "paid_at": .unreadable]))
    let operators = ["<", "<=", ">", ">=", "==", "!="]
    for order in orders {
      for sign in operators {
        for text in [
          "now - order.paid_at \(sign) 3d", "order.paid_at - now \(sign) -3d", "3d \(sign) now - order.paid_at",
          "order.paid_at + 3d \(sign) now", "order.paid_at \(sign) now - 3d", "not (order.paid_at \(sign) now - 3d)",
          "order.total \(sign) 3", "not (order.total \(sign) 3)",
          "not (order.total \(sign) 3 and now - order.paid_at > 3d)",
          "now - order.paid_at \(sign) 3652000d", "now - order.paid_at \(sign) -3652000d",
          "timestamp('0001-06-01') - order.paid_at \(sign) 1d", "order.paid_at - timestamp('9999-06-01') \(sign) 1d",
          "order.total > 30 \(sign == "==" || sign == "!=" ? sign : "and") (now - order.paid_at > 3d)",
        ] {
          _ = outcome(of: text, store: store, subject: order)
        }
      }
    }
  }
}
