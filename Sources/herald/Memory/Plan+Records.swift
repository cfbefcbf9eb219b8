import Campaigns
import CivilTime
import JSON
import Ledger
import Planning

/// What a plan leaves in the ledger.
extension Plan {
  /// Whether the ledger must learn anything beside the run itself.
  var changesLedger: Bool {
    !endings.isEmpty || !beginnings.isEmpty
      || decisions.contains { settles($0) || ($0.isInProgress && $0.outcome == .until) }
  }

  /// The messages that are decided: sent, or held out. Those that go on by another channel are `movedMessages`.
  func messageRecords() -> [MessageRecord] {
    decisions.compactMap { decision in
      guard settles(decision), decision.reopening == nil, let key = decision.message else { return nil }
      let campaign = project.campaigns[decision.campaign]
      return MessageRecord(
        key: key, campaign: campaign.id, step: campaign.steps[decision.step].name,
        subjectEntity: project.entities[campaign.each].name, subjectKey: subjectKey(decision),
        customer: customerKey(decision), purpose: campaign.purpose.rawValue,
        channel: decision.channel.map { project.channels[$0].name }, variant: variantName(decision),
        startAt: decision.start.microseconds, dueAt: decision.due.microseconds, decidedAt: now.microseconds,
        state: decision.outcome == .sent ? .queued : .holdout,
        attempt: decision.outcome == .sent ? decision.attempt : 0)
    }
  }

  /// How far sequences have come: those that went a step further, and those that are over for good.
  func sequenceStates() -> [SequenceState] {
    decisions.compactMap { decision in
      let campaign = project.campaigns[decision.campaign]
      let isOver = decision.isInProgress && decision.outcome == .until
      // A sequence does not advance by a message that goes on by another channel.
      guard keepsSequences(campaign), settles(decision) && decision.reopening == nil || isOver,
        let key = decision.sequence
      else { return nil }
      return SequenceState(
        key: key, campaign: campaign.id, subjectKey: subjectKey(decision), repetition: decision.repetition,
        variant: variantName(decision), startAt: decision.start.microseconds,
        lastStep: campaign.steps[decision.step].name, lastAt: now.microseconds,
        ended: isOver || decision.step == campaign.steps.count - 1)
    }
  }

  func movedMessages() -> [MovedMessage] {
    moves.map { move in
      MovedMessage(
        key: move.message, campaign: move.campaign, from: move.from,
        state: MessageStatus(rawValue: move.state.rawValue) ?? .unknown, channel: move.channel, attempt: move.attempt,
        withdrawn: move.withdrawn.map { TakenBackJob(id: $0.id, attempt: $0.attempt) },
        subject: MovedMessage.Subject(key: move.subject, customer: move.customer))
    }
  }

  private func variantName(_ decision: Decision) -> String? {
    decision.variant.map { project.campaigns[decision.campaign].split[$0].name }
  }

  /// What `start: first_seen` must remember, and forget.
  func firstSeenChanges() -> [FirstSeen] {
    beginnings.sorted { $0.key < $1.key }.flatMap { index, changes in
      changes.map {
        FirstSeen(campaign: project.campaigns[index].id, key: $0.key, since: $0.since?.microseconds)
      }
    }
  }

  /// `{"cart":{"sent":3},…}`
  func countsJSON() -> String {
    var writer = JSONWriter()
    writer.object { out in
      for (index, counts) in counts().sorted(by: { project.campaigns[$0.key].id < project.campaigns[$1.key].id }) {
        out.key(project.campaigns[index].id)
        out.object { list in
          for (outcome, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            list.key(outcome.rawValue)
            list.number(count)
          }
        }
      }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
