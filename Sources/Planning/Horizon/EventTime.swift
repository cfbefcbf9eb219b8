/// What a past instant knew: the one rule by which `test`, and whatever replays history, reads today's exports as of then.
///
/// A timestamp says either what has happened (`created_at`, `delivered_at`) or what is to come (`expected_at`, `due_on`);
/// its name says which. What has happened after the instant had not happened then: the cell is empty, and a record (or an
/// item, or one of several rows of a key) of whose known event times all lie after it is not there yet. What is to come
/// is known from the start, and so is everything that is no timestamp.
package enum EventTime {
  /// A field speaks of what is to come if one of these is a word of its name.
  package static let wordsAhead: Set<String> = [
    "expected", "promised", "estimated", "scheduled", "planned", "anticipated", "projected", "eta", "etd", "target",
    "due", "deadline", "by", "until", "next", "appointment",
    "ships", "arrives", "arrival", "departs", "departure", "delivery", "release", "releases", "available",
    "availability",
    "starts", "begins", "opens", "closes", "ends", "end", "renews", "renewal",
    "expires", "expiry", "expiration", "valid",
  ]

  /// Whether a timestamp field of that name says what has happened.
  package static func isEvent(field: String) -> Bool {
    !field.lowercased().split(separator: "_").contains { wordsAhead.contains(String($0)) }
  }
}
