import Campaigns
package import CivilTime

/// Why a message that an earlier run told is decided once more: it may go on by the next channel of `via`, or its job
/// still waits and has lost its reason.
///
/// It is one message: its start and variant stay, it takes no second place under a cap, and its sequence does not advance.
package struct Reopening: Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    /// Its latest job failed for good then.
    case failed(at: Instant)
    /// No report said within `fallback_after` that it was delivered.
    case unconfirmed(after: TimeSpan)
    /// Its job still waits, and the rules or its channel now say no.
    case lost
  }
  package var cause: Cause
  /// Of its latest job.
  package var channel: String
  /// What the ledger has of that job: nothing goes on where this has changed meanwhile.
  package var state: DeliveryState
  /// Channels that have been tried: not again.
  package var tried: Set<String>
  /// The job that still waits: it is taken back first.
  package var waiting: WaitingJob?

  /// A message that went wrong, and nobody will hear of it unless it goes on.
  var isInVain: Bool {
    if case .failed = cause { true } else { false }
  }
}

extension PastMessage {
  /// A message's latest job is that of its channel.
  var latestJob: PastJob? { jobs.last { $0.channel == channel } ?? jobs.last }

  /// The channels that its jobs have tried; one that was taken back first has not been.
  var tried: Set<String> {
    Set(jobs.filter { $0.state != .withdrawn && !(state == .owed && $0.state == .queued) }.map(\.channel))
  }

  /// A report says that one of its jobs was delivered, also where the message has gone on since: nobody is told twice.
  var hasArrived: Bool { jobs.contains { $0.state == .delivered } }

  /// Of the next job on that channel: no two jobs have the same id and attempt.
  /// - Parameter waiting: its job that is taken back first, whose file may count further than the ledger.
  func nextAttempt(channel: String, after waiting: WaitingJob?) -> Int {
    guard !jobs.isEmpty else { return attempt + 1 }
    let known = jobs.filter { $0.channel == channel }.map(\.attempt).max() ?? 0
    return max(known, waiting?.channel == channel ? waiting?.attempt ?? 0 : 0) + 1
  }
}

extension CampaignDecisions {
  /// Whether a told message may go on by another channel; by what the ledger and the spool know, not yet by its records.
  func reopening(of past: PastMessage, step: Int) -> Reopening? {
    guard past.state == .told, !past.hasArrived, let latest = past.latestJob, !unsent.claimed.contains(latest.id)
    else { return nil }
    let waiting = unsent.waiting[latest.id]
    var reopening = Reopening(
      cause: .lost, channel: latest.channel, state: latest.state, tried: past.tried, waiting: waiting)
    switch latest.state {
    case .failed:
      // A person gave it another attempt.
      guard waiting == nil else { return nil }
      reopening.cause = .failed(at: latest.since)
      return reopening
    case .queued, .sent, .unknown:
      // One that is queued and nowhere to be seen has just been claimed, or sent.
      guard latest.state != .queued || waiting != nil, waiting?.isHeld != true,
        let after = program.campaign.fallbackAfter, let end = reportsUntil(past, step: step), end <= now
      else { return nil }
      reopening.cause = .unconfirmed(after: after)
      return reopening
    case .delivered, .withdrawn, .expired, .dropped: return nil
    }
  }

  /// Until when a delivery report of a message is waited for; nil where none is, since another channel would not follow.
  func reportsUntil(_ past: PastMessage, step: Int) -> Instant? {
    guard past.state == .told, let after = program.campaign.fallbackAfter, let latest = past.latestJob,
      [.queued, .sent, .unknown].contains(latest.state),
      project.channels.contains(where: { $0.name == latest.channel && $0.receipts }),
      program.campaign.hasChannel(beside: past.tried.union([latest.channel]), step: step, project)
    else { return nil }
    return max(latest.spooled, unsent.waiting[latest.id]?.notBefore ?? latest.spooled).adding(after)
  }

}

extension CampaignProgram {
  /// Whether a told message may have to go on by another channel, as far as its row in the ledger tells.
  func mayReopen(_ past: PastMessage) -> Bool {
    switch past.delivery {
    case .failed: true
    case .queued, .sent, .unknown: campaign.fallbackAfter != nil
    case .delivered, .withdrawn, .expired, .dropped, nil: false
    }
  }
}

extension Campaign {
  /// Whether `via` names a channel with a body in this step beside those.
  func hasChannel(beside tried: Set<String>, step: Int, _ project: Project) -> Bool {
    let isOther = { (name: String) in !tried.contains(name) && steps[step].bodies[name] != nil }
    return via.contains { via in
      switch via {
      case .channel(let index): isOther(project.channels[index].name)
      case .preferred: project.channels.contains { isOther($0.name) }
      }
    }
  }
}
