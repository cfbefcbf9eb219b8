import Campaigns
import CivilTime
import Planning

/// Campaign by outcome, with a subject to look at, as `plan` and `run` print it; below, what the messages cost.
struct OutcomeTable {
  let plan: Plan
  private let showsSubjects: Bool
  private let samples: [Sample: String]

  private struct Sample: Hashable {
    var campaign: Int
    var outcome: Outcome
  }

  /// - Parameter showsSubjects: a subject of each outcome; only where somebody asked, since a key may be an address.
  init(_ plan: Plan, showsSubjects: Bool) {
    self.plan = plan
    self.showsSubjects = showsSubjects
    var samples: [Sample: String] = [:]
    for decision in plan.decisions where showsSubjects {
      let sample = Sample(campaign: decision.campaign, outcome: decision.outcome)
      if samples[sample] == nil { samples[sample] = plan.subjectKey(decision) }
    }
    self.samples = samples
  }

  func lines(_ terminal: Terminal) -> [String] {
    var table = TextTable(
      header: ["campaign", "outcome", "candidates"] + (showsSubjects ? ["such as"] : []), numbers: [2])
    let counts = plan.counts()
    for (index, campaign) in plan.project.campaigns.enumerated() {
      guard campaign.enabled else {
        table.add([campaign.id, "(not enabled)"])
        continue
      }
      let found = Outcome.allCases.filter { counts[index]?[$0] ?? 0 > 0 }
      if found.isEmpty { table.add([campaign.id, "(no candidates)"]) }
      for (place, outcome) in found.enumerated() {
        let sample = samples[Sample(campaign: index, outcome: outcome)] ?? ""
        table.add(
          [place == 0 ? campaign.id : "", outcome.rawValue, grouped(counts[index]?[outcome] ?? 0)]
            + (showsSubjects ? [shortened(sample)] : []))
      }
    }
    for campaign in plan.project.broken { table.add([campaign.id, "(sits out: see its errors)"]) }
    var lines = table.lines()
    lines[0] = terminal.bold(lines[0])
    return lines + costs()
  }

  /// A key may be of any length, a line has 80 columns.
  private func shortened(_ key: String) -> String { key.count <= 28 ? key : key.prefix(27) + "…" }

  /// `sms: 41 messages in 52 segments, 3.64 EUR`
  private func costs() -> [String] {
    plan.volumes.sorted { $0.key < $1.key }.compactMap { index, volume in
      let channel = plan.project.channels[index]
      guard let cost = volume.cost else { return nil }
      let money = LocaleData.named("en").money(cost, currency: plan.project.currency)
      let size = channel.isSMS ? " in \(counted(volume.units, "segment"))" : ""
      return "\(channel.name): \(counted(volume.messages, "message"))\(size), \(money)"
    }
  }
}

/// `1 message`, `2,000 messages`
func counted(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }
