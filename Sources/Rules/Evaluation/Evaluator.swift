package import CivilTime

/// What a condition came to.
package enum Decision: Hashable, Sendable {
  case yes, no
  case unknown(Unknown)
}

/// Evaluates programs over a store at one instant.
package struct Evaluator {
  let store: any Records
  let schema: Schema
  let now: Instant
  let calendar: BusinessCalendar

  package init(store: any Records, schema: Schema, now: Instant, calendar: BusinessCalendar) {
    self.store = store
    self.schema = schema
    self.now = now
    self.calendar = calendar
  }

  package func evaluate(
    _ program: Program, subject: RecordID?, start: Instant? = nil, variables: [String: Value] = [:]
  ) throws(Unknown) -> Value {
    var frame = Frame(subject: subject, start: start, slots: program.code.slots, variables: variables)
    return try program.code.value(program.code.root, self, &frame)
  }

  /// Of a condition, without boxing what it computes.
  package func decide(_ program: Program, subject: RecordID?, start: Instant? = nil) -> Decision {
    var frame = Frame(subject: subject, start: start, slots: program.code.slots, variables: [:])
    do throws(Unknown) {
      return try program.code.truth(program.code.root, self, &frame) ? .yes : .no
    } catch {
      return .unknown(error)
    }
  }

  /// Compiles and evaluates: for expressions that run once.
  package func evaluate(
    _ expression: Checked, subject: RecordID?, start: Instant? = nil, variables: [String: Value] = [:]
  ) throws(Unknown) -> Value {
    try evaluate(Program(expression, schema: schema), subject: subject, start: start, variables: variables)
  }
}

/// What an expression is evaluated about: the record, and the variables of the macros around.
struct Frame {
  let subject: RecordID?
  let start: Instant?
  var slots: [Value]
  let variables: [String: Value]

  init(subject: RecordID?, start: Instant?, slots: Int, variables: [String: Value]) {
    self.subject = subject
    self.start = start
    self.slots = slots == 0 ? [] : [Value](repeating: .null, count: slots)
    self.variables = variables
  }
}

extension Unknown {
  /// Nothing is there: what `has` and `== null` answer. All else is unknown to them, too.
  var isAbsence: Bool {
    switch cause {
    case .missing, .noRecord, .noElements: true
    case .unreadable, .overflow, .divisionByZero, .conversion, .outOfRange, .other: false
    }
  }
}
