import CScan

/// Up to 1,024 consecutive rows of one file. Valid only inside the call that received it; reused by its thread.
///
/// `@safe`: it owns `rows` and `cells`, whose places are numbered below `ColumnVector.capacity`; the window's pointers are
/// taken anew for each batch, and the scanner does not touch the window while a batch is out.
@safe package final class RowBatch {
  package internal(set) var count = 0

  /// Delimited: the entry in the window's index of each row's first separator. JSON Lines: where each row starts.
  let rows: UnsafeMutablePointer<UInt32>
  let arena = Arena()
  var counts: CellCounts
  private let readers: [ColumnReader]
  /// The window's offset in the stream, and the file's number in the bits above.
  private(set) var windowOffset: Int64 = 0
  private var fileBits: UInt64 = 0
  private var bytes: UnsafePointer<UInt8>
  private var separators: UnsafePointer<UInt32>
  private var layout = FileLayout.none
  /// Rows of this batch may lack or have more fields than the header, so any cell may be the last.
  private var isRegular = true
  /// JSON Lines: `ColumnVector.capacity` cells a column, only for the columns that are read.
  private let cells: UnsafeMutablePointer<Cell>
  private let slots: [Int?]
  private let keyColumns: [ColumnIndex]

  /// - Parameters:
  ///   - laidOut: the columns of which cells can be laid out, for JSON Lines.
  ///   - keyColumns: the columns among them that the key joins: 0, and any behind the readers'.
  init(readers: [ColumnReader], laidOut: [ColumnIndex], keyColumns: [ColumnIndex]) {
    self.readers = readers
    self.keyColumns = keyColumns
    counts = CellCounts(columns: readers.count)
    unsafe rows = .allocate(capacity: ColumnVector.capacity)
    unsafe cells = .allocate(capacity: max(1, laidOut.count * ColumnVector.capacity))
    unsafe cells.initialize(repeating: Cell.empty, count: laidOut.count * ColumnVector.capacity)
    var slots = [Int?](repeating: nil, count: readers.count + keyColumns.count)
    for (slot, column) in laidOut.enumerated() { slots[column] = slot }
    self.slots = slots
    unsafe bytes = Cell.empty.start
    unsafe separators = UnsafePointer(rows)
  }

  deinit {
    unsafe rows.deallocate()
    unsafe cells.deallocate()
  }

  /// Where a row starts: unique in the export and ascending in the order of rows (file index in the top 16 bits, offset
  /// below).
  package func ordinal(_ row: Int) -> UInt64 {
    let entry = unsafe Int(rows[row])
    let start = layout.isDelimited ? unsafe Int64(separators[entry - 1] &+ 1) : Int64(entry)
    return fileBits | UInt64(windowOffset + start)
  }

  /// Starts on a file.
  func begin(_ layout: FileLayout, file: Int) {
    self.layout = layout
    fileBits = UInt64(file) << 48
  }

  /// Starts an empty batch of a window's rows.
  func start(_ window: Window, isRegular: Bool) {
    count = 0
    arena.reset()
    windowOffset = window.offset
    unsafe bytes = UnsafePointer(window.bytes)
    unsafe separators = UnsafePointer(window.separators)
    self.isRegular = isRegular
  }

  /// The cells of a column that is laid out; nil if nobody asked for it.
  func laidOutCells(_ column: ColumnIndex) -> UnsafeMutablePointer<Cell>? {
    guard let slot = slots[column] else { return nil }
    return unsafe cells + slot * ColumnVector.capacity
  }

  /// Parses a column for the selected rows into `vector` (indexed by row, not by place in the selection).
  package func read(_ column: ColumnIndex, rows: Selection, into vector: ColumnVector) {
    let reader = readers[column]
    guard layout.isDelimited else { return readLaidOut(column, rows, vector) }
    let places = layout.places[column]
    if places.isEmpty {
      markUnreadable(rows, vector)
    } else if places.count == 1 {
      let cells = delimitedCells(places[0])
      if reader.isPlainTime {
        reader.readTimes(cells, rows, vector, arena, &counts[column])
      } else {
        reader.read(cells, rows, vector, arena, &counts[column])
      }
    } else {
      let joined = JoinedCells(
        parts: places.map(delimitedCells), arena: arena, stripsApostrophe: reader.stripsApostrophe)
      reader.read(joined, rows, vector, arena, &counts[column])
    }
  }

  private func readLaidOut(_ column: ColumnIndex, _ rows: Selection, _ vector: ColumnVector) {
    guard let source = laidOutSource(column) else { return markUnreadable(rows, vector) }
    if column == 0, keyColumns.count > 1 {
      let joined = JoinedCells(
        parts: keyColumns.compactMap(laidOutSource), arena: arena, stripsApostrophe: readers[column].stripsApostrophe)
      readers[column].read(joined, rows, vector, arena, &counts[column])
    } else {
      readers[column].read(source, rows, vector, arena, &counts[column])
    }
  }

  private func markUnreadable(_ rows: Selection, _ vector: ColumnVector) {
    for row in rows.rows { unsafe vector.states[Int(row)] = ColumnVector.unreadable }
  }

  private func laidOutSource(_ column: ColumnIndex) -> LaidOutCells? {
    guard let cells = unsafe laidOutCells(column) else { return nil }
    return unsafe LaidOutCells(
      cells: UnsafePointer(cells), starts: UnsafePointer(self.rows), windowOffset: windowOffset)
  }

  /// Whether the cells of a column are keys as they stand, but for quotes, blanks and the case of addresses.
  func isPlainKey(_ column: ColumnIndex) -> Bool {
    readers[column].type == .key && readers[column].words == nil && !readers[column].stripsApostrophe
  }

  /// Where a delimited file has the column, if that is one place.
  func onlyPlace(of column: ColumnIndex) -> Int? {
    layout.isDelimited && layout.places[column].count == 1 ? layout.places[column][0] : nil
  }

  func delimitedCells(_ place: Int) -> DelimitedCells {
    unsafe DelimitedCells(
      bytes: bytes, separators: separators, rows: UnsafePointer(rows), place: place, newline: layout.dialect.newline,
      mayEndRow: !isRegular || place == layout.shape.columns - 1, windowOffset: windowOffset, arena: arena)
  }

  /// Whether any column of the key has something in it. For rows that are not in the batch yet.
  func hasKey(_ entry: UInt32) -> Bool {
    for place in layout.places[0] {
      let cells = unsafe withUnsafePointer(to: entry) { pointer in
        let cells = unsafe DelimitedCells(
          bytes: bytes, separators: separators, rows: pointer, place: place, newline: layout.dialect.newline,
          mayEndRow: true, windowOffset: windowOffset, arena: arena)
        return cells.cell(0)
      }
      if !cells.isBlank { return true }
    }
    return false
  }
}
