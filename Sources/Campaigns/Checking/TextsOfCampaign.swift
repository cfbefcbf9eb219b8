import Diagnostics
import Rules
import Templates

/// Compiles a campaign's texts, once the types of all fields are known.
struct TextsOfCampaign {
  let pending: PendingCampaign
  let house: House
  let snippets: [String: SourceText]
  let problems: ProblemList
  private(set) var campaign: Campaign
  private var checker: RuleChecker
  private let scope: SchemaScope
  private let linkScope: SchemaScope

  init(_ pending: PendingCampaign, _ house: House, _ checker: RuleChecker, snippets: [String: SourceText]) {
    self.pending = pending
    self.house = house
    self.snippets = snippets
    self.checker = checker
    problems = pending.problems
    campaign = pending.campaign
    let links = house.links.map(\.name)
    if pending.isEachKnown {
      scope = SchemaScope(schema: checker.schema, each: campaign.each, links: links)
      linkScope = SchemaScope(schema: checker.schema, each: campaign.each, links: nil)
    } else {
      scope = SchemaScope(everyEntityOf: checker.schema, links: links)
      linkScope = SchemaScope(everyEntityOf: checker.schema)
    }
  }

  mutating func compile() -> Campaign {
    campaign.retype(in: checker.schema)
    for index in pending.draft.steps.indices { addBodies(pending.draft.steps[index], to: index) }
    warnOfUnusedBodies()
    addRoutes()
    requireUnsubscribe()
    return campaign
  }

  /// The channels that a message can go by, with the names of bodies.
  private var usableChannels: [Int] { campaign.reach.keys.sorted() }

  private mutating func addBodies(_ draft: StepDraft, to step: Int) {
    var reader = BodyReader(texts: self)
    for channel in usableChannels.map({ house.channels[$0].channel }) {
      guard let entry = draft.body(for: channel.name) else { continue }
      if let body = reader.read(entry, for: channel) { campaign.steps[step].bodies[channel.name] = body }
    }
    // Texts that no channel of “via” uses are checked, too: their problems are someone's next surprise.
    for entry in draft.bodies where !isUsed(entry.name, in: draft) {
      if let channel = house.channels.first(where: { $0.channel.name == entry.name })?.channel {
        _ = reader.read(entry, for: channel)
      }
    }
    self.campaign.links.merge(reader.texts.campaign.links) { first, _ in first }
    if pending.isWhole, !problems.hasErrors,
      !usableChannels.contains(where: { draft.body(for: house.channels[$0].channel.name) != nil })
    {
      problems.add("no channel of “via” has a message in this step", advice: "add one, or “any”", at: draft.node)
    }
  }

  private func isUsed(_ name: String, in draft: StepDraft) -> Bool {
    name == "any" || usableChannels.contains { house.channels[$0].channel.name == name }
  }

  private func warnOfUnusedBodies() {
    guard pending.isWhole, !problems.hasErrors else { return }
    var seen: Set<String> = []
    for draft in pending.draft.steps {
      for entry in draft.bodies where !isUsed(entry.name, in: draft) && seen.insert(entry.name).inserted {
        problems.add(
          "“\(entry.name)” is not in “via”, so this is never used", severity: .warning,
          advice: "add the channel to “via”, or remove the text", at: entry.key)
      }
    }
  }

  private mutating func addRoutes() {
    for (index, route) in pending.draft.routes.enumerated() {
      guard let queue = text(route.queue, Template.Options(isSubject: true, snippets: snippets)) else { continue }
      let skills = route.skills.compactMap { text($0, Template.Options(isSubject: true, snippets: snippets)) }
      let isUnreadable = route.when != nil && pending.routeRules[index] == nil
      if isUnreadable || skills.count != route.skills.count { continue }
      campaign.routes.append(Campaign.Route(when: pending.routeRules[index], queue: queue, skills: skills))
    }
  }

  /// Every marketing e-mail says how to end it (RFC 8058).
  private mutating func requireUnsubscribe() {
    guard campaign.purpose == .marketing,
      let mail = usableChannels.first(where: { channel in
        let channel = house.channels[channel].channel
        return channel.addressKind == .email && !channel.isStaff
          && pending.draft.steps.contains { $0.body(for: channel.name) != nil }
      })
    else { return }
    let name = house.channels[mail].channel.name
    let place = pending.draft.via.first { $0.scalar == name } ?? pending.draft.via.first ?? pending.draft.root
    guard house.links.contains(where: { $0.name == "unsubscribe" }) else {
      if house.schema.doubts.covers("unsubscribe") { return }
      problems.add(
        "marketing by e-mail needs links.unsubscribe",
        advice: "add it to herald.yaml: every marketing e-mail carries that link (RFC 8058)", at: place)
      return
    }
    addLink("unsubscribe") { problem in
      place.diagnostic("links.unsubscribe does not work here: \(problem.message)", advice: problem.advice)
    }
  }

  // MARK: - Texts

  /// Compiles one text and finds out what each of its paths stands for.
  mutating func text(_ node: YAMLNode, _ options: Template.Options) -> Text? {
    node.source.flatMap { source in
      let (template, diagnostics) = Template.compile(source, scope: scope, options: options)
      problems.add(diagnostics)
      return template.map { template in
        var text = bind(template)
        text.place = node.place
        return text
      }
    }
  }

  private mutating func bind(_ template: Template) -> Text {
    var bindings: [TemplateBinding] = []
    for path in template.paths { bindings.append(binding(path)) }
    return Text(template: template, bindings: bindings)
  }

  private mutating func binding(_ path: TemplatePath) -> TemplateBinding {
    switch path.names.first {
    case "shop": return .shop
    case "now": return .now
    case "links":
      guard path.names.count == 2 else { return .unknown }
      addLink(path.names[1]) { problem in
        path.place.diagnostic(
          .error, "links.\(path.names[1]) does not work here: \(problem.message)", advice: problem.advice)
      }
      return .link(path.names[1])
    default:
      guard case .success(let rule) = checker.check(SourceText(path.text), in: .init(subject: campaign.each)) else {
        return .unknown
      }
      return .rule(rule)
    }
  }

  /// A link is compiled for each campaign that uses it, since its names are those of the campaign's subject.
  private mutating func addLink(_ name: String, problem: (Diagnostic) -> Diagnostic) {
    guard campaign.links[name] == nil, !house.brokenLinks.contains(name),
      let link = house.links.first(where: { $0.name == name })
    else { return }
    let (template, diagnostics) = Template.compile(
      link.source, scope: linkScope, options: Template.Options(isSubject: true, snippets: snippets))
    guard let template else {
      if let first = diagnostics.first(where: { $0.severity == .error }) { problems.add(problem(first)) }
      return
    }
    campaign.links[name] = bind(template)
  }
}

extension Campaign {
  /// Rules get the types that were found out since they were checked.
  fileprivate mutating func retype(in schema: Schema) {
    func retype(_ rule: inout Rule) { rule.type = rule.checked.type(in: schema) }
    func retype(_ rules: inout [Rule]) { for index in rules.indices { retype(&rules[index]) } }
    func retype(_ rule: inout Rule?) {
      if var known = rule {
        retype(&known)
        rule = known
      }
    }
    retype(&start)
    retype(&when)
    retype(&unless)
    retype(&until)
    retype(&onePer)
    for index in steps.indices {
      retype(&steps[index].when)
      retype(&steps[index].unless)
    }
    for channel in reach.keys {
      if var rules = reach[channel] {
        retype(&rules.to)
        retype(&rules.consent)
        reach[channel] = rules
      }
    }
    retype(&prefer)
    retype(&recipient.key)
    retype(&recipient.zone)
    retype(&recipient.country)
    retype(&recipient.locale)
    retype(&recipient.name)
  }
}
