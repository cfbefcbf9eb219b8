package import CivilTime
package import Diagnostics

/// What became of one test.
package struct CaseResult: Sendable {
  /// Empty: it passed.
  package var failures: [CaseFailure]
  package var messages: [RehearsedMessage]
  package var stops: [Stop]
  /// How long it took.
  package var microseconds: Int64
}

/// One difference between what a test expects and what came.
package struct CaseFailure: Sendable, Hashable {
  /// Of the expectation in the test file.
  package var place: SourcePosition
  /// In one sentence without a full stop.
  package var message: String
  package var lines: [DiffLine]
}

package struct DiffLine: Sendable, Hashable {
  package enum Sign: Sendable, Hashable { case same, expected, came, note }
  package var sign: Sign
  package var text: String

  package init(_ sign: Sign, _ text: String) {
    self.sign = sign
    self.text = text
  }
}

/// Why a subject did not hear all steps: the last decision inside the window of the step that it stopped at.
package struct Stop: Sendable, Hashable {
  package var subject: String
  package var step: String
  /// The name of an outcome.
  package var outcome: String
  /// In plain words; empty where there is nothing to say.
  package var words: String
  package var at: Instant
}

extension Outcome {
  /// What `because` of a test may say.
  package static var stopping: [String] { allCases.filter { $0 != .sent }.map(\.rawValue) + ["not-due"] }
}
