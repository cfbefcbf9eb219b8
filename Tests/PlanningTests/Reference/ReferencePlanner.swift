import CivilTime

/// Decides one run by the contract's sentences, one candidate after the other: slow and obvious.
struct ReferencePlanner {
  let house: HouseModel
  let run: RunModel
  let ledger: ReferenceLedger
  /// Which share of its customers a campaign draws for whom: the one thing that cannot be said in words.
  let shares: ReferenceShares
  let rules: ReferenceRules
  let shopZone: Zone
  let holidays: Set<Int64>

  init(_ house: HouseModel, _ run: RunModel, _ ledger: ReferenceLedger, _ shares: ReferenceShares) {
    self.house = house
    self.run = run
    self.ledger = ledger
    self.shares = shares
    rules = ReferenceRules(shop: run.shop, now: run.now) { ledger.lastTold($0, $1) }
    shopZone = Zone.named(house.zone) ?? .utc
    holidays = Set(house.holidays.compactMap { CivilDate($0).map { Int64($0.daysSinceEpoch) } })
  }

  /// A candidate on its way through the gates.
  struct Candidate {
    let campaign: CampaignModel
    let subject: String
    let step: Int
    let start: Int64
    let due: Int64
    let closes: Int64?
    let customer: String?
    /// Nil where `one_per` has no value.
    let values: [String]?
    let repetition: Int
    let isInProgress: Bool
    /// A person ended it, or `until` did, in an earlier run.
    let isEnded: Bool
    let isSent: Bool
    /// A step before it passed unsent.
    let isOrphan: Bool
    let variant: String?
    /// It was told before, and this is still the same message.
    var again: Cause?
    /// When its message was decided first.
    var decided: Int64?
    /// Its earlier job waits in the queue.
    var waits = false
    var tried: Set<String> = []
    /// `until` took its job back in an earlier run.
    var isWithdrawn = false
    var attempt = 1
    var channel: ChannelModel?
    var outcome = "sent"

    var sequence: String? { values.map { "\(campaign.id)|\($0.joined(separator: "|"))" } }
    var message: String? { sequence.map { "\($0)|\(repetition)|\(campaign.steps[step].id)" } }
    var isStaff: Bool { channel?.name == "agent" }

    var verdict: Verdict {
      Verdict(
        campaign: campaign.id, subject: subject, step: campaign.steps[step].id, start: start, due: due,
        outcome: outcome, channel: outcome == "sent" ? channel?.name : nil,
        variant: outcome == "sent" ? variant : nil, attempt: outcome == "sent" ? attempt : nil)
    }
  }

  struct Result {
    /// As planned.
    var planned: [Verdict]
    var withdrawals: [Withdrawn]
    /// As it came, where workers were quicker with jobs that were to be taken back.
    var verdicts: [Verdict]
    var ledger: ReferenceLedger
    /// By campaign and subject: the message that it is about.
    var names: [String: String]
  }

  /// - Parameter isRaced: by message: a worker claims its waiting job just before it is taken back.
  func plan(isRaced: (String) -> Bool = { _ in false }) -> Result {
    let lost = lostJobs()
    var candidates: [Candidate] = []
    for campaign in run.campaigns where campaign.isEnabled {
      for row in run.shop.rows[campaign.each] ?? [] {
        guard var candidate = candidate(campaign, row, lost) else { continue }
        if let outcome = gate(&candidate) { candidate.outcome = outcome }
        if let channel = candidate.channel?.name, let past = candidate.message.flatMap({ ledger.messages[$0] }) {
          candidate.attempt = past.attempts(on: channel) + 1
        }
        candidates.append(candidate)
      }
    }
    let held = settle(&candidates)
    let withdrawals = withdrawals(candidates, lost)
    let planned = candidates.map(\.verdict)
    let raced = Set(withdrawals.map(\.message).filter(isRaced))
    for index in candidates.indices where candidates[index].waits && raced.contains(candidates[index].message ?? "") {
      candidates[index].outcome = "already-sent"
    }
    let taken = withdrawals.filter { !raced.contains($0.message) }
    let names = candidates.compactMap { candidate in
      candidate.message.map { ("\(candidate.campaign.id)|\(candidate.subject)", $0) }
    }
    var next = remembered(candidates, held, taken)
    for name in raced {
      if let last = next.messages[name]?.jobs.indices.last {
        next.messages[name]?.jobs[last].place = .claimed
      }
    }
    return Result(
      planned: planned, withdrawals: withdrawals, verdicts: candidates.map(\.verdict), ledger: next,
      names: Dictionary(names, uniquingKeysWith: { first, _ in first }))
  }

  // MARK: Who is a candidate

  /// The values that tell a campaign's messages apart; nil if one is unknown.
  func values(_ campaign: CampaignModel, _ key: String) -> [String]? {
    if campaign.onePer.isEmpty { return [key] }
    let scope = rules.scope(campaign.each, key, start: nil)
    let values = campaign.onePer.map { path -> String? in
      switch rules.cell(path, scope) {
      case .missing, .bad: nil
      case let cell: cell.csv
      }
    }
    return values.contains(nil) ? nil : values.compactMap { $0 }
  }

  static func keepsSequences(_ campaign: CampaignModel) -> Bool {
    campaign.steps.count > 1 || campaign.again != nil
  }

  private func ownStart(_ campaign: CampaignModel, _ key: String) -> Int64? {
    if let start = campaign.start { return rules.time(start, rules.scope(campaign.each, key, start: nil)) }
    let isTrue = whenAnswer(campaign, key)
    if let since = ledger.seen[campaign.id]?[key] { return isTrue == false ? nil : since }
    return isTrue == true ? provenAt(campaign) : nil
  }

  private func whenAnswer(_ campaign: CampaignModel, _ key: String) -> Bool? {
    let scope = rules.scope(campaign.each, key, start: nil)
    return rules.every(campaign.when.map { rules.holds($0, scope) })
  }

  /// What is true now was first proven by the export that shows it.
  private func provenAt(_ campaign: CampaignModel) -> Int64 { min(run.made[campaign.each] ?? run.now, run.now) }

  private enum Phase { case notDue, open, justClosed, closed }

  private func phase(_ campaign: CampaignModel, _ step: Int, _ start: Int64) -> Phase {
    if run.now < start + campaign.steps[step].after { return .notDue }
    guard let before = campaign.before(step), start + before <= run.now else { return .open }
    if let last = ledger.lastRun, start + before > last { return .justClosed }
    return .closed
  }

  private func candidate(
    _ campaign: CampaignModel, _ row: ModelRow, _ lost: [String: String]
  ) -> Candidate? {
    let values = values(campaign, row.key)
    let name = values.map { "\(campaign.id)|\($0.joined(separator: "|"))" }
    var start = ownStart(campaign, row.key)
    if let begins = campaign.begins, let own = start, own < begins { start = nil }
    var repetition = 0
    var pinned: ReferenceLedger.Sequence?
    if Self.keepsSequences(campaign), let name, let past = ledger.sequences[name] {
      repetition = past.repetition
      if let again = campaign.again, isOver(campaign, past), past.lastAt + again <= run.now {
        repetition += 1
      } else {
        // What is over, or goes on for another record with the same `one_per`, is spoken of only while the record itself
        // would have something to say.
        if past.isEnded || past.subject != row.key, !(start.map { isOfInterest(campaign, $0) } ?? false) { return nil }
        pinned = past
        start = past.start
      }
    }
    // What was told goes on only while the record itself would have something to say, too.
    guard let start, isOfInterest(campaign, start) else { return nil }
    let messages = campaign.steps.map { step in name.map { "\($0)|\(repetition)|\(step.id)" } ?? "" }
    let isSent = { (step: Int) in
      guard let past = ledger.messages[messages[step]] else { return false }
      return past.hasArrived || lost[messages[step]] == nil && past.state != .owed
    }
    let turn = turn(campaign, start, isSent)
    func candidate(_ step: Int, _ start: Int64, _ again: Cause?) -> Candidate {
      let past = ledger.messages[messages[step]]
      let customer = rules.scope(campaign.each, row.key, start: start).customer
      var candidate = Candidate(
        campaign: campaign, subject: row.key, step: step, start: start,
        due: start + campaign.steps[step].after, closes: campaign.before(step).map { start + $0 },
        customer: customer, values: values, repetition: repetition, isInProgress: pinned.map { !$0.isEnded } ?? false,
        isEnded: pinned?.isEnded ?? false, isSent: again == nil && isSent(step),
        isOrphan: again == nil || again == .lost ? turn?.isOrphan ?? false : false,
        variant: pinned?.variant ?? again.flatMap { _ in past?.variant }
          ?? shares.variant(campaign.id, customer ?? row.key))
      candidate.again = again
      candidate.decided = past?.at
      candidate.isWithdrawn = past?.state == .over
      candidate.tried = past?.tried ?? []
      if let job = past?.jobs.last, again != nil, job.waits {
        candidate.waits = true
        if again == .lost { candidate.tried.remove(job.channel) }
      }
      return candidate
    }
    if let step = campaign.steps.indices.last(where: isSent), let past = ledger.messages[messages[step]],
      let cause = cause(past, campaign, step)
    {
      let again = candidate(step, past.start, cause)
      // A later step goes first, unless the other channel reaches the recipient now.
      let isTheOnlyWord = turn.map { $0.step == step } ?? true
      let reaches = lack(channels(again), again) == nil
      switch phase(campaign, step, past.start) {
      case .open: if isTheOnlyWord || reaches { return again }
      case .justClosed: if isTheOnlyWord, cause == .failed, reaches { return again }
      case .notDue, .closed: break
      }
    }
    guard let turn else { return nil }
    let isLost = lost[messages[turn.step]] != nil && !isSent(turn.step)
    // It is one message: its start stays.
    let pinnedStart = isLost ? ledger.messages[messages[turn.step]]?.start ?? start : start
    return candidate(turn.step, pinnedStart, isLost ? .lost : nil)
  }

  private func isOfInterest(_ campaign: CampaignModel, _ start: Int64) -> Bool {
    campaign.steps.indices.contains { [.open, .justClosed].contains(phase(campaign, $0, start)) }
  }

  /// Nothing more can come of it: it was ended, or all windows have closed.
  private func isOver(_ campaign: CampaignModel, _ past: ReferenceLedger.Sequence) -> Bool {
    past.isEnded || campaign.steps.indices.allSatisfy { phase(campaign, $0, past.start) == .closed }
  }

  /// The one step that a run is about: the first that was not sent, if its window is open or has just closed; else the
  /// last that was sent, while its window is open.
  private func turn(
    _ campaign: CampaignModel, _ start: Int64, _ isSent: (Int) -> Bool
  ) -> (step: Int, isOrphan: Bool)? {
    var said: (Int, Bool)?
    var isOrphan = false
    for step in campaign.steps.indices {
      let phase = phase(campaign, step, start)
      if isSent(step) {
        if phase == .open { said = (step, false) }
        continue
      }
      let skips = campaign.steps[step].skip
      switch phase {
      case .notDue: return said
      case .open: return (step, isOrphan)
      case .justClosed:
        let nextIsOpen = campaign.steps.indices.contains(step + 1)
        if !skips || !nextIsOpen { return (step, isOrphan) }
      case .closed: if !skips { isOrphan = true }
      }
    }
    return said
  }

  // MARK: What is remembered

  private func remembered(
    _ candidates: [Candidate], _ held: Set<String>, _ withdrawals: [Withdrawn]
  ) -> ReferenceLedger {
    var next = ledger
    for job in withdrawals { next.withdraw(job.message, job.channel, job.purpose, at: run.now) }
    for candidate in candidates {
      let campaign = candidate.campaign
      let isOver = candidate.isInProgress && candidate.outcome == "until"
      let isSettled =
        candidate.outcome == "sent" || candidate.outcome == "holdout" && !held.contains(campaign.id)
      guard let name = candidate.sequence, let message = candidate.message, isOver || isSettled else { continue }
      if isOver {
        next.sequences[name]?.isEnded = true
        next.sequences[name]?.lastStep = nil
        continue
      }
      next.messages[message] = self.message(candidate, after: next.messages[message])
      // A sequence does not advance by a message that goes on by another channel.
      guard Self.keepsSequences(campaign), candidate.again == nil else { continue }
      var sequence =
        next.sequences[name].flatMap { $0.repetition == candidate.repetition ? $0 : nil }
        ?? ReferenceLedger.Sequence(
          subject: candidate.subject, start: candidate.start, repetition: candidate.repetition,
          variant: candidate.variant, lastAt: run.now,
          isEnded: false)
      sequence.subject = candidate.subject
      sequence.lastAt = run.now
      sequence.lastStep = campaign.steps[candidate.step].id
      sequence.isEnded = candidate.step == campaign.steps.count - 1
      next.sequences[name] = sequence
    }
    for campaign in run.campaigns where campaign.isEnabled && campaign.start == nil {
      if isTrusted(campaign) { next.seen[campaign.id] = beginnings(campaign) }
    }
    next.lastRun = run.now
    return next
  }

  private func beginnings(_ campaign: CampaignModel) -> [String: Int64] {
    var seen: [String: Int64] = [:]
    for row in run.shop.rows[campaign.each] ?? [] { seen[row.key] = ownStart(campaign, row.key) }
    return seen
  }

  /// No export that it reads is older than it may be.
  func isTrusted(_ campaign: CampaignModel) -> Bool {
    run.isNowGiven
      || ReferenceReads.entities(campaign).allSatisfy {
        run.now - (run.made[$0] ?? 0) <= house.fresh[$0] ?? 25 * hour
      }
  }
}
