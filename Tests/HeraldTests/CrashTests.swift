import Foundation
import TestSupport
import Testing

/// A run that is killed just before any of its changes to the disk, and the plain run after it: each owed job is in the
/// queue exactly once, whatever the instant. The tests' build of the program has a switch for that.
@Suite struct CrashTests {
  /// A shop that owes enough jobs for the batch to be synced as a whole, or few enough to be synced one by one.
  static func shop(orders: Int) throws -> Shop {
    let shop = try Shop()
    let rows = (1...orders).map { "O\($0),anna@x.example,2026-03-01T10:00:00Z,\n" }.joined()
    try shop.write("orders.csv", BadInputTests.header + rows)
    return shop
  }

  /// How many changes a whole run makes.
  static func changes(_ orders: Int) throws -> Int {
    let shop = try shop(orders: orders)
    let file = shop.folder.path("count")
    let run = try HeraldProgram.run(
      ["-C", shop.path, "run", "--now", Shop.now], environment: ["HERALD_CRASH_COUNT": file])
    #expect(run.code == 0, "\(run)")
    return try #require(Int(shop.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func atEveryChangeOfASmallRun() throws {
    let orders = 3
    let count = try Self.changes(orders)
    #expect(count > 20)
    for instant in 1...count { try crash(at: instant, orders: orders) }
  }

  /// The calls around the decision of a batch that is synced as a whole; writing the job files is the long middle.
  @Test func aroundTheDecisionOfALargerRun() throws {
    let orders = 120
    let count = try Self.changes(orders)
    #expect(count > orders)
    for instant in max(1, count - 45)...count { try crash(at: instant, orders: orders) }
  }

  private func crash(at instant: Int, orders: Int) throws {
    let shop = try Self.shop(orders: orders)
    let killed = try HeraldProgram.run(
      ["-C", shop.path, "run", "--now", Shop.now], environment: ["HERALD_CRASH_AT": String(instant)])
    #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
    let after = try shop.at(Shop.now, "run")
    #expect([0, 1].contains(after.code), "after change \(instant): \(after)")
    #expect(Set(shop.jobs()).count == orders && shop.jobs().count == orders, "after change \(instant)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path + "/var/spool/stage").isEmpty)
    // And for ever after, which one in eight shows: all that a later run goes by is the ledger that was asked above.
    guard instant % 8 == 0 else { return }
    #expect(try shop.at("2026-03-02T12:15:00Z", "run").code == 0)
    #expect(shop.jobs().count == orders, "a quarter of an hour after change \(instant)")
  }
}
