import Campaigns
import CivilTime
import Rules
import Tables

/// A campaign compiled for one run: its rules as programs, where its candidates are found, what they need.
///
/// A class, and so are the contexts below: they are handed to every candidate, and a copy would count each of their parts.
final class CampaignProgram: Sendable {
  let index: Int
  let campaign: Campaign
  let windows: Windows
  let source: StartSource
  /// Nil: `first_seen`.
  let start: Program?
  let onePer: [Program]
  let when: [Program]
  let unless: [Program]
  let until: [Program]
  let steps: [StepProgram]
  let reach: [Int: ReachProgram]
  let prefer: Program?
  let recipient: RecipientProgram
  let routes: [RouteProgram]
  /// Conditions that a scan can hold against the subject's own row.
  let rowConditions: [Checked]
  /// The exports that the campaign reads, its own first: what the stale-data gate looks at.
  let exports: [Int]
  /// A rule asks when the customer was last told of this very campaign.
  let asksAboutItself: Bool

  struct StepProgram: Sendable {
    let when: [Program]
    let unless: [Program]
  }

  struct ReachProgram: Sendable {
    let to: [Program]
    let consent: Program?
  }

  struct RouteProgram: Sendable {
    /// Nil: always.
    let when: Program?
  }

  struct RecipientProgram: Sendable {
    let key: Program?
    let zone: Program?
    let country: Program?
    let locale: Program?
    let name: Program?
  }

  init(_ index: Int, _ project: Project, now: Instant, lastRun: Instant?) {
    let campaign = project.campaigns[index]
    let schema = project.schema
    let compile = { (rule: Rule) in Program(rule.checked, schema: schema) }
    let folded = { (rule: Rule) in
      rule.checked.folded(now: now, calendar: project.calendar, schema: schema)
    }
    self.index = index
    self.campaign = campaign
    windows = Windows(campaign, now: now, lastRun: lastRun)
    let rowConditions = campaign.when.map(folded).filter { $0.isLocal(in: schema) && !$0.uses(schema).usesStart }
    self.rowConditions = rowConditions
    source =
      campaign.start.map {
        StartSource(folded($0), schema: schema, mappings: project.entities.map(\.mapping), each: campaign.each)
      } ?? (rowConditions.isEmpty ? .anything : .conditions)
    start = campaign.start.map(compile)
    onePer = campaign.onePer.map { Program($0.checked.key(in: schema), schema: schema) }
    when = campaign.when.map(compile)
    unless = campaign.unless.map(compile)
    until = campaign.until.map(compile)
    steps = campaign.steps.map { StepProgram(when: $0.when.map(compile), unless: $0.unless.map(compile)) }
    reach = campaign.reach.mapValues { ReachProgram(to: $0.to.map(compile), consent: $0.consent.map(compile)) }
    prefer = campaign.prefer.map(compile)
    recipient = RecipientProgram(
      key: campaign.recipient.key.map(compile), zone: campaign.recipient.zone.map(compile),
      country: campaign.recipient.country.map(compile), locale: campaign.recipient.locale.map(compile),
      name: campaign.recipient.name.map(compile))
    routes = campaign.routes.map { RouteProgram(when: $0.when.map(compile)) }
    exports = Self.exports(of: campaign, project)
    asksAboutItself = campaign.everyRule.contains { $0.checked.uses(schema).told.contains(campaign.id) }
  }

  /// The same program at another instant, for a run that takes its candidates as they are: what a scan would look for
  /// (`source`, `rowConditions`) stays as it was folded for the first.
  init(_ other: CampaignProgram, now: Instant, lastRun: Instant?) {
    index = other.index
    campaign = other.campaign
    windows = Windows(other.campaign, now: now, lastRun: lastRun)
    source = other.source
    start = other.start
    onePer = other.onePer
    when = other.when
    unless = other.unless
    until = other.until
    steps = other.steps
    reach = other.reach
    prefer = other.prefer
    recipient = other.recipient
    routes = other.routes
    rowConditions = other.rowConditions
    exports = other.exports
    asksAboutItself = other.asksAboutItself
  }

  /// The tree of what the campaign can reach from its subject.
  static func tree(_ campaign: Campaign, _ schema: Schema) -> FetchNode {
    let root = FetchNode(entity: campaign.each)
    let collector = FetchCollector(schema: schema, root: root)
    for rule in campaign.everyRule { collector.collect(rule.checked) }
    let implied = FetchCollector(schema: schema, root: root, isNaming: false)
    for rule in campaign.impliedRules { implied.collect(rule.checked) }
    for text in campaign.everyText { collector.collect(text) }
    return root
  }

  private static func exports(of campaign: Campaign, _ project: Project) -> [Int] {
    var found: Set<Int> = []
    var open = [tree(campaign, project.schema)]
    while let node = open.popLast() {
      if node.entity < project.entities.count { found.insert(node.entity) }
      open.append(contentsOf: node.children.values)
    }
    return [campaign.each] + found.subtracting([campaign.each]).sorted()
  }

  func text(of list: RuleList, _ index: Int, step: Int = 0) -> String {
    let rules: [Rule] =
      switch list {
      case .when: campaign.when
      case .unless: campaign.unless
      case .until: campaign.until
      case .onePer: campaign.onePer
      case .stepWhen: campaign.steps[step].when
      case .stepUnless: campaign.steps[step].unless
      }
    return index < rules.count ? rules[index].text : ""
  }
}
