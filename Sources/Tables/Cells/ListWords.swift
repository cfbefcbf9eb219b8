/// The words of a `.list` cell: comma-separated and trimmed, empty ones left out. If an element of a JSON array has a comma
/// or a blank at its edge, the cell begins with U+001F and is separated by it, and the words are as they stand.
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

extension ListWords {
  /// Makes such a cell of elements.
  struct Writer {
    private var marked: [UInt8] = []
    private var isPlain = true

    mutating func begin() {
      endWord()
      marked.append(ListWords.mark)
    }

    mutating func append(_ byte: UInt8) {
      // The mark itself is nothing that a word may have.
      guard byte != ListWords.mark else { return }
      if byte == UInt8(ascii: ",") || byte.isBlank && marked.last == ListWords.mark { isPlain = false }
      marked.append(byte)
    }

    private mutating func endWord() {
      if let last = marked.last, last.isBlank || last == ListWords.mark { isPlain = false }
    }

    var bytes: [UInt8] {
      var writer = self
      writer.endWord()
      return writer.isPlain
        ? marked.dropFirst().map { $0 == ListWords.mark ? UInt8(ascii: ",") : $0 } : marked
    }
  }
}
