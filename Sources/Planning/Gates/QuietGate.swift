import Campaigns
import CivilTime
import Rules

/// Nobody is disturbed in quiet hours, by the recipient's own clock. What they hold is not spooled: the next run decides
/// again.
struct QuietGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    guard let channel = candidate.channel else { return nil }
    let quiet = context.quietHours(channel)
    guard !quiet.isEmpty else { return nil }
    let zones = context.zones(of: candidate.subject)
    let holidays = context.project.calendar.holidays
    guard quiet.isQuiet(at: context.now, zones: zones, holidays: holidays) else { return nil }
    let end = quiet.end(after: context.now, zones: zones, holidays: holidays)
    return Held(.quiet, .quietUntil(end), next: end)
  }
}

extension GateContext {
  /// The channel's quiet hours, else the house's, and what the campaign adds to them; none for our own people.
  func quietHours(_ channel: Int) -> QuietHours {
    if project.channels[channel].isStaff { return .none }
    let base = project.channels[channel].quiet ?? project.quiet
    return program.campaign.quiet.map { base.union($0) } ?? base
  }

  /// The recipient's zone; unknown: every zone of their country; unknown: the shop's.
  func zones(of subject: RecordID) -> [Zone] {
    if let zone = text(program.recipient.zone, subject).flatMap(Zone.named) { return [zone] }
    if let country = text(program.recipient.country, subject) {
      let zones = Zone.zones(ofCountry: country)
      if !zones.isEmpty { return zones }
    }
    return [project.zone]
  }
}
