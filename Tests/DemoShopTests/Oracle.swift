import CivilTime
import Platform

/// The library's campaigns decided the simple way, from the exports' rows: what a first run at `now` would come to.
///
/// It knows nothing of herald's own planning, so the demo shop can be tested without it.
struct Oracle {
  let now: Int64
  private let customers: [String: [String: String]]
  private let orders: [String: [String: String]]
  private let ordersBy: [String: [[String: String]]]
  private let shipmentsOf: [String: [[String: String]]]
  private let carts: [String: [[String: String]]]
  private let disputes: Set<String>
  private let shopZone: Zone

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
    disputes = Set(try rows("tickets").filter { !$0.has("Closed") }.map(key))
  }

  // MARK: Campaigns

  func delayedShipment() -> Set<String> {
    Set(
      shipmentsOf.values.joined().compactMap { parcel -> String? in
        guard let promised = parcel.time("Promised", zone: shopZone) else { return nil }
        guard isOpen(promised + day - 1, after: day, before: 10 * day) else { return nil }
        guard let order = orders[parcel["Order"] ?? ""] else { return "no-data" }
        let buyer = order["Email"]?.lowercased() ?? ""
        if parcel.has("Delivered") || ["delivered", "returned"].contains(parcel["Status"]) { return "no-match" }
        if !parcel.has("Status") { return "no-data" }
        if order.has("Cancelled") { return "until" }
        if disputes.contains(buyer) { return "unless" }
        return reach(
          buyer, [favourite(buyer), "whatsapp", "sms", "email"], needsConsent: ["whatsapp", "sms"],
          quiet: ["whatsapp": 21..<32, "sms": 21..<32])
      })
  }

  func delayedDispatch() -> Set<String> {
    Set(
      orders.values.compactMap { order -> String? in
        // Three business days are at least three days, and at most seven (over two weekends): only the sure ones count.
        guard let paid = order.time("Paid"), now - paid > 7 * day else { return nil }
        if order.has("Cancelled") || order.has("Fulfilled") { return "no-match" }
        let buyer = order["Email"]?.lowercased() ?? ""
        return reach(buyer, ["whatsapp", "email"], needsConsent: ["whatsapp"], quiet: ["whatsapp": 21..<32])
      })
  }

  func abandonedCart(after: Int64, before: Int64) -> Set<String> {
    Set(
      carts.values.compactMap { rows -> String? in
        guard let cart = rows.first, let updated = cart.time("Updated") else { return nil }
        guard isOpen(updated, after: after, before: before) else { return nil }
        if Double(cart["Total"] ?? "").map({ $0 < 25 }) != false { return "no-match" }
        let buyer = cart["Email"]?.lowercased() ?? ""
        if ordersBy[buyer, default: []].contains(where: { ($0.time("Created") ?? 0) > updated }) { return "until" }
        if disputes.contains(buyer) { return "unless" }
        let outcome = reach(buyer, ["email"], needsConsent: ["email"], quiet: ["email": 20..<33])
        return outcome == "sent" && !cart.has("Link") ? "no-data" : outcome
      })
  }

  /// Carts whose first reminder is held now and has run out an hour later.
  func expiresWithinTheHour() -> Bool {
    carts.values.contains { rows in
      guard let cart = rows.first, let updated = cart.time("Updated"), let total = Double(cart["Total"] ?? "") else {
        return false
      }
      let closes = updated + day
      let outcome = reach(
        cart["Email"]?.lowercased() ?? "", ["email"], needsConsent: ["email"], quiet: ["email": 20..<33])
      return closes > now && closes <= now + 3600 && total >= 25 && outcome == "quiet"
    }
  }

  func postSaleSurvey() -> Set<String> {
    Set(
      shipmentsOf.compactMap { key, parcels -> String? in
        let arrivals = parcels.compactMap { $0.time("Delivered") }
        guard arrivals.count == parcels.count, let last = arrivals.max() else { return nil }
        guard isOpen(last, after: 5 * day, before: 12 * day), let order = orders[key] else { return nil }
        if order.has("Cancelled") { return "no-match" }
        let buyer = order["Email"]?.lowercased() ?? ""
        if disputes.contains(buyer) { return "unless" }
        let favourite = favourite(buyer) == "sms" ? "" : favourite(buyer)
        return reach(
          buyer, [favourite, "whatsapp", "email"], needsConsent: ["whatsapp", "email"],
          quiet: ["whatsapp": 20..<34, "email": 20..<34])
      })
  }

  // MARK: Gates

  private let day: Int64 = 86400

  private func isOpen(_ start: Int64, after: Int64, before: Int64) -> Bool {
    start + after <= now && now < start + before
  }

  private func favourite(_ buyer: String) -> String { customers[buyer]?["Favourite Channel"] ?? "" }

  /// `quiet` is in hours from a day's midnight: 21..<32 is 21:00 to 08:00.
  private func reach(
    _ buyer: String, _ channels: [String], needsConsent: Set<String>, quiet: [String: Range<Int>]
  ) -> String {
    let customer = customers[buyer]
    let isMailable = buyer.split(separator: "@", omittingEmptySubsequences: false).count == 2
    var hasAddress = false
    for channel in channels where !channel.isEmpty {
      guard channel == "email" ? isMailable : customer?.has("Phone") == true else { continue }
      hasAddress = true
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
      return hours.contains(hour) || hours.contains(hour + 24) ? "quiet" : "sent"
    }
    return hasAddress ? "no-consent" : "unreachable"
  }
}
