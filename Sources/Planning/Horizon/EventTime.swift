/// What a past instant knew: the one rule by which `test`, and whatever replays history, reads today's records as of then.
///
/// A timestamp says either what has happened (`created_at`, `delivered_at`) or what is to come (`expected_at`, `due_on`);
/// the words of its field's name say which. What is to come is known from the start, and so is everything that is no
/// timestamp. What has happened after the instant had not happened then: the cell is empty. And a record, an item, or one
/// of several rows of a key, of whose known beginnings all lie after the instant, is not there yet. A beginning is any
/// event but those that happen to what is there already (`delivered_at`, `closed_at`): a parcel was on its way before it
/// arrived, even if nothing says since when.
package enum EventTime {
  /// A field speaks of what is to come if one of these is a word of its name,
  package static let wordsAhead: Set<String> = [
    "expected", "promised", "estimated", "scheduled", "planned", "anticipated", "projected", "target", "eta", "etd",
    "due", "deadline", "by", "until", "next", "appointment", "delivery", "pickup", "release", "releases",
    "ships", "arrives", "arrival", "departs", "departure", "available", "availability", "valid",
    "start", "starts", "begin", "begins", "opens", "closes", "end", "ends", "renews", "renewal",
    "expires", "expiry", "expiration",
  ]
  /// unless one of these is, too: `last_delivery_at`.
  package static let wordsBehind: Set<String> = ["last", "previous", "first", "actual"]
  /// What happens to a record that is there already.
  package static let laterEvents: Set<String> = [
    "shipped", "dispatched", "fulfilled", "delivered", "attempted", "collected", "picked", "returned", "refunded",
    "cancelled", "canceled", "closed", "resolved", "completed", "finished", "ended", "expired", "redeemed", "used",
    "failed", "confirmed", "approved", "rejected", "answered", "replied", "archived", "deleted",
  ]

  /// Whether a timestamp field of that name says what has happened.
  package static func isEvent(field: String) -> Bool {
    let words = words(of: field)
    return words.isDisjoint(with: wordsAhead) || !words.isDisjoint(with: wordsBehind)
  }

  /// Whether a timestamp field of that name can say since when its record is there.
  package static func isBeginning(field: String) -> Bool {
    isEvent(field: field) && words(of: field).isDisjoint(with: laterEvents)
  }

  private static func words(of field: String) -> Set<String> {
    Set(field.lowercased().split(separator: "_").map(String.init))
  }
}
