import Campaigns
import CivilTime
import Platform

/// Follows the decisions of a test's runs, to say what stopped whom.
struct StopRecord {
  private struct Entry {
    var subject: String
    /// By step: the last decision inside its window.
    var last: [Int: (decision: Decision, at: Instant)] = [:]
    /// The first decision that came when the window was closed, or because an earlier step's was.
    var expired: (decision: Decision, at: Instant)?
  }

  private var entries: [Entry] = []
  private var places: [String: Int] = [:]

  /// Subjects that share a message by `one_per` are one.
  mutating func note(_ decision: Decision, subject: String, at now: Instant) {
    let name = decision.sequence?.base32 ?? "key " + subject
    let place = places[name] ?? entries.count
    if place == entries.count {
      places[name] = place
      entries.append(Entry(subject: subject))
    }
    // What was told, or put into the holdout, is decided: that it stays so is no news.
    if decision.outcome == .alreadySent, !entries[place].last.isEmpty { return }
    let isOpen = decision.closes.map { now < $0 } ?? true
    if isOpen, !decision.reason.isOfAnEarlierStep {
      entries[place].last[decision.step] = (decision, now)
      entries[place].subject = subject
    } else if entries[place].expired == nil {
      entries[place].expired = (decision, now)
    }
  }

  /// In the order in which the subjects came up.
  func stops(_ program: CampaignProgram, zone: Zone) -> [Stop] {
    entries.compactMap { entry in
      guard let (decision, at) = entry.last.max(by: { $0.key < $1.key })?.value ?? entry.expired,
        decision.outcome != .sent
      else { return nil }
      return Stop(
        subject: entry.subject, step: program.campaign.steps[decision.step].name, outcome: decision.outcome.rawValue,
        words: decision.reason.words(program, zone: zone, step: decision.step), at: at)
    }
  }
}

extension Reason {
  fileprivate var isOfAnEarlierStep: Bool {
    if case .earlierStepPassed = self { true } else { false }
  }
}
