import CScan

/// Reads one row exactly, byte by byte: RFC 4180 with any line end. The slow path beside the kernel's index, and the
/// only place that decides what a malformed row is and where the next one begins.
///
/// What it says depends on the bytes from the row's start alone, never on how they came into memory.
///
/// `@safe`: the caller vouches that `bytes` has `count` bytes, and `separators` room for an entry a byte, and one.
@safe struct RowReader {
  let bytes: UnsafePointer<UInt8>
  let count: Int
  /// No more bytes will come.
  let isAtEnd: Bool
  let dialect: Dialect
  let limits: ScanLimits

  enum Outcome {
    /// `fields` separators were written; the next row begins at `next`.
    case row(fields: Int, next: Int)
    case rejected(RejectReason, at: Int, next: Int)
    /// More bytes are needed to tell.
    case incomplete
  }

  private enum Field {
    /// The separator's place, which is `count` where the text ends without a line end.
    case end(Int)
    case wrong(RejectReason, at: Int, opened: Int)
    case incomplete
  }

  init(_ bytes: UnsafePointer<UInt8>, _ count: Int, isAtEnd: Bool, dialect: Dialect, limits: ScanLimits) {
    unsafe self.bytes = bytes
    self.count = count
    self.isAtEnd = isAtEnd
    self.dialect = dialect
    self.limits = limits
  }

  /// The row that begins at `start`, which is below `count`. The places of its separators go to `separators`.
  func read(at start: Int, into separators: UnsafeMutablePointer<UInt32>) -> Outcome {
    var place = start
    var fields = 0
    while true {
      switch field(at: place) {
      case .incomplete: return .incomplete
      case .wrong(let reason, let at, let opened):
        guard let next = lineAfter(opened) else { return .incomplete }
        return .rejected(reason, at: at, next: next)
      case .end(let end):
        unsafe separators[fields] = UInt32(truncatingIfNeeded: end)
        fields += 1
        place = end + 1
        if end < count, unsafe bytes[end] == dialect.delimiter { continue }
        let next = min(place, count)
        let bad = unsafe herald_not_utf8(bytes + start, next - start)
        if bad < next - start { return .rejected(.notUTF8, at: start + bad, next: next) }
        return .row(fields: fields, next: next)
      }
    }
  }

  private func field(at start: Int) -> Field {
    if start < count, unsafe bytes[start] == Dialect.quote { return quotedField(at: start) }
    var place = start
    while place < count {
      let byte = unsafe bytes[place]
      if byte == dialect.delimiter || byte == dialect.newline { return .end(place) }
      if byte == Dialect.quote { return .wrong(.quoteInsideValue, at: place, opened: place) }
      place += 1
    }
    return isAtEnd ? .end(count) : .incomplete
  }

  private func quotedField(at start: Int) -> Field {
    var place = start + 1
    while true {
      place += unsafe herald_find(bytes + place, count - place, Dialect.quote)
      if place - start > limits.quoted { return .wrong(.openQuote, at: start, opened: start) }
      if place == count { return isAtEnd ? .wrong(.openQuote, at: start, opened: start) : .incomplete }
      if place + 1 == count { return isAtEnd ? .end(count) : .incomplete }
      if unsafe bytes[place + 1] != Dialect.quote { return behindQuote(at: place + 1, opened: start) }
      place += 2
    }
  }

  /// Behind a closing quote there is a separator; a CR may stand before the line end.
  private func behindQuote(at place: Int, opened: Int) -> Field {
    var end = place
    while end < count, unsafe bytes[end] == Dialect.carriageReturn, dialect.newline != Dialect.carriageReturn {
      end += 1
    }
    if end == count { return isAtEnd ? .end(count) : .incomplete }
    let byte = unsafe bytes[end]
    if byte == dialect.newline || byte == dialect.delimiter && end == place { return .end(end) }
    return .wrong(.textBehindQuote, at: place, opened: opened)
  }

  /// Where the line after a broken quote begins, so that the quote takes no more than its own line with it. Nil if more
  /// bytes are needed to tell.
  private func lineAfter(_ place: Int) -> Int? {
    let end = unsafe place + herald_find(bytes + place, count - place, dialect.newline)
    if end < count { return end + 1 }
    return isAtEnd ? count : nil
  }
}
