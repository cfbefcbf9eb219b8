import CScan
import JSON

/// Streams the rows of one piece of a JSON Lines file.
struct LineScanner {
  let limits: ScanLimits
  let window: Window
  let batch: RowBatch
  let reader: LineReader
  /// The columns that the key joins.
  let keyColumns: [ColumnIndex]
  var tally: PieceTally
  let deliver: (RowBatch) -> Void

  /// Reads the lines that begin at `start` or later, and before `limit`.
  mutating func scan(_ source: any ByteSource, from start: Int64, to limit: Int64) throws(SourceProblem) {
    window.begin(source, at: start)
    defer { window.end() }
    while window.offset < limit {
      try window.fill(to: window.capacity)
      if window.count == 0 { break }
      let done = scanWindow(limit)
      if done > 0 {
        window.drop(done)
      } else if window.count < limits.row {
        window.grow(to: limits.row)
      } else {
        try skipLongLine()
      }
    }
    tally.end = window.offset
  }

  private mutating func scanWindow(_ limit: Int64) -> Int {
    batch.start(window, isRegular: true)
    var start = 0
    while start < window.count, window.offset + Int64(start) < limit {
      let length = unsafe herald_find(window.bytes + start, window.count - start, Dialect.lineFeed)
      let end = start + length
      if end == window.count, !window.isAtEnd { break }
      readLine(start, length)
      start = min(end + 1, window.count)
    }
    flush()
    return start
  }

  /// Makes room in the middle of a window.
  private mutating func flushWithin() {
    flush()
    batch.start(window, isRegular: true)
  }

  private mutating func readLine(_ start: Int, _ length: Int) {
    let line = unsafe UnsafePointer(window.bytes + start)
    if unsafe Cell(line, length).trimmed.count == 0 { return }
    if batch.count == ColumnVector.capacity { flushWithin() }
    unsafe batch.rows[batch.count] = UInt32(start)
    var rows = 1
    do throws(LineReader.Failure) {
      let span = unsafe Span(_unsafeStart: line, count: length)
      rows = try unsafe reader.read(span, at: line, row: batch.count)
    } catch {
      switch error {
      case .full where batch.count > 0:
        flushWithin()
        return readLine(start, length)
      case .full: reject(.tooManyItems, at: start, start..<start + length)
      case .notObject: reject(.notObject, at: start, start..<start + length)
      case .json(let problem):
        reject(.notJSON(problem.message), at: start + problem.offset, start..<start + length)
        if problem.isUnexpectedEnd, start + length == window.count { tally.cutOff = window.offset + Int64(start) }
      }
      return
    }
    switch keyState {
    case 0:
      // Each item is a row with a place of its own: it takes two bytes of the line at least.
      for item in stride(from: 1, to: rows, by: 1) { unsafe batch.rows[batch.count + item] = UInt32(start + item) }
      batch.count += rows
    case ColumnVector.missing: tally.keyless += 1
    default: reject(.keyNotScalar, at: start, start..<start + length)
    }
  }

  /// Of the key's cells together: missing only if all are.
  private var keyState: UInt8 {
    var state = ColumnVector.missing
    for column in keyColumns {
      guard let cells = unsafe batch.laidOutCells(column) else { continue }
      let cell = unsafe cells[batch.count]
      if cell.state == ColumnVector.unreadable { return ColumnVector.unreadable }
      if cell.state == 0, !cell.isBlank { state = 0 }
    }
    return state
  }

  private mutating func flush() {
    guard batch.count > 0 else { return }
    tally.rows += batch.count
    deliver(batch)
    batch.count = 0
  }

  private mutating func reject(_ reason: RejectReason, at place: Int, _ row: Range<Int>) {
    let bytes = unsafe UnsafeRawBufferPointer(start: window.bytes + row.lowerBound, count: row.count)
    unsafe tally.reject(reason, at: window.offset + Int64(place), row: bytes)
  }

  private mutating func skipLongLine() throws(SourceProblem) {
    reject(.tooLong(limit: limits.row), at: 0, 0..<window.count)
    while true {
      window.drop(window.count)
      try window.fill(to: window.capacity)
      let place = unsafe herald_find(window.bytes, window.count, Dialect.lineFeed)
      if place < window.count { return window.drop(place + 1) }
      if window.isAtEnd { return window.drop(window.count) }
    }
  }
}
