/// One run over the shop as it then stands.
struct RunModel: Sendable {
  var now: Int64
  var shop: ShopState
  /// When each export was made.
  var made: [String: Int64]
  var campaigns: [CampaignModel]
  var stopped: Set<String> = []
  var allowed: [String: Int] = [:]
  var threads = 1
  var isNowGiven = false
  /// Draws what becomes of each job between the run before and this one; 0: nothing.
  var fates: UInt64 = 0
}

/// A shop, its campaigns and runs over them, as data: so that it can be made smaller.
struct Scenario: Sendable {
  var house: HouseModel
  var runs: [RunModel]
  /// Workers take every job at once, and nobody hears of them again.
  var isCalm = false
}

/// What became of a candidate, in words that both sides know.
struct Verdict: Hashable, Sendable {
  var campaign: String
  var subject: String
  var step: String
  var start: Int64
  var due: Int64
  var outcome: String
  /// Of what is sent.
  var channel: String?
  var variant: String?
  var attempt: Int?

  var text: String {
    "\(subject)/\(step) start \(instantText(start)) due \(instantText(due)): \(outcome)"
      + [channel, variant, attempt.map { "#\($0)" }].compactMap { $0.map { " " + $0 } }.joined()
  }
}
