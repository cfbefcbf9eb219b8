import Campaigns
import CivilTime
import Ledger
import Planning

/// What a baseline leaves in the ledger.
extension Plan {
  func messageRecords(_ baseline: Baseline) -> [MessageRecord] {
    baseline.messages.map { message in
      let decision = decisions[message.decision]
      let campaign = project.campaigns[decision.campaign]
      return MessageRecord(
        key: message.key, campaign: campaign.id, step: campaign.steps[message.step].name,
        subjectEntity: project.entities[campaign.each].name, subjectKey: subjectKey(decision),
        customer: customerKey(decision), purpose: campaign.purpose.rawValue, channel: nil,
        startAt: decision.start.microseconds, dueAt: message.due.microseconds, decidedAt: now.microseconds,
        state: .baseline, attempt: 0)
    }
  }

  /// The sequences are over; `again_after` counts from now.
  func sequenceStates(_ baseline: Baseline) -> [SequenceState] {
    baseline.decisions.compactMap { index in
      let decision = decisions[index]
      let campaign = project.campaigns[decision.campaign]
      guard keepsSequences(campaign), let key = decision.sequence else { return nil }
      return SequenceState(
        key: key, campaign: campaign.id, subjectKey: subjectKey(decision), repetition: decision.repetition,
        startAt: decision.start.microseconds, lastStep: campaign.steps[decision.step].name,
        lastAt: now.microseconds, ended: true)
    }
  }

  func firstSeen(_ baseline: Baseline) -> [FirstSeen] {
    baseline.beginnings.sorted { $0.key < $1.key }.flatMap { index, changes in
      changes.map { FirstSeen(campaign: project.campaigns[index].id, key: $0.key, since: $0.since?.microseconds) }
    }
  }
}
