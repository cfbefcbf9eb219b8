package import CivilTime
package import Diagnostics
import Platform

/// A made-up shop: its exports around a given instant, at any size, in the columns that the library's herald.yaml maps.
///
/// The same orders, seed and `now` give the same bytes on any machine. Customers live all round the globe, and a cast of
/// them sees to it that each campaign and each outcome is there at any hour (`Part`).
package struct DemoShop: Sendable {
  /// How many orders the shop of `herald init --demo` has.
  package static let usualOrders = 5000

  let seed: UInt64
  /// Seconds since 1970.
  let now: Int64
  let instant: Instant
  let words = Words()
  let cast: Cast
  let counts: Counts
  /// How long the shop has been open, in seconds: a hundred orders a day until it is 400 days old, then more a day.
  let span: Int64

  struct Counts: Sendable {
    var orders: Int
    var customers: Int
    /// Orders and carts that are not the cast's.
    var crowdOrders: Int
    var carts: Int
    var crowdCarts: Int
  }

  /// A shop of `orders` orders (50 at least), half as many customers, 3 carts for 10 orders.
  package init(orders: Int, seed: UInt64, now: Instant) {
    self.seed = seed
    self.now = now.seconds
    instant = now
    let orders = max(orders, 50)
    let places = max(1, min(Place.cast, orders / 40))
    cast = Cast(places: places)
    counts = Counts(
      orders: orders, customers: orders / 2 + cast.members.count, crowdOrders: orders - cast.orders.count,
      carts: orders * 3 / 10 + cast.carts.count, crowdCarts: orders * 3 / 10)
    span = min(400, max(21, Int64(orders) / 100)) * Self.day
  }

  var opened: Int64 { now - span }

  /// Writes all exports of the library as CSV into a folder that exists; files of their names are replaced. Their
  /// modification time is the shop's `now`.
  ///
  /// `progress` is told how many records of how many are written, some 50 times in all.
  package func write(to directory: String, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }) throws(Diagnostic)
  {
    guard (Self.firstYear...Self.lastYear).contains(now) else {
      throw Diagnostic(
        .error, "a demo shop cannot be made for that time", advice: "choose a year between 1900 and 9000")
    }
    do {
      try writeExports(to: directory, progress)
    } catch {
      throw Diagnostic(.error, "cannot write the exports: \(error.words)", file: directory)
    }
  }

  /// 1900 and 9000: years of four digits with room around them.
  private static let firstYear: Int64 = -2_208_988_800
  private static let lastYear: Int64 = 221_845_392_000

  private func writeExports(to directory: String, _ progress: (Int, Int) -> Void) throws(Errno) {
    // The cast was here before the shop opened, and points are good for a year.
    let calendar = DayNames((min(opened, now - 300 * Self.day) / Self.day - 60)..<(now / Self.day + 400))
    let total = counts.customers + counts.orders + counts.carts
    let often = max(1, total / 50)
    var done = 0
    func step() {
      done += 1
      if done % often == 0 || done == total { progress(done, total) }
    }
    var customers = try CustomerExports(in: directory, calendar)
    for index in 0..<counts.customers {
      try customers.write(customer(index), of: self)
      step()
    }
    try customers.finish(modified: instant)

    var exports = try OrderExports(in: directory, calendar)
    for index in 0..<counts.orders {
      try exports.write(order(index), index, of: self)
      step()
    }
    try exports.finish(modified: instant)

    var carts = try ExportWriter(
      directory + "/carts.csv", "Cart,Email,Updated,Total,Link,Item,Price,Quantity", calendar)
    for index in 0..<counts.carts {
      try writeCart(index, into: &carts)
      step()
    }
    try carts.finish(modified: instant)
    try writeShelf(to: directory, calendar)
  }
}
