/// What became of a parcel, whatever carrier or tracker says it: the one closed set that rules compare with once a field
/// has a `map:` with a vocabulary's name.
package enum TrackingStatus: String, CaseIterable, Sendable {
  case pending
  case infoReceived = "info_received"
  case pickedUp = "picked_up"
  case inTransit = "in_transit"
  case outForDelivery = "out_for_delivery"
  case readyForPickup = "ready_for_pickup"
  case delivered
  case attemptFailed = "attempt_failed"
  case delayed
  case onHold = "on_hold"
  case exception
  case returning
  case returned
  case cancelled
  case expired

  /// In a few words, for people who write campaigns.
  package var meaning: String {
    switch self {
    case .pending: "a label exists, and the carrier has not seen the parcel"
    case .infoReceived: "the carrier was told of the parcel and does not have it yet"
    case .pickedUp: "the carrier has just taken the parcel"
    case .inTransit: "on its way"
    case .outForDelivery: "it arrives today, says the carrier"
    case .readyForPickup: "it waits for the customer at a shop or locker"
    case .delivered: "the customer, or somebody for them, has it"
    case .attemptFailed: "nobody was there; the carrier tries again or leaves it nearby"
    case .delayed: "on its way, and later than promised"
    case .onHold: "stopped until something is settled, such as customs or a payment"
    case .exception:
      "something went wrong: refused, lost, damaged, a bad address, or a failure the carrier does not explain"
    case .returning: "on its way back to the sender, or back where the carrier does not tell the two apart"
    case .returned: "back at the sender"
    case .cancelled: "the shipment was called off"
    case .expired: "the tracker gave up: nothing was heard for weeks"
    }
  }
}
