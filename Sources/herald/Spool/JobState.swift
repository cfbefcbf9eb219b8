import Spool

/// Where a job lies, in an operator's words: the closed list of `--state`.
enum JobState: String, CaseIterable {
  case queued, claimed, deferred, held, dead, unknown, corrupt, sent, failed, withdrawn, dropped

  /// What is not over yet: what `list` shows unless it is asked for more.
  static let pending: [JobState] = [.queued, .claimed, .deferred, .held]

  init(_ place: Place) {
    switch place {
    case .queue: self = .queued
    case .work: self = .claimed
    case .deferred: self = .deferred
    case .held: self = .held
    case .dead: self = .dead
    case .unknown: self = .unknown
    case .corrupt: self = .corrupt
    case .sent: self = .sent
    case .failed: self = .failed
    case .withdrawn: self = .withdrawn
    case .dropped: self = .dropped
    }
  }

  var place: Place {
    switch self {
    case .queued: .queue
    case .claimed: .work
    case .deferred: .deferred
    case .held: .held
    case .dead: .dead
    case .unknown: .unknown
    case .corrupt: .corrupt
    case .sent: .sent
    case .failed: .failed
    case .withdrawn: .withdrawn
    case .dropped: .dropped
    }
  }

  /// Of a job: `3 with a worker`, `it is with a worker`.
  var words: String {
    switch self {
    case .queued: "in the queue"
    case .claimed: "with a worker and may still go"
    case .deferred: "waiting for another attempt"
    case .held: "held"
    case .dead: "dead"
    case .unknown: "unknown: it may have been sent"
    case .corrupt: "corrupt"
    case .sent: "sent"
    case .failed: "failed"
    case .withdrawn: "taken back, and owed again"
    case .dropped: "dropped"
    }
  }
}
