package import Campaigns
package import CivilTime
package import Rules

/// What a run decided for a candidate: the one closed list, in the order of the gates.
package enum Outcome: String, Hashable, Sendable, CaseIterable {
  case sent
  case staleData = "stale-data"
  case alreadySent = "already-sent"
  case noData = "no-data"
  case noMatch = "no-match"
  case until
  case unless
  case expired
  case unreachable
  case suppressed
  case noConsent = "no-consent"
  case quiet
  case capped
  case outranked
  case holdout
  case limit
  case stopped
}

/// Why a gate held a candidate, as data; `Reason.words` has the words.
package enum Reason: Hashable, Sendable {
  case none
  /// A rule of this list came out so; counted from 0.
  case rule(RuleList, Int)
  /// A rule of this list could not be decided.
  indirect case unknown(RuleList, Int, Unknown)
  /// A value that the text prints is empty.
  case empty(path: String)
  /// The text cannot be made, for another reason.
  case text(String)
  /// A short message takes more segments than `max_length` allows.
  case tooLong(segments: Int, limit: Int)
  /// An export cannot be trusted: which, and why.
  indirect case stale(export: String, Staleness)
  /// An earlier run told it, or settled it otherwise.
  indirect case decided(PastMessage)
  /// It was told, and goes by the next channel unless a delivery report comes in time.
  indirect case awaitingReport(PastMessage, until: Instant, next: String)
  /// A worker took its job before it could be taken back.
  case withWorker(channel: String)
  /// It was told in vain, or too slowly; what the other channels lack, where none of them reaches the recipient.
  indirect case reopened(Reopening, [ChannelLack])
  /// No export has its record any more.
  case noRecord
  /// The project no longer has what its job was made of: a sentence.
  case gone(String)
  /// Another candidate of this run has the same `one_per`.
  case sameMessage(subject: String)
  /// Another step of the same sequence goes in this run.
  case sameSequence(step: String)
  case closed(at: Instant)
  /// The sequence ended in an earlier run.
  case ended
  case earlierStepPassed(step: String)
  /// For each channel of `via` that was tried, what it lacked.
  case channels([ChannelLack])
  case quietUntil(Instant?)
  /// The step goes only in this window of the recipient's clock.
  case outside(DayWindow)
  /// The customer has had as much as the cap allows. `of` is the purpose or campaign that it counts.
  indirect case cap(Cap, of: String, told: Int)
  /// Nobody can count messages to a customer who is not known.
  indirect case capWithoutCustomer(Cap)
  /// The customer is spared for a message of these campaigns in this run.
  indirect case outrankedBy(campaign: String, Cap)
  case holdout(share: Double)
  /// The campaign, or the run, would write more than it may.
  indirect case limit(Alarm)
  /// A person stopped the campaign, or all of them.
  case stopped(String)
}

extension Reason {
  /// Its words say already why a message is decided once more.
  var tellsOfReopening: Bool {
    switch self {
    case .reopened, .withWorker: true
    default: false
    }
  }
}

/// More messages than is usual or allowed: a person looks before any of them goes.
package enum Alarm: Hashable, Sendable {
  case campaignLimit(campaign: String, owed: Int, limit: Int)
  case houseLimit(owed: Int, limit: Int)
  /// `today` counts those that went and those that would.
  case surge(campaign: String, today: Int, usual: Int, limit: Int, holds: Bool)
}

package enum RuleList: String, Hashable, Sendable {
  case when, until, unless, onePer = "one_per", stepWhen = "the step's when", stepUnless = "the step's unless"
}

package enum Staleness: Hashable, Sendable {
  case unusable(String)
  case old(made: Instant)
  /// Made before the step was due, so it proves nothing about it.
  case beforeDue(made: Instant)
}

package struct ChannelLack: Hashable, Sendable {
  package enum Lack: String, Hashable, Sendable {
    case noBody = "no body"
    case noAddress = "no address"
    case badAddress = "no valid address"
    case suppressed
    case noConsent = "no consent"
    case noQueue = "no route to a queue"
    case tried = "tried before"

    /// Behind the channel's name: `has no address`.
    var clause: String {
      switch self {
      case .suppressed: "is suppressed"
      case .tried: "was tried before"
      case .noBody, .noAddress, .badAddress, .noConsent, .noQueue: "has \(rawValue)"
      }
    }
  }
  package var channel: String
  package var lack: Lack
  /// By which it is suppressed, where a provider's report says so.
  package var report: ReportedSuppression?

  init(channel: String, lack: Lack, report: ReportedSuppression? = nil) {
    self.channel = channel
    self.lack = lack
    self.report = report
  }

  /// `suppressed: bounced on 2026-03-03`
  func words(_ zone: Zone) -> String { lack.rawValue + (report.map { ": \($0.words(zone))" } ?? "") }
}
