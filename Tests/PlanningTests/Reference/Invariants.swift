import CivilTime

@testable import Planning

/// What must hold whatever was decided and why, told from the history of what was sent alone.
struct Invariants {
  let house: HouseModel
  private struct Sending {
    var campaign: String
    var purpose: String
    var customer: String?
    var at: Int64
    var isStaff: Bool
  }
  /// By message.
  private var sendings: [String: Sending] = [:]

  init(house: HouseModel) { self.house = house }

  /// - Parameters:
  ///   - before: where the jobs of earlier runs lie.
  ///   - taken: ids of those that this run took back.
  ///   - wanted: and of those that a worker was quicker with, too.
  mutating func check(
    _ plan: Plan, _ run: RunModel, _ before: ReferenceLedger, _ taken: Set<String>, wanted: Set<String>,
    _ world: World
  ) -> [String] {
    var problems: [String] = []
    var subjects: Set<String> = []
    var sent: Set<String> = []
    let rules = ReferenceRules(shop: run.shop, now: run.now) { _, _ in nil }
    let planner = ReferencePlanner(house, run, before, ReferenceShares(plan))
    for decision in plan.decisions {
      let verdict = ReferenceHarness.verdict(decision, plan)
      guard let campaign = run.campaigns.first(where: { $0.id == verdict.campaign }) else { continue }
      if !subjects.insert("\(campaign.id) \(verdict.subject)").inserted {
        problems.append("\(campaign.id) \(verdict.text): two outcomes in one run")
      }
      guard verdict.outcome == "sent" else { continue }
      let customer = rules.scope(campaign.each, verdict.subject, start: nil).customer
      let values = planner.values(campaign, verdict.subject) ?? []
      let name = "\(campaign.id)|\(values.joined(separator: "|"))|\(decision.repetition)|\(verdict.step)"
      var found = place(verdict, campaign, run) + disturbance(verdict, campaign, customer, rules, planner)
      if !sent.insert(name).inserted { found.append("sent twice in one run: \(name)") }
      if let past = before.messages[name] {
        found += repeated(verdict, campaign, past, run) { taken.contains(world.id(name, $0.channel)) }
      }
      problems += found.map { "\(campaign.id) \(verdict.text): \($0)" }
      let isSame = before.messages[name]?.state == .told
      sendings[name] = Sending(
        campaign: campaign.id, purpose: campaign.purpose, customer: customer,
        at: isSame ? sendings[name]?.at ?? run.now : run.now, isStaff: verdict.channel == "agent")
    }
    problems += overCaps(run, planner) { name in
      sent.contains(name)
        || before.messages[name].map { $0.counts && !taken.contains(world.id(name, $0.jobs.last?.channel ?? "")) }
          ?? false
    }
    problems += overButWaiting(wanted, run, planner, before, world)
    let total = plan.counts().values.reduce(0) { $0 + $1.values.reduce(0, +) }
    if total != plan.decisions.count {
      problems.append("\(total) candidates are counted, \(plan.decisions.count) decided")
    }
    return problems
  }

  /// A message that has had a job before: never again by a channel that may have carried it, never beside another job, and
  /// never once it has arrived.
  private func repeated(
    _ verdict: Verdict, _ campaign: CampaignModel, _ past: ReferenceLedger.Message, _ run: RunModel,
    isTaken: (ReferenceLedger.Job) -> Bool
  ) -> [String] {
    var problems: [String] = []
    if past.state == .over { problems.append("it is over for good") }
    if past.state == .heldOut { problems.append("it was held out") }
    for job in past.jobs {
      let isOut = job.state == "withdrawn" || isTaken(job)
      if job.channel == verdict.channel, !isOut { problems.append("twice by \(job.channel)") }
      if job.channel == verdict.channel, job.attempt >= verdict.attempt ?? 0 {
        problems.append("attempt \(job.attempt) by \(job.channel) was there before")
      }
      if job.waits, !isOut { problems.append("its job by \(job.channel) still waits") }
      if job.place == .claimed { problems.append("a worker has its job by \(job.channel)") }
      if job.state == "delivered" { problems.append("it was delivered by \(job.channel)") }
    }
    guard past.state == .told, let job = past.jobs.last, ["queued", "sent", "unknown"].contains(job.state),
      !isTaken(job)
    else { return problems }
    let hasReports = house.channels.contains { $0.name == job.channel && $0.receipts }
    if !hasReports || campaign.fallbackAfter.map({ job.spooled + $0 > run.now }) ?? true {
      problems.append("it may have been sent by \(job.channel), and nobody waits for a report")
    }
    return problems
  }

  /// What is over leaves the queue in the next run that can know.
  private func overButWaiting(
    _ wanted: Set<String>, _ run: RunModel, _ planner: ReferencePlanner, _ before: ReferenceLedger, _ world: World
  ) -> [String] {
    return before.messages.sorted { $0.key < $1.key }.compactMap { name, message in
      guard message.state == .told, let job = message.jobs.last, job.waits,
        let campaign = run.campaigns.first(where: { $0.id == message.campaign && $0.isEnabled }),
        planner.isTrusted(campaign), run.shop.row(campaign.each, message.subject) != nil
      else { return nil }
      let rules = ReferenceRules(shop: run.shop, now: run.now) {
        before.lastTold($0, $1, overlooked: (campaign.id, message.at))
      }
      let scope = rules.scope(campaign.each, message.subject, start: message.start)
      guard campaign.until.contains(where: { rules.holds($0, scope) == true }),
        !wanted.contains(world.id(name, job.channel))
      else { return nil }
      return "\(name) is over, and its job by \(job.channel) stays"
    }
  }

  /// Inside the step's window.
  private func place(_ verdict: Verdict, _ campaign: CampaignModel, _ run: RunModel) -> [String] {
    guard let step = campaign.steps.firstIndex(where: { $0.id == verdict.step }) else { return ["no such step"] }
    var problems: [String] = []
    if run.now < verdict.start + campaign.steps[step].after { problems.append("before it was due") }
    if let before = campaign.before(step), run.now >= verdict.start + before {
      problems.append("after its window closed")
    }
    return problems
  }

  /// Not in quiet hours, not without consent.
  private func disturbance(
    _ verdict: Verdict, _ campaign: CampaignModel, _ customer: String?, _ rules: ReferenceRules,
    _ planner: ReferencePlanner
  ) -> [String] {
    guard verdict.channel != "agent", let channel = house.channels.first(where: { $0.name == verdict.channel }) else {
      return []
    }
    var problems: [String] = []
    let node = ReferenceRules.Node(entity: "customer", key: customer)
    if campaign.purpose == "marketing", rules.cell(node, channel.consent["marketing"] ?? "") != .bool(true) {
      problems.append("marketing without consent")
    }
    let windows = (channel.quiet ?? house.quiet) + campaign.quiet
    let zones = ReferenceClock.zones(
      zone: rules.cell(node, "zone"), country: rules.cell(node, "country"), shop: planner.shopZone)
    if zones.contains(where: {
      ReferenceClock.isQuiet(windows, planner.run.now, $0, holidays: planner.holidays)
    }) {
      problems.append("in quiet hours")
    }
    return problems
  }

  /// In every window that ends now; those that end between runs hold no more.
  private func overCaps(
    _ run: RunModel, _ planner: ReferencePlanner, counts: (String) -> Bool
  ) -> [String] {
    let sendings = sendings.filter { counts($0.key) }.values
    var problems: [String] = []
    func check(_ cap: CapModel, _ what: String, _ isCounted: (Sending) -> Bool) {
      guard let span = cap.span else { return }
      let recent = sendings.filter { isCounted($0) && !$0.isStaff && run.now - $0.at < span }
      for (customer, sent) in Dictionary(grouping: recent, by: \.customer)
      where sent.count > cap.count && sent.contains(where: { $0.at == run.now }) {
        problems.append("\(sent.count) messages of \(what) to \(customer ?? "nobody"), the cap is \(cap.text)")
      }
    }
    for cap in house.caps { check(cap, "marketing") { $0.purpose == "marketing" } }
    for campaign in run.campaigns where campaign.purpose != "legal" {
      for cap in campaign.caps { check(cap, campaign.id) { $0.campaign == campaign.id } }
    }
    return problems
  }
}
