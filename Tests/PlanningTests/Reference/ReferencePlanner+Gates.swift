import CivilTime

/// The gates that a candidate passes on its own, in the contract's order.
extension ReferencePlanner {
  /// What stops it; nil: nothing does.
  func gate(_ candidate: inout Candidate) -> String? {
    let campaign = candidate.campaign
    let isProven = ReferenceReads.entities(campaign).subtracting(house.uncovering)
      .allSatisfy { run.made[$0] ?? 0 >= candidate.due }
    if !isTrusted(campaign) || !isProven { return "stale-data" }
    // What `until` took back is over for good.
    if candidate.isSent { return candidate.isWithdrawn ? "until" : "already-sent" }
    if let outcome = rulesGate(candidate) { return outcome }
    if candidate.isOrphan || candidate.closes.map({ $0 <= run.now }) ?? false { return "expired" }
    let channels = channels(candidate)
    if let outcome = lack(channels, candidate) {
      switch candidate.again {
      // It reaches nobody; one that may have arrived is told.
      case .failed: return "unreachable"
      case .unconfirmed: return "already-sent"
      case .lost, nil: return outcome
      }
    }
    candidate.channel = channels.first { lack([$0], candidate) == nil }.flatMap(channel)
    if isQuiet(candidate) { return "quiet" }
    // An empty value that is printed is a value that the message needs.
    let node = ReferenceRules.Node(entity: "customer", key: candidate.customer)
    if campaign.steps[candidate.step].printsName, case .missing = rules.cell(node, "name") { return "no-data" }
    return nil
  }

  /// All of `when`, none of `until` and `unless`: one condition, in which what is false decides over what is unknown.
  func rulesGate(_ candidate: Candidate) -> String? {
    let campaign = candidate.campaign
    let rules =
      candidate.again == nil
      ? self.rules
      : ReferenceRules(shop: run.shop, now: run.now) {
        ledger.lastTold($0, $1, overlooked: candidate.decided.map { (campaign.id, $0) })
      }
    // What ended with its last step did not end by `until`.
    let isLast = candidate.step == campaign.steps.count - 1
    let isEnded = candidate.isEnded && !(candidate.again != nil && isLast)
    let step = campaign.steps[candidate.step]
    let scope = rules.scope(campaign.each, candidate.subject, start: candidate.start)
    let when = (campaign.when + step.when).map { rules.holds($0, scope) }
    let until = campaign.until.map { rules.holds($0, scope) }
    let unless = (campaign.unless + step.unless).map { rules.holds($0, scope) }
    if when.contains(false) { return "no-match" }
    if until.contains(true) || isEnded { return "until" }
    if unless.contains(true) { return "unless" }
    if candidate.values == nil || (when + until + unless).contains(nil) { return "no-data" }
    return nil
  }

  /// The channels of `via` that are left to try, in their order.
  func channels(_ candidate: Candidate) -> [String] {
    let customer = ReferenceRules.Node(entity: "customer", key: candidate.customer)
    var names: [String] = []
    for name in candidate.campaign.via {
      if name != "preferred" {
        names.append(name)
      } else if case .text(let favourite) = rules.cell(customer, "favourite") {
        names.append(favourite)
      }
    }
    return names.filter { !candidate.tried.contains($0) }
  }

  private func channel(_ name: String) -> ChannelModel? { house.channels.first { $0.name == name } }

  /// What keeps all of these channels from the recipient: how far the best of them came; nil where one reaches them.
  func lack(_ names: [String], _ candidate: Candidate) -> String? {
    let customer = ReferenceRules.Node(entity: "customer", key: candidate.customer)
    let bodies = candidate.campaign.steps[candidate.step].bodies
    let withBody = names.compactMap(channel).filter { bodies.contains($0.name) || bodies.contains("any") }
    let reached = withBody.compactMap { channel in address(channel, customer).map { (channel, $0) } }
    if reached.isEmpty { return "unreachable" }
    let allowed = reached.filter { !isSuppressed($0.0, $0.1, candidate.campaign.purpose) }
    if allowed.isEmpty { return "suppressed" }
    return allowed.contains { consents($0.0, customer, candidate.campaign.purpose) } ? nil : "no-consent"
  }

  /// The first value that is an address.
  private func address(_ channel: ChannelModel, _ customer: ReferenceRules.Node) -> String? {
    for expression in channel.to {
      if expression.contains("@") { return expression }
      let field = expression.split(separator: ".").last.map(String.init) ?? ""
      guard case .text(let text) = rules.cell(customer, field) else { continue }
      if let address = channel.name == "sms" ? Self.phone(text) : Self.mail(text) { return address }
    }
    return nil
  }

  static func mail(_ text: String) -> String? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !text.contains(" ") else { return nil }
    return text.lowercased()
  }

  static func phone(_ text: String) -> String? {
    let digits = text.filter { !" '-()/.".contains($0) }
    guard digits.hasPrefix("+"), (7...15).contains(digits.count - 1) else { return nil }
    return digits.dropFirst().allSatisfy { ("0"..."9").contains($0) } ? digits : nil
  }

  private func isSuppressed(_ channel: ChannelModel, _ address: String, _ purpose: String) -> Bool {
    if let only = house.onlyTo, !only.contains(address) { return true }
    let lists = house.suppress[channel.name] ?? [:]
    return ((lists["all"] ?? []) + (lists[purpose] ?? [])).contains {
      (channel.name == "sms" ? Self.phone($0) : Self.mail($0)) == address
    }
  }

  private func consents(_ channel: ChannelModel, _ customer: ReferenceRules.Node, _ purpose: String) -> Bool {
    if channel.name == "agent" { return true }
    guard let field = channel.consent[purpose] else { return purpose != "marketing" }
    return rules.cell(customer, field) == .bool(true)
  }

  /// The zones that the recipient may be in.
  func zones(_ candidate: Candidate) -> [Zone] {
    let customer = ReferenceRules.Node(entity: "customer", key: candidate.customer)
    return ReferenceClock.zones(
      zone: rules.cell(customer, "zone"), country: rules.cell(customer, "country"), shop: shopZone)
  }

  private func isQuiet(_ candidate: Candidate) -> Bool {
    if candidate.isStaff { return false }
    let windows = (candidate.channel?.quiet ?? house.quiet) + candidate.campaign.quiet
    return zones(candidate).contains { zone in
      if ReferenceClock.isQuiet(windows, run.now, zone, holidays: holidays) { return true }
      guard let between = candidate.campaign.steps[candidate.step].between else { return false }
      return !ReferenceClock.isQuiet([between], run.now, zone, holidays: [])
    }
  }
}
