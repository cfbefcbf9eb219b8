import Foundation
import TestSupport
import Testing

/// `herald schema` as an author reads it, and as a program does.
@Suite struct SchemaTests {
  private static func shop() throws -> Shop {
    let shop = try Shop()
    var house = Shop.house.replacing(
      "promised_at: promised_at,", with: "promised_at: promised_at, state: State, total: Sum,")
    house += """
      facts:
        customer.late: customer.orders.exists(o, o.delivered_at == null and o.promised_at < now - 1d and o.state != "lost")
        order.is_large: order.total >= 30

      """
    try shop.write("herald.yaml", house)
    var rows = "Order,Email,promised_at,delivered_at,State,Sum\n"
    for row in 0..<10 {
      rows += "O\(row),anna@x.example,2026-03-0\(row % 2 + 1)T10:00:00Z,,\(row % 2 == 0 ? "paid" : "open"),\(row).5\n"
    }
    try shop.write("orders.csv", rows)
    return shop
  }

  @Test func anEntity() throws {
    let shop = try Self.shop()
    let result = try shop.herald("schema", "order")
    #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(
      result.output == """
        order  orders.csv, 10 records
          field         type       column        empty  holds
          key           string     Order             –  O… (to 2)
          customer      string     Email             –  a…@x.example (to 14)
          promised_at   timestamp  promised_at       –  2026-03-01 … 2026-03-02
          state         string     State             –  open, paid
          total         double     Sum               –  0.5 … 9.5
          delivered_at  timestamp  delivered_at    all

          types found by use: state by herald.yaml:15, total by herald.yaml:16

          links
          order.customer  → customer

          facts
          order.is_large  bool  order.total >= 30

        """, "\(result.output)")
  }

  @Test func everythingFitsATerminalAndMasksPeople() throws {
    let shop = try Self.shop()
    let result = try shop.herald("schema")
    #expect(result.code == 0)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    #expect(!result.output.contains("Anna") && !result.output.contains("anna@") && !result.output.contains("bert@"))
    for part in [
      "customer  customers.csv, 2 records", "customer.orders  → order, any number", "order.paid_at.addBusinessDays(3)",
      "{{ order.total | money: order.currency }}", "now - order.created_at > 3d", "customer.late  bool",
    ] { #expect(result.output.contains(part), "\(part) is not there") }
  }

  @Test func withoutExportsSharesAreUnknown() throws {
    let shop = try Self.shop()
    try FileManager.default.removeItem(atPath: shop.folder.path("orders.csv"))
    let result = try shop.herald("schema", "order")
    #expect(result.code == 0 && result.errors.isEmpty)
    #expect(result.output.hasPrefix("order  orders.csv, not there, so shares and examples are unknown\n"))
    #expect(result.output.contains("  total         double     Sum               ?\n"), "\(result.output)")
  }

  @Test func anUnknownEntity() throws {
    let result = try Self.shop().herald("schema", "oder")
    #expect(result.code == 64 && result.errors == "herald: there is no entity “oder”: did you mean “order”?\n")
  }

  @Test func jsonLines() throws {
    let result = try Self.shop().herald("schema", "--json")
    let lines = result.output.split(separator: "\n").map(String.init)
    let kinds = try lines.map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(object["v"] as? Int == 1)
      return try #require(object["kind"] as? String)
    }
    #expect(Set(kinds) == ["field", "link", "fact", "name", "macro", "function", "filter", "tag"])
    let total =
      #"{"cells":10,"column":"Sum","empty":0,"entity":"order","examples":["0.5 … 9.5"],"kind":"field","name":"total","#
      + #""type":"double","type_from":"herald.yaml:16","unreadable":0,"v":1}"#
    #expect(lines.contains(total))
  }
}
