import CivilTime

@testable import Planning

/// What must hold whatever was decided and why, told from the history of what was sent alone.
struct Invariants {
  let house: HouseModel
  private struct Sending {
    var message: String
    var campaign: String
    var purpose: String
    var customer: String?
    var at: Int64
    var isStaff: Bool
  }
  private var sendings: [Sending] = []

  init(house: HouseModel) { self.house = house }

  mutating func check(_ plan: Plan, _ run: RunModel) -> [String] {
    var problems: [String] = []
    var subjects: Set<String> = []
    let rules = ReferenceRules(shop: run.shop, now: run.now) { _, _ in nil }
    let planner = ReferencePlanner(house, run, ReferenceLedger(), ReferenceShares(plan))
    for decision in plan.decisions {
      let verdict = ReferenceHarness.verdict(decision, plan)
      guard let campaign = run.campaigns.first(where: { $0.id == verdict.campaign }) else { continue }
      if !subjects.insert("\(campaign.id) \(verdict.subject)").inserted {
        problems.append("\(campaign.id) \(verdict.text): two outcomes in one run")
      }
      guard verdict.outcome == "sent" else { continue }
      let customer = rules.scope(campaign.each, verdict.subject, start: nil).customer
      problems += place(verdict, campaign, run).map { "\(campaign.id) \(verdict.text): \($0)" }
      problems += disturbance(verdict, campaign, customer, rules, planner).map {
        "\(campaign.id) \(verdict.text): \($0)"
      }
      sendings.append(
        Sending(
          message: "\(campaign.id)|\(planner.values(campaign, verdict.subject) ?? [])|\(verdict.step)"
            + (campaign.again == nil ? "" : "|\(decision.repetition)"), campaign: campaign.id,
          purpose: campaign.purpose, customer: customer, at: run.now, isStaff: verdict.channel == "agent"))
    }
    problems += twice() + overCaps(run, planner)
    let total = plan.counts().values.reduce(0) { $0 + $1.values.reduce(0, +) }
    if total != plan.decisions.count {
      problems.append("\(total) candidates are counted, \(plan.decisions.count) decided")
    }
    return problems
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

  private func twice() -> [String] {
    Dictionary(grouping: sendings, by: \.message).filter { $0.value.count > 1 }.keys.sorted().map {
      "sent twice: \($0)"
    }
  }

  /// In every window that ends now; those that end between runs hold no more.
  private func overCaps(_ run: RunModel, _ planner: ReferencePlanner) -> [String] {
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
