import CivilTime

// From the parcel at the door to the next order.
extension Oracle {
  func backInStock() -> Set<String> {
    Set(
      wishes.compactMap { wish -> String? in
        let buyer = wish["Email"]?.lowercased() ?? ""
        guard Int(products[wish["SKU"] ?? ""]?["Stock"] ?? "") ?? 0 > 0, let asked = wish.time("Asked") else {
          return nil
        }
        return hasOrdered(buyer, after: asked) ? "until" : reach(buyer, ["email"])
      })
  }

  func crossSell() -> Set<String> {
    Set(
      shipmentsOf.compactMap { key, parcels -> String? in
        let arrivals = parcels.compactMap { $0.time("Delivered") }
        guard arrivals.count == parcels.count, let last = arrivals.max(), let order = orders[key],
          isOpen(last, after: 14 * day, before: 16 * day)
        else { return nil }
        let buyer = buyer(key)
        if order.has("Cancelled") || products[order["SKU"] ?? ""]?.has("Goes With") != true { return "no-match" }
        if hasOrdered(buyer, after: last) { return "until" }
        if disputes.contains(buyer) || refunds[key] != nil { return "unless" }
        return reach(buyer, ["email"], needsConsent: ["email"], quiet: ["email": 20..<33])
      })
  }

  func loyaltyExpiring() -> Set<String> {
    Set(
      loyalty.compactMap { points -> String? in
        guard let expires = points.time("Expires", zone: shopZone),
          isOpen(expires + day - 1, after: -30 * day, before: -25 * day)
        else { return nil }
        if Double(points["Worth"] ?? "") ?? 0 < 2 { return "no-match" }
        let buyer = points["Email"]?.lowercased() ?? ""
        return reach(
          buyer, [favourite(buyer), "email"], needsConsent: ["sms", "whatsapp", "email"],
          quiet: ["sms": 21..<32, "whatsapp": 21..<32])
      })
  }

  func highValueReward() -> Set<String> {
    byLastOrder(after: 2 * day, before: 4 * day) { buyer in
      if spentInAYear(buyer) < 400 { return "no-match" }
      return reach(buyer, ["email"], needsConsent: ["email"], quiet: ["email": 20..<32])
    }
  }

  func winBack() -> Set<String> {
    byLastOrder(after: 90 * day, before: 97 * day) { buyer in
      let kept = ordersBy[buyer, default: []].filter {
        ($0.time("Created") ?? 0) > now - 365 * day && !$0.has("Cancelled")
      }
      if kept.count < 3 { return "no-match" }
      return reach(buyer, ["email"], needsConsent: ["email"], quiet: ["email": 20..<33], sundayQuiet: 0..<12)
    }
  }

  private func byLastOrder(after: Int64, before: Int64, _ outcome: (String) -> String) -> Set<String> {
    Set(
      customers.keys.compactMap { buyer -> String? in
        guard let last = ordersBy[buyer, default: []].compactMap({ $0.time("Created") }).max(),
          isOpen(last, after: after, before: before)
        else { return nil }
        return disputes.contains(buyer) ? "unless" : outcome(buyer)
      })
  }

  private func hasOrdered(_ buyer: String, after time: Int64) -> Bool {
    ordersBy[buyer, default: []].contains { ($0.time("Created") ?? 0) > time }
  }
}
