/// How a file separates its fields and rows.
struct Dialect: Hashable, Sendable {
  var delimiter: UInt8
  /// LF (a CR before it belongs to it), or CR in files that know no LF.
  var newline: UInt8

  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let quote: UInt8 = 0x22
}

/// How many fields the rows of a file may have.
struct RowShape: Hashable, Sendable {
  /// As many as the header.
  var columns: Int
  /// Columns without a name at the header's end may be missing from a row: what ends in `,` in one line and not in the
  /// other is the same table. So may empty fields be too many.
  var required: Int
}

/// What a row must not exceed. A test makes them small.
package struct ScanLimits: Hashable, Sendable {
  /// What a thread reads at a time.
  package var window: Int
  /// A longer row is rejected.
  package var row: Int
  /// A quote that is still open after so many bytes was never closed.
  package var quoted: Int
  /// The size of the pieces that large files are cut into, about.
  package var piece: Int64
  /// From this size of a file on it pays to prepare a zone's table.
  package var long: Int64

  package init(
    window: Int = 256 << 10, row: Int = 16 << 20, quoted: Int = 1 << 20, piece: Int64 = 16 << 20,
    long: Int64 = 4 << 20
  ) {
    self.window = window
    self.row = row
    self.quoted = quoted
    self.piece = piece
    self.long = long
  }
}
