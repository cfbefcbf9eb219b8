import CScan

/// Streams the rows of one piece of a delimited file: window by window, with the kernel's index where the window is well
/// formed, and with `RowReader` where it is not.
struct DelimitedScanner {
  let layout: FileLayout
  let limits: ScanLimits
  let variant: herald_variant
  let window: Window
  let batch: RowBatch
  var tally: PieceTally
  let deliver: (RowBatch) -> Void

  /// Reads the rows that begin at `start` or later, and before `limit`.
  mutating func scan(_ source: any ByteSource, from start: Int64, to limit: Int64) throws(SourceProblem) {
    window.begin(source, at: start)
    defer { window.end() }
    while window.offset < limit {
      try window.fill(to: wanted(limit))
      if window.count == 0 { break }
      let done = scanWindow(limit)
      if done > 0 {
        window.drop(done)
      } else if window.count < limits.row {
        if window.count == window.capacity { window.grow(to: limits.row) }
      } else {
        try skipLongRow()
      }
    }
    tally.end = window.offset
  }

  /// Not much more than the piece has, since the rest belongs to others; more where a row goes on.
  private func wanted(_ limit: Int64) -> Int {
    let left = limit - window.offset
    let ahead = 4096
    guard left < Int64(window.capacity - ahead) else { return window.capacity }
    return max(Int(left), 2 * window.count) + ahead
  }

  /// Handles the complete rows of the window. Returns how many bytes are done with: 0 if not even one row is complete.
  private mutating func scanWindow(_ limit: Int64) -> Int {
    let count = window.count
    // Only a row that does not fit makes the window large, and such a row may be wrong in ways the kernel can't see.
    if count > limits.quoted / 2 { return scanExactly(limit) }
    var indexed = count
    // A last row without a line end gets one.
    if window.isAtEnd, unsafe window.bytes[count - 1] != layout.dialect.newline {
      unsafe window.bytes[count] = layout.dialect.newline
      indexed += 1
    }
    let found = unsafe herald_scan(
      variant, window.bytes, indexed,
      herald_dialect(delimiter: layout.dialect.delimiter, newline: layout.dialect.newline),
      window.separators + 1)
    unsafe window.separators[0] = .max
    var entries = Int(found.separators)
    while entries > 0, unsafe window.bytes[Int(window.separators[entries])] != layout.dialect.newline { entries -= 1 }
    let complete = entries == 0 ? 0 : unsafe Int(window.separators[entries]) + 1
    let isClean = complete > 0 && found.not_utf8 >= complete && found.misquoted >= complete
    guard isClean, complete == indexed || !window.isAtEnd else { return scanExactly(limit) }
    let rows = Int(found.newlines)
    let stride = layout.shape.columns
    let isRegular =
      unsafe rows * stride == entries
      && herald_is_regular(window.bytes, window.separators + 1, rows, stride, layout.dialect.newline) != 0
    let done = isRegular ? scanRegular(rows, complete, limit) : scanIrregular(entries, limit)
    return min(done, count)
  }

  /// Every row has as many fields as the header.
  private mutating func scanRegular(_ rows: Int, _ complete: Int, _ limit: Int64) -> Int {
    let rows = rowsBefore(limit, rows, complete)
    let stride = layout.shape.columns
    let batches = (rows + ColumnVector.capacity - 1) / ColumnVector.capacity
    for index in 0..<batches {
      batch.start(window, isRegular: true)
      fill(rows * index / batches..<rows * (index + 1) / batches, stride)
      flush()
    }
    return rows == 0 ? 0 : unsafe Int(window.separators[rows * stride]) + 1
  }

  /// How many of the rows begin before the limit.
  private func rowsBefore(_ limit: Int64, _ rows: Int, _ complete: Int) -> Int {
    if window.offset + Int64(complete) <= limit { return rows }
    let stride = layout.shape.columns
    var (low, high) = (0, rows)
    while low < high {
      let middle = (low + high) / 2
      let start = unsafe Int64(window.separators[middle * stride] &+ 1)
      if window.offset + start < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Puts those of the rows into the batch that have a key.
  private mutating func fill(_ rows: Range<Int>, _ stride: Int) {
    let bytes = unsafe window.bytes
    let separators = unsafe window.separators
    let entries = unsafe batch.rows
    let place = layout.places[0][0]
    var count = 0
    for row in rows {
      let entry = row &* stride &+ 1
      let start = unsafe Int(separators[entry &+ place &- 1] &+ 1)
      let first = unsafe bytes[start]
      // Most keys begin with a letter or digit, and then there is one.
      let isPlain = unsafe first > Dialect.quote && first < 0x80 && start < Int(separators[entry &+ place])
      if isPlain || batch.hasKey(UInt32(entry)) {
        unsafe entries[count] = UInt32(entry)
        count &+= 1
      }
    }
    batch.count = count
    tally.keyless += rows.count - count
  }

  /// The index is right, but not every row has as many fields as the header.
  private mutating func scanIrregular(_ entries: Int, _ limit: Int64) -> Int {
    let newline = layout.dialect.newline
    batch.start(window, isRegular: false)
    var entry = 1
    while entry <= entries {
      let start = unsafe Int(window.separators[entry - 1] &+ 1)
      if window.offset + Int64(start) >= limit {
        flush()
        return start
      }
      var last = entry
      while unsafe window.bytes[Int(window.separators[last])] != newline { last += 1 }
      judge(entry, fields: last - entry + 1)
      entry = last + 1
    }
    flush()
    return unsafe Int(window.separators[entries]) + 1
  }

  /// The window has something malformed in it.
  private mutating func scanExactly(_ limit: Int64) -> Int {
    // A row that ends with the file gets a line end, so that a CR before it is seen as part of it.
    unsafe window.bytes[window.count] = layout.dialect.newline
    let reader = unsafe RowReader(
      UnsafePointer(window.bytes), window.count, isAtEnd: window.isAtEnd, dialect: layout.dialect, limits: limits)
    batch.start(window, isRegular: false)
    var start = 0
    var entry = 1
    while start < window.count, window.offset + Int64(start) < limit {
      if entry + window.count - start + 2 > window.capacity + 66 {
        flush()
        batch.start(window, isRegular: false)
        entry = 1
      }
      unsafe window.separators[entry - 1] = UInt32(truncatingIfNeeded: start - 1)
      switch unsafe reader.read(at: start, into: window.separators + entry) {
      case .incomplete:
        flush()
        return start
      case .row(let fields, let next):
        if judge(entry, fields: fields) { entry += fields + 1 }
        start = next
      case .rejected(let reason, let place, let next):
        reject(reason, at: place, start..<next)
        if reason == .openQuote, next == window.count, window.isAtEnd { tally.cutOff = window.offset + Int64(start) }
        start = next
      }
    }
    flush()
    return start
  }

  /// Puts a row into the batch, skips it or rejects it. False if its entries are of no more use.
  @discardableResult
  private mutating func judge(_ entry: Int, fields: Int) -> Bool {
    let shape = layout.shape
    if fields == shape.columns || isWithinShape(entry, fields) {
      guard batch.hasKey(UInt32(entry)) else {
        tally.keyless += 1
        return false
      }
      if batch.count == ColumnVector.capacity {
        flush()
        batch.start(window, isRegular: false)
      }
      unsafe batch.rows[batch.count] = UInt32(entry)
      batch.count += 1
      return true
    }
    let start = unsafe Int(window.separators[entry - 1] &+ 1)
    let end = unsafe Int(window.separators[entry + fields - 1])
    if isEmpty(entry, 0..<fields) {
      tally.keyless += 1
    } else {
      let place =
        fields > shape.columns ? unsafe Int(window.separators[entry + shape.columns - 1]) + 1 : contentEnd(start, end)
      reject(.fieldCount(found: fields, expected: shape.columns), at: place, start..<min(end + 1, window.count))
      if end == window.count, fields < shape.required { tally.cutOff = window.offset + Int64(start) }
    }
    return false
  }

  /// Columns without a name may be missing at the end of a row, and empty fields be too many.
  private func isWithinShape(_ entry: Int, _ fields: Int) -> Bool {
    fields < layout.shape.columns
      ? fields >= layout.shape.required && !isEmpty(entry, 0..<fields)
      : isEmpty(entry, layout.shape.columns..<fields)
  }

  private func isEmpty(_ entry: Int, _ fields: Range<Int>) -> Bool {
    for field in fields {
      let start = unsafe Int(window.separators[entry + field - 1] &+ 1)
      let end = unsafe contentEnd(start, Int(window.separators[entry + field]))
      let cell = unsafe Cell(UnsafePointer(window.bytes + start), end - start)
      let isQuoted = cell.count > 1 && cell[0] == Dialect.quote
      if !(isQuoted ? unsafe Cell(cell.start + 1, cell.count - 2) : cell).isBlank { return false }
    }
    return true
  }

  /// Without the CR of a line end.
  private func contentEnd(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start, unsafe window.bytes[end - 1] == Dialect.carriageReturn { end -= 1 }
    return end
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

  /// Rejects a row that does not fit into the largest window, and goes on behind the next line end.
  private mutating func skipLongRow() throws(SourceProblem) {
    reject(.tooLong(limit: limits.row), at: 0, 0..<window.count)
    while true {
      window.drop(window.count)
      try window.fill(to: window.capacity)
      let place = unsafe herald_find(window.bytes, window.count, layout.dialect.newline)
      if place < window.count { return window.drop(place + 1) }
      if window.isAtEnd { return window.drop(window.count) }
    }
  }
}
