import CivilTime
import Platform

/// The library's campaigns decided the simple way, from the exports' rows: what a first run at `now` would come to.
///
/// It knows nothing of herald's own planning, so the demo shop can be tested without it.
struct Oracle {
  let now: Int64
  typealias Row = [String: String]
  let customers: [String: Row]
  let orders: [String: Row]
  let ordersBy: [String: [Row]]
  let shipmentsOf: [String: [Row]]
  let carts: [String: [Row]]
  let payments: [Row]
  let reviews: [Row]
  let backorders: [String: Row]
  let refunds: [String: [Row]]
  let products: [String: Row]
  let wishes: [Row]
  let loyalty: [Row]
  let disputes: Set<String>
  let shopZone: Zone
  private let bounced: Set<String>
  private let unsubscribed: Set<String>

  init(_ folder: String, now: Int64) throws {
    self.now = now
    shopZone = Zone.named("Europe/Lisbon") ?? .utc
    func rows(_ name: String) throws -> [[String: String]] { try Export(folder + "/" + name + ".csv").rows }
    func key(_ row: [String: String]) -> String { row["Email"]?.lowercased() ?? "" }
    customers = Dictionary(uniqueKeysWithValues: try rows("customers").map { (key($0), $0) })
    let orders = try rows("orders")
    self.orders = Dictionary(uniqueKeysWithValues: orders.map { ($0["Order"] ?? "", $0) })
    ordersBy = Dictionary(grouping: orders, by: key)
    let newest = Dictionary(grouping: try rows("shipments"), by: { $0["Tracking Number"] ?? "" }).values.compactMap {
      $0.max { ($0.time("Last Update") ?? 0) < ($1.time("Last Update") ?? 0) }
    }
    shipmentsOf = Dictionary(grouping: newest, by: { $0["Order"] ?? "" })
    carts = Dictionary(grouping: try rows("carts"), by: { $0["Cart"] ?? "" })
    payments = try rows("payments")
    reviews = try rows("reviews")
    backorders = Dictionary(uniqueKeysWithValues: try rows("backorders").map { ($0["Order"] ?? "", $0) })
    refunds = Dictionary(grouping: try rows("refunds"), by: { $0["Order"] ?? "" })
    products = Dictionary(uniqueKeysWithValues: try rows("products").map { ($0["SKU"] ?? "", $0) })
    wishes = try rows("wishes")
    loyalty = try rows("loyalty")
    bounced = Set(try rows("bounced").map(key))
    unsubscribed = Set(try rows("unsubscribed").map(key))
    disputes = Set(try rows("tickets").filter { !$0.has("Closed") }.map(key))
  }

  // MARK: Gates

  var hour: Int64 { 3600 }
  var day: Int64 { 86400 }

  func isOpen(_ start: Int64, after: Int64, before: Int64) -> Bool {
    start + after <= now && now < start + before
  }

  func favourite(_ buyer: String) -> String { customers[buyer]?["Favourite Channel"] ?? "" }

  func buyer(_ order: String?) -> String { orders[order ?? ""]?["Email"]?.lowercased() ?? "" }

  /// `quiet` is in hours from a day's midnight: 21..<32 is 21:00 to 08:00.
  func reach(
    _ buyer: String, _ channels: [String], needsConsent: Set<String> = [], quiet: [String: Range<Int>] = [:],
    sundayQuiet: Range<Int> = 0..<0
  ) -> String {
    let customer = customers[buyer]
    let isMailable = buyer.split(separator: "@", omittingEmptySubsequences: false).count == 2
    var hasAddress = false
    var isSuppressed = false
    for channel in channels where !channel.isEmpty {
      guard channel == "email" ? isMailable : customer?.has("Phone") == true else { continue }
      hasAddress = true
      // Only marketing asks for consent to mail.
      if channel == "email",
        bounced.contains(buyer) || needsConsent.contains("email") && unsubscribed.contains(buyer)
      {
        isSuppressed = true
        continue
      }
      let consents: Bool =
        switch channel {
        case "email": customer?["Accepts Email"] == "yes"
        case "sms": customer?["Accepts SMS"] == "yes"
        default: customer?["Tags"]?.contains("whatsapp") == true
        }
      guard consents || !needsConsent.contains(channel) else { continue }
      guard let hours = quiet[channel] else { return "sent" }
      let zone = customer?["Time Zone"].flatMap { $0.isEmpty ? nil : Zone.named($0) } ?? shopZone
      let local = now + Int64(zone.offset(at: now))
      let hour = Int(local % day / 3600)
      // The first of January 1970 was a Thursday.
      let isSunday = (local / day + 4) % 7 == 0
      return hours.contains(hour) || hours.contains(hour + 24) || isSunday && sundayQuiet.contains(hour)
        ? "quiet" : "sent"
    }
    return isSuppressed ? "suppressed" : hasAddress ? "no-consent" : "unreachable"
  }
}
