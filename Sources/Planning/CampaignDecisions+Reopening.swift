import Campaigns
import CivilTime
import Rules

extension CampaignDecisions {
  /// The message that a subject heard of last, where it may go on by another channel. A later step goes first, unless that
  /// channel reaches the recipient now.
  func reopened(
    _ prospect: Prospect, _ messages: [PastMessage?], _ isSent: (Int) -> Bool, _ current: Windows.Current?,
    _ context: GateContext
  ) -> Candidate? {
    guard let step = messages.indices.last(where: isSent), let past = messages[step],
      let reopening = reopening(of: past, step: step), let start = past.start ?? prospect.start,
      let placed = program.windows.place(step, start: start)
    else { return nil }
    let candidate = Candidate(
      subject: RecordID(entity: program.campaign.each, row: prospect.row), start: start, placed: placed, past: past,
      againAt: prospect.standing?.againAt, isEnded: prospect.standing?.isEnded ?? false, passedStep: nil,
      keyProblem: nil, channel: nil,
      reopening: reopening)
    let isTheOnlyWord = current.map { $0.placed.step == step } ?? true
    switch placed.phase {
    case .open: return isTheOnlyWord || context.nextChannel(candidate, past) != nil ? candidate : nil
    case .justClosed:
      return isTheOnlyWord && reopening.isInVain && context.nextChannel(candidate, past) != nil ? candidate : nil
    case .notDue, .closed: return nil
    }
  }
}
