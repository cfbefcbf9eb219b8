import Campaigns
import CivilTime
import Diagnostics
import Platform
import TestSupport

@testable import Planning

/// Who is in which share, and which of two messages comes first: hashes, which only the planner has.
struct ReferenceShares {
  var campaigns: [String: Campaign] = [:]
  var messages: [String: Hash128] = [:]

  init(_ plan: Plan) {
    for campaign in plan.project.campaigns { campaigns[campaign.id] = campaign }
    for decision in plan.decisions {
      messages["\(plan.project.campaigns[decision.campaign].id)|\(plan.subjectKey(decision))"] = decision.message
    }
  }

  func isHeldOut(_ campaign: String, _ customer: String) -> Bool {
    campaigns[campaign].map { Shares.isHeldOut($0, project: "reference", customer: customer) } ?? false
  }

  func variant(_ campaign: String, _ customer: String) -> String? {
    campaigns[campaign].flatMap { campaign in
      Shares.variant(campaign, project: "reference", customer: customer).map { campaign.split[$0].name }
    }
  }

  /// Of equal priority and due.
  func isBefore(_ a: ReferencePlanner.Candidate, _ b: ReferencePlanner.Candidate) -> Bool {
    let first = messages["\(a.campaign.id)|\(a.subject)"]
    let second = messages["\(b.campaign.id)|\(b.subject)"]
    if let first, let second, first != second { return first < second }
    return (a.campaign.id, a.subject) < (b.campaign.id, b.subject)
  }
}

/// Where the planner and the reference come apart.
struct Difference: Error, CustomStringConvertible {
  var run: Int
  var problems: [String]
  /// What became of jobs until then.
  var events: [String] = []
  var description: String { "run \(run):\n  " + problems.joined(separator: "\n  ") }
}

/// Drives a scenario through the planner and the reference, each with its own memory.
struct ReferenceHarness {
  let scenario: Scenario
  /// How many candidates came to each outcome, over all runs.
  var outcomes: [String: Int] = [:]

  init(_ scenario: Scenario) { self.scenario = scenario }

  mutating func run() throws {
    let folder = try TemporaryFolder()
    try writeHouse(folder)
    var world = World(isCalm: scenario.isCalm)
    var invariants = Invariants(house: scenario.house)
    var written: [String: String] = [:]
    for (number, run) in scenario.runs.enumerated() {
      try write(run, folder, &written)
      let loaded = loadProject(directory: folder.path, state: nil)
      let errors = loaded.diagnostics.filter { $0.severity == .error }
      guard errors.isEmpty, let project = loaded.project else {
        throw Difference(run: number, problems: ["not a project: \(DiagnosticRenderer().render(errors))"])
      }
      let problems = try self.run(run, project, &world, &invariants)
      if !problems.isEmpty { throw Difference(run: number, problems: problems, events: world.events) }
    }
    for (kind, count) in world.kinds { outcomes[kind, default: 0] += count }
  }

  /// One run of both over the world as it then is.
  private mutating func run(
    _ run: RunModel, _ project: Project, _ world: inout World, _ invariants: inout Invariants
  ) throws -> [String] {
    world.memory.decisions.stops = run.stopped
    let fates = Fates(house: scenario.house, run: run, since: world.ledger.lastRun ?? run.now)
    world.pass(fates)
    var plan = try plan(project, world, run, everyDecision: true)
    let scanned = try self.plan(project, world, run, everyDecision: false)
    let expected = ReferencePlanner(scenario.house, run, world.ledger, ReferenceShares(plan))
      .plan(isRaced: fates.isRaced)
    var problems = world.differences(plan, expected) + world.differences(scanned, expected).map { "with a scan, \($0)" }
    let raced = Set(expected.withdrawals.filter { fates.isRaced($0.message) }.map(world.id))
    let wanted = Set(plan.withdrawals.map(\.job.id))
    let taken = plan.withdrawals.filter { !raced.contains($0.job.id) }
    plan.leave(raced)
    problems += try render(&plan, &world)
    problems += differences(plan, expected.verdicts)
    var all = scanned
    try all.render(batch: "b", signKey: [1, 2, 3]) { _ in }
    problems += reconcile(all, expected.planned)
    problems += invariants.check(plan, run, world.ledger, Set(taken.map(\.job.id)), wanted: wanted, world)
    for verdict in expected.verdicts { outcomes[verdict.outcome, default: 0] += 1 }
    world.record(plan, taken, expected)
    return problems
  }

  private func render(_ plan: inout Plan, _ world: inout World) throws -> [String] {
    var jobs: [Job] = []
    try plan.render(batch: "b", signKey: [1, 2, 3]) { jobs.append($0) }
    return world.spool(jobs, plan)
  }

  private func writeHouse(_ folder: TemporaryFolder) throws {
    try folder.write("herald.yaml", scenario.house.yaml)
    if !scenario.house.holidays.isEmpty {
      try folder.write("holidays.txt", scenario.house.holidays.joined(separator: "\n") + "\n")
    }
    for (channel, lists) in scenario.house.suppress {
      for (purpose, addresses) in lists {
        try folder.write(
          scenario.house.listFile(channel, purpose), (["Address"] + addresses).joined(separator: "\n") + "\n")
      }
    }
  }

  private func write(_ run: RunModel, _ folder: TemporaryFolder, _ written: inout [String: String]) throws {
    for campaign in run.campaigns where written[campaign.id] != campaign.yaml {
      written[campaign.id] = campaign.yaml
      try folder.write("\(campaign.id).yaml", campaign.yaml)
    }
    for entity in Model.entities {
      let name = (Model.files[entity] ?? "") + ".csv"
      let text = Model.csv(entity, run.shop)
      if written[name] != text { try folder.write(name, text) }
      written[name] = text
      try FileSystem.setModified(folder.path(name), .init(seconds: run.made[entity] ?? 0, nanoseconds: 0))
    }
  }

  private func plan(
    _ project: Project, _ world: World, _ run: RunModel, everyDecision: Bool
  ) throws -> Plan {
    let instant = Instant(microseconds: run.now * 1_000_000)
    var request = Planner.Request(
      now: instant, isNowGiven: run.isNowGiven, threads: everyDecision ? run.threads : 4 - run.threads,
      wantsEveryDecision: everyDecision)
    request.allowed = run.allowed
    request.unsent = world.unsent(run)
    return try Planner(project: project, history: world.memory, request: request).plan()
  }

  // MARK: Comparing

  static func verdict(_ decision: Planning.Decision, _ plan: Plan) -> Verdict {
    let campaign = plan.project.campaigns[decision.campaign]
    let isSent = decision.outcome == .sent
    return Verdict(
      campaign: campaign.id, subject: plan.subjectKey(decision), step: campaign.steps[decision.step].name,
      start: decision.start.seconds, due: decision.due.seconds, outcome: decision.outcome.rawValue,
      channel: isSent ? decision.channel.map { plan.project.channels[$0].name } : nil,
      variant: isSent ? decision.variant.map { campaign.split[$0].name } : nil,
      attempt: isSent ? decision.attempt : nil)
  }

  private func differences(_ plan: Plan, _ expected: [Verdict]) -> [String] {
    let found = plan.decisions.map { Self.verdict($0, plan) }
    return Self.differences(found, expected) + counts(plan, expected)
  }

  private static func differences(_ found: [Verdict], _ expected: [Verdict]) -> [String] {
    let name = { (verdict: Verdict) in "\(verdict.campaign) \(verdict.subject)" }
    let ours = Dictionary(grouping: found, by: name)
    let theirs = Dictionary(grouping: expected, by: name)
    var problems: [String] = []
    for key in Set(ours.keys).union(theirs.keys).sorted() where ours[key] != theirs[key] {
      let a = ours[key]?.map(\.text).joined(separator: ", ") ?? "no candidate"
      let b = theirs[key]?.map(\.text).joined(separator: ", ") ?? "no candidate"
      problems.append("\(key): planned \(a)\n      expected \(b)")
    }
    return problems
  }

  private func counts(_ plan: Plan, _ expected: [Verdict]) -> [String] {
    var found: [String: Int] = [:]
    for (campaign, counts) in plan.counts() {
      for (outcome, count) in counts where count > 0 {
        found["\(plan.project.campaigns[campaign].id) \(outcome.rawValue)", default: 0] += count
      }
    }
    var wanted: [String: Int] = [:]
    for verdict in expected { wanted["\(verdict.campaign) \(verdict.outcome)", default: 0] += 1 }
    return Set(found.keys).union(wanted.keys).sorted().compactMap { key in
      found[key] == wanted[key] ? nil : "count of \(key): planned \(found[key] ?? 0), expected \(wanted[key] ?? 0)"
    }
  }

  /// Where rows are ruled out by a scan, the rest is decided alike and the counts are the same.
  private func reconcile(_ plan: Plan, _ expected: [Verdict]) -> [String] {
    let found = plan.decisions.map { Self.verdict($0, plan) }
    let wanted = Set(expected)
    let strange = found.filter { !wanted.contains($0) }.map { "with a scan, \($0.campaign) \($0.text)" }
    return strange + counts(plan, expected).map { "with a scan, \($0)" }
  }
}
