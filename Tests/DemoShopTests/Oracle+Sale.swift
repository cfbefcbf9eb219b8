import CivilTime

// From the order to the parcel at the door.
extension Oracle {
  func orderConfirmed() -> Set<String> {
    Set(
      orders.values.compactMap { order -> String? in
        guard let paid = order.time("Paid"), isOpen(paid, after: 0, before: day) else { return nil }
        return order.has("Cancelled") ? "no-match" : reach(order["Email"]?.lowercased() ?? "", ["email"])
      })
  }

  func paymentFailed() -> Set<String> {
    Set(
      payments.compactMap { payment -> String? in
        guard let tried = payment.time("Created"), isOpen(tried, after: 15 * 60, before: 20 * hour),
          let order = orders[payment["Order"] ?? ""]
        else { return nil }
        if payment["Status"] != "failed" { return "no-match" }
        return order.has("Paid") || order.has("Cancelled") ? "until" : reach(buyer(order["Order"]), ["email"])
      })
  }

  func fraudCheck() -> Set<String> {
    Set(
      reviews.compactMap { review -> String? in
        guard let opened = review.time("Opened"), isOpen(opened, after: 0, before: 20 * hour) else { return nil }
        if review.has("Closed") || orders[review["Order"] ?? ""]?.has("Fulfilled") == true { return "no-match" }
        return reach(buyer(review["Order"]), ["sms", "email"], needsConsent: ["sms"], quiet: ["sms": 21..<32])
      })
  }

  func delayedDispatchRenewed() -> Set<String> {
    Set(
      backorders.values.compactMap { backorder -> String? in
        guard let set = backorder.time("Date Set"), let order = orders[backorder["Order"] ?? ""],
          let paid = order.time("Paid")
        else { return nil }
        // Three business days are at most five days; one less is when the first notice was due.
        guard set > paid + 6 * day else { return "no-match" }
        return reach(
          buyer(order["Order"]), ["whatsapp", "email"], needsConsent: ["whatsapp"], quiet: ["whatsapp": 21..<32])
      })
  }

  func shipped() -> Set<String> {
    Set(
      orders.values.compactMap { order -> String? in
        guard let sent = order.time("Fulfilled"), isOpen(sent, after: 0, before: 2 * day) else { return nil }
        guard !order.has("Cancelled"), let parcels = shipmentsOf[order["Order"] ?? ""] else { return "no-match" }
        if parcels.allSatisfy({ $0["Status"] == "delivered" }) { return "until" }
        return reach(buyer(order["Order"]), ["email"])
      })
  }

  /// What parcels of that status come to that were scanned within the time; nil: at any.
  func scanned(_ status: String, before: Int64?, via channels: [String]) -> Set<String> {
    Set(
      shipmentsOf.values.joined().compactMap { parcel -> String? in
        guard parcel["Status"] == status, let scan = parcel.time("Last Update") else { return nil }
        if let before, !isOpen(scan, after: 0, before: before) { return nil }
        let buyer = buyer(parcel["Order"])
        return reach(
          buyer, channels.map { $0 == "preferred" ? favourite(buyer) : $0 }, needsConsent: ["sms", "whatsapp"],
          quiet: ["sms": 21..<32, "whatsapp": 21..<32])
      })
  }

  func returnReceived() -> Set<String> {
    Set(
      refunds.values.joined().compactMap { refund -> String? in
        guard let received = refund.time("Received"), isOpen(received, after: 0, before: 3 * day) else { return nil }
        return reach(buyer(refund["Order"]), ["email"])
      })
  }

  func highValueLate() -> Set<String> {
    Set(
      shipmentsOf.values.joined().compactMap { parcel -> String? in
        guard let promised = parcel.time("Promised", zone: shopZone),
          isOpen(promised + day - 1, after: 36 * hour, before: 7 * day)
        else { return nil }
        if parcel.has("Delivered") || ["delivered", "returned", "ready_for_pickup"].contains(parcel["Status"] ?? "") {
          return "no-match"
        }
        return spentInAYear(buyer(parcel["Order"])) >= 400 ? "sent" : "no-match"
      })
  }

  func spentInAYear(_ buyer: String) -> Double {
    ordersBy[buyer, default: []].filter { ($0.time("Created") ?? 0) > now - 365 * day && !$0.has("Cancelled") }
      .reduce(0) { $0 + (Double($1["Total"] ?? "") ?? 0) }
  }
}
