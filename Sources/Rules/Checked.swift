package import CivilTime

/// A checked expression: every name resolved, every operator typed. What the evaluator runs and what planning compiles.
package indirect enum Checked: Hashable, Sendable {
  case constant(Value)
  /// The run's one instant.
  case now
  /// When the sequence began (`start` in a campaign's rules).
  case start
  /// The record that the expression is about: the campaign's `each`, or a fact's receiver.
  case subject(entity: Int)
  /// A variable bound by a macro around it, numbered from the outside in.
  case local(Int, RuleType)
  /// A free variable of a test or conformance case.
  case variable(String, RuleType)
  case field(of: Checked, entity: Int, field: Int)
  case one(of: Checked, entity: Int, link: Int)
  case many(of: Checked, entity: Int, link: Int)
  case fact(of: Checked, entity: Int, fact: Int)
  case unary(UnaryOperator, Checked)
  case binary(BinaryOperator, Checked, Checked)
  case conditional(Checked, then: Checked, else: Checked)
  case list([Checked], element: RuleType)
  case index(Checked, Checked)
  /// `has(x.f)`: false where the cell is empty or the record is not there.
  case has(Checked)
  case call(RuleFunction, [Checked])
  /// `list.all(x, p)` and its kin. `transform` is what `map`, `sum`, `min`, `max`, `avg` compute; `predicate` what the
  /// others ask.
  case macro(Macro, over: Checked, local: Int, predicate: Checked?, transform: Checked?, result: RuleType)
  case told(campaign: String, within: TimeSpan)
}

package enum UnaryOperator: Hashable, Sendable { case not, negate }

package enum BinaryOperator: String, Hashable, Sendable {
  case or = "||"
  case and = "&&"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case `in` = "in"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
}

package enum Macro: String, Hashable, Sendable {
  case all, exists, existsOne = "exists_one", filter, map, count, sum, min, max, avg
}

package enum RuleFunction: String, Hashable, Sendable, CaseIterable {
  case size, contains, startsWith, endsWith, lower
  case int, double, string, bool, timestamp, duration
  case getFullYear, getMonth, getDayOfMonth, getDate, getDayOfWeek, getDayOfYear
  case getHours, getMinutes, getSeconds, getMilliseconds
  case addBusinessDays, businessDaysUntil, startOfDay
}
