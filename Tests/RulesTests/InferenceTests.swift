import CivilTime
import Diagnostics
import Rules
import Testing

/// Types that nobody declared come from the first use.
@Suite("Inference")
struct InferenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var rule: String
    var field: String
    var type: RuleType
    init(_ rule: String, _ field: String, _ type: RuleType) {
      self.rule = rule
      self.field = field
      self.type = type
    }
    var testDescription: String { rule }
  }

  private static func type(of field: String, in checker: RuleChecker) -> RuleType? {
    let parts = field.split(separator: ".").map(String.init)
    let name = parts.count == 3 ? parts[0] + "." + parts[1] : parts[0]
    guard let entity = checker.schema.entity(named: name) else { return nil }
    return checker.schema.entities[entity].fields.first { $0.name == parts[parts.count - 1] }?.type
  }

  @Test(arguments: [
    Case("order.total > 30", "order.total", .double), Case("30 < order.total", "order.total", .double),
    Case("order.total == 30", "order.total", .double), Case("order.total in [1, 2]", "order.total", .double),
    Case("order.created_at > now - 3d", "order.created_at", .timestamp),
    Case("now - order.created_at > 3d", "order.created_at", .timestamp),
    Case("order.created_at - now > 3d", "order.created_at", .timestamp),
    Case("order.created_at + 3d > now", "order.created_at", .timestamp),
    Case("order.created_at.addBusinessDays(3) > now", "order.created_at", .timestamp),
    Case("now.businessDaysUntil(order.created_at) > 3", "order.created_at", .timestamp),
    Case("order.created_at.getHours() > 3", "order.created_at", .timestamp),
    Case("'vip' in customer.tags", "customer.tags", .list(.string)),
    Case("order.status in customer.tags", "customer.tags", .list(.string)),
    Case("order.status in customer.tags", "order.status", .string),
    Case("customer.tags.exists(t, t.startsWith('v'))", "customer.tags", .list(.string)),
    Case("customer.tags[0] == 'vip'", "customer.tags", .list(.string)),
    Case("customer.email_ok", "customer.email_ok", .bool), Case("not customer.email_ok", "customer.email_ok", .bool),
    Case("customer.email_ok and true", "customer.email_ok", .bool),
    Case("customer.email_ok == true", "customer.email_ok", .bool),
    Case("customer.email_ok ? true : false", "customer.email_ok", .bool),
    Case("order.status == 'x'", "order.status", .string), Case("order.status in ['x']", "order.status", .string),
    Case("order.status.contains('x')", "order.status", .string),
    Case("order.status + 'x' == 'yx'", "order.status", .string),
    Case("order.status == null", "order.status", .string), Case("order.status.size() > 3", "order.status", .string),
    Case("int(order.status) > 3", "order.status", .string), Case("order.pieces % 2 == 0", "order.pieces", .int),
    Case("customer.tags[order.pieces] == 'x'", "order.pieces", .int),
    Case("order.total * 2 > 3", "order.total", .double),
    Case("-order.total > 3", "order.total", .double),
    Case("order.total - order.discount > 3", "order.discount", .double),
    Case("order.total > order.discount and order.discount > 3", "order.total", .double),
    Case("order.items.sum(i, i.price) > 3", "order.items.price", .double),
    Case("order.items.sum(i, i.price * i.quantity) > 3", "order.items.quantity", .double),
    Case("order.shipments.max(s, s.delivered_at) < now", "shipment.delivered_at", .timestamp),
    Case("order.shipments.map(s, s.delivered_at)[0] < now", "shipment.delivered_at", .timestamp),
    Case("[order.created_at, order.paid_at].max(x, x) < now", "order.created_at", .timestamp),
    Case("(order.total > 3 ? order.created_at : order.paid_at) < now", "order.paid_at", .timestamp),
    Case("order.total == order.discount", "order.total", .string),
  ])
  func firstUse(_ item: Case) {
    var checker = RuleChecker(schema: Shop.untyped)
    let result = checker.check(SourceText(item.rule), in: .init(subject: Shop.index("order")), expecting: .bool)
    if case .failure(let problems) = result { Issue.record("\(problems.diagnostics.map(\.message))") }
    checker.finish()
    #expect(Self.type(of: item.field, in: checker) == item.type)
  }

  @Test func laterRulesDecideForEarlierOnes() {
    var checker = RuleChecker(schema: Shop.untyped)
    let scope = RuleChecker.Scope(subject: Shop.index("order"))
    guard case .success(let first) = checker.check(SourceText("order.total < order.discount"), in: scope),
      case .success(let value) = checker.check(SourceText("order.total"), in: scope),
      case .success(let key) = checker.check(SourceText("customer"), in: scope)
    else {
      Issue.record("refused")
      return
    }
    #expect(value.type == .any)
    guard case .success = checker.check(SourceText("order.discount > 3"), in: scope) else {
      Issue.record("refused")
      return
    }
    #expect(checker.finish() == [])
    #expect(first.checked.type(in: checker.schema) == .bool)
    #expect(value.checked.type(in: checker.schema) == .double)
    #expect(key.checked.key(in: checker.schema).type(in: checker.schema) == .string)
  }

  @Test func whatNothingCanOrderIsAProblem() {
    var checker = RuleChecker(schema: Shop.untyped)
    let scope = RuleChecker.Scope(subject: Shop.index("order"))
    _ = checker.check(SourceText("order.total < order.discount", file: "a.yaml"), in: scope)
    let problems = checker.finish()
    #expect(problems.map(\.message) == ["nothing tells how to order order.total and order.discount"])
    #expect(problems.map(\.position) == [SourcePosition(line: 1, column: 13)])
  }

  @Test func aLaterUseThatDoesNotFitSaysWhoDecided() {
    var checker = RuleChecker(schema: Shop.untyped)
    let scope = RuleChecker.Scope(subject: Shop.index("order"))
    _ = checker.check(SourceText("order.total > 3", file: "first.yaml"), in: scope)
    guard
      case .failure(let problems) = checker.check(SourceText("order.total == 'x'", file: "second.yaml"), in: scope)
    else {
      Issue.record("accepted")
      return
    }
    #expect(problems.diagnostics.map(\.message) == ["cannot compare double and string"])
    #expect(
      problems.diagnostics.map(\.advice) == [
        "order.total is a double because of first.yaml:1; herald.yaml can say its type"
      ])
  }

  @Test func aRefusedRuleDecidesNothing() {
    var checker = RuleChecker(schema: Shop.untyped)
    let scope = RuleChecker.Scope(subject: Shop.index("order"))
    _ = checker.check(SourceText("order.total == 'x' and order.nothing > 3"), in: scope)
    guard case .success = checker.check(SourceText("order.total > 3"), in: scope) else {
      Issue.record("a refused rule has decided")
      return
    }
  }

  @Test func whatIsExpectedDecides() {
    var checker = RuleChecker(schema: Shop.untyped)
    let scope = RuleChecker.Scope(subject: Shop.index("order"))
    _ = checker.check(SourceText("order.created_at"), in: scope, expecting: .timestamp)
    _ = checker.check(SourceText("customer.phone"), in: scope, expecting: .string)
    #expect(Self.type(of: "order.created_at", in: checker) == .timestamp)
    #expect(Self.type(of: "customer.phone", in: checker) == .string)
  }

  @Test(arguments: [
    ("paid_at", RuleType.timestamp), ("email_ok", .bool), ("tags", .list(.string)), ("key", .string),
    ("is_gift", .bool),
    ("total", nil), ("at", nil), ("format", nil),
  ])
  func conventions(_ item: (String, RuleType?)) { #expect(RuleType.conventional(forField: item.0) == item.1) }

  @Test func warningsOfLiteralsThatNeverHaveAValue() {
    var checker = RuleChecker(schema: Shop.schema)
    let text = "timestamp('31.02.2026') < now and now.getHours('Europe/Berln') > 3 and duration('3 days') > 1d"
    guard case .success(let rule) = checker.check(SourceText(text), in: .init(subject: nil)) else {
      Issue.record("refused")
      return
    }
    #expect(rule.warnings.map { $0.position?.column } == [11, 48, 81])
    #expect(rule.warnings.allSatisfy { $0.severity == .warning })
    #expect(rule.warnings[1].advice == "did you mean “Europe/Berlin”?")
  }
}
