import Diagnostics

/// What opening a file found out about it.
struct FileLayout: Sendable {
  /// Columns between delimiters, or an object a line.
  var isDelimited: Bool
  var dialect: Dialect
  var shape: RowShape
  /// Delimited: where each column of the mapping stands in a row, from 0; several places for a key of several columns,
  /// none for one that the header lacks and may lack.
  var places: [[Int]]
  /// Where the first row begins in the stream: behind the byte order mark and the header.
  var dataStart: Int64
  /// The columns that have no place, with what to tell whoever wants to read them.
  var absent: [ColumnIndex: Diagnostic] = [:]

  static let none = FileLayout(
    isDelimited: true, dialect: Dialect(delimiter: 0x2C, newline: 0x0A), shape: RowShape(columns: 1, required: 1),
    places: [], dataStart: 0)
}
