package import Diagnostics

/// What a scan returns: each piece's accumulator, in the order of the rows, and what it met.
package struct Scan<Accumulator: Sendable>: Sendable {
  package var pieces: [Accumulator]
  package var report: ScanReport
}

/// What a scan met.
package struct ScanReport: Sendable {
  /// Good rows: those that were in batches.
  package var rows = 0
  /// Of the files, packed.
  package var bytes: Int64 = 0
  /// Rows without a key or of nothing but delimiters: skipped.
  package var keyless = 0
  package var rejectedCount = 0
  /// The first 10,000, with positions and reason and the row's bytes, in the order of the files.
  package var rejected: [RejectedRow] = []
  /// Per column that was read: how many cells, how many did not parse, and where the first of those is.
  package var cells: [ColumnIndex: CellCount] = [:]
  /// A file whose last row is cut off (no line end, and fewer fields than the header or an open quote), or whose gzip
  /// stream is. Such a row is rejected as well.
  package var cutOff: Diagnostic?
  /// Size, modification time or the file behind the name moved while it was read.
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
