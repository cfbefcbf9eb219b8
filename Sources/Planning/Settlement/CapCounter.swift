import Campaigns
import CivilTime

/// Counts what customers were told, in earlier runs and in this one, against the caps that apply.
///
/// The house's caps count marketing, a campaign's its own messages. Legal messages and tasks for our own people are not
/// capped.
struct CapCounter {
  private let now: Instant
  /// By customer.
  private var past: [String: [Telling]] = [:]
  private var grants: [String: [Grant]] = [:]
  /// By campaign: what counts its messages.
  private var rulesOfCampaign: [Int: [Rule]] = [:]

  private struct Grant {
    var campaign: String
    var purpose: String
  }

  /// A cap with what it counts.
  private struct Rule {
    var cap: Cap
    /// A campaign's id, or a purpose.
    var counted: String
    var isOfCampaign: Bool

    func counts(_ campaign: String, _ purpose: String) -> Bool { counted == (isOfCampaign ? campaign : purpose) }
  }

  init(_ contenders: [Settlement.Contender], project: Project, history: any History, now: Instant) {
    self.now = now
    var customers: Set<String> = []
    var longest = TimeSpan.zero
    for contender in contenders {
      if rulesOfCampaign[contender.index] == nil {
        rulesOfCampaign[contender.index] = Self.rules(contender.program.campaign, project)
      }
      let rules = rules(contender)
      guard !rules.isEmpty else { continue }
      if let customer = contender.customer { customers.insert(customer) }
      longest = rules.map { $0.cap.reach }.reduce(longest, max)
    }
    guard !customers.isEmpty else { return }
    let sorted = customers.sorted()
    let since = now.subtracting(longest) ?? Instant(microseconds: 0)
    for (customer, tellings) in zip(sorted, history.tellings(sorted, since: since)) where !tellings.isEmpty {
      past[customer] = tellings
    }
  }

  mutating func forgetGrants() { grants = [:] }

  mutating func grant(_ contender: Settlement.Contender) {
    guard let customer = contender.customer, !rules(contender).isEmpty else { return }
    grants[customer, default: []].append(
      Grant(campaign: contender.program.campaign.id, purpose: contender.program.campaign.purpose.rawValue))
  }

  /// `capped` where earlier runs have used a cap up, `outranked` where this one has.
  func hold(_ contender: Settlement.Contender) -> Held? {
    let rules = rules(contender)
    guard !rules.isEmpty else { return nil }
    guard let customer = contender.customer else {
      return .init(.noData, .capWithoutCustomer(rules[0].cap))
    }
    var outranked: Held?
    for rule in rules {
      let since = start(of: rule.cap, contender.zones)
      let told = (past[customer] ?? []).filter { since($0.at) && rule.counts($0.campaign, $0.purpose) }.map(\.at)
      if told.count >= rule.cap.count {
        let next = next(rule.cap, told, contender.zones)
        return .init(.capped, .cap(rule.cap, of: rule.counted, told: told.count), next: next)
      }
      let granted = (grants[customer] ?? []).filter { rule.counts($0.campaign, $0.purpose) }
      if told.count + granted.count >= rule.cap.count, let winner = granted.last {
        // Those of this run will have been told now.
        let next = next(rule.cap, told + Array(repeating: now, count: granted.count), contender.zones)
        outranked = outranked ?? .init(.outranked, .outrankedBy(campaign: winner.campaign, rule.cap), next: next)
      }
    }
    return outranked
  }

  /// A cap that applies, and how much of it earlier runs have used.
  struct Use {
    var cap: Cap
    /// A campaign's id, or a purpose.
    var counted: String
    var told: Int
  }

  func uses(_ contender: Settlement.Contender) -> [Use] {
    rules(contender).map { rule in
      let since = start(of: rule.cap, contender.zones)
      let told = contender.customer.flatMap { past[$0] } ?? []
      return Use(
        cap: rule.cap, counted: rule.counted,
        told: told.count { since($0.at) && rule.counts($0.campaign, $0.purpose) })
    }
  }

  private func rules(_ contender: Settlement.Contender) -> [Rule] {
    contender.isForStaff ? [] : rulesOfCampaign[contender.index] ?? []
  }

  private static func rules(_ campaign: Campaign, _ project: Project) -> [Rule] {
    if campaign.purpose == .legal { return [] }
    let own = campaign.caps.map { Rule(cap: $0, counted: campaign.id, isOfCampaign: true) }
    guard campaign.purpose == .marketing else { return own }
    let house = project.caps[.marketing] ?? []
    return own + house.map { Rule(cap: $0, counted: Purpose.marketing.rawValue, isOfCampaign: false) }
  }

  /// Whether an instant lies in the cap's window that ends now. A calendar day of which the zone is not known begins where
  /// it begins first.
  private func start(of cap: Cap, _ zones: [Zone]) -> (Instant) -> Bool {
    switch cap.window {
    case .rolling(let span):
      guard let edge = now.subtracting(span) else { return { _ in true } }
      return { $0 > edge }
    case .day:
      guard let midnight = zones.compactMap({ $0.startOfDay(now) }).min() else { return { _ in true } }
      return { $0 >= midnight }
    }
  }

  /// When the window has let go of enough.
  private func next(_ cap: Cap, _ told: [Instant], _ zones: [Zone]) -> Instant? {
    guard cap.count > 0 else { return nil }
    switch cap.window {
    case .rolling(let span): return told.sorted()[told.count - cap.count].adding(span)
    case .day:
      return zones.compactMap { zone in
        zone.instant(of: WallClock(date: zone.wall(at: now).date.adding(days: 1)))
      }.max()
    }
  }
}

extension Cap {
  /// How far back the cap can look. No calendar day has more than 50 hours, wherever the recipient may be.
  fileprivate var reach: TimeSpan {
    switch window {
    case .rolling(let span): span
    case .day: TimeSpan(seconds: 50 * 3600)
    }
  }
}
