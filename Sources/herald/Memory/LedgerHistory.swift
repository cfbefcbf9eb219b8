import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform
import Synchronization

/// The ledger, as planning asks for it.
///
/// A question that fails is remembered in `problem`, and whoever plans must then throw the plan away: an answer that was
/// guessed could tell somebody twice.
final class LedgerHistory: History {
  private let ledger: LedgerStore
  private let failure = Mutex<LedgerProblem?>(nil)

  init(_ ledger: LedgerStore) { self.ledger = ledger }

  var problem: Diagnostic? { failure.withLock { $0?.diagnostic } }

  var lastRun: Instant? {
    ask(nil) { ledger throws(LedgerProblem) in try ledger.lastRun().map(Instant.init(microseconds:)) }
  }

  func hasMessages(campaign: String) -> Bool {
    ask(true) { ledger throws(LedgerProblem) in try ledger.hasMessages(campaign: campaign) }
  }

  func decided(_ sortedKeys: [Hash128]) -> [Instant?] {
    ask(Array(repeating: nil, count: sortedKeys.count)) { ledger throws(LedgerProblem) in
      try ledger.decided(sortedKeys).map { $0.map { Instant(microseconds: $0.decidedAt) } }
    }
  }

  func openSequences(campaign: String) -> [OpenSequence] {
    ask([]) { ledger throws(LedgerProblem) in
      try ledger.openSequences(campaign: campaign).map {
        OpenSequence(key: $0.key, subjectKey: $0.subjectKey, start: Instant(microseconds: $0.startAt))
      }
    }
  }

  func lastTold(campaign: String, customer: String) -> Instant? {
    ask(nil) { ledger throws(LedgerProblem) in
      try ledger.lastTold(campaign: campaign, customer: customer).map(Instant.init(microseconds:))
    }
  }

  private func ask<Answer>(_ guess: Answer, _ question: (LedgerStore) throws(LedgerProblem) -> Answer) -> Answer {
    do throws(LedgerProblem) { return try question(ledger) } catch {
      failure.withLock { $0 = $0 ?? error }
      return guess
    }
  }
}
