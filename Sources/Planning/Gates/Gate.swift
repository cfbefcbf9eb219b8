import Campaigns
import CivilTime
import Rules

/// One reason to hold a message. Gates are asked in the order of the outcomes; the first that holds decides.
///
/// A gate is pure: it looks at one candidate and what the run knows, and changes nothing but what the candidate carries.
/// Each has a file and a test table of its own. What needs all candidates at once (one message for several subjects)
/// comes behind the gates, in `Settlement`.
protocol Gate: Sendable {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held?
}

/// Why and until when.
struct Held {
  var outcome: Outcome
  var reason: Reason
  var next: Instant?

  init(_ outcome: Outcome, _ reason: Reason, next: Instant? = nil) {
    self.outcome = outcome
    self.reason = reason
    self.next = next
  }
}

/// What a run knows of one export.
struct ExportState: Sendable {
  var name: String
  /// Nil where the export could not be opened.
  var madeAt: Instant?
  /// In a sentence, why it cannot be used.
  var unusable: String?
  /// It is older than `fresh` allows.
  var isOld: Bool
  /// A step that became due after it was made waits for the next one.
  var covers: Bool
}

/// One (campaign, subject, step) on its way through the gates.
struct Candidate {
  let subject: RecordID
  let start: Instant
  let placed: Windows.Placed
  /// What an earlier run decided about its message.
  let past: PastMessage?
  /// When `again_after` lets its sequence begin again.
  let againAt: Instant?
  /// Its sequence ended in an earlier run.
  let isEnded: Bool
  /// A step before it whose window closed unsent, without `skip: ok`.
  let passedStep: String?
  let keyProblem: (rule: Int, Unknown)?
  /// Set by `ReachGate`.
  var channel: Int?
  /// It was told, and is decided once more.
  var reopening: Reopening? = nil
  /// Until when a delivery report is waited for before the next channel is tried.
  var reportsUntil: Instant? = nil
}

/// The gates of this version, in the order of the outcomes.
let gates: [any Gate] = [
  StaleDataGate(), AlreadySentGate(), RulesGate(), ExpiredGate(), ReachGate(), BetweenGate(), QuietGate(),
]
