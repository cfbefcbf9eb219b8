/// Makes a scenario smaller while it still shows a difference.
struct Shrinker {
  private(set) var scenario: Scenario
  private(set) var difference: Difference
  private var tries = 0

  init?(_ scenario: Scenario) {
    guard let difference = Self.difference(scenario) else { return nil }
    self.scenario = scenario
    self.difference = difference
  }

  static func difference(_ scenario: Scenario) -> Difference? {
    var harness = ReferenceHarness(scenario)
    do {
      try harness.run()
      return nil
    } catch let difference as Difference {
      return difference
    } catch {
      return Difference(run: -1, problems: ["\(error)"])
    }
  }

  mutating func shrink() {
    var before = -1
    while before != size, tries < 2000 {
      before = size
      let last = difference.run
      _ = attempt { $0.runs = Array($0.runs.prefix(last + 1)) }
      for index in scenario.runs.indices.reversed() { _ = attempt { $0.runs.remove(at: index) } }
      for index in scenario.runs.indices { _ = attempt { $0.runs[index].fates = 0 } }
      dropCampaigns()
      dropRows()
      simplify()
    }
  }

  private var size: Int {
    scenario.runs.reduce(0) {
      $0 + ($1.fates == 0 ? 0 : 1) + $1.campaigns.count + $1.shop.rows.values.reduce(1) { $0 + $1.count }
    }
      + scenario.runs.reduce(0) { $0 + $1.campaigns.reduce(0) { $0 + $1.yaml.utf8.count } }
  }

  /// Keeps the change if the planner and the reference still come apart, and not only because it is no project.
  private mutating func attempt(_ change: (inout Scenario) -> Void) -> Bool {
    tries += 1
    var smaller = scenario
    change(&smaller)
    guard !smaller.runs.isEmpty, let found = Self.difference(smaller), found.run >= 0,
      !found.problems.contains(where: { $0.hasPrefix("not a project") })
    else { return false }
    scenario = smaller
    difference = found
    return true
  }

  private mutating func dropCampaigns() {
    for id in Set(scenario.runs.flatMap { $0.campaigns.map(\.id) }).sorted() {
      _ = attempt { smaller in
        for run in smaller.runs.indices { smaller.runs[run].campaigns.removeAll { $0.id == id } }
      }
    }
  }

  private mutating func dropRows() {
    for entity in Model.entities {
      for key in Set(scenario.runs.flatMap { ($0.shop.rows[entity] ?? []).map(\.key) }).sorted() {
        _ = attempt { smaller in
          for run in smaller.runs.indices { smaller.runs[run].shop.rows[entity]?.removeAll { $0.key == key } }
        }
      }
    }
  }

  private mutating func simplify() {
    let changes: [(inout CampaignModel) -> Void] = [
      { $0.when = Array($0.when.dropLast()) }, { $0.unless = [] }, { $0.until = [] }, { $0.onePer = [] },
      { $0.caps = [] }, { $0.quiet = [] }, { $0.holdout = nil }, { $0.split = [] }, { $0.again = nil },
      { $0.limit = nil }, { $0.priority = 5 }, { $0.fallbackAfter = nil },
      { $0.via = Array($0.via.dropLast($0.via.count > 1 ? 1 : 0)) },
      { $0.steps = Array($0.steps.dropLast($0.steps.count > 1 ? 1 : 0)) },
      { for step in $0.steps.indices { $0.steps[step].when = [] } },
      { for step in $0.steps.indices { $0.steps[step].unless = [] } },
      { for step in $0.steps.indices { $0.steps[step].between = nil } },
      { for step in $0.steps.indices { $0.steps[step].printsName = false } },
    ]
    for id in Set(scenario.runs.flatMap { $0.campaigns.map(\.id) }).sorted() {
      for change in changes {
        _ = attempt { smaller in
          for run in smaller.runs.indices {
            for index in smaller.runs[run].campaigns.indices where smaller.runs[run].campaigns[index].id == id {
              change(&smaller.runs[run].campaigns[index])
            }
          }
        }
      }
    }
    for change: (inout HouseModel) -> Void in [
      { $0.quiet = [] }, { $0.caps = [] }, { $0.limit = nil }, { $0.suppress = [:] }, { $0.onlyTo = nil },
      { $0.fresh = [:] }, { $0.uncovering = Set(Model.entities) },
    ] { _ = attempt { change(&$0.house) } }
  }

  /// All that is needed to see it again by hand.
  var report: String {
    var lines = ["\(difference)"]
    for campaign in scenario.runs.last?.campaigns ?? [] { lines += ["--- \(campaign.id).yaml", campaign.yaml] }
    lines += ["--- herald.yaml", scenario.house.yaml]
    for (index, run) in scenario.runs.enumerated() {
      let notes = [
        run.stopped.isEmpty ? "" : " stopped \(run.stopped.sorted())",
        run.allowed.isEmpty ? "" : " allowed \(run.allowed)", run.isNowGiven ? " --now" : "",
      ].joined()
      lines.append("--- run \(index) at \(instantText(run.now))\(notes)")
      for entity in Model.entities where !(run.shop.rows[entity] ?? []).isEmpty {
        lines.append("\(entity), made \(instantText(run.made[entity] ?? 0))\n\(Model.csv(entity, run.shop))")
      }
    }
    return (lines + difference.events).joined(separator: "\n")
  }
}
