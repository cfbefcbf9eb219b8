import Campaigns
package import CivilTime
package import Platform
import Rules

/// `run --baseline`: what is owed now, to be remembered as handled.
extension Plan {
  package struct Baseline: Sendable {
    /// Each message once: its sequence is handled whole, so all of its steps that have not gone are here.
    package fileprivate(set) var messages: [Message] = []
    /// The decisions that stand for the sequences, by index.
    package fileprivate(set) var decisions: [Int] = []
    /// Campaigns with `start: first_seen`: what is true now has been true for longer than anybody knows.
    package fileprivate(set) var beginnings: [Int: [BeginningChange]] = [:]
    /// By campaign: how many subjects.
    package fileprivate(set) var counts: [Int: Int] = [:]

    package struct Message: Sendable {
      package var decision: Int
      package var step: Int
      package var key: Hash128
      package var due: Instant
    }
  }

  /// What these campaigns owe: every candidate with an open window whose rules hold, whether it would go now or is only
  /// kept back. What is not known (`no-data`, `stale-data`) is not owed.
  package func baseline(_ campaigns: Set<Int>) -> Baseline {
    var baseline = Baseline()
    var seen: Set<Hash128> = []
    for (index, decision) in decisions.enumerated()
    where campaigns.contains(decision.campaign) && decision.outcome.isOwed && decision.reopening == nil {
      guard let decider = deciders[decision.campaign], let message = decision.message,
        seen.insert(decision.sequence ?? message).inserted
      else { continue }
      baseline.decisions.append(index)
      baseline.counts[decision.campaign, default: 0] += 1
      baseline.messages += decider.remainingSteps(decision).map {
        Baseline.Message(decision: index, step: $0.step, key: $0.key, due: $0.due)
      }
    }
    baseline.messages = undecided(baseline.messages)
    for index in campaigns {
      let begun = (beginnings[index] ?? []).filter { $0.since != nil }
      if !begun.isEmpty {
        baseline.beginnings[index] = begun.map { BeginningChange(key: $0.key, since: Instant(microseconds: 0)) }
      }
    }
    return baseline
  }

  /// Those that the ledger does not have: a step that was put in before one that has gone leaves that as it is.
  private func undecided(_ messages: [Baseline.Message]) -> [Baseline.Message] {
    let keys = Set(messages.map(\.key)).sorted()
    var known: Set<Hash128> = []
    for (key, past) in zip(keys, store.history.decided(keys)) where past.map({ $0.state != .owed }) ?? false {
      known.insert(key)
    }
    return messages.filter { !known.contains($0.key) }
  }
}

extension CampaignDecisions {
  fileprivate func remainingSteps(_ decision: Decision) -> [(step: Int, key: Hash128, due: Instant)] {
    let steps = program.campaign.steps
    guard case .success(let keys) = keys(decision.subject, context()) else { return [] }
    return steps[decision.step...].enumerated().map { offset, step in
      (
        decision.step + offset, keys.message(step: step.name, repetition: decision.repetition),
        decision.start.adding(step.after) ?? decision.due
      )
    }
  }
}

extension Outcome {
  /// The rules hold: it goes, or could go later.
  fileprivate var isOwed: Bool {
    switch self {
    case .sent, .unless, .unreachable, .suppressed, .noConsent, .quiet, .capped, .outranked, .holdout, .limit,
      .stopped:
      true
    case .staleData, .alreadySent, .noData, .noMatch, .until, .expired: false
    }
  }
}
