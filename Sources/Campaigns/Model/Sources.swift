package import CivilTime
package import Diagnostics
package import Tables

/// One `data:` entry.
package struct EntitySource: Sendable {
  package var name: String
  package var mapping: ExportMapping
  /// Nil lifts the gate.
  package var fresh: TimeSpan?
  /// False with `covers: no`.
  package var covers: Bool
  package var duplicates: DuplicatePolicy
  /// Rows or joins may fall to this share of the last run's, 0 ... 1; nil lifts the gate.
  package var shrink: Double? = 0.5
  package var places = Places()

  /// Where herald.yaml says what the export is.
  package struct Places: Sendable {
    /// The value of `file`.
    package var file: SourcePlace?
    package var key: SourcePlace?
    /// Where the column of a field is named; none for a preset's.
    package var fields: [String: SourcePlace] = [:]
    package var items: [String: SourcePlace] = [:]
  }
}

package enum DuplicatePolicy: Hashable, Sendable {
  case error, first, last
  /// By the index of a timestamp or number field.
  case newest(field: Int)
}
