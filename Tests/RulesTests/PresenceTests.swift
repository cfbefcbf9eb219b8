import Diagnostics
import Rules
import Testing

/// Which fields must have a value where a condition holds.
@Suite struct PresenceTests {
  private static let cases: [(String, [String])] = [
    ("order.total > 3", ["total"]), ("order.total > 3 and order.status == 'a'", ["status", "total"]),
    ("order.total > 3 or order.status == 'a'", []),
    ("order.total > 3 or order.total < 1 and order.status == 'a'", ["total"]),
    ("order.total != null", ["total"]), ("order.total == null", []), ("not (order.total == null)", ["total"]),
    ("has(order.total)", ["total"]), ("not has(order.total)", []), ("not (order.status in ['a'])", ["status"]),
    ("not (order.total > 3 or order.status == 'a')", ["status", "total"]), ("order.items.exists(i, i.price > 3)", []),
    ("order.total > 3 ? order.status == 'a' : true", ["total"]),
  ]

  @Test(arguments: cases) func whenTrue(_ text: String, _ expected: [String]) throws {
    var checker = RuleChecker(schema: Shop.schema)
    let order = Shop.index("order")
    guard case .success(let rule) = checker.check(SourceText(text), in: .init(subject: order), expecting: .bool) else {
      Issue.record("\(text) is refused")
      return
    }
    let found = rule.checked.needed(whenTrue: true).compactMap { checked -> String? in
      guard case .field(of: .subject, let entity, let field) = checked else { return nil }
      return checker.schema.entities[entity].fields[field].name
    }
    #expect(found.sorted() == expected)
  }
}
