import Campaigns
import CivilTime
import JSON
import Ledger
import Planning

/// What a plan leaves in the ledger.
extension Plan {
  /// Whether any sequence in progress is over for good although nothing is sent.
  var endsSequences: Bool { decisions.contains { $0.isInProgress && $0.outcome == .until } }

  /// The messages that are sent.
  func messageRecords() -> [MessageRecord] {
    decisions.compactMap { decision in
      guard decision.outcome == .sent, let key = decision.message else { return nil }
      let campaign = project.campaigns[decision.campaign]
      return MessageRecord(
        key: key, campaign: campaign.id, step: campaign.steps[decision.step].name,
        subjectEntity: project.entities[campaign.each].name, subjectKey: subjectKey(decision),
        customer: customerKey(decision), purpose: campaign.purpose.rawValue,
        channel: decision.channel.map { project.channels[$0].name }, startAt: decision.start.microseconds,
        dueAt: decision.due.microseconds, decidedAt: now.microseconds)
    }
  }

  /// How far sequences have come: those that sent a step, and those that `until` has ended.
  func sequenceStates() -> [SequenceState] {
    decisions.compactMap { decision in
      let campaign = project.campaigns[decision.campaign]
      let isOver = decision.isInProgress && decision.outcome == .until
      guard campaign.steps.count > 1, decision.outcome == .sent || isOver, let key = decision.sequence else {
        return nil
      }
      return SequenceState(
        key: key, campaign: campaign.id, subjectKey: subjectKey(decision), startAt: decision.start.microseconds,
        lastStep: campaign.steps[decision.step].name, lastAt: now.microseconds,
        ended: isOver || decision.step == campaign.steps.count - 1)
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
