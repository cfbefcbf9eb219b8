package import CivilTime
package import Diagnostics

/// One `*.test.yaml`, checked: what its campaign must do, as cases.
package struct CaseFile: Sendable {
  /// As the user would type it.
  package var name: String
  /// The campaign's id: the file's name, or what `campaign:` says.
  package var campaign: String
  package var cases: [CampaignCase]
}

/// One of `tests:`, what the file says for all of them merged in.
package struct CampaignCase: Sendable {
  package var name: String
  /// Where its name stands.
  package var place: SourcePosition
  package var records: [GivenRecord]
  /// The first instant of the run.
  package var from: Instant
  /// The last instant may be this one.
  package var to: Instant
  package var every: TimeSpan
  /// `assume: {holdout: true}`: the customer is in the holdout.
  package var isHeldOut: Bool
  /// `assume: {split: gift}`; nil: the first of `split`.
  package var variant: String?
  /// What became of messages: in the order of the file. What none is about stays with its worker.
  package var receipts: [GivenReceipt] = []
  /// In the order of time.
  package var expected: [ExpectedMessage]
  /// Where `expect` stands: what came beyond the list is told there.
  package var expectPlace: SourcePosition
  /// Nil: the test does not say why there was silence.
  package var because: Because?

  /// What stopped the subjects that did not hear all: names of outcomes, or `not-due`.
  package struct Because: Sendable {
    package var outcomes: [String]
    package var place: SourcePosition
  }
}

/// What became of a message's job from an instant on: `{at: …, via: email, state: failed}`. The names that are left open
/// mean every message that was sent by then.
package struct GivenReceipt: Sendable {
  package enum State: String, Sendable, CaseIterable { case sent, delivered, failed, unknown }
  package var at: Instant
  package var state: State
  package var via: String?
  package var step: String?
  /// Of the subject, as keys are compared.
  package var key: String?
}

/// One row of an export as a test gives it: a record, or, with `duplicates`, one of the states that it was seen in.
package struct GivenRecord: Sendable {
  /// Index in the project's entities.
  package var entity: Int
  /// As keys are compared.
  package var key: String
  /// By column of the export: 1 ... `mapping.fields.count`. What is not there is an empty cell.
  package var fields: [Int: GivenValue]
  /// Each by the index in `mapping.items`.
  package var items: [[Int: GivenValue]]
}

/// A cell as the rules see it, of the type that its column has.
package enum GivenValue: Hashable, Sendable {
  case missing
  case bool(Bool)
  case int(Int64)
  case double(Double)
  /// Microseconds since 1970.
  case timestamp(Int64)
  /// Microseconds.
  case duration(Int64)
  /// A text, or a key as keys are compared.
  case text(String)
  case list([String])
}

/// One entry of `expect`: only what it names is compared.
package struct ExpectedMessage: Sendable {
  package var place: SourcePosition
  /// In the order of the file.
  package var parts: [Part]

  package struct Part: Sendable {
    package var key: String
    package var value: Value
    /// Where the value stands.
    package var place: SourcePosition
  }

  package indirect enum Value: Hashable, Sendable {
    case instant(Instant)
    case text(String)
    case list([Value])
    /// Only the named entries are compared.
    case map([String: Value])
  }
}
