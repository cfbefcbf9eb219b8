import Campaigns
package import Platform

/// What a run takes out of the spool, and what goes by another channel.
extension Plan {
  /// The jobs that are to be taken back before anything is published, each once, in the order of their ids.
  package var withdrawals: [Withdrawal] {
    var found: [String: Withdrawal] = [:]
    for withdrawal in lost { found[withdrawal.job.id] = withdrawal }
    for decision in decisions where decision.outcome == .sent {
      guard let job = decision.reopening?.waiting else { continue }
      found[job.id] = Withdrawal(
        job: job, purpose: .moved, outcome: found[job.id]?.outcome ?? .sent,
        reason: found[job.id]?.reason ?? words(for: decision))
    }
    return found.values.sorted { $0.job.id < $1.job.id }
  }

  /// A worker was quicker with these jobs: what was to be done about their messages is not done.
  /// - Parameter claimed: ids.
  package mutating func leave(_ claimed: Set<String>) {
    guard !claimed.isEmpty else { return }
    lost.removeAll { claimed.contains($0.job.id) }
    for index in decisions.indices {
      guard let job = decisions[index].reopening?.waiting, claimed.contains(job.id) else { continue }
      Held(.alreadySent, .withWorker(channel: job.channel)).apply(to: &decisions[index])
    }
  }

  /// A message that goes on by another channel.
  package struct Move: Hashable, Sendable {
    package var message: Hash128
    package var campaign: String
    /// Of its earlier job, with what the ledger has of it.
    package var from: String
    package var state: DeliveryState
    package var channel: String
    package var attempt: Int
    /// The earlier job, where it was taken out of the spool for that.
    package var withdrawn: WaitingJob?
    /// Its record, which may be another than before (`one_per`), and whom it reaches.
    package var subject: String
    package var customer: String?
  }

  package var moves: [Move] {
    decisions.compactMap { decision in
      guard decision.outcome == .sent, let reopening = decision.reopening, let message = decision.message,
        let channel = decision.channel
      else { return nil }
      return Move(
        message: message, campaign: project.campaigns[decision.campaign].id, from: reopening.channel,
        state: reopening.state, channel: project.channels[channel].name, attempt: decision.attempt,
        withdrawn: reopening.waiting, subject: subjectKey(decision), customer: customerKey(decision))
    }
  }
}
