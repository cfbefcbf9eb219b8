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
struct ScanLimits: Hashable, Sendable {
  /// What a thread reads at a time.
  var window = 256 << 10
  /// A longer row is rejected.
  var row = 16 << 20
  /// A quote that is still open after so many bytes was never closed.
  var quoted = 1 << 20
  /// The size of the pieces that large files are cut into, about.
  var piece: Int64 = 16 << 20
  /// From this size of a file on it pays to prepare a zone's table.
  var long: Int64 = 4 << 20
}
