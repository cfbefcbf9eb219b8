// The carriers' own words. USPS writes words, in any case; UPS and FedEx write codes, as they stand.
extension TrackingVocabulary {
  static let usps = TrackingVocabulary(
    "usps", ignoresCase: true,
    [
      .onHold: ["on hold"], .delivered: ["delivered"], .inTransit: ["in transit"], .exception: ["delivery failed"],
      .delayed: ["delivery delayed"], .outForDelivery: ["out for delivery"], .readyForPickup: ["ready for pickup"],
      .pickedUp: ["PICKED_UP", "PU", "picked up", "origin scan", "acceptance"],
    ])

  /// `DL` is out for delivery, `DD` pending: FedEx has both for other things.
  static let ups = TrackingVocabulary(
    "ups",
    codes: [
      .pending: "M MV MP XD OA DD",
      .pickedUp: "OR PU OC OG",
      .delivered: "D FS KB F4",
      .inTransit: "I DP AA AR AF AL DS IH AP",
      .outForDelivery: "OT OD OF DL",
      .onHold: "X EX HX HD HI HS HU NH",
      .exception: "RF UR UF CC",
      .cancelled: "VD CA CN CV",
      .readyForPickup: "RP UU AC WC",
      .delayed: "DY DE SD",
      .returning: "RS RT RH RU",
    ])

  /// `DL` is delivered, `DD` delayed; `FD` is at FedEx's destination, not failed.
  static let fedex = TrackingVocabulary(
    "fedex",
    codes: [
      .pending: "OC OX EP MD",
      .pickedUp: "PU PX OF AP",
      .delivered: "DL",
      .inTransit: "IT IX AA AC AF AR AX DP EA EO FD LO Ow PF PL PM SF TR",
      .outForDelivery: "AD ED OD",
      .onHold: "CD SE HA",
      .exception: "DE",
      .cancelled: "CA RD",
      .readyForPickup: "HL HP",
      .delayed: "DY DD PY",
      .returning: "RS RT",
    ])
}
