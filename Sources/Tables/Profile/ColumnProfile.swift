/// What a column holds: how much of it is empty, its words if they are few, its longest text and its extremes.
package struct ColumnProfile: Sendable {
  package struct Longest: Hashable, Sendable {
    /// At most `ColumnProfile.longestKept` bytes of it.
    package var text: String
    package var characters: Int
    /// `RowBatch.ordinal` of the first row that has it.
    package var row: UInt64
  }

  package let type: CellType
  /// One a record; of a field of `items`, one an item.
  package private(set) var cells = 0
  /// A list without words is empty, too.
  package private(set) var empty = 0
  package private(set) var unreadable = 0
  /// Of text columns; the words of a list one by one.
  package private(set) var words: WordCounts
  /// Of text columns. A list as it stands in its cell.
  package private(set) var longest: Longest?
  /// Letters of texts that are not ASCII's.
  package private(set) var letters: Set<Unicode.Scalar> = []
  /// The least and the greatest of whole numbers, and of times and durations in microseconds; of bools 0 and 1.
  package private(set) var integers: ClosedRange<Int64>?
  package private(set) var doubles: ClosedRange<Double>?

  static let longestKept = 4096

  init(_ type: CellType, seeking words: Set<String>) {
    self.type = type
    self.words = WordCounts(seeking: words)
  }

  /// Cells that hold a value.
  package var known: Int { cells - empty - unreadable }

  /// Adds the cells of some rows.
  mutating func add(_ rows: Selection, _ vector: ColumnVector, _ batch: RowBatch) {
    cells += rows.rows.count
    for row in rows.rows {
      let row = Int(row)
      switch unsafe vector.states[row] {
      case ColumnVector.missing: empty += 1
      case ColumnVector.unreadable: unreadable += 1
      default: addValue(row, vector, batch)
      }
    }
  }

  private mutating func addValue(_ row: Int, _ vector: ColumnVector, _ batch: RowBatch) {
    switch type {
    case .bool, .int, .timestamp, .duration: integers = widened(integers, unsafe vector.integers[row])
    case .double:
      let value = unsafe vector.doubles[row]
      if value.isFinite { doubles = widened(doubles, value) }
    case .string, .key:
      unsafe words.add(vector.bytes[row])
      unsafe addText(vector.bytes[row], row, batch)
    case .list:
      let cell = unsafe vector.bytes[row]
      if cell.count == 0 {
        empty += 1
        return
      }
      var list = unsafe ListWords(cell)
      while true {
        guard let word = unsafe list.next() else { break }
        unsafe words.add(word)
      }
      unsafe addText(cell, row, batch)
    }
  }

  private mutating func addText(_ bytes: UnsafeRawBufferPointer, _ row: Int, _ batch: RowBatch) {
    var characters = 0
    for index in 0..<bytes.count where unsafe bytes[index] & 0xC0 != 0x80 { characters += 1 }
    if characters != bytes.count {
      for letter in unsafe String(decoding: bytes, as: UTF8.self).unicodeScalars where !letter.isASCII {
        letters.insert(letter)
      }
    }
    if let longest, characters <= longest.characters { return }
    let kept = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.longestKept))
    longest = Longest(
      text: unsafe String(decoding: kept, as: UTF8.self), characters: characters, row: batch.ordinal(row))
  }

  /// Adds what is known of later rows.
  mutating func merge(_ other: ColumnProfile) {
    cells += other.cells
    empty += other.empty
    unreadable += other.unreadable
    words.merge(other.words)
    letters.formUnion(other.letters)
    if let theirs = other.longest, theirs.characters > longest?.characters ?? -1 { longest = theirs }
    if let theirs = other.integers { integers = widened(widened(integers, theirs.lowerBound), theirs.upperBound) }
    if let theirs = other.doubles { doubles = widened(widened(doubles, theirs.lowerBound), theirs.upperBound) }
  }

  /// Takes a cell back that turned out to be none of a record's own.
  mutating func remove(state: UInt8) {
    cells -= 1
    if state == ColumnVector.missing { empty -= 1 }
    if state == ColumnVector.unreadable { unreadable -= 1 }
  }

  private func widened<Bound: Comparable>(_ range: ClosedRange<Bound>?, _ value: Bound) -> ClosedRange<Bound> {
    guard let range else { return value...value }
    return min(range.lowerBound, value)...max(range.upperBound, value)
  }
}
