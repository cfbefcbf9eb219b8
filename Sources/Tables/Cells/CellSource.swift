import CScan

/// Where the cells of one column of a batch come from. A value that a loop keeps in registers.
protocol CellSource {
  func cell(_ row: Int) -> Cell
  /// Where the cell stands in the stream.
  func offset(_ row: Int) -> Int64
}

/// Between two separators of a window.
///
/// `@safe`: the pointers are those of a window that is not refilled while its batch is read, and the batch's rows and
/// places lie inside its index.
@safe struct DelimitedCells: CellSource {
  let bytes: UnsafePointer<UInt8>
  let separators: UnsafePointer<UInt32>
  let rows: UnsafePointer<UInt32>
  let place: Int
  let newline: UInt8
  /// The cell may be the last of its row, and then a CR at its end belongs to the line end.
  let mayEndRow: Bool
  let windowOffset: Int64
  let arena: Arena

  @inline(__always)
  func cell(_ row: Int) -> Cell {
    let separator = unsafe Int(rows[row]) &+ place
    let start = unsafe Int(separators[separator &- 1] &+ 1)
    let end = unsafe Int(separators[separator])
    var cell = unsafe Cell(bytes + start, end &- start)
    if mayEndRow, unsafe bytes[end] == newline {
      while cell.count > 0, cell[cell.count &- 1] == Dialect.carriageReturn { cell.count &-= 1 }
    }
    guard cell.count > 0, cell[0] == Dialect.quote else { return cell }
    return unquoted(cell)
  }

  /// The same for the kernel's loops over columns.
  var column: herald_column {
    unsafe herald_column(
      bytes: bytes, separators: separators, rows: rows, place: place, newline: mayEndRow ? UInt32(newline) : 256)
  }

  func offset(_ row: Int) -> Int64 {
    let separator = unsafe Int(rows[row]) + place
    return unsafe windowOffset + Int64(separators[separator - 1] &+ 1)
  }

  /// The row reader and the kernel have made sure that the quote is closed at the cell's end.
  @inline(__always)
  private func unquoted(_ cell: Cell) -> Cell {
    let inner = unsafe Cell(cell.start + 1, max(0, cell.count &- 2))
    return unsafe herald_find(inner.start, inner.count, Dialect.quote) == inner.count ? inner : undoubled(inner)
  }

  @inline(never)
  private func undoubled(_ cell: Cell) -> Cell {
    let room = unsafe arena.allocate(cell.count)
    var (from, to) = (0, 0)
    while from < cell.count {
      unsafe room[to] = cell[from]
      to += 1
      from += cell[from] == Dialect.quote ? 2 : 1
    }
    return unsafe Cell(room, to)
  }
}

/// Cells that a reader of lines has laid out.
///
/// `@safe`: the pointer is to the batch's own cells, of which there are `ColumnVector.capacity` a column.
@safe struct LaidOutCells: CellSource {
  let cells: UnsafePointer<Cell>
  let starts: UnsafePointer<UInt32>
  let windowOffset: Int64

  @inline(__always)
  func cell(_ row: Int) -> Cell { unsafe cells[row] }
  func offset(_ row: Int) -> Int64 { unsafe windowOffset + Int64(starts[row]) }
}

/// The cells of several columns, joined by U+001F: a key of several columns.
struct JoinedCells<Part: CellSource>: CellSource {
  static var separator: UInt8 { 0x1F }

  let parts: [Part]
  let arena: Arena
  /// Of each part.
  let stripsApostrophe: Bool

  func cell(_ row: Int) -> Cell {
    var bytes: [UInt8] = []
    var isBlank = true
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(Self.separator) }
      var cell = part.cell(row)
      if stripsApostrophe { cell = cell.withoutApostrophe }
      if cell.state == ColumnVector.unreadable { return cell }
      if cell.state == ColumnVector.missing || cell.isBlank { continue }
      isBlank = false
      unsafe bytes.append(contentsOf: cell.key(arena).buffer)
    }
    let joined = Cell(copying: bytes, into: arena)
    return isBlank ? unsafe Cell(joined.start, 0, state: ColumnVector.missing) : joined
  }

  func offset(_ row: Int) -> Int64 { parts[0].offset(row) }
}
