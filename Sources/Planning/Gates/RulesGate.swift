import Rules

/// `when`, `until` and `unless`, of the campaign and of the step, as one three-valued condition: a rule that is certainly
/// against the message decides, whatever else is unknown; if none is and any is unknown, or a value of `one_per` is,
/// nothing is sent (`no-data`).
struct RulesGate: Gate {
  func hold(_ candidate: inout Candidate, _ context: GateContext) -> Held? {
    // A true `until` was stored: it is over for good, whatever the records say now. One that ended with its last step
    // ended by that.
    let isLast = candidate.placed.step == context.program.steps.count - 1
    if candidate.isEnded, candidate.reopening == nil || !isLast { return Held(.until, .ended) }
    let step = context.program.steps[candidate.placed.step]
    var doubt = candidate.keyProblem.map { Held(.noData, .unknown(.onePer, $0.rule, $0.1)) }
    let against: [(RuleList, [Program], Rules.Decision, Outcome)] = [
      (.when, context.program.when, .no, .noMatch), (.stepWhen, step.when, .no, .noMatch),
      (.until, context.program.until, .yes, .until),
      (.unless, context.program.unless, .yes, .unless), (.stepUnless, step.unless, .yes, .unless),
    ]
    for (list, rules, deciding, outcome) in against {
      for (index, rule) in rules.enumerated() {
        let decision = context.evaluator.decide(rule, subject: candidate.subject, start: candidate.start)
        if decision == deciding { return Held(outcome, .rule(list, index)) }
        if case .unknown(let unknown) = decision, doubt == nil {
          doubt = Held(.noData, .unknown(list, index, unknown))
        }
      }
    }
    return doubt
  }
}
