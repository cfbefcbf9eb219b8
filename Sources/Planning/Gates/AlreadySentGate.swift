/// The ledger has the message: nobody is told twice. What was taken back before it was sent is owed again, and what its
/// channel did not carry goes on by the next.
struct AlreadySentGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    guard let past = candidate.past, past.state != .owed || past.hasArrived, candidate.reopening == nil else {
      return nil
    }
    if past.state == .withdrawn { return Held(.until, .decided(past)) }
    if let end = candidate.reportsUntil, end > context.now, let next = context.nextChannel(candidate, past) {
      return Held(.alreadySent, .awaitingReport(past, until: end, next: next), next: end)
    }
    return Held(.alreadySent, .decided(past), next: candidate.againAt)
  }
}
