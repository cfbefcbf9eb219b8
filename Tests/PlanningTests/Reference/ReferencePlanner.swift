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
    var channel: ChannelModel?
    var outcome = "sent"

    var sequence: String? { values.map { "\(campaign.id)|\($0.joined(separator: "|"))" } }
    var message: String? { sequence.map { "\($0)|\(repetition)|\(campaign.steps[step].id)" } }
    var isStaff: Bool { channel?.name == "agent" }

    var verdict: Verdict {
      Verdict(
        campaign: campaign.id, subject: subject, step: campaign.steps[step].id, start: start, due: due,
        outcome: outcome, channel: outcome == "sent" ? channel?.name : nil,
        variant: outcome == "sent" ? variant : nil)
    }
  }

  struct Result {
    var verdicts: [Verdict]
    var ledger: ReferenceLedger
  }

  func plan() -> Result {
    var candidates: [Candidate] = []
    for campaign in run.campaigns where campaign.isEnabled {
      for row in run.shop.rows[campaign.each] ?? [] {
        guard var candidate = candidate(campaign, row) else { continue }
        if let outcome = gate(&candidate) { candidate.outcome = outcome }
        candidates.append(candidate)
      }
    }
    let held = settle(&candidates)
    return Result(verdicts: candidates.map(\.verdict), ledger: remembered(candidates, held))
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

  private func candidate(_ campaign: CampaignModel, _ row: ModelRow) -> Candidate? {
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
    guard let start else { return nil }
    let isSent = { step in
      name.map { ledger.messages.contains("\($0)|\(repetition)|\(campaign.steps[step].id)") } ?? false
    }
    guard let turn = turn(campaign, start, isSent) else { return nil }
    let scope = rules.scope(campaign.each, row.key, start: start)
    let customer = scope.customer
    return Candidate(
      campaign: campaign, subject: row.key, step: turn.step, start: start,
      due: start + campaign.steps[turn.step].after, closes: campaign.before(turn.step).map { start + $0 },
      customer: customer, values: values, repetition: repetition, isInProgress: pinned.map { !$0.isEnded } ?? false,
      isEnded: pinned?.isEnded ?? false, isSent: isSent(turn.step), isOrphan: turn.isOrphan,
      variant: pinned?.variant ?? shares.variant(campaign.id, customer ?? row.key))
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

  private func remembered(_ candidates: [Candidate], _ held: Set<String>) -> ReferenceLedger {
    var next = ledger
    for candidate in candidates {
      let campaign = candidate.campaign
      let isOver = candidate.isInProgress && candidate.outcome == "until"
      let isSettled =
        candidate.outcome == "sent" || candidate.outcome == "holdout" && !held.contains(campaign.id)
      guard let name = candidate.sequence, let message = candidate.message, isOver || isSettled else { continue }
      if isOver {
        next.sequences[name]?.isEnded = true
        continue
      }
      next.messages.insert(message)
      if candidate.outcome == "sent", !candidate.isStaff, let customer = candidate.customer {
        next.tellings[customer, default: []].append(
          ReferenceLedger.Telling(campaign: campaign.id, purpose: campaign.purpose, at: run.now))
      }
      guard Self.keepsSequences(campaign) else { continue }
      var sequence =
        next.sequences[name].flatMap { $0.repetition == candidate.repetition ? $0 : nil }
        ?? ReferenceLedger.Sequence(
          subject: candidate.subject, start: candidate.start, repetition: candidate.repetition,
          variant: candidate.variant, lastAt: run.now,
          isEnded: false)
      sequence.subject = candidate.subject
      sequence.lastAt = run.now
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
