import Foundation
import TestSupport
import Testing

/// An export that shrank, or whose links lead nowhere any more, is held against the last that was used.
@Suite struct ExportGuardTests {
  static let header = "Order,Email,promised_at,delivered_at\n"

  /// Late orders, each of a customer of its own.
  static func orders(_ numbers: ClosedRange<Int>, email: (Int) -> String = { "c\($0)@x.example" }) -> String {
    header + numbers.map { "O\($0),\(email($0)),2026-03-01T10:00:00Z,\n" }.joined()
  }

  static func customers(_ count: Int) -> String {
    "Email,Name,ok\n" + (1...count).map { "c\($0)@x.example,Kim,yes\n" }.joined()
  }

  /// One that has told its first hundred.
  static func shop(shrink: String? = nil) throws -> Shop {
    let shop = try Shop()
    if let shrink {
      try shop.write(
        "herald.yaml", Shop.house.replacing("    key: Order\n", with: "    key: Order\n    shrink: \(shrink)\n"))
    }
    try shop.write("customers.csv", customers(400))
    try shop.write("orders.csv", orders(1...100))
    let first = try shop.at(Shop.now, "run")
    #expect(first.code == 0 && shop.jobs().count == 100, "\(first)")
    return shop
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var shrink: String? = nil
    /// The orders after the first hundred.
    let orders: String
    /// What the run must say; empty: it goes through.
    var says = ""
    /// What waits then: of the orders that the export still has.
    var jobs = 0
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "fewer than half of the rows", orders: orders(101...149), says: "its rows fell from 100 to 49"),
    Case(name: "half of the rows", orders: orders(101...150), jobs: 50),
    Case(name: "nothing but the header", orders: header, says: "its rows fell from 100 to 0"),
    Case(name: "shrink: none", shrink: "none", orders: orders(101...149), jobs: 49),
    Case(name: "a share of one's own", shrink: "95%", orders: orders(101...194), says: "its rows fell from 100 to 94"),
    Case(
      name: "no order names its customer", orders: orders(101...220) { _ in "" },
      says: "order.customer: 0 of 120 lead to a record, and 100 of 100 did before"),
    Case(
      name: "orders name customers who are not there", orders: orders(101...220) { "x\($0)@x.example" },
      says: "order.customer: 0 of 120 lead to a record"),
    Case(
      name: "most orders are a guest's, but not more than half",
      orders: orders(101...220) { $0 % 2 == 0 ? "" : "c\($0)@x.example" }, jobs: 60),
    Case(
      name: "too few to judge by", shrink: "1%", orders: orders(101...140) { "x\($0)@x.example" }),
  ]

  @Test(arguments: cases) func nextExport(_ test: Case) throws {
    let shop = try Self.shop(shrink: test.shrink)
    try shop.write("orders.csv", test.orders)
    let (plan, run) = (try shop.at(Shop.now, "plan"), try shop.at("2026-03-02T12:15:00Z", "run"))
    guard !test.says.isEmpty else {
      #expect(plan.code == 0 && run.code == 0, "\(plan) \(run)")
      #expect(shop.jobs().count == test.jobs, "the first hundred are gone from the export, and so are their jobs")
      return
    }
    for result in [plan, run] {
      #expect(result.code == 1 && result.errors.contains(test.says), "\(result)")
      #expect(result.errors.contains("herald run --accept order"), "\(result)")
    }
    #expect(shop.jobs().count == 100, "what reads it waits")
    #expect(test.orders == Self.header || plan.output.contains("stale-data"), "\(plan)")
  }

  @Test func whatWasAcceptedIsTheMeasure() throws {
    let shop = try Self.shop()
    try shop.write("orders.csv", Self.orders(101...140))
    #expect(try shop.at("2026-03-02T12:15:00Z", "run").code == 1)
    // It is no measure for as long as nobody accepts it: the same problem stands, untold.
    let standing = try shop.at("2026-03-02T12:30:00Z", "run")
    #expect(standing.code == 0 && standing.errors.isEmpty && shop.jobs().count == 100, "\(standing)")
    #expect(try shop.at("2026-03-02T12:30:00Z", "plan").code == 1)
    #expect(try shop.at("2026-03-02T12:30:00Z", "plan", "--accept", "order").code == 0)
    let accepted = try shop.at("2026-03-02T12:45:00Z", "run", "--accept", "order")
    #expect(accepted.code == 0 && shop.jobs().count == 40, "of those that the export still has: \(accepted)")
    try shop.write("orders.csv", Self.orders(121...145))
    #expect(try shop.at("2026-03-02T13:00:00Z", "run").code == 0)
    try shop.write("orders.csv", Self.orders(140...151))
    let again = try shop.at("2026-03-02T13:15:00Z", "run")
    #expect(again.code == 1 && again.errors.contains("from 25 to 12"), "\(again)")
    let typo = try shop.at("2026-03-02T13:15:00Z", "run", "--accept", "ordre")
    #expect(typo.code == 64 && typo.errors.contains("did you mean “order”?"), "\(typo)")
  }

  /// What cannot be read is no measure either: the next whole one is held against the last whole one.
  @Test func anUnusableExportIsNoMeasure() throws {
    let shop = try Self.shop()
    try shop.write("orders.csv", Self.orders(101...160) + "O161,c1")
    #expect(try shop.at("2026-03-02T12:15:00Z", "run").errors.contains("cut off"))
    try shop.write("orders.csv", Self.orders(101...145))
    let run = try shop.at("2026-03-02T12:30:00Z", "run")
    #expect(run.code == 1 && run.errors.contains("from 100 to 45"), "\(run)")
  }

  /// A single order shows nothing of the links, but its export is the one that the run refused.
  @Test func explainSeesWhatTheRunRefused() throws {
    let shop = try Self.shop()
    try shop.write("orders.csv", Self.orders(101...220) { _ in "" })
    #expect(try shop.at("2026-03-02T12:15:00Z", "run").code == 1)
    let explained = try shop.at("2026-03-02T12:15:00Z", "explain", "order", "O101")
    #expect(explained.output.contains("late: stale-data") && explained.output.contains("0 of 120"), "\(explained)")
  }

  /// The other way round: the customers are there, and no order names them any more.
  @Test func linksToManyFall() throws {
    let shop = try Shop()
    try shop.write(
      "customers.csv",
      "Email,Name,ok,joined_at\n"
        + (1...120).map {
          "c\($0)@x.example,Kim,yes,2026-03-01T10:00:00Z\n"
        }.joined())
    try shop.write("herald.yaml", Shop.house.replacing("ok: ok}", with: "ok: ok, joined_at: joined_at}"))
    try shop.write(
      "late.yaml",
      Shop.late.replacing("each: order", with: "each: customer")
        .replacing("start: order.promised_at", with: "start: customer.joined_at")
        .replacing("order.delivered_at == null", with: "customer.orders.all(o, o.delivered_at != null)")
        .replacing("{{ order.key }}", with: "{{ customer.key }}"))
    try shop.write("orders.csv", Self.orders(1...120).replacing(":00Z,\n", with: ":00Z,\n"))
    let first = try shop.at(Shop.now, "run")
    #expect(first.code == 0 && shop.jobs().isEmpty, "\(first)")
    try shop.write("orders.csv", Self.orders(1...120) { _ in "" })
    let run = try shop.at("2026-03-02T12:15:00Z", "run")
    #expect(run.code == 1 && run.errors.contains("customer.orders: 0 of 120"), "\(run)")
    #expect(shop.jobs().isEmpty, "nobody is told of an order that is not theirs")
  }
}
