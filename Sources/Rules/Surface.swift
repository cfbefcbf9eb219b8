package import CivilTime
package import Diagnostics

/// Checks expressions against a schema, and infers the types of fields that nobody declared from their first use.
package struct RuleChecker: Sendable {
  /// Inference fills in `Field.type`, `checkFacts` the facts.
  package var schema: Schema

  package init(schema: Schema) { self.schema = schema }

  /// What names stand for at the top of an expression.
  package struct Scope: Sendable {
    /// The entity whose record is the subject. Its name and those of every entity that its to-one links reach are names.
    package var subject: Int?
    /// Whether `start` is a name.
    package var allowsStart: Bool
    /// Free variables, in tests.
    package var variables: [String: RuleType]
    package init(subject: Int?, allowsStart: Bool = false, variables: [String: RuleType] = [:]) {
      self.subject = subject
      self.allowsStart = allowsStart
      self.variables = variables
    }
  }

  /// Checks one expression. With `expecting`, any other type is a problem (an int does for a double).
  package mutating func check(
    _ source: SourceText, in scope: Scope, expecting: RuleType? = nil
  ) -> Result<CheckedRule, RuleProblems> {
    fatalError()
  }

  /// Checks the bodies of facts and stores them in the schema, in any order. A circle is refused and named.
  package mutating func checkFacts(_ facts: [(entity: Int, name: String, source: SourceText)]) -> [Diagnostic] {
    fatalError()
  }

  /// Fields whose type nothing decided become strings. Call it when every rule has been checked.
  ///
  /// Returns a problem for each rule that orders two fields of which nothing told the type.
  @discardableResult
  package mutating func finish() -> [Diagnostic] {
    fatalError()
  }
}

/// An expression that passed the checker.
package struct CheckedRule: Sendable {
  package var checked: Checked
  /// As known when it was checked: `.any` for a field that nothing has typed yet. After `finish()`, ask `checked.type(in:)`.
  package var type: RuleType
  package var text: String
  /// What can never have a value though its types are right: `timestamp("31.02.2026")`.
  package var warnings: [Diagnostic] = []
}

/// Every problem of one expression, each at its place with advice.
package struct RuleProblems: Error, Sendable {
  package var diagnostics: [Diagnostic]
}

extension RuleType {
  /// The type that a field's name promises: `_at` a timestamp, `_ok` a bool …; nil if it promises none.
  package static func conventional(forField name: String) -> RuleType? { fatalError() }
}

/// What an expression reads, without evaluating it. Facts are followed.
package struct Uses: Hashable, Sendable {
  package struct FieldUse: Hashable, Sendable {
    package var entity: Int
    package var field: Int
  }
  package struct LinkUse: Hashable, Sendable {
    package var entity: Int
    package var link: Int
  }
  /// A string literal that a field is compared with: `status == "delivered"`, `status in […]`.
  package struct LiteralUse: Hashable, Sendable {
    package var field: FieldUse
    package var literal: String
  }
  /// Includes the fields that hold the keys of the links followed.
  package var fields: Set<FieldUse> = []
  package var links: Set<LinkUse> = []
  /// Campaigns that `told` names.
  package var told: Set<String> = []
  package var literals: Set<LiteralUse> = []
  package var usesStart = false
  package var usesNow = false
  package init() {}
}

extension Checked {
  package func uses(_ schema: Schema) -> Uses { fatalError() }

  /// Its static type, from the schema's field types.
  package func type(in schema: Schema) -> RuleType { fatalError() }

  /// A record turned into its key (read from the link that leads there, so that a key without a record counts);
  /// anything else unchanged. What `one_per` compares.
  package func key(in schema: Schema) -> Checked { fatalError() }

  /// The same decision with what is known now computed: constants evaluated, facts of the subject inlined, and
  /// comparisons turned so that a field stands alone on the left where that is exact: `now - x > 3d` is `x < K`.
  package func folded(now: Instant, calendar: BusinessCalendar, schema: Schema) -> Checked { fatalError() }
}

/// An expression compiled for the evaluator. Compile once, evaluate a million times.
package struct Program: Sendable {
  package init(_ checked: Checked, schema: Schema) { fatalError() }
}

/// What a condition came to.
package enum Decision: Hashable, Sendable {
  case yes, no
  case unknown(Unknown)
}

/// Evaluates programs over a store at one instant.
package struct Evaluator {
  package init(store: any Records, schema: Schema, now: Instant, calendar: BusinessCalendar) { fatalError() }

  package func evaluate(
    _ program: Program, subject: RecordID?, start: Instant? = nil, variables: [String: Value] = [:]
  ) throws(Unknown) -> Value {
    fatalError()
  }

  /// Of a condition, without boxing what it computes.
  package func decide(_ program: Program, subject: RecordID?, start: Instant? = nil) -> Decision { fatalError() }

  /// Compiles and evaluates: for expressions that run once.
  package func evaluate(
    _ expression: Checked, subject: RecordID?, start: Instant? = nil, variables: [String: Value] = [:]
  ) throws(Unknown) -> Value {
    fatalError()
  }
}
