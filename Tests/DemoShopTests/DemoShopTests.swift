import CivilTime
import DemoShop
import Diagnostics
import Platform
import TestSupport
import Testing

@Suite struct DemoShopTests {
  static let names = [
    "backorders", "bounced", "carts", "customers", "loyalty", "orders", "payments", "products", "refunds", "reviews",
    "shipments", "tickets", "unsubscribed", "wishes",
  ]
  static let now = Instant(microseconds: 1_772_447_400_000_000)  // 2026-03-02T10:30:00Z

  private func made(_ orders: Int, seed: UInt64 = 7, now: Instant = now) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try DemoShop(orders: orders, seed: seed, now: now).write(to: folder.path)
    return folder
  }

  /// The generator's bytes are the same on any machine and for ever: whoever changes them on purpose changes this line.
  @Test func theSameShopIsTheSameBytes() throws {
    let folder = try made(500)
    var hash = Hash128.Builder()
    for name in Self.names { hash.add(try folder.read(name + ".csv")) }
    #expect(hash.finish().base32 == "1nm5i9soob152llq3cnnidc61o")
  }

  @Test func anotherSeedIsAnotherShop() throws {
    let (one, other) = (try made(300, seed: 1), try made(300, seed: 2))
    for name in ["carts", "customers", "loyalty", "orders", "payments", "shipments", "wishes"] {
      #expect(try one.read(name + ".csv") != other.read(name + ".csv"), "\(name)")
    }
  }

  @Test(arguments: [50, 100, 2000])
  func rowsAreAsManyAsAskedFor(_ orders: Int) throws {
    let folder = try made(orders)
    let rows = try Export(folder.path("orders.csv")).rows
    #expect(rows.count == orders)
    #expect(Set(rows.map { $0["Order"] }).count == orders)
    let customers = try Export(folder.path("customers.csv")).rows
    #expect(Set(customers.map { $0["Email"]?.lowercased() }).count == customers.count)
    #expect(customers.count >= orders / 2)
    let carts = try Export(folder.path("carts.csv")).rows
    #expect(Set(carts.map { $0["Cart"] }).count >= orders * 3 / 10)
    let parcels = try Export(folder.path("shipments.csv")).rows
    #expect(parcels.allSatisfy { parcel in parcel.has("Order") && parcel.has("Tracking Number") })
    #expect(parcels.count > orders / 2)
  }

  @Test(arguments: ["1999-12-31T23:59:59Z", "2026-03-02T10:30:00Z", "2026-03-29T01:00:00Z", "2031-07-04T00:00:00Z"])
  func everyTimeParsesAndNothingIsFromTheFuture(_ text: String) throws {
    let now = try #require(ISOTime.parse(text, zone: .utc))
    let folder = try made(1500, now: now)
    let past = [
      "orders": ["Created", "Paid", "Fulfilled", "Cancelled"], "shipments": ["Last Update", "Delivered"],
      "carts": ["Updated"], "tickets": ["Opened", "Closed"], "payments": ["Created"], "reviews": ["Opened", "Closed"],
      "backorders": ["Date Set"], "refunds": ["Received"], "wishes": ["Asked"],
    ]
    for (name, columns) in past {
      for row in try Export(folder.path(name + ".csv")).rows {
        for column in columns where row.has(column) {
          let time = try #require(row.time(column), "\(name): \(row[column] ?? "")")
          #expect(time <= now.seconds, "\(name): \(row[column] ?? "")")
        }
      }
    }
    for row in try Export(folder.path("shipments.csv")).rows { #expect(row.time("Promised") != nil) }
    for row in try Export(folder.path("backorders.csv")).rows where row.has("Ships") {
      #expect(row.time("Ships").map { $0 > now.seconds } == true)
    }
  }

  @Test func filesAreOfTheShopsTime() throws {
    let folder = try made(50)
    for name in Self.names {
      #expect(try FileSystem.status(folder.path(name + ".csv")).modified.seconds == Self.now.seconds)
    }
  }

  @Test func cellsAreAsNastyAsInLife() throws {
    let folder = try made(2000)
    let names = try Export(folder.path("customers.csv")).rows.compactMap { $0["First Name"] }
    for trap in ["\"", ",", "\n", "'"] { #expect(names.contains { $0.contains(trap) }, "\(trap)") }
    #expect(names.contains(""))
    let phones = try Export(folder.path("customers.csv")).rows.compactMap { $0["Phone"] }
    #expect(phones.contains { $0.hasPrefix("'+") })
    let created = try Export(folder.path("orders.csv")).rows.compactMap { $0["Created"] }
    for ending in ["Z", "-05:00", "+05:30", " +0200", " UTC"] { #expect(created.contains { $0.hasSuffix(ending) }) }
    let customers = Set(try Export(folder.path("customers.csv")).rows.compactMap { $0["Email"]?.lowercased() })
    let buyers = try Export(folder.path("orders.csv")).rows.compactMap { $0["Email"] }
    #expect(buyers.contains { !customers.contains($0) }, "guests")
    #expect(buyers.contains { customers.contains($0) })
  }

  @Test func progressEndsAtTheEnd() throws {
    let folder = try TemporaryFolder()
    var seen: [(Int, Int)] = []
    try DemoShop(orders: 400, seed: 1, now: Self.now).write(to: folder.path) { seen.append(($0, $1)) }
    #expect(seen.count > 10)
    #expect(seen.last.map { $0.0 == $0.1 } == true)
  }

  @Test func aYearWithoutFourDigitsIsRefused() throws {
    let far = try #require(Instant(seconds: Instant.maximumSeconds))
    #expect(throws: Diagnostic.self) { try made(20, now: far) }
  }
}
