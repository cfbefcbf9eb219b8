// Services that watch parcels of many carriers: their words, in any case.
extension TrackingVocabulary {
  /// Tags, and the finer subtags with their number.
  static let aftership = TrackingVocabulary(
    "aftership", ignoresCase: true,
    [
      .pending: ["Pending"] + subtags("Pending", 1...6),
      .infoReceived: ["InfoReceived", "InfoReceived_001"],
      .pickedUp: ["InTransit_002"],
      .inTransit: ["InTransit", "InTransit_001"] + subtags("InTransit", 3...9),
      .outForDelivery: ["OutForDelivery", "OutForDelivery_001", "OutForDelivery_003", "OutForDelivery_004"],
      .attemptFailed: ["AttemptFail"] + subtags("AttemptFail", 1...3),
      .delivered: ["Delivered"] + subtags("Delivered", 1...5),
      .readyForPickup: ["AvailableForPickup", "AvailableForPickup_001"],
      // Customs, events outside, the carrier's own trouble, the weather.
      .delayed: ["Exception_004", "Exception_005", "Exception_016", "Exception_017"],
      // For a payment.
      .onHold: ["Exception_006"],
      .returning: ["Exception_010"],
      .returned: ["Exception_011"],
      // Moved, refused, bad address, pick-up missed, rejected, damaged, lost, documents.
      .exception: ["Exception"] + subtags("Exception", 1...3) + subtags("Exception", 7...9)
        + ["Exception_012", "Exception_013", "Exception_018"],
      .expired: ["Expired", "Expired_001"],
    ])

  private static func subtags(_ tag: String, _ numbers: ClosedRange<Int>) -> [String] {
    numbers.map { "\(tag)_00\($0)" }
  }

  /// `error` is the tracker's own and says nothing of the parcel.
  static let easypost = TrackingVocabulary(
    "easypost", ignoresCase: true,
    [
      .infoReceived: ["pre_transit"], .inTransit: ["in_transit"], .outForDelivery: ["out_for_delivery"],
      .delivered: ["delivered"], .readyForPickup: ["available_for_pickup"], .returning: ["return_to_sender"],
      .exception: ["failure"], .cancelled: ["cancelled"],
    ], silent: ["unknown", "error"])

  /// Its `RETURNED` is also said of a parcel that is still on its way back.
  static let shippo = TrackingVocabulary(
    "shippo", ignoresCase: true,
    [
      .infoReceived: ["PRE_TRANSIT"], .inTransit: ["TRANSIT"], .delivered: ["DELIVERED"], .returning: ["RETURNED"],
      .exception: ["FAILURE"],
    ], silent: ["UNKNOWN"])

  static let shipengine = TrackingVocabulary(
    "shipengine", ignoresCase: true,
    [
      .pickedUp: ["accepted"], .attemptFailed: ["attempted_delivery"], .delivered: ["delivered"],
      .exception: ["exception"], .inTransit: ["in_transit"],
    ], silent: ["unknown"])

  /// Its `delivery_failed` is said of a refused parcel as well as of a failed attempt, so that no customer may be told
  /// that the carrier comes again.
  static let karrio = TrackingVocabulary(
    "karrio", ignoresCase: true,
    [
      .pending: ["pending"], .pickedUp: ["picked_up"], .onHold: ["on_hold"], .cancelled: ["cancelled"],
      .delivered: ["delivered"], .inTransit: ["in_transit"], .exception: ["delivery_failed"],
      .delayed: ["delivery_delayed"], .outForDelivery: ["out_for_delivery"], .readyForPickup: ["ready_for_pickup"],
      .returning: ["return_to_sender"],
    ], silent: ["unknown"])
}
