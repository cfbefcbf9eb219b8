package import Spool

/// What a drain did.
package struct DrainReport: Hashable, Sendable {
  package internal(set) var outcomes: [Outcome: Int] = [:]
  /// Failed without being sent, since they had expired; counted in `outcomes` too.
  package internal(set) var expired = 0
  /// Put back for the end of a quiet period.
  package internal(set) var quiet = 0
  /// Taken away unsent, since the recipient is suppressed by now: the next run decides.
  package internal(set) var suppressed = 0
  /// Moved to `corrupt/`.
  package internal(set) var corrupt = 0
  /// Taken back from workers that had died.
  package internal(set) var reclaimed = Reclaimed()
  /// Deferred jobs that wait for another attempt, and those that had had their last.
  package internal(set) var retried = 0
  package internal(set) var givenUp = 0
  /// Receipts that the disk had no room for.
  package internal(set) var lostReceipts = 0
  /// Files in the queue that are not the spool's.
  package internal(set) var strays: [String] = []
  /// The channel rests: it did before, or this drain paused it.
  package internal(set) var isPaused = false
  /// Nobody could say who is suppressed, so nothing more was sent.
  package internal(set) var lacksSuppressions = false
  /// A signal ended it; what was in hand was finished, and the rest given back.
  package internal(set) var wasInterrupted = false

  package init() {}

  package func count(_ outcome: Outcome) -> Int { outcomes[outcome, default: 0] }

  /// Whether a person should look: something may have been sent or not, was given up, or cannot go on.
  package var needsAttention: Bool {
    count(.unknown) > 0 || count(.failed) > 0 || corrupt > 0 || givenUp > 0 || lostReceipts > 0 || isPaused
      || lacksSuppressions || !reclaimed.unknown.isEmpty || !reclaimed.corrupt.isEmpty
  }

  /// With what another sender thread did.
  mutating func add(_ other: DrainReport) {
    outcomes.merge(other.outcomes) { $0 + $1 }
    expired += other.expired
    quiet += other.quiet
    suppressed += other.suppressed
    corrupt += other.corrupt
    reclaimed.add(other.reclaimed)
    retried += other.retried
    givenUp += other.givenUp
    lostReceipts += other.lostReceipts
    strays += other.strays.filter { !strays.contains($0) }
    isPaused = isPaused || other.isPaused
    lacksSuppressions = lacksSuppressions || other.lacksSuppressions
    wasInterrupted = wasInterrupted || other.wasInterrupted
  }
}

extension Reclaimed {
  fileprivate mutating func add(_ other: Reclaimed) {
    returned += other.returned
    unknown += other.unknown
    deferred += other.deferred
    corrupt += other.corrupt
  }
}
