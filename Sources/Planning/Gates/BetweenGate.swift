import Campaigns
import CivilTime

/// A step's `between`: only in that window of the recipient's clock. Where the zone is not known, in that window of every
/// clock it may be.
struct BetweenGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    guard let window = context.program.campaign.steps[candidate.placed.step].between else { return nil }
    let zones = context.zones(of: candidate.subject)
    guard !zones.allSatisfy({ window.contains(context.now, zone: $0) }) else { return nil }
    let next = zones.compactMap { window.start(after: context.now, zone: $0) }.max()
    return Held(.quiet, .outside(window), next: next)
  }
}
