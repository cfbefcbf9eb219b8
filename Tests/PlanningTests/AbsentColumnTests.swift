import Campaigns
import Diagnostics
import Planning
import Testing

/// A preset's column that an older export lacks: nobody minds until something names it.
@Suite struct AbsentColumnTests {
  private static let house = TestShop.house
    .replacing(
      """
        order:
          file: orders.csv
          key: Order
          fields: {customer: Email, created_at: created_at, paid_at: paid_at, status: status, total: total}

      """,
      with: """
          order: {file: orders.csv, preset: shopify-orders, fields: {created_at: created_at, paid_at: paid_at}}

        """)

  private static func campaign(_ rule: String, _ text: String = "hello") -> String {
    """
    purpose: service
    each: order
    start: order.created_at
    when: \(rule)
    via: [email]
    send:
      - email: {subject: Hello, text: "\(text)"}
    """
  }

  private func shop(_ campaign: String, house: String = house) throws -> TestShop {
    let shop = try TestShop(
      house: house, campaigns: ["a": campaign],
      ["customers": ["kim@made.example,Kim,,UTC,,,,yes,no"]], made: "2026-03-02T12:00:00Z")
    // As it was in a year without tags.
    try shop.write("orders.csv", "Name,Email,created_at,paid_at,Total\n#1,kim@made.example,2026-03-02 10:00,,5\n")
    try shop.setMade("orders.csv", "2026-03-02T12:00:00Z")
    return shop
  }

  @Test func nobodyNamesIt() throws {
    #expect(try shop(Self.campaign("order.total > 1")).outcomes() == ["#1/0h: sent"])
  }

  @Test func onlyItsNameAsksForIt() throws {
    let house = Self.house.replacing(
      "fields: {email: Email, name: Name, phone: Phone, zone: Zone, country: Country, locale: Locale, ",
      with: "preset: shopify-customers\n    fields: {phone: Phone, ")
    #expect(house != Self.house)
    #expect(try shop(Self.campaign("order.total > 1"), house: house).outcomes() == ["#1/0h: sent"])
  }

  @Test(arguments: [
    ("a rule", campaign("not (\"vip\" in order.tags)"), "tags", "Tags"),
    ("a rule that would be true of nothing", campaign("order.cancelled_at == null"), "cancelled_at", "Cancelled at"),
    (
      "a text", campaign("order.total > 1", "{{ order.payment_method | default: 'x' }}"), "payment_method",
      "Payment Method"
    ),
    ("a rule about items", campaign("order.items.exists(i, i.sku == \"a\")"), "sku", "Lineitem sku"),
  ])
  func itIsNamed(_ name: String, _ campaign: String, _ field: String, _ column: String) throws {
    let shop = try shop(campaign)
    let plan = try shop.plan()
    #expect(plan.decisions.map(\.outcome) == [.staleData])
    #expect(plan.exportProblems.map(\.entity) == ["order"])
    let problem = try #require(plan.exportProblems.first?.problem)
    #expect(problem.message == "the header has no column “\(column)”, which order.\(field) is read from")
  }

  /// A text that goes through all orders may name any of their fields, and does not name this one.
  @Test func aListOfRecordsIsPrinted() throws {
    let text = "{% for o in customer.orders %}{{ o.total }}{% endfor %}"
    #expect(try shop(Self.campaign("order.total > 1", text)).outcomes() == ["#1/0h: sent"])
  }
}
