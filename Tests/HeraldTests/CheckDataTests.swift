import Foundation
import TestSupport
import Testing

/// What `check` says with exports at hand, and without.
@Suite struct CheckDataTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Of the campaign.
    var when: String
    var text: String
    /// Message and advice of the only warning; nil: there is none.
    var warning: String?

    init(_ name: String, when: String = "order.key != null", text: String = "Hello", _ warning: String?) {
      (testDescription, self.when, self.text, self.warning) = (name, when, text, warning)
    }
  }

  private static let house = """
    id: shop
    shop: Shop
    zone: UTC
    currency: EUR
    channels:
      email: {to: customer.key}
    data:
      customer: {file: customers.csv, key: Email, fields: {name: Name, tags: Tags}}
      order:
        file: orders.csv
        key: Order
        fields:
          customer: Email
          created_at: Created
          status: {column: Status, map: {S: shipped, D: delivered, L: lost}}
          method: Method
          country: Country
          note: Note
          total: Total

    """
  private static let orders = """
    Order,Email,Created,Status,Method,Country,Note,Total
    o1,anna@x.example,2026-03-01,S,Card,DE,,3
    o2,bert@x.example,2026-03-01,D,Invoice,AT,hurry,4
    o3,anna@x.example,2026-03-01,S,Card,DE,,x

    """

  private static let cases = [
    Case("what a column holds", when: "order.method == \"Card\"", nil),
    Case(
      "what it never holds", when: "order.method == \"Cart\"",
      "order.method is “Cart” in none of 3 rows / did you mean “Card”?"),
    Case(
      "the wrong case", when: "order.method in [\"Card\", \"invoice\"]",
      "order.method is “invoice” in none of 3 rows / it is “Invoice” there: capital letters count, or compare lower()"),
    Case("any case", when: "order.method.lower() == \"invoice\"", nil),
    Case(
      "capital letters that lower() never has", when: "order.method.lower() == \"Invoice\"",
      "order.method is “Invoice” in none of 3 rows / lower() has no capital letters"),
    Case("what a map may make another day", when: "order.status != \"lost\"", nil),
    Case(
      "a word that a map rewrites", when: "order.status == \"D\"",
      "order.status is “D” in none of 3 rows / “map” in herald.yaml makes it “delivered”: compare with that"),
    Case(
      "a word in a list", when: "\"vpi\" in customer.tags",
      "customer.tags is “vpi” in none of 2 rows / did you mean “vip”?"),
    Case(
      "nobody's name is shown", when: "customer.name == \"Ana\"",
      "customer.name is “Ana” in none of 2 rows / check its spelling against the export"),
    Case("a country that exists", when: "order.country != \"FR\"", nil),
    Case(
      "an empty field that is printed", text: "{{ order.note }}",
      "order.note is empty in 2 of 3 rows, which then get no message / say what stands there instead: "
        + "{{ order.note | default: \"…\" }}, or put it inside an {% if %}"),
    Case("an unreadable one", when: "order.total != 0", text: "{{ order.total }}", nil),
    Case(
      "an unreadable one that nothing asks for", when: "order.total > 1 or order.key != null",
      text: "{{ order.total }}",
      "order.total is unreadable in 1 of 3 rows, which then get no message / say what stands there instead: "
        + "{{ order.total | default: \"…\" }}, or put it inside an {% if %}"),
    Case("one with a default", text: "{{ order.note | default: 'none' }}", nil),
    Case("one inside an if", text: "{% if order.note %}{{ order.note }}{% endif %}", nil),
    Case("one that the rules ask for", when: "order.note != null", text: "{{ order.note }}", nil),
  ]

  private static func folder(_ test: Case) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("herald.yaml", Self.house)
    try folder.write("customers.csv", "Email,Name,Tags\nanna@x.example,Anna,\"vip,new\"\nbert@x.example,Bert,vip\n")
    try folder.write("orders.csv", Self.orders)
    try folder.write(
      "a.yaml",
      """
      purpose: service
      each: order
      start: order.created_at
      when: '\(test.when)'
      via: [email]
      send:
        - after: 1h
          email:
            subject: A
            text: |
              \(test.text)

      """)
    return folder
  }

  @Test(arguments: cases) func data(_ test: Case) throws {
    let folder = try Self.folder(test)
    let result = try HeraldProgram.run("-C", folder.path, "check")
    #expect(result.code == 0)
    guard let warning = test.warning else {
      #expect(result.errors.isEmpty, "\(result.errors)")
      return
    }
    let parts = warning.split(separator: " / ", maxSplits: 1).map(String.init)
    #expect(result.errors.contains(" warning: \(parts[0])\n"), "\(result.errors)")
    #expect(result.errors.hasSuffix("\n    \(parts[1])\n"), "\(result.errors)")
    #expect(result.output == "1 campaign, 2 exports: no errors, 1 warning\n")
  }

  @Test func withoutExportsThereIsOneWarning() throws {
    let folder = try Self.folder(Self.cases[1])
    try FileManager.default.removeItem(atPath: folder.path("orders.csv"))
    let some = try HeraldProgram.run("-C", folder.path, "check")
    #expect(some.code == 0 && some.output.hasSuffix(", 1 warning\n"))
    #expect(
      some.errors.hasPrefix("herald.yaml:10:11: warning: 1 of 2 exports are not there: order; "), "\(some.errors)")
    try FileManager.default.removeItem(atPath: folder.path("customers.csv"))
    let none = try HeraldProgram.run("-C", folder.path, "check")
    #expect(none.code == 0 && none.output.hasSuffix(", 1 warning\n"))
    #expect(none.errors.contains(" warning: no export is there; "), "\(none.errors)")
  }

  @Test func anExportThatCannotBeReadIsAWarning() throws {
    let folder = try Self.folder(Self.cases[1])
    try folder.write("orders.csv", "")
    let result = try HeraldProgram.run("-C", folder.path, "check")
    #expect(
      result.code == 0 && result.errors.contains("orders.csv") && result.errors.contains("warning: "), "\(result)")
  }

  @Test func everyMissingColumnIsNamedAtItsPlace() throws {
    let folder = try Self.folder(Self.cases[0])
    try folder.write("orders.csv", Self.orders.replacing("Created", with: "Creatd").replacing("Note", with: "Memo"))
    let result = try HeraldProgram.run("-C", folder.path, "check")
    #expect(result.code == 0)
    let places = result.errors.split(separator: "\n").filter { $0.contains("has no column") }.map { $0.prefix(18) }
    #expect(places == ["herald.yaml:14:19:", "herald.yaml:18:13:"], "\(result.errors)")
  }
}
