/// The step's window closed unsent since the last run, or an earlier step's did, which ends the sequence.
struct ExpiredGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    if let step = candidate.passedStep { return Held(.expired, .earlierStepPassed(step: step)) }
    guard candidate.placed.phase != .open, let closes = candidate.placed.closes else { return nil }
    return Held(.expired, .closed(at: closes))
  }
}
