/// The words of a `.list` cell: comma-separated and trimmed, empty ones left out. The elements of a JSON array are
/// words as they stand, even with commas in them: then the cell begins with, and is separated by, U+001F.
package struct ListWords: @unsafe Sequence, @unsafe IteratorProtocol {
  static let mark: UInt8 = 0x1F

  private let cell: Cell
  private let separator: UInt8
  private var place: Int

  /// - Parameter bytes: of a `ColumnVector`; each word is a part of them.
  package init(_ bytes: UnsafeRawBufferPointer) {
    if let start = bytes.baseAddress, bytes.count > 0 {
      cell = unsafe Cell(start.assumingMemoryBound(to: UInt8.self), bytes.count)
      separator = unsafe bytes[0] == Self.mark ? Self.mark : UInt8(ascii: ",")
      place = separator == Self.mark ? 1 : 0
    } else {
      cell = Cell.empty
      separator = 0
      place = 1
    }
  }

  package mutating func next() -> UnsafeRawBufferPointer? {
    while place <= cell.count {
      var end = place
      while end < cell.count, cell[end] != separator { end += 1 }
      let word = unsafe Cell(cell.start + place, end - place)
      place = end + 1
      if separator == Self.mark { return unsafe word.buffer }
      if !word.isBlank { return unsafe word.trimmed.buffer }
    }
    return nil
  }
}
