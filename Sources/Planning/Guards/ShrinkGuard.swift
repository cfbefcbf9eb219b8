import Campaigns
import CivilTime
import Tables

/// Holds an export against the one that was last used: half of its rows gone, or half of its links leading nowhere, is
/// more often a broken exporter than a bad day.
struct ShrinkGuard {
  /// An export of fewer rows than this has no usual size.
  static let fewestRows = 10

  let source: EntitySource
  let past: ExportMeasure?
  /// A person says that it is right.
  let isAccepted: Bool

  /// In a sentence why the export must not be used; nil if nothing is known against it.
  func objection(madeAt: Instant, rows: Int, joins: [ExportMeasure.Join: ExportMeasure.JoinShare]) -> String? {
    guard let limit = source.shrink, let past, !isAccepted else { return nil }
    if past.rows >= Self.fewestRows, Double(rows) < limit * Double(past.rows) {
      return "its rows fell from \(past.rows) to \(rows)"
    }
    for (join, share) in joins.sorted(by: { $0.key < $1.key }) {
      guard let before = past.joins[join], share.hasFallen(from: before, below: limit) else { continue }
      return "\(join.path): \(share.joined) of \(share.looked) lead to a record, and "
        + "\(before.joined) of \(before.looked) did before"
    }
    // Looked at more narrowly, as for one subject, it may show no fault; it is the same export all the same.
    if let refused = past.refused, refused.madeAt == madeAt { return refused.why }
    return nil
  }

  /// What to remember of an export that is used. Taken once an export, so that a run that finds the same exports has
  /// nothing to write.
  func measure(
    madeAt: Instant, rows: Int, joins: [ExportMeasure.Join: ExportMeasure.JoinShare]
  ) -> ExportMeasure {
    let usable = joins.filter { $0.value.looked >= ExportMeasure.JoinShare.enough }
    guard let past, !isAccepted else { return ExportMeasure(madeAt: madeAt, rows: rows, joins: usable) }
    let isSame = past.madeAt == madeAt && past.rows == rows
    return ExportMeasure(
      madeAt: madeAt, rows: rows, joins: past.joins.merging(usable) { old, new in isSame ? old : new })
  }
}
