import CivilTime
import Diagnostics
import Rules
import Testing

/// What an expression came to: how tests write it.
enum Outcome: Hashable, CustomTestStringConvertible {
  case value(Value)
  case unknown(Unknown.Cause)
  case refused([String])

  var testDescription: String {
    switch self {
    case .value(let value): "\(value)"
    case .unknown(let cause): "unknown: \(cause)"
    case .refused(let messages): "refused: \(messages)"
    }
  }

  static let yes = Outcome.value(.bool(true))
  static let no = Outcome.value(.bool(false))

  var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

/// Checks and evaluates an expression that reads no records.
func outcome(of expression: String, variables: [String: (RuleType, Value)] = [:]) -> Outcome {
  outcome(of: expression, store: ShopStore(), subject: nil, variables: variables)
}

/// Checks and evaluates an expression about a record of the shop, as it stands and folded: both must agree.
func outcome(
  of expression: String, store: ShopStore, subject: RecordID?, start: Instant? = nil,
  facts: [(String, String, String)] = [], variables: [String: (RuleType, Value)] = [:]
) -> Outcome {
  var checker = RuleChecker(schema: store.schema)
  let problems = checker.checkFacts(
    facts.map { (checker.schema.entity(named: $0.0) ?? 0, $0.1, SourceText($0.2, file: "herald.yaml")) })
  if !problems.isEmpty { return .refused(problems.map(\.message)) }
  let scope = RuleChecker.Scope(
    subject: subject.map { Int($0.entity) }, allowsStart: start != nil, variables: variables.mapValues(\.0))
  let rule: CheckedRule
  switch checker.check(SourceText(expression), in: scope) {
  case .failure(let problems): return .refused(problems.diagnostics.map(\.message))
  case .success(let checked): rule = checked
  }
  checker.finish()
  let evaluator = Evaluator(store: store, schema: checker.schema, now: Shop.now, calendar: Shop.calendar)
  func run(_ checked: Checked) -> Outcome {
    do throws(Unknown) {
      return .value(
        try evaluator.evaluate(checked, subject: subject, start: start, variables: variables.mapValues(\.1)))
    } catch {
      return .unknown(error.cause)
    }
  }
  let plain = run(rule.checked)
  let folded = run(rule.checked.folded(now: Shop.now, calendar: Shop.calendar, schema: checker.schema))
  if plain.isUnknown != folded.isUnknown || !plain.isUnknown && plain != folded {
    Issue.record("\(expression): \(plain), but folded \(folded)")
  }
  return plain
}
