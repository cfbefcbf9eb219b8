/// An export that is unusable or too old, or that was made before the step was due, proves nothing: the step waits.
struct StaleDataGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    if let proven = context.decisions.provenUntil, candidate.placed.due <= proven { return nil }
    for index in context.program.exports {
      let export = context.exports[index]
      if let why = export.unusable { return Held(.staleData, .stale(export: export.name, .unusable(why))) }
      guard let made = export.madeAt else { continue }
      if export.isOld { return Held(.staleData, .stale(export: export.name, .old(made: made))) }
      if export.covers, made < candidate.placed.due {
        return Held(.staleData, .stale(export: export.name, .beforeDue(made: made)))
      }
    }
    return nil
  }
}
