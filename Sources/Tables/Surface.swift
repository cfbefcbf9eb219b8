// The surface that planning calls; Tables fills it in and may split it into files as it sees fit.
package import CivilTime
package import Diagnostics

/// The columns of an export are numbered like the schema's fields: 0 is the key, 1... are `mapping.fields`, and behind
/// them come `mapping.items`.
package typealias ColumnIndex = Int

/// One file of an export as it was when it was opened.
package struct ExportFile: Sendable {
  package var path: String
  package var size: Int64
  /// The modification time: what the export proves, it proves for this instant.
  package var modified: Instant
  package var isGzip: Bool
}

/// An export whose files are open and whose header has been matched with its mapping.
///
/// Opening reports what makes it unusable as a whole: nothing at the path, a directory or FIFO in its place, no permission,
/// an empty file, a header that lacks a mapped column (with the nearest name). Each is a `Diagnostic` with advice.
package final class Export: Sendable {
  package let mapping: ExportMapping
  /// In name order.
  package let files: [ExportFile]

  package init(opening mapping: ExportMapping) throws(Diagnostic) { fatalError() }

  /// The oldest of the files' modification times.
  package var madeAt: Instant { fatalError() }

  /// Streams every row once, on `threads` threads, in batches of up to 1,024 rows.
  ///
  /// The files are cut into pieces; each piece has an accumulator of its own, and the accumulators are returned in the
  /// order of the rows, whatever the number of threads: the same result for 1 and for 8. `body` may run again for a piece
  /// (on a fresh accumulator) when the guess where it starts proves wrong, so it must have no effect beside its accumulator.
  /// Only the columns named in `columns` may be read from a batch.
  package func scan<Accumulator: Sendable>(
    columns: [ColumnIndex], threads: Int, accumulator: @Sendable () -> Accumulator,
    _ body: @Sendable (inout Accumulator, RowBatch) -> Void
  ) throws(Diagnostic) -> Scan<Accumulator> { fatalError() }
}

package struct Scan<Accumulator: Sendable>: Sendable {
  package var pieces: [Accumulator]
  package var report: ScanReport
}

/// What a scan met beside good rows.
package struct ScanReport: Sendable {
  package var rows = 0
  package var bytes: Int64 = 0
  /// Rows without a key or of nothing but delimiters: skipped.
  package var keyless = 0
  package var rejectedCount = 0
  /// The first 10,000, with positions and reason and the row's bytes, in the order of the files.
  package var rejected: [RejectedRow] = []
  /// Per column that was read: how many cells, how many did not parse, and where the first of those is.
  package var cells: [ColumnIndex: CellCount] = [:]
  /// A file whose last row is cut off (no line end, and fewer fields than the header or an open quote).
  package var cutOff: Diagnostic?
  /// Size or modification time moved while it was read.
  package var changedWhileRead: Diagnostic?
  package init() {}

  package struct CellCount: Sendable {
    package var read = 0
    package var unreadable = 0
    package var first: Diagnostic?
    package init() {}
  }
}

package struct RejectedRow: Sendable {
  /// File, line, column, reason.
  package var diagnostic: Diagnostic
  /// The row as it stands in the file, 64 KiB at most.
  package var bytes: [UInt8]
}

/// Up to 1,024 consecutive rows of one file. Valid only inside the call that received it; reused by its thread.
package final class RowBatch {
  package var count: Int { fatalError() }
  /// Where a row starts: unique in the export and ascending in the order of rows (file index in the top 16 bits, offset below).
  package func ordinal(_ row: Int) -> UInt64 { fatalError() }
  /// Parses a column for the selected rows into `vector` (indexed by row, not by place in the selection).
  package func read(_ column: ColumnIndex, rows: Selection, into vector: ColumnVector) { fatalError() }
  init() {}
}

/// The rows of a batch that are still of interest, ascending.
package struct Selection {
  package var rows: [UInt16] = []
  package init() {}
  package mutating func fill(_ count: Int) { fatalError() }
}

/// One parsed column of a batch. Made once a thread and column, and reused: 1,024 places.
package final class ColumnVector {
  /// 0 a value, 1 missing, 2 unreadable.
  package let states: UnsafeMutablePointer<UInt8>
  /// bool (0, 1), int, timestamp and duration (both in microseconds).
  package let integers: UnsafeMutablePointer<Int64>
  package let doubles: UnsafeMutablePointer<Double>
  /// string, key and list: the cell's bytes, unquoted, mapped; valid as long as the batch.
  package let bytes: UnsafeMutablePointer<UnsafeRawBufferPointer>

  package static let missing: UInt8 = 1
  package static let unreadable: UInt8 = 2
  package init() { fatalError() }
}
