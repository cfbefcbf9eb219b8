import Campaigns
import CivilTime
import Platform
import Rules

/// The second gate: jobs that nobody has claimed pass `when`, `unless`, `until`, consent and suppression again. Windows,
/// quiet hours, caps, holdouts and limits are not asked: they let the message through when it was decided.
extension CampaignDecisions {
  /// By message: which of the campaign's waiting jobs have lost their reason.
  /// - Parameter isWhole: a job whose record is not among the loaded ones has none any more.
  func lost(_ jobs: [WaitingJob], isWhole: Bool) -> [Hash128: Withdrawal] {
    // An export that cannot be trusted says nothing new.
    guard !jobs.isEmpty, isTrusted else { return [:] }
    let found = parallel(jobs.count, threads: threads) { [self] range in
      let context = context()
      return range.compactMap { index -> Withdrawal? in
        let job = jobs[index]
        let own = program.asksAboutItself ? self.context(about: job.decided) : context
        guard let held = loss(of: job, isWhole: isWhole, own) else { return nil }
        return Withdrawal(
          job: job, purpose: held.outcome == .until ? .forGood : .owed, outcome: held.outcome,
          reason: held.reason.words(program, zone: project.zone, step: stepIndex(of: job) ?? 0))
      }
    }
    return Dictionary(found.joined().map { ($0.job.message, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func stepIndex(of job: WaitingJob) -> Int? { program.campaign.steps.firstIndex { $0.name == job.step } }

  private func loss(of job: WaitingJob, isWhole: Bool, _ context: GateContext) -> Held? {
    let campaign = program.campaign
    guard let step = stepIndex(of: job), project.entities[campaign.each].name == job.entity else {
      return Held(.noMatch, .gone("the campaign has no step \(job.step) any more"))
    }
    let isLegal = campaign.purpose == .legal
    guard let row = store.row(of: campaign.each, key: job.subject), store.entities[campaign.each].exists(row) else {
      return isWhole && !isLegal ? Held(.noData, .noRecord) : nil
    }
    var candidate = Candidate(
      subject: RecordID(entity: campaign.each, row: row), start: job.start,
      placed: Windows.Placed(step: step, due: now, closes: nil, phase: .open), past: nil, againAt: nil, isEnded: false,
      passedStep: nil, keyProblem: nil, channel: nil)
    // Unknown never sends; what is owed by law is not forgotten for an empty cell.
    if let held = RulesGate().hold(&candidate, context), held.outcome != .noData || !isLegal { return held }
    return channelLoss(job, candidate, context)
  }

  private func channelLoss(_ job: WaitingJob, _ candidate: Candidate, _ context: GateContext) -> Held? {
    let campaign = program.campaign
    let body = campaign.steps[candidate.placed.step].bodies[job.channel]
    guard let channel = project.channels.firstIndex(where: { $0.name == job.channel }), body != nil,
      campaign.via.contains(where: { $0 == .preferred || $0 == .channel(channel) })
    else { return Held(.unreachable, .gone("the campaign has no channel \(job.channel) any more")) }
    // A list that cannot be read says nothing new.
    guard suppression.problems[job.channel] == nil, let lack = context.lack(of: channel, for: candidate) else {
      return nil
    }
    let outcome: Outcome =
      switch lack {
      case .noConsent: .noConsent
      case .suppressed: .suppressed
      case .noBody, .noAddress, .badAddress, .noQueue, .tried: .unreachable
      }
    return Held(
      outcome,
      .channels([
        ChannelLack(channel: job.channel, lack: lack, report: context.report(lack, channel, candidate))
      ]))
  }
}
