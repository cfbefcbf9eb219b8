import Campaigns
import Planning

/// Campaign by outcome, as `plan` and `run` print it.
struct OutcomeTable {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  func lines(_ terminal: Terminal) -> [String] {
    var table = TextTable(header: ["campaign", "outcome", "candidates"], leftColumns: 2)
    let counts = plan.counts()
    for (index, campaign) in plan.project.campaigns.enumerated() {
      guard campaign.enabled else {
        table.add([campaign.id, "(not enabled)", ""])
        continue
      }
      let found = Outcome.allCases.filter { counts[index]?[$0] ?? 0 > 0 }
      if found.isEmpty { table.add([campaign.id, "(no candidates)", ""]) }
      for (place, outcome) in found.enumerated() {
        table.add([place == 0 ? campaign.id : "", outcome.rawValue, grouped(counts[index]?[outcome] ?? 0)])
      }
    }
    for campaign in plan.project.broken { table.add([campaign.id, "(sits out: see its errors)", ""]) }
    var lines = table.lines()
    lines[0] = terminal.bold(lines[0])
    return lines
  }
}
