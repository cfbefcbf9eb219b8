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
    let program = context.program
    return against(.when, program.when, if: .no, .noMatch, &doubt, candidate, context)
      ?? against(.stepWhen, step.when, if: .no, .noMatch, &doubt, candidate, context)
      ?? against(.until, program.until, if: .yes, .until, &doubt, candidate, context)
      ?? against(.unless, program.unless, if: .yes, .unless, &doubt, candidate, context)
      ?? against(.stepUnless, step.unless, if: .yes, .unless, &doubt, candidate, context) ?? doubt
  }

  /// The first rule of a list that decides against the message. The first that is unknown is a doubt.
  private func against(
    _ list: RuleList, _ rules: [Program], if deciding: Rules.Decision, _ outcome: Outcome, _ doubt: inout Held?,
    _ candidate: Candidate, _ context: GateContext
  ) -> Held? {
    for index in rules.indices {
      let decision = context.evaluator.decide(rules[index], subject: candidate.subject, start: candidate.start)
      switch (decision, deciding) {
      case (.yes, .yes), (.no, .no): return Held(outcome, .rule(list, index))
      case (.unknown(let unknown), _) where doubt == nil: doubt = Held(.noData, .unknown(list, index, unknown))
      default: break
      }
    }
    return nil
  }
}
