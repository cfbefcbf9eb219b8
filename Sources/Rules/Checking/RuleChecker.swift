package import Diagnostics

/// Checks expressions against a schema, and infers the types of fields that nobody declared from their first use.
package struct RuleChecker: Sendable {
  /// Macros nest at most this deep, those inside of facts included, so that the cost of a rule is bounded.
  static let deepestMacro = 2
  /// Nodes of an expression once its facts are put in.
  static let largest = 50_000
  /// Facts that use facts that use facts.
  static let longestFactChain = 50

  /// Inference fills in `Field.type`, `checkFacts` the facts.
  package var schema: Schema
  var inference = Inference()
  var facts = FactTable()
  /// Fields that a rule puts in an order though nothing told their type: a problem if nothing ever does.
  var ordered: [(open: Int, problem: Diagnostic)] = []
  /// What the rules and facts that were understood compare fields with, each place once.
  package private(set) var literals: [FieldLiteral] = []
  private var namesBySubject: [Int: [Int: EntityName]] = [:]

  package init(schema: Schema) { self.schema = schema }

  /// What names stand for at the top of an expression.
  package struct Scope: Sendable {
    /// The entity whose record is the subject. Its name is a name, and so are those of every entity that its to-one
    /// links reach.
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
  ///
  /// What a refused expression would have said about undeclared fields is forgotten. It is refused without a problem if
  /// it only names what `Schema.doubts` covers.
  package mutating func check(
    _ source: SourceText, in scope: Scope, expecting: RuleType? = nil
  ) -> Result<CheckedRule, RuleProblems> {
    let before = (schema, inference, ordered.count)
    var visit = Visit(source: source, scope: scope)
    let typed = checkWhole(&visit, expecting: expecting.map(Kind.init))
    guard visit.problems.isEmpty, typed.kind != .broken else {
      (schema, inference) = (before.0, before.1)
      ordered.removeLast(ordered.count - before.2)
      return .failure(RuleProblems(diagnostics: visit.problems))
    }
    note(visit.literals)
    return .success(
      CheckedRule(
        checked: typed.checked, type: ruleType(typed.kind), text: source.text, warnings: visit.warnings))
  }

  mutating func note(_ found: [FieldLiteral]) {
    for literal in found where !literals.contains(literal) { literals.append(literal) }
  }

  mutating func checkWhole(_ visit: inout Visit, expecting: Kind?) -> Typed {
    let syntax: Syntax
    do throws(SyntaxProblem) {
      syntax = try Parser.parse(visit.source.text)
    } catch {
      visit.report(error.message, error.advice, at: error.range)
      return .broken
    }
    var typed = self.visit(syntax, &visit)
    if visit.size > Self.largest {
      visit.report(
        "this is more than \(Self.largest) operations once its facts are put in", "make the facts simpler",
        at: syntax.range)
    }
    if let expecting { typed = expect(expecting, typed, syntax, &visit) }
    return typed
  }

  /// Fields whose type nothing decided become strings. Call it when every rule has been checked.
  ///
  /// Returns a problem for each rule that orders two fields of which nothing told the type.
  @discardableResult
  package mutating func finish() -> [Diagnostic] {
    let problems = ordered.filter { inference.resolve(.open($0.open)).isOpen }.map(\.problem)
    for open in inference.openClasses { bind(open, to: .string, at: nil) }
    for entity in schema.entities.indices {
      for field in schema.entities[entity].fields.indices where schema.entities[entity].fields[field].type == nil {
        schema.entities[entity].fields[field].type = .string
      }
      for fact in schema.entities[entity].facts.indices {
        guard let body = schema.entities[entity].facts[fact].body else { continue }
        schema.entities[entity].facts[fact].type = body.type(in: schema)
      }
    }
    return problems
  }

  /// The names of a subject, worked out once.
  mutating func names(from subject: Int) -> [Int: EntityName] {
    if let known = namesBySubject[subject] { return known }
    let names = schema.names(from: subject)
    namesBySubject[subject] = names
    return names
  }

  func ruleType(_ kind: Kind) -> RuleType {
    switch inference.resolve(kind) {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    case .duration: .duration
    case .null: .null
    case .list(let element): .list(ruleType(element))
    case .record(let entity): .record(entity)
    case .any, .open, .broken: .any
    }
  }
}

/// An expression that passed the checker.
package struct CheckedRule: Sendable {
  package var checked: Checked
  /// As known when it was checked: `.any` for a field that nothing has typed yet. After `finish()`, ask
  /// `checked.type(in:)`.
  package var type: RuleType
  package var text: String
  /// What can never have a value though its types are right: `timestamp("31.02.2026")`.
  package var warnings: [Diagnostic] = []
}

/// Every problem of one expression, each at its place with advice.
package struct RuleProblems: Error, Sendable {
  package var diagnostics: [Diagnostic]
}

/// A checked expression and its type.
struct Typed {
  var checked: Checked
  var kind: Kind

  /// Stands for what was reported.
  static let broken = Typed(checked: .constant(.null), kind: .broken)
}

/// The state of checking one expression.
struct Visit {
  let source: SourceText
  let scope: RuleChecker.Scope
  /// Variables of the macros around, from the outside in.
  var locals: [(name: String, kind: Kind)] = []
  /// How deep macros nest, those of facts included.
  var deepestMacro = 0
  /// Nodes so far, those of facts included.
  var size = 0
  var problems: [Diagnostic] = []
  var warnings: [Diagnostic] = []
  var literals: [FieldLiteral] = []

  init(source: SourceText, scope: RuleChecker.Scope) {
    self.source = source
    self.scope = scope
  }

  mutating func report(_ message: String, _ advice: String?, at range: Range<Int>) {
    problems.append(diagnostic(.error, message, advice, at: range))
  }

  mutating func warn(_ message: String, _ advice: String?, at range: Range<Int>) {
    warnings.append(diagnostic(.warning, message, advice, at: range))
  }

  func diagnostic(
    _ severity: Diagnostic.Severity, _ message: String, _ advice: String?, at range: Range<Int>
  ) -> Diagnostic {
    place(range).diagnostic(severity, message, advice: advice)
  }

  func place(_ range: Range<Int>) -> SourcePlace {
    let utf8 = Array(source.text.utf8)
    let bytes = utf8[min(range.lowerBound, utf8.count)..<min(range.upperBound, utf8.count)]
    return source.place(at: range.lowerBound, length: max(1, bytes.count { $0 & 0xC0 != 0x80 }))
  }

  /// `campaign.yaml:12`
  func place(of range: Range<Int>) -> String {
    let line = source.position(at: range.lowerBound).line
    return source.file.map { "\($0):\(line)" } ?? "line \(line)"
  }
}
