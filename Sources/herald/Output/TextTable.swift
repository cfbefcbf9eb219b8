/// Columns of text for a terminal or a pipe: words to the left, numbers to the right.
struct TextTable {
  private var rows: [[String]] = []
  /// Columns that are set to the right.
  private let numbers: Set<Int>

  init(header: [String], numbers: Set<Int>) {
    rows = [header]
    self.numbers = numbers
  }

  /// Columns from `leftColumns` on are numbers.
  init(header: [String], leftColumns: Int = 1) {
    self.init(header: header, numbers: Set(header.indices.dropFirst(leftColumns)))
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, the header first.
  func lines() -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blank = String(repeating: " ", count: widths[column] - cell.count)
        line += (column == 0 ? "" : "  ") + (numbers.contains(column) ? blank + cell : cell + blank)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

/// `12,345`
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return number < 0 ? "-" + text : text
}
