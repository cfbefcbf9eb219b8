/// What earlier runs spooled: jobs that wait are asked again, and a message may go on by another channel.
extension ReferencePlanner {
  /// Why a message that was told is decided once more.
  enum Cause { case failed, unconfirmed, lost }

  /// A job that is to be taken out of the queue before a worker claims it.
  struct Withdrawn: Hashable {
    var message: String
    var channel: String
    var attempt: Int
    /// `owed`, `over` or `moved`.
    var purpose: String
    var text: String { "\(message) by \(channel), attempt \(attempt): \(purpose)" }
  }

  /// By message: what its waiting job has lost its reason by.
  func lostJobs() -> [String: String] {
    ledger.messages.filter { $0.value.state == .told && $0.value.jobs.last?.waits == true }.compactMapValues(loss)
  }

  /// Unclaimed jobs pass the rules, their channel and `stop` again; not windows, quiet hours, caps and limits.
  private func loss(_ message: ReferenceLedger.Message) -> String? {
    guard let campaign = run.campaigns.first(where: { $0.id == message.campaign }), campaign.isEnabled,
      let step = campaign.steps.firstIndex(where: { $0.id == message.step }), let job = message.jobs.last
    else { return "stopped" }
    if !isTrusted(campaign) { return nil }
    let isLegal = campaign.purpose == "legal"
    guard run.shop.row(campaign.each, message.subject) != nil else { return isLegal ? nil : "no-data" }
    let scope = rules.scope(campaign.each, message.subject, start: message.start)
    var candidate = Candidate(
      campaign: campaign, subject: message.subject, step: step, start: message.start, due: run.now, closes: nil,
      customer: scope.customer, values: [], repetition: message.repetition, isInProgress: false, isEnded: false,
      isSent: false, isOrphan: false, variant: nil)
    candidate.again = .lost
    candidate.decided = message.at
    if let outcome = rulesGate(candidate), outcome != "no-data" || !isLegal { return outcome }
    return lack([job.channel], candidate)
  }

  /// Whether the message goes on: it failed for good, or no report came in time; and nothing says that it arrived, or that
  /// a worker or a person has it in hand.
  func cause(_ past: ReferenceLedger.Message, _ campaign: CampaignModel, _ step: Int) -> Cause? {
    guard past.state == .told, let job = past.jobs.last, job.place != .claimed,
      !past.hasArrived
    else { return nil }
    if job.state == "failed" { return .failed }
    guard ["queued", "sent", "unknown"].contains(job.state), job.place != .held, let after = campaign.fallbackAfter,
      house.channels.contains(where: { $0.name == job.channel && $0.receipts }),
      max(job.spooled, job.waits ? job.notBefore : 0) + after <= run.now
    else { return nil }
    let bodies = campaign.steps[step].bodies
    let others = campaign.via.contains("preferred") ? house.channels.map(\.name) : campaign.via
    let mayFollow = others.contains { name in
      !past.tried.contains(name) && name != job.channel && (bodies.contains(name) || bodies.contains("any"))
    }
    return mayFollow ? .unconfirmed : nil
  }

  /// What leaves the queue, by its message.
  func withdrawals(_ candidates: [Candidate], _ lost: [String: String]) -> [Withdrawn] {
    var purposes = lost.mapValues { $0 == "until" ? "over" : "owed" }
    for candidate in candidates where candidate.outcome == "sent" && candidate.waits {
      if let name = candidate.message { purposes[name] = "moved" }
    }
    return purposes.sorted { $0.key < $1.key }.compactMap { name, purpose in
      ledger.messages[name]?.jobs.last.map {
        Withdrawn(message: name, channel: $0.channel, attempt: $0.attempt, purpose: purpose)
      }
    }
  }

  /// What is remembered of a candidate that was sent, or held out.
  func message(_ candidate: Candidate, after past: ReferenceLedger.Message?) -> ReferenceLedger.Message {
    let campaign = candidate.campaign
    var message =
      past
      ?? ReferenceLedger.Message(
        state: .told, campaign: campaign.id, step: campaign.steps[candidate.step].id, purpose: campaign.purpose,
        entity: campaign.each, subject: candidate.subject, sequence: candidate.sequence ?? "",
        repetition: candidate.repetition, at: run.now,
        start: candidate.start)
    message.subject = candidate.subject
    message.customer = candidate.customer
    if candidate.again == nil {
      message.at = run.now
      message.start = candidate.start
      message.variant = candidate.variant
    }
    message.state = candidate.outcome == "sent" ? .told : .heldOut
    if candidate.outcome == "sent", let channel = candidate.channel?.name {
      message.jobs.removeAll { $0.channel == channel }
      message.jobs.append(
        ReferenceLedger.Job(
          channel: channel, attempt: candidate.attempt, place: ledger.isCalm ? .claimed : .waiting, spooled: run.now,
          notBefore: candidate.due, since: run.now))
    }
    return message
  }
}
