import Foundation
import TestSupport
import Testing

/// The contract's own examples pass `check` and `test`, with exports whose headers are as their herald.yaml maps them.
@Suite(.enabled(if: Examples.areThere, "no examples beside the suites; set HERALD_SUITES"))
struct ExamplesTests {
  @Test func theyPassCheck() throws {
    let examples = try Examples()
    let result = try HeraldProgram.run("-C", examples.folder.path, "check")
    #expect(result.code == 0 && result.output.hasPrefix("5 campaigns with 7 tests, 6 exports: no errors"), "\(result)")
    // The examples may name what comes with a later version; there is nothing else to be said of them.
    let told = result.errors.split(separator: "\n").filter { !$0.hasPrefix(" ") }
    #expect(told.allSatisfy { $0.contains(": warning: ") && $0.hasSuffix("not enforced by this version") }, "\(told)")
  }

  @Test func theyPassTest() throws {
    let examples = try Examples()
    let result = try HeraldProgram.run("-C", examples.folder.path, "test", "--junit", examples.folder.path("junit.xml"))
    #expect(result.code == 0 && result.errors.isEmpty, "\(result)")
    #expect(result.output == "7 tests of 1 campaign passed\n")
    #expect(try examples.folder.read("junit.xml").contains("tests=\"7\" failures=\"0\" errors=\"0\""))
  }

  /// Every campaign is decided over the exports: the fixture is worth its name.
  @Test func theyPlan() throws {
    let examples = try Examples()
    let now = "2026-03-02T10:30:00Z"
    let result = try HeraldProgram.run("-C", examples.folder.path, "plan", "--now", now, "--decisions", "-")
    #expect(result.code == 0 && result.errors.isEmpty, "\(result)")
    for campaign in [
      "abandoned-cart", "delayed-dispatch", "delayed-shipment", "high-value-late", "post-sale-survey",
    ] {
      #expect(result.output.contains("\"campaign\":\"\(campaign)\""), "\(campaign): \(result.output)")
    }
  }
}

/// The examples in a folder of their own, with what their herald.yaml mentions beside them.
private struct Examples {
  static let source = Suites.folder.deletingLastPathComponent().appendingPathComponent("examples")
  static let areThere = FileManager.default.fileExists(atPath: source.appendingPathComponent("herald.yaml").path)

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.source.path) where name.hasSuffix(".yaml") {
      try folder.write(name, String(contentsOf: Self.source.appendingPathComponent(name), encoding: .utf8))
    }
    try folder.write("holidays.txt", "2026-01-01\n2026-04-03  # Good Friday\n")
    for (name, text) in Self.exports {
      let path = try folder.write("exports/\(name)", text)
      // Made at the instant that the test plans.
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_772_447_400)], ofItemAtPath: path)
    }
  }

  /// Made up; the day is 2026-03-02.
  static let exports = [
    "customers.csv": """
    Email,Phone,First Name,Default Address Country Code,Zone,Accepts Email Marketing,Accepts SMS Marketing,Favourite channel,Tags
    anna@trailhead.example,'+351910000001,Anna,PT,Europe/Lisbon,yes,no,email,"whatsapp, vip"
    bert@trailhead.example,,Bert,DE,,yes,no,,

    """,
    "orders.csv": """
    Name,Email,Created at,Paid at,Fulfilled at,Cancelled at,Total,Currency,Lineitem sku,Lineitem name,Lineitem price,Lineitem quantity
    #1001,anna@trailhead.example,2026-02-10 09:00:00 +0100,2026-02-10 09:01:00 +0100,2026-02-11 12:00:00 +0100,,620.00,EUR,T1,Trail tent,310.00,2
    #1002,bert@trailhead.example,2026-02-20 09:00:00 +0100,2026-02-20 09:01:00 +0100,2026-02-21 12:00:00 +0100,,45.00,EUR,S1,Socks,15.00,3
    #1003,bert@trailhead.example,2026-02-25 09:00:00 +0100,2026-02-25 09:01:00 +0100,,,80.00,EUR,B1,Boots,80.00,1

    """,
    "shipments.csv": """
    Tracking number,Order number,Carrier,Status,Last update,Expected delivery,Delivered
    P1,#1001,DHL,InTransit,2026-03-01 20:00,2026-02-28,
    P2,#1002,DHL,InTransit,2026-02-23 20:00,2026-02-24,
    P2,#1002,DHL,Delivered,2026-02-24 20:00,2026-02-24,2026-02-24 15:00

    """,
    "carts.csv": """
    Cart,Email,Updated at,Total,Link,Item,Price,Quantity
    c17,anna@trailhead.example,2026-03-02 10:20,89.90,https://trailhead.example/c17,Trail tent,89.90,1

    """,
    "tickets.csv": "Ticket,Email,Opened,Closed\nt1,bert@trailhead.example,2026-02-01 10:00,2026-02-02 10:00\n",
    "backorders.csv": "Order,New date,Reason\n#1003,2026-03-20,boots are late at the factory\n",
    "bounces.csv": "gone@trailhead.example\n", "unsubscribed.csv": "nomore@trailhead.example\n",
  ]
}
