/// How the cells of each column parsed, for one piece.
struct CellCounts: Sendable {
  struct Column: Sendable {
    var read = 0
    var unreadable = 0
    /// Of the first unreadable cell.
    var firstOffset: Int64 = 0
    var firstShape = ""
  }

  private(set) var columns: [Column]

  init(columns: Int) { self.columns = Array(repeating: Column(), count: columns) }

  subscript(_ column: ColumnIndex) -> Column {
    get { columns[column] }
    _modify { yield &columns[column] }
  }
}

extension Cell {
  /// What it looks like without what it says: every digit a 9, every letter an x, 24 characters at most. It may be a
  /// customer's name.
  var shape: String {
    var shape = ""
    for scalar in text.unicodeScalars.prefix(24) {
      if scalar.properties.numericType != nil {
        shape.append("9")
      } else if scalar.properties.isAlphabetic {
        shape.append("x")
      } else if scalar.value < 0x20 {
        shape.append(" ")
      } else {
        shape.unicodeScalars.append(scalar)
      }
    }
    return text.unicodeScalars.count > 24 ? shape + "…" : shape
  }
}
