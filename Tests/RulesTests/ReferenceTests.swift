import Diagnostics
import Testing

@testable import Rules

/// The author's reference names everything there is, and its examples check.
@Suite struct ReferenceTests {
  @Test func everythingIsThere() {
    #expect(Set(RuleReference.functions.map(\.name)) == Set(RuleFunction.allCases.map(\.rawValue)))
    let macros = ["has", "all", "exists", "exists_one", "filter", "map", "count", "sum", "min", "max", "avg"]
    #expect(RuleReference.macros.map(\.name) == macros)
    // A line of the reference has 80 columns.
    for entry in RuleReference.functions + RuleReference.macros + RuleReference.names {
      #expect(entry.example.contains(entry.name) && 2 + entry.example.count + 2 + entry.meaning.count <= 80, "\(entry)")
    }
  }

  @Test(arguments: (RuleReference.functions + RuleReference.macros + RuleReference.names).map(\.example))
  func example(_ text: String) {
    var schema = Schema()
    schema.campaigns = ["late"]
    schema.entities = [
      .init(name: "customer"), .init(name: "order"), .init(name: "order.items", isItems: true), .init(name: "shipment"),
    ]
    let key = Schema.Field(name: "key", type: .string)
    schema.entities[0].fields = [key, .init(name: "tags", type: .list(.string))]
    schema.entities[0].links = [.init(name: "orders", kind: .many, target: 1, field: 1)]
    schema.entities[1].fields = [
      key, .init(name: "customer", type: .string), .init(name: "total", type: .double),
      .init(name: "status", type: .string), .init(name: "paid_at", type: .timestamp),
      .init(name: "created_at", type: .timestamp),
    ]
    schema.entities[1].links = [
      .init(name: "customer", kind: .one, target: 0, field: 1), .init(name: "items", kind: .items, target: 2, field: 0),
      .init(name: "shipments", kind: .many, target: 3, field: 1),
    ]
    schema.entities[2].fields = [.init(name: "name", type: .string), .init(name: "price", type: .double)]
    schema.entities[3].fields = [
      key, .init(name: "order", type: .string), .init(name: "delivered_at", type: .timestamp),
    ]
    schema.entities[3].links = [.init(name: "order", kind: .one, target: 1, field: 1)]
    var checker = RuleChecker(schema: schema)
    if case .failure(let failure) = checker.check(SourceText(text), in: .init(subject: 1, allowsStart: true)) {
      Issue.record("\(text): \(failure.diagnostics.map(\.message))")
    }
  }
}
