import Campaigns
import CivilTime
import Rules

/// Nobody is disturbed in quiet hours, by the recipient's own clock. What they hold is not spooled: the next run decides
/// again.
struct QuietGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    guard let channel = candidate.channel, !context.quietHours(channel).isEmpty
    else { return nil }
    let now = context.quietNow(channel, place: context.place(of: candidate.subject))
    return now.isQuiet ? Held(.quiet, .quietUntil(now.end), next: now.end) : nil
  }
}

extension GateContext {
  /// The channel's quiet hours, else the house's, and what the campaign adds to them; none for our own people.
  func quietHours(_ channel: Int) -> QuietHours { decisions.channels[channel].quiet }

  /// Found out once for all who are there.
  fileprivate func quietNow(_ channel: Int, place: Int) -> QuietNow {
    if place < quiet[channel].count, let known = quiet[channel][place] { return known }
    let (hours, zones, holidays) = (quietHours(channel), whereabouts.places[place], project.calendar.holidays)
    let isQuiet = hours.isQuiet(at: now, zones: zones, holidays: holidays)
    let found = QuietNow(
      isQuiet: isQuiet, end: isQuiet ? hours.end(after: now, zones: zones, holidays: holidays) : nil)
    while quiet[channel].count <= place { quiet[channel].append(nil) }
    quiet[channel][place] = found
    return found
  }
}
