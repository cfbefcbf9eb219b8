extension ColumnReader {
  /// Parses the selected cells into `vector`: map, words for nothing, then the type.
  func read(
    _ cells: some CellSource, _ rows: Selection, _ vector: ColumnVector, _ arena: Arena,
    _ counts: inout CellCounts.Column
  ) {
    switch type {
    case .string:
      let bytes = unsafe vector.bytes
      each(cells, rows, vector, &counts) { cell, row in
        unsafe bytes[row] = cell.buffer
        return true
      }
    case .key:
      let bytes = unsafe vector.bytes
      each(cells, rows, vector, &counts) { cell, row in
        unsafe bytes[row] = cell.key(arena).buffer
        return true
      }
    case .list: readLists(cells, rows, vector, &counts)
    case .timestamp:
      let integers = unsafe vector.integers
      each(cells, rows, vector, &counts) { cell, row in
        guard let time = timestamp(cell.trimmed) else { return false }
        unsafe integers[row] = time
        return true
      }
    case .bool: readIntegers(cells, rows, vector, &counts) { cell in cell.bool.map { $0 ? 1 : 0 } }
    case .int: readIntegers(cells, rows, vector, &counts) { cell in cell.int(decimalComma: decimalComma) }
    case .duration: readIntegers(cells, rows, vector, &counts) { cell in cell.duration }
    case .double:
      let doubles = unsafe vector.doubles
      each(cells, rows, vector, &counts) { cell, row in
        guard let number = number(cell.trimmed) else { return false }
        unsafe doubles[row] = number
        return true
      }
    }
  }

  @inline(__always)
  private func readIntegers(
    _ cells: some CellSource, _ rows: Selection, _ vector: ColumnVector, _ counts: inout CellCounts.Column,
    _ parse: (Cell) -> Int64?
  ) {
    let integers = unsafe vector.integers
    each(cells, rows, vector, &counts) { cell, row in
      guard let value = parse(cell.trimmed) else { return false }
      unsafe integers[row] = value
      return true
    }
  }

  /// An empty cell is an empty list; only a word for nothing, or JSON's null, is missing.
  private func readLists(
    _ cells: some CellSource, _ rows: Selection, _ vector: ColumnVector, _ counts: inout CellCounts.Column
  ) {
    for row in rows.rows {
      let row = Int(row)
      var cell = cells.cell(row)
      if stripsApostrophe { cell = cell.withoutApostrophe }
      if cell.state == 0, let words { cell = words.meaning(of: cell) }
      unsafe vector.states[row] = cell.state
      unsafe vector.bytes[row] = cell.isBlank ? Cell.empty.buffer : cell.buffer
      if cell.state == ColumnVector.unreadable { counts.note(cell, cells.offset(row)) }
    }
    counts.read += rows.rows.count
  }

  /// The loop that all types share. `parse` writes the value of a cell that is not missing, or says that it cannot.
  @inline(__always)
  private func each(
    _ cells: some CellSource, _ rows: Selection, _ vector: ColumnVector, _ counts: inout CellCounts.Column,
    _ parse: (Cell, Int) -> Bool
  ) {
    let states = unsafe vector.states
    let words = words
    let stripsApostrophe = stripsApostrophe
    for row in rows.rows {
      let row = Int(row)
      var cell = cells.cell(row)
      if stripsApostrophe { cell = cell.withoutApostrophe }
      if let words, cell.state == 0 { cell = words.meaning(of: cell) }
      if cell.state == 0, cell.isBlank { cell.state = ColumnVector.missing }
      if cell.state == 0, !parse(cell, row) { cell.state = ColumnVector.unreadable }
      unsafe states[row] = cell.state
      if cell.state == ColumnVector.unreadable { counts.note(cell, cells.offset(row)) }
    }
    counts.read += rows.rows.count
  }
}

extension CellCounts.Column {
  @inline(never)
  mutating func note(_ cell: Cell, _ offset: Int64) {
    if unreadable == 0 {
      firstOffset = offset
      firstShape = cell.shape
    }
    unreadable += 1
  }
}
