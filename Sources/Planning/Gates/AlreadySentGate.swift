/// The ledger has the message: nobody is told twice.
struct AlreadySentGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    candidate.decidedAt.map { Held(.alreadySent, .sent(at: $0)) }
  }
}
