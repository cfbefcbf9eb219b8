import Campaigns
import CivilTime

/// The guards against the bad day: how many messages a campaign and a run may write before a person has looked.
struct RunLimits {
  private let project: Project
  private let allowed: [String: Int]
  /// By campaign: what today has seen already, and what is usual; nil where nothing is known.
  private let days: [Int: Day]

  private struct Day {
    var sentToday: Int
    /// The median of the last 14 sending days before today.
    var usual: Int
  }

  init(project: Project, history: any History, request: Planner.Request) {
    self.project = project
    allowed = request.allowed
    let today = project.zone.wall(at: request.now).date
    var days: [Int: Day] = [:]
    if project.surge != nil {
      for index in project.campaigns.indices where history.hasMessages(campaign: project.campaigns[index].id) {
        let known = history.sendingDays(campaign: project.campaigns[index].id, limit: 15)
        let before = known.filter { $0.day != today }.prefix(14).map(\.messages).sorted()
        guard !before.isEmpty else { continue }
        days[index] = Day(
          sentToday: known.first { $0.day == today }?.messages ?? 0, usual: Self.median(before))
      }
    }
    self.days = days
  }

  /// The campaigns that must write nothing, beside those that are held already.
  /// - Parameter sent: by campaign, what would go.
  func exceeded(by sent: [Int: Int], held: [Int: Alarm]) -> [Int: Alarm] {
    var over: [Int: Alarm] = [:]
    for (index, count) in sent where held[index] == nil {
      if let alarm = limit(index, count) ?? surge(index, count), alarm.holds { over[index] = alarm }
    }
    return over.isEmpty ? houseLimit(sent, held) : over
  }

  /// What a person must hear of.
  func alarms(_ held: [Int: Alarm], sent: [Int: Int]) -> [Alarm] {
    var alarms: [Alarm] = []
    for (_, alarm) in held.sorted(by: { $0.key < $1.key }) where !alarms.contains(alarm) { alarms.append(alarm) }
    for (index, count) in sent.sorted(by: { $0.key < $1.key }) {
      if let alarm = surge(index, count), !alarm.holds { alarms.append(alarm) }
    }
    return alarms
  }

  private func limit(_ index: Int, _ count: Int) -> Alarm? {
    let campaign = project.campaigns[index]
    guard let limit = allowed[campaign.id] ?? campaign.limit, count > limit else { return nil }
    return .campaignLimit(campaign: campaign.id, owed: count, limit: limit)
  }

  /// A legal message is never held by what is usual.
  private func surge(_ index: Int, _ count: Int) -> Alarm? {
    let campaign = project.campaigns[index]
    guard let factor = project.surge, let day = days[index], allowed[campaign.id] == nil else { return nil }
    let limit = max(100, Int((factor * Double(day.usual)).rounded(.down)))
    guard day.sentToday + count > limit else { return nil }
    return .surge(
      campaign: campaign.id, today: day.sentToday + count, usual: day.usual, limit: limit,
      holds: campaign.purpose != .legal)
  }

  /// Legal messages do not count towards it, nor campaigns that a person let through.
  private func houseLimit(_ sent: [Int: Int], _ held: [Int: Alarm]) -> [Int: Alarm] {
    guard let limit = allowed["all"] ?? project.limit else { return [:] }
    let counting = sent.filter { index, count in
      let campaign = project.campaigns[index]
      return count > 0 && held[index] == nil && campaign.purpose != .legal && allowed[campaign.id] == nil
    }
    let owed = counting.values.reduce(0, +)
    guard owed > limit else { return [:] }
    // All that count towards it, also those that only now would have something to send in the others' place.
    let counted = project.campaigns.indices.filter { index in
      let campaign = project.campaigns[index]
      return held[index] == nil && campaign.purpose != .legal && allowed[campaign.id] == nil
    }
    return Dictionary(uniqueKeysWithValues: counted.map { ($0, .houseLimit(owed: owed, limit: limit)) })
  }

  private static func median(_ sorted: [Int]) -> Int {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

extension Alarm {
  /// Whether it keeps messages from going.
  var holds: Bool {
    if case .surge(_, _, _, _, let holds) = self { return holds }
    return true
  }
}
