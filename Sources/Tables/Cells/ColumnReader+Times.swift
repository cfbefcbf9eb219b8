import CScan

extension ColumnReader {
  /// ISO 8601 and nothing before it: most of the cells have the shapes that the kernel knows.
  var isPlainTime: Bool { type == .timestamp && formats.isEmpty && words == nil && !stripsApostrophe }

  /// Reads a column of timestamps in one loop, then what is left of it thoroughly.
  func readTimes(
    _ cells: DelimitedCells, _ rows: Selection, _ vector: ColumnVector, _ arena: Arena,
    _ counts: inout CellCounts.Column
  ) {
    let wall = unsafe herald_wall(
      offset: Int64(fixedOffset ?? 0), is_fixed: fixedOffset == nil ? 0 : 1, by_day: dayOffsets?.table,
      days: DayOffsets.days)
    let others = unsafe rows.rows.withUnsafeBufferPointer { selected in
      unsafe herald_read_times(
        Self.variant, cells.column, wall, selected.baseAddress, selected.count, vector.integers, vector.states)
    }
    counts.read += rows.rows.count
    guard others > 0 else { return }
    var rest = Selection()
    rest.rows = rows.rows.filter { unsafe vector.states[Int($0)] > ColumnVector.unreadable }
    counts.read -= rest.rows.count
    read(cells, rest, vector, arena, &counts)
  }

  private static let variant = herald_best()
}
