import Diagnostics
import Rules

/// A campaign between its two checks: its rules are checked, its texts wait for the types that all rules decide.
struct PendingCampaign {
  var draft: CampaignDraft
  /// False: its rules have problems, or name what herald.yaml has problems with; its texts are only checked.
  var isWhole = true
  /// False: what its texts may name is any record.
  var isEachKnown = true
  var campaign: Campaign
  /// Aligned with `draft.routes`.
  var routeRules: [Rule?] = []
  let problems: ProblemList
}

/// Checks a campaign's rules against the shop's data.
struct RulesOfCampaign {
  let draft: CampaignDraft
  let house: House
  let problems: ProblemList
  private(set) var checker: RuleChecker
  private var each = 0
  private var isEachKnown = true
  /// Some rule has no meaning, whoever's problem that is.
  private var isBroken = false
  private var hasOneCustomer = true

  init(_ draft: CampaignDraft, _ house: House, _ checker: RuleChecker, _ problems: ProblemList) {
    self.draft = draft
    self.house = house
    self.checker = checker
    self.problems = problems
  }

  mutating func check() -> PendingCampaign {
    guard let each = subject() else {
      // No name can be judged then, but all that does not hang on names can.
      isEachKnown = false
      checker.schema.doubts.everything = true
      checkPurpose()
      if draft.has.start, !isFirstSeen { _ = rule(draft.start, expecting: .timestamp, allowsStart: false) }
      return campaign(start: Rule(checked: .start, type: .timestamp, text: ""))
    }
    self.each = each
    checkPurpose()
    hasOneCustomer = checkWaysToCustomer()
    if isFirstSeen {
      if draft.when.isEmpty {
        problems.add(
          "“first_seen” needs a “when”", advice: "it is the first run in which “when” was true", at: draft.start)
      }
      return campaign(start: nil)
    }
    guard draft.has.start, let start = rule(draft.start, expecting: .timestamp, allowsStart: false) else {
      // The other rules are checked all the same: one `check` shows everything.
      isBroken = true
      return campaign(start: Rule(checked: .start, type: .timestamp, text: ""))
    }
    return campaign(start: start)
  }

  private var isFirstSeen: Bool { draft.start.scalar == "first_seen" }

  private func subject() -> Int? {
    guard draft.has.each, let name = draft.each.scalar else { return nil }
    if let each = house.entities.firstIndex(where: { $0.name == name }) { return each }
    if !house.schema.doubts.covers(name) {
      let advice = suggestion(for: name, in: house.entities.map(\.name))
      problems.add("there is no “\(name)” in data", advice: advice, at: draft.each)
    }
    return nil
  }

  private func scope(allowsStart: Bool = false) -> RuleChecker.Scope {
    RuleChecker.Scope(subject: isEachKnown ? each : nil, allowsStart: allowsStart)
  }

  private mutating func campaign(start: Rule?) -> PendingCampaign {
    // What decides when it starts cannot ask when it started.
    let when = draft.when.compactMap { rule($0, expecting: .bool, allowsStart: !isFirstSeen) }
    let unless = conditions(draft.unless)
    let until = conditions(draft.until)
    let onePer = draft.onePer.compactMap { onePerRule($0) }
    let steps = draft.steps.map { step in
      Step(
        name: step.name, after: step.after, before: step.before, when: conditions(step.when),
        unless: conditions(step.unless), between: step.between, skip: step.skip, bodies: [:])
    }
    let (via, reach) = channels()
    var campaign = Campaign(
      id: draft.id, file: draft.file, summary: draft.summary, purpose: draft.purpose, each: each, start: start,
      when: when, unless: unless, until: until, begins: draft.begins, onePer: onePer, priority: draft.priority,
      quiet: draft.quiet, via: via, steps: steps, enabled: draft.enabled, reach: reach,
      prefer: house.prefer.flatMap { silently($0, expecting: .string) }, recipient: recipient())
    campaign.fallbackAfter = draft.fallbackAfter
    campaign.caps = draft.caps
    campaign.holdout = draft.holdout
    campaign.split = draft.split
    campaign.againAfter = draft.againAfter
    campaign.limit = draft.limit
    requireCustomerToCount(campaign)
    requireReports(campaign)
    let routes = draft.routes.map { route in route.when.flatMap { rule($0, expecting: .bool) } }
    return PendingCampaign(
      draft: draft, isWhole: isEachKnown && !isBroken && !problems.hasErrors, isEachKnown: isEachKnown,
      campaign: campaign, routeRules: routes, problems: problems)
  }

  /// A cap counts a customer's messages, so somebody must be known to be the customer.
  private func requireCustomerToCount(_ campaign: Campaign) {
    guard isEachKnown, !campaign.caps.isEmpty, campaign.recipient.key == nil, let place = draft.root["cap"] else {
      return
    }
    problems.add(
      "“cap” counts by customer, and no link leads from \(house.entities[each].name) to the customer",
      advice: "map a field “customer” in herald.yaml", at: place)
  }

  /// `fallback_after` waits for a delivery report, so some channel must have them.
  private func requireReports(_ campaign: Campaign) {
    guard campaign.fallbackAfter != nil, !isBroken, let place = draft.root["fallback_after"],
      !campaign.reach.keys.contains(where: { house.channels[$0].channel.receipts })
    else { return }
    problems.add(
      "“fallback_after” waits for a delivery report, and no channel of “via” has receipts", severity: .warning,
      advice: "write receipts: yes at a channel of herald.yaml whose provider reports deliveries, or remove it here",
      at: place)
  }

  private func checkPurpose() {
    guard draft.has.purpose, draft.purpose != .marketing, let allowed = house.purposes?[draft.purpose] else { return }
    if !allowed.contains(draft.id) {
      problems.add(
        "“\(draft.id)” is not among the \(draft.purpose.rawValue) campaigns of herald.yaml",
        advice: "add it to purposes.\(draft.purpose.rawValue), or choose another purpose", at: draft.purposeNode)
    }
  }

  /// Whom the message is for must not depend on the way that is taken.
  private func checkWaysToCustomer() -> Bool {
    let ways = house.schema.waysToCustomer(from: each)
    guard ways.count > 1 else { return true }
    problems.add(
      "two ways lead to the customer: \(ways[0]) and \(ways[1])",
      advice: "take one of the two fields out of data in herald.yaml", at: draft.each)
    return false
  }

  // MARK: - Expressions

  private mutating func conditions(_ nodes: [YAMLNode]) -> [Rule] {
    nodes.compactMap { rule($0, expecting: .bool) }
  }

  private mutating func onePerRule(_ node: YAMLNode) -> Rule? {
    guard let rule = rule(node, expecting: nil) else { return nil }
    if case .list = rule.type {
      problems.add(
        "“one_per” needs one value, and this is a list",
        advice: "name what tells one message from another, such as a key", at: node)
      return nil
    }
    return rule
  }

  private mutating func rule(_ node: YAMLNode, expecting type: RuleType?, allowsStart: Bool = true) -> Rule? {
    guard node.text("a rule", problems) != nil, let source = node.source else { return nil }
    switch checker.check(source, in: scope(allowsStart: allowsStart), expecting: type) {
    case .success(let rule):
      problems.add(rule.warnings)
      return Rule(rule)
    case .failure(let failure):
      problems.add(failure.diagnostics)
      isBroken = true
      return nil
    }
  }

  /// Nil where the expression makes no sense for this campaign's subject.
  private mutating func silently(_ node: YAMLNode, expecting type: RuleType) -> Rule? {
    node.source.flatMap { source in
      if case .success(let rule) = checker.check(source, in: scope(), expecting: type) {
        Rule(rule)
      } else {
        nil
      }
    }
  }

  private mutating func silently(_ text: String) -> Rule? {
    if case .success(let rule) = checker.check(SourceText(text), in: scope()) { Rule(rule) } else { nil }
  }

  // MARK: - The recipient

  private mutating func recipient() -> Campaign.Recipient {
    var recipient = Campaign.Recipient()
    if var key = silently("customer") {
      key.checked = key.checked.key(in: checker.schema)
      key.type = .string
      key.text = "customer.key"
      recipient.key = key
    }
    recipient.zone = ofCustomer("zone")
    recipient.country = ofCustomer("country")
    recipient.locale = ofCustomer("locale")
    recipient.name = ofCustomer("name") ?? ofCustomer("first_name")
    return recipient
  }

  /// A field or fact of the customer, if the shop has it.
  private mutating func ofCustomer(_ name: String) -> Rule? {
    guard let customer = checker.schema.entities.first(where: { $0.name == "customer" }),
      customer.fields.contains(where: { $0.name == name }) || customer.facts.contains(where: { $0.name == name })
    else { return nil }
    return silently("customer.\(name)")
  }

  // MARK: - Channels

  private mutating func channels() -> ([Campaign.Via], [Int: Campaign.Reach]) {
    var via: [Campaign.Via] = []
    var reach: [Int: Campaign.Reach] = [:]
    for node in draft.via {
      guard let name = node.scalar else { continue }
      guard let next = self.via(name, node) else { continue }
      guard !via.contains(next) else {
        problems.add("“\(name)” is in “via” twice", advice: "keep one of them", at: node)
        continue
      }
      via.append(next)
      if case .channel(let index) = next { reach[index] = self.reach(index, at: node) }
    }
    if via.contains(.preferred) {
      for index in house.channels.indices where reach[index] == nil && hasBody(house.channels[index].channel.name) {
        reach[index] = self.reach(index, at: nil)
      }
    }
    return (via, reach)
  }

  private func hasBody(_ channel: String) -> Bool { draft.steps.contains { $0.body(for: channel) != nil } }

  private mutating func via(_ name: String, _ node: YAMLNode) -> Campaign.Via? {
    if name == "preferred" {
      if house.prefer != nil { return .preferred }
      if house.channelDoubts.covers(name) {
        isBroken = true
        return nil
      }
      problems.add(
        "herald.yaml does not say where a customer's favourite channel is",
        advice: "add it, such as prefer: customer.favourite", at: node)
      return nil
    }
    guard let index = house.channels.firstIndex(where: { $0.channel.name == name }) else {
      if house.channelDoubts.covers(name) {
        isBroken = true
        return nil
      }
      let advice = suggestion(for: name, in: house.channelNames + ["preferred"])
      problems.add("there is no channel “\(name)”", advice: advice, at: node)
      return nil
    }
    if !hasBody(name), !problems.hasErrors {
      problems.add(
        "no step has a message for “\(name)”, so it is never used", severity: .warning,
        advice: "write one in “send”, or take it out of “via”", at: node)
    }
    return .channel(index)
  }

  /// How a channel reaches the recipient. `at` is nil for channels that only a customer's preference can choose: where
  /// those make no sense, they are left out.
  private mutating func reach(_ index: Int, at node: YAMLNode?) -> Campaign.Reach? {
    let draft = house.channels[index]
    // Nothing can be said of how it reaches whom.
    guard isEachKnown, !draft.isBroken else {
      isBroken = true
      return nil
    }
    let name = draft.channel.name
    let to = draft.to.compactMap { silently($0, expecting: .string) }
    if to.isEmpty {
      if let node, let first = draft.to.first { explain("“\(name)” finds no address here", first, .string, at: node) }
      return nil
    }
    if draft.channel.isStaff { return Campaign.Reach(to: to, consent: nil) }
    guard let consent = draft.consent[self.draft.purpose] else {
      if self.draft.purpose == .marketing, let node {
        problems.add(
          "“\(name)” has no “consent” in herald.yaml, so no marketing goes there", severity: .warning,
          advice: "add the field that says yes, such as consent: customer.\(name)_ok", at: node)
      }
      return Campaign.Reach(to: to, consent: nil)
    }
    guard let rule = silently(consent, expecting: .bool) else {
      if let node { explain("“\(name)” finds no consent here", consent, .bool, at: node) }
      return nil
    }
    return Campaign.Reach(to: to, consent: rule)
  }

  /// Says why an expression of herald.yaml makes no sense for this campaign.
  private mutating func explain(_ message: String, _ expression: YAMLNode, _ type: RuleType, at node: YAMLNode) {
    guard hasOneCustomer, let source = expression.source,
      case .failure(let failure) = checker.check(source, in: scope(), expecting: type),
      let first = failure.diagnostics.first
    else { return }
    problems.add("\(message): \(first.message)", advice: "see herald.yaml:\(expression.start.line)", at: node)
  }
}

extension Rule {
  init(_ rule: CheckedRule) {
    // The text of a block ends with a line end, which nobody wants to read.
    let lines = rule.text.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks() }
    self.init(checked: rule.checked, type: rule.type, text: lines.joined(separator: " "))
  }
}

extension Schema {
  /// The ways that to-one links lead from an entity to the customer: `shipment.order.customer`. Two at most.
  func waysToCustomer(from entity: Int) -> [String] {
    guard let customer = self.entity(named: "customer"), entity != customer else { return [] }
    var ways: [String] = []
    var open: [(path: [Int], words: String)] = [([entity], entities[entity].name)]
    while !open.isEmpty, ways.count < 2 {
      let (path, words) = open.removeFirst()
      for link in entities[path[path.count - 1]].links where link.kind == .one && !path.contains(link.target) {
        let longer = "\(words).\(link.name)"
        if link.target == customer {
          ways.append(longer)
        } else {
          open.append((path + [link.target], longer))
        }
      }
    }
    return Array(ways.prefix(2))
  }
}
