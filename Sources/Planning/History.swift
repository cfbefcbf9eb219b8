package import CivilTime
package import Diagnostics
package import Platform

/// What earlier runs remember, as planning asks for it. The ledger is one; a shop that never ran has `NoHistory`.
package protocol History: Sendable {
  /// When the last run was; nil before the first.
  var lastRun: Instant? { get }
  /// Whether any message of the campaign was ever decided.
  func hasMessages(campaign: String) -> Bool
  /// For each key, ascending, when the message was decided; nil where it never was.
  func decided(_ sortedKeys: [Hash128]) -> [Instant?]
  /// The sequences of a campaign that have begun and not ended.
  func openSequences(campaign: String) -> [OpenSequence]
  /// When the campaign last reached this customer.
  func lastTold(campaign: String, customer: String) -> Instant?
  /// The first question that could not be answered. Its answer was a guess, so nothing that was decided may stand.
  var problem: Diagnostic? { get }
}

/// A sequence in progress: its start was pinned when its first step went.
package struct OpenSequence: Sendable {
  package var key: Hash128
  package var subjectKey: String
  package var start: Instant
  package init(key: Hash128, subjectKey: String, start: Instant) {
    self.key = key
    self.subjectKey = subjectKey
    self.start = start
  }
}

/// The history of a shop that never ran.
package struct NoHistory: History {
  package init() {}
  package var lastRun: Instant? { nil }
  package var problem: Diagnostic? { nil }
  package func hasMessages(campaign: String) -> Bool { false }
  package func decided(_ sortedKeys: [Hash128]) -> [Instant?] { Array(repeating: nil, count: sortedKeys.count) }
  package func openSequences(campaign: String) -> [OpenSequence] { [] }
  package func lastTold(campaign: String, customer: String) -> Instant? { nil }
}
