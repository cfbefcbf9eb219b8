import Campaigns
import CivilTime
import Platform

/// Follows the decisions of a test's runs, to say what stopped whom.
struct StopRecord {
  private struct Entry {
    var subject: String
    /// How often the sequence has begun again: the last time counts.
    var repetition = 0
    /// By step: the last decision inside its window.
    var last: [Int: (decision: Decision, at: Instant)] = [:]
    /// The first decision that came when the window was closed, or because an earlier step's was.
    var expired: (decision: Decision, at: Instant)?
  }

  private var entries: [Entry] = []
  private var places: [String: Int] = [:]

  /// Subjects that share a message by `one_per` are one.
  mutating func note(_ decision: Decision, subject: String, at now: Instant) {
    let name = (decision.sequence ?? decision.message)?.base32 ?? "key " + subject
    let place = places[name] ?? entries.count
    if place == entries.count {
      places[name] = place
      entries.append(Entry(subject: subject))
    }
    if decision.repetition > entries[place].repetition {
      entries[place] = Entry(subject: subject, repetition: decision.repetition)
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
    let steps = program.campaign.steps
    return entries.compactMap { entry in
      guard let (decision, at) = Self.stopping(entry, steps), decision.outcome != .sent else { return nil }
      return Stop(
        subject: entry.subject, step: steps[decision.step].name, outcome: decision.outcome.rawValue,
        words: decision.reason.words(program, zone: zone, step: decision.step), at: at)
    }
  }

  /// The step at which the sequence stopped: the first behind the last that was sent, or, as far as steps may be skipped,
  /// the last of those. Nothing but an expiry counts only if there is nothing else.
  private static func stopping(_ entry: Entry, _ steps: [Step]) -> (decision: Decision, at: Instant)? {
    let sent = entry.last.filter { $0.value.decision.outcome == .sent }.keys.max() ?? -1
    let unsent = entry.last.keys.filter { $0 > sent }.sorted()
    guard let last = unsent.last else { return sent < 0 ? entry.expired : nil }
    return entry.last[unsent.first { !steps[$0].skip } ?? last]
  }
}

extension Reason {
  fileprivate var isOfAnEarlierStep: Bool {
    if case .earlierStepPassed = self { true } else { false }
  }
}
