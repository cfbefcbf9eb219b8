/// What the reference planner remembers, in plain dictionaries.
struct ReferenceLedger {
  struct Sequence {
    /// Whose message went last.
    var subject: String
    var start: Int64
    var repetition: Int
    var variant: String?
    var lastAt: Int64
    var isEnded: Bool
  }

  struct Telling {
    var campaign: String
    var purpose: String
    var at: Int64
  }

  var lastRun: Int64?
  /// Messages that were sent or held out.
  var messages: Set<String> = []
  var sequences: [String: Sequence] = [:]
  var tellings: [String: [Telling]] = [:]
  /// Since when a campaign's `when` is true, by campaign and subject.
  var seen: [String: [String: Int64]] = [:]

  func lastTold(_ campaign: String, _ customer: String) -> Int64? {
    (tellings[customer] ?? []).filter { $0.campaign == campaign }.map(\.at).max()
  }
}
