/// Carriers' words for what became of a parcel, as one set of statuses.
enum TrackingVocabulary {
  static func named(_ name: String) -> [String: String]? { name == "aftership" ? aftership : nil }

  private static let aftership = [
    "Pending": "pending", "InfoReceived": "info_received", "InTransit": "in_transit",
    "OutForDelivery": "out_for_delivery", "AttemptFail": "attempt_failed", "Delivered": "delivered",
    "AvailableForPickup": "ready_for_pickup", "Exception": "exception", "Expired": "expired",
  ]
}
