import CivilTime

// The campaigns that were there first; each comes to the outcomes of all its candidates.
extension Oracle {
  func delayedShipment() -> Set<String> {
    Set(
      shipmentsOf.values.joined().compactMap { parcel -> String? in
        guard let promised = parcel.time("Promised", zone: shopZone) else { return nil }
        guard isOpen(promised + day - 1, after: day, before: 10 * day) else { return nil }
        guard let order = orders[parcel["Order"] ?? ""] else { return "no-data" }
        let buyer = order["Email"]?.lowercased() ?? ""
        let others = ["delivered", "returned", "exception", "ready_for_pickup"]
        if parcel.has("Delivered") || others.contains(parcel["Status"] ?? "") { return "no-match" }
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
        if let set = backorders[order["Order"] ?? ""]?.time("Date Set"), set > paid + 6 * day { return "until" }
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
        if disputes.contains(buyer) || refunds[key] != nil { return "unless" }
        let favourite = favourite(buyer) == "sms" ? "" : favourite(buyer)
        return reach(
          buyer, [favourite, "whatsapp", "email"], needsConsent: ["whatsapp", "email"],
          quiet: ["whatsapp": 14..<34, "email": 14..<34])
      })
  }
}
