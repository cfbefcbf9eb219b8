import Campaigns
import Diagnostics
import JSON
import Tables
import Testing

/// What `preset:` makes of well-known exports.
@Suite struct PresetTests {
  @Test func eachHasAFixture() {
    #expect(PresetFixtures.all.map(\.preset).sorted() == Preset.names.sorted())
    #expect(Set(Preset.names).count == Preset.names.count)
  }

  @Test(arguments: PresetFixtures.all) func reads(_ fixture: PresetFixtures.Fixture) throws {
    let shop = try PresetShop(
      fixture.entity, "preset: \(fixture.preset)\n\(fixture.more)", file: fixture.file, fixture.text)
    // Columns that the small fixture leaves out are unreadable, as in an older export, and nothing else is.
    let absent = try Set(
      shop.export().absent.keys.map { column in
        column <= shop.mapping.fields.count
          ? shop.mapping.fields[column - 1].name
          : "items.\(shop.mapping.items[column - 1 - shop.mapping.fields.count].name)"
      })
    let rows = try shop.rows()
    #expect(rows.allSatisfy { row in absent.allSatisfy { row[$0] == "?" } })
    let read = rows.map { $0.filter { !absent.contains($0.key) } }
    #expect(read.count == fixture.rows.count)
    for (found, expected) in zip(read, fixture.rows) {
      for name in Set(found.keys).union(expected.keys).sorted() {
        #expect(found[name] == expected[name], "\(name)")
      }
    }
  }

  @Test func theFileComesBeforeThePresetFieldByField() throws {
    let shop = try PresetShop(
      "order",
      """
      preset: shopify-orders
      key: Order
      fields: {total: Sum, tags: {column: Labels, null: none}, gift_note: Gift}
      items: {price: Unit price}
      """,
      "Order,Email,Sum,Labels,Gift,Lineitem name,Unit price\nA,kim@made.example,12.5,none,hi,Lamp,3\n")
    let rows = try shop.rows()
    #expect(rows[0]["key"] == "A")
    #expect(rows[0]["customer"] == "kim@made.example")
    #expect(rows[0]["tags"] == nil)
    #expect(rows[0]["gift_note"] == "hi")
    #expect(rows[0]["items.name"] == "Lamp")
    #expect(shop.mapping.fields.filter { $0.name == "total" }.map(\.column) == ["Sum"])
    #expect(shop.mapping.fields.filter { !$0.isOptional }.map(\.name) == ["total", "tags", "gift_note"])
    #expect(shop.mapping.items.filter { !$0.isOptional }.map(\.name) == ["price"])
  }

  @Test func whatTheFileMapsTheExportMustHave() throws {
    let shop = try PresetShop(
      "order", "preset: shopify-orders\nfields: {tags: Labels}", "Name,Email\n#1,kim@made.example\n")
    let problem = #expect(throws: Diagnostic.self) { try shop.export() }
    #expect(problem?.message == "the header has no column “Labels”")
  }

  @Test func aLinkNeedsAnEntityOfItsName() throws {
    let text = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n"
    let shop = try PresetShop("event", "preset: rees46-events", text)
    let types = Dictionary(uniqueKeysWithValues: shop.mapping.fields.map { ($0.name, $0.type) })
    #expect(types["customer"] == .key)
    #expect(types["product"] == .string)
  }
}

/// The headers that were collected of real exports.
@Suite struct PresetHeaderConformance {
  private static let has = Shared.has("formats/headers.json")
  private static let skipped: Comment = "no formats/headers.json beside the package"

  private struct Format {
    var preset: String
    var header: String
    var olderHeader: String?
    var delimiter: Character { header.contains("\t") ? "\t" : "," }
    /// None of these headers has a delimiter in quotes.
    var columns: [String] {
      header.split(separator: delimiter, omittingEmptySubsequences: false).map { $0.filter { $0 != "\"" } }
    }
  }

  private static func formats() throws -> [Format] {
    let value = try JSONValue.parse(Array(Shared.text("formats/headers.json").utf8))
    guard case .object(let members) = value else { return [] }
    return members.map { member in
      Format(
        preset: member.key.replacing("_", with: "-"), header: member.value["header"]?.string ?? "",
        olderHeader: member.value["older_variant"]?.string)
    }
  }

  @Test(.enabled(if: has, skipped)) func everyFormatHasAPresetWhoseColumnsItHas() throws {
    let formats = try Self.formats()
    #expect(formats.count >= 13)
    for format in formats {
      let shop = try PresetShop("thing", "preset: \(format.preset)", file: "export.csv", format.header + "\n")
      for field in shop.mapping.fields + shop.mapping.items {
        let names = [field.column] + field.otherColumns
        #expect(names.contains { format.columns.contains($0) }, "\(format.preset): \(field.name)")
      }
      #expect(shop.mapping.keyColumns.allSatisfy { format.columns.contains($0) })
      #expect(try shop.export().absent.isEmpty)
    }
  }

  @Test(.enabled(if: has, skipped)) func olderHeadersLackOnlyWhatTheyLack() throws {
    let formats = try Self.formats()
    let customers = try #require(formats.first { $0.preset == "shopify-customers" })
    #expect(try absent(customers.preset, try #require(customers.olderHeader)) == ["shopify_id"])
    let orders = try #require(formats.first { $0.preset == "shopify-orders" })
    let end = try #require(orders.columns.firstIndex(of: "Cancelled at"))
    #expect(end == 46)
    #expect(
      try absent(orders.preset, orders.columns[...end].joined(separator: ",")) == [
        "outstanding", "payment_due_at", "payment_method", "phone", "refunded", "risk_level", "shopify_id",
        "source_name", "tags",
      ])
    let dropped = ["Outstanding Balance", "Employee", "Location", "Device ID", "Payment ID", "Payment References"]
    let middle = orders.columns.filter { !dropped.contains($0) }.joined(separator: ",")
    #expect(try absent(orders.preset, middle) == ["outstanding"])
  }

  private func absent(_ preset: String, _ header: String) throws -> [String] {
    let shop = try PresetShop("thing", "preset: \(preset)", header + "\n")
    return try shop.export().absent.keys.map { shop.mapping.fields[$0 - 1].name }.sorted()
  }

  @Test(.enabled(if: has, skipped)) func shopifysOwnRows() throws {
    let shop = try PresetShop("order", "preset: shopify-orders", try Shared.text("formats/shopify_orders_fixture.csv"))
    let rows = try shop.rows()
    #expect(rows.map { $0["key"] } == ["#1001", "#1001"])
    #expect(rows.map { $0["total"] } == ["34.98", nil])
    #expect(rows.map { $0["fulfilled_at"] } == ["2024-05-02T09:00:00Z", nil])
    #expect(rows.map { $0["items.quantity"] } == ["2", "1"])
  }

  @Test(.enabled(if: has, skipped)) func shopifysOwnCheckout() throws {
    let name = "formats/shopify_abandoned_checkouts_api.json"
    let value = try JSONValue.parse(Array(Shared.text(name).utf8))
    let checkout = try #require(value["checkouts"]?.array?.first)
    let shop = try PresetShop(
      "cart", "preset: shopify-abandoned-checkouts", file: "carts.jsonl", line(of: checkout) + "\n")
    let rows = try shop.rows()
    #expect(rows.map { $0["items.sku"] } == ["IPOD2008RED", "IPOD2008PINK"])
    #expect(rows.map { $0["total"] } == ["379.69", nil])
    #expect(!rows.contains { $0.values.contains("?") })
    #expect(shop.mapping.fields.count { rows[0][$0.name] != nil } >= 14)
  }

  private func line(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let text): text
    case .string(let text): "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    case .array(let elements): "[" + elements.map(line).joined(separator: ",") + "]"
    case .object(let members): "{" + members.map { "\"\($0.key)\":" + line(of: $0.value) }.joined(separator: ",") + "}"
    }
  }
}
