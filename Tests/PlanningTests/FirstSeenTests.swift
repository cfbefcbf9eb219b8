import Campaigns
import CivilTime
import Testing

@testable import Planning

/// `start: first_seen`: for exports that have a state but no time.
@Suite struct FirstSeenTests {
  static let campaign = """
    purpose: service
    each: order
    start: first_seen
    when: order.status == "ready"
    via: [email]
    send:
      - after: 0h
        before: 1d
        any: {subject: Ready, text: "{{ order.key }}"}
      - after: 2d
        before: 3d
        any: {subject: Still ready, text: "{{ order.key }}"}
    """

  static func shop(_ status: String, _ text: String = campaign) throws -> TestShop {
    try TestShop(campaigns: ["ready": text], ["customers": [CapTests.anna], "orders": [order(status)]])
  }

  static func order(_ status: String) -> String { "O1,anna@x.example,,,\(status),50" }

  @Test func itBeginsWithTheRunThatSeesIt() throws {
    let shop = try Self.shop("open")
    for (now, status, expected) in [
      ("2026-03-02T12:00:00Z", "open", []), ("2026-03-02T13:00:00Z", "ready", ["sent 0h"]),
      ("2026-03-02T14:00:00Z", "ready", ["already-sent 0h"]), ("2026-03-04T12:59:59Z", "ready", []),
      ("2026-03-04T13:00:00Z", "ready", ["sent 2d"]), ("2026-03-04T14:00:00Z", "ready", ["already-sent 2d"]),
    ] as [(String, String, [String])] {
      try shop.replace("orders", [Self.order(status)], made: now)
      let plan = try shop.run(now)
      let campaign = plan.project.campaigns[0]
      #expect(plan.decisions.map { "\($0.outcome.rawValue) \(campaign.steps[$0.step].name)" } == expected, "\(now)")
    }
  }

  /// It is kept until it is false, and then it begins anew; nobody is told twice all the same.
  @Test func itIsForgottenWhenItIsFalse() throws {
    let shop = try Self.shop("ready")
    let first = try shop.run("2026-03-02T12:00:00Z")
    #expect(first.beginnings[0]?.count == 1)
    #expect(try shop.run("2026-03-02T13:00:00Z").beginnings.isEmpty)
    try shop.replace("orders", [Self.order("open")], made: "2026-03-03T12:00:00Z")
    #expect(try shop.run("2026-03-03T12:00:00Z").beginnings[0]?.map(\.since) == [nil])
    #expect(shop.history.seen["ready"] == [:])
  }

  /// What a row rules out by itself is never loaded: the rows of a large export are not kept to find a few.
  @Test func aScanFindsWhatMayHaveBegun() throws {
    let shop = try TestShop(
      campaigns: ["ready": Self.campaign],
      [
        "customers": [CapTests.anna],
        "orders": ["O1,anna@x.example,,,open,50", "O2,anna@x.example,,,ready,50", "O3,anna@x.example,,,,50"],
      ])
    let plan = try shop.plan()
    let order = plan.project.campaigns[0].each
    #expect(plan.store.entities[order].ordinals.count == 2)
    #expect(plan.decisions.map { plan.subjectKey($0) } == ["O2"])
  }

  /// Of several rows of a record the newest decides, whichever the scan met.
  @Test(arguments: [("broken", "done", false), ("done", "broken", true)])
  func theNewestRowDecides(_ earlier: String, _ later: String, _ isSeen: Bool) throws {
    let campaign = """
      purpose: service
      each: shipment
      start: first_seen
      when: shipment.status == "broken"
      via: [email]
      send:
        - before: 1d
          any: {subject: Broken, text: "{{ shipment.key }}"}
      """
    let shop = try TestShop(
      campaigns: ["broken": campaign],
      [
        "customers": [CapTests.anna], "orders": [Self.order("open")],
        "shipments": [
          "P1,O1,,,\(earlier),2026-03-02T10:00:00Z", "P1,O1,,,\(later),2026-03-02T11:00:00Z",
        ],
      ])
    #expect(try shop.plan().decisions.map(\.outcome) == (isSeen ? [.sent] : []))
  }

  /// An empty cell is neither: it is kept, and says nothing.
  @Test func theUnknownKeepsIt() throws {
    let shop = try Self.shop("ready")
    try shop.run("2026-03-02T12:00:00Z")
    try shop.replace("orders", [Self.order("")], made: "2026-03-04T12:00:00Z")
    let plan = try shop.run("2026-03-04T12:00:00Z")
    #expect(plan.beginnings.isEmpty)
    #expect(plan.decisions.map(\.outcome) == [.noData])
  }

  @Test func fromTheUnknownNothingBegins() throws {
    let shop = try Self.shop("")
    #expect(try shop.run("2026-03-02T12:00:00Z").decisions.isEmpty)
    #expect(shop.history.seen.isEmpty)
  }

  /// An export that cannot be trusted neither begins nor ends anything.
  @Test func aStaleExportTeachesNothing() throws {
    let shop = try Self.shop("ready")
    try shop.setMade("customers.csv", "2026-02-01T12:00:00Z")
    let plan = try shop.plan("2026-03-02T12:00:00Z", isNowGiven: false)
    #expect(plan.decisions.map(\.outcome) == [.staleData])
    #expect(plan.beginnings.isEmpty)
  }

  @Test func rulesMayAskWhenItBegan() throws {
    let text = Self.campaign.replacing("via:", with: "unless: customer.tickets.exists(t, t.opened_at > start)\nvia:")
    let shop = try Self.shop("ready", text)
    #expect(try shop.run("2026-03-02T12:00:00Z").decisions.map(\.outcome) == [.sent])
    try shop.replace(
      "tickets", ["T1,anna@x.example,2026-03-02T15:00:00Z,"], made: "2026-03-04T12:00:00Z")
    #expect(try shop.run("2026-03-04T12:00:00Z").decisions.map(\.outcome) == [.unless])
  }
}
