/// The ledger has the message: nobody is told twice. What was taken back before it was sent is owed again.
struct AlreadySentGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    guard let past = candidate.past, past.state != .owed else { return nil }
    return Held(.alreadySent, .decided(past), next: candidate.againAt)
  }
}
