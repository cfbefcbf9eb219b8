import Diagnostics

/// The first row of a delimited file, and what its punctuation gives away.
struct Header {
  var dialect: Dialect
  /// Trimmed.
  var names: [String]
  /// Where the first row begins in the stream.
  var end: Int

  /// Fields up to the last one that has a name are required of a row.
  var shape: RowShape {
    RowShape(columns: names.count, required: max(1, (names.lastIndex { !$0.isEmpty } ?? 0) + 1))
  }

  /// - Parameters:
  ///   - head: the file's beginning.
  ///   - isWhole: a header that does not end there is one nevertheless, as the file has no more.
  init(in head: [UInt8], isWhole: Bool, _ path: String, _ mapping: ExportMapping) throws(Diagnostic) {
    var start = head.starts(with: FileLayout.byteOrderMark) ? 3 : 0
    let newline = Self.newline(in: head[start...])
    var delimiter = mapping.delimiter
    // Excel's own way to name the delimiter, which it alone understands.
    if head[start...].starts(with: "sep=".utf8), start + 5 < head.count,
      let line = head[start...].firstIndex(of: newline), line - start <= 6
    {
      delimiter = delimiter ?? head[start + 4]
      start = line + 1
    }
    var best: (score: (Int, Int), header: Header)?
    var reason: (RejectReason, Int)?
    for candidate in delimiter.map({ [$0] }) ?? Self.candidates {
      let dialect = Dialect(delimiter: candidate, newline: newline)
      switch Self.read(head, from: start, isWhole: isWhole, dialect) {
      case .success(let header):
        let score = (header.matches(mapping), header.names.count)
        if best.map({ score > $0.score }) ?? true { best = (score, header) }
      case .failure(let problem): reason = reason ?? (problem.reason, problem.offset)
      }
    }
    guard let best else { throw Self.problem(reason, head, newline, path) }
    self = best.header
  }

  private init(_ dialect: Dialect, _ names: [String], _ end: Int) {
    self.dialect = dialect
    self.names = names
    self.end = end
  }

  /// What is tried where the mapping names no delimiter, the likeliest first.
  private static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

  private struct Problem: Error {
    var reason: RejectReason
    var offset: Int
  }

  /// Whether the header ends in these bytes: where its line end is, outside quotes.
  static func end(in head: [UInt8]) -> Int? {
    var isQuoted = false
    for (place, byte) in head.enumerated() {
      if byte == Dialect.quote { isQuoted.toggle() }
      if !isQuoted, byte == Dialect.lineFeed || byte == Dialect.carriageReturn { return place }
    }
    return nil
  }

  /// LF if there is one outside quotes, or no line end at all; else CR.
  private static func newline(in head: ArraySlice<UInt8>) -> UInt8 {
    var isQuoted = false
    var hasReturn = false
    for byte in head {
      if byte == Dialect.quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == Dialect.lineFeed { return Dialect.lineFeed }
      if byte == Dialect.carriageReturn { hasReturn = true }
    }
    return hasReturn ? Dialect.carriageReturn : Dialect.lineFeed
  }

  /// The first row that is not blank.
  private static func read(
    _ head: [UInt8], from start: Int, isWhole: Bool, _ dialect: Dialect
  ) -> Result<Header, Problem> {
    // The line end that the last row may lack, and what the reader may write of its places.
    let text = head + [dialect.newline]
    var places = [UInt32](repeating: 0, count: head.count + 2)
    var start = start
    return unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return .failure(Problem(reason: .openQuote, offset: 0)) }
      let reader = unsafe RowReader(base, head.count, isAtEnd: isWhole, dialect: dialect, limits: ScanLimits())
      while start < head.count {
        let outcome = unsafe places.withUnsafeMutableBufferPointer { buffer -> RowReader.Outcome in
          guard let room = buffer.baseAddress else { return .incomplete }
          return unsafe reader.read(at: start, into: room)
        }
        switch outcome {
        case .incomplete: return .failure(Problem(reason: .tooLong(limit: 1 << 20), offset: start))
        case .rejected(let reason, let offset, _): return .failure(Problem(reason: reason, offset: offset))
        case .row(let fields, let next):
          let names = unsafe names(base, start, places[..<fields], dialect)
          // A row of nothing but delimiters is blank whichever of them is tried.
          if names.contains(where: { $0.utf8.contains { !candidates.contains($0) } }) {
            return .success(Header(dialect, names, next))
          }
          start = next
        }
      }
      return .failure(Problem(reason: .fieldCount(found: 0, expected: 1), offset: 0))
    }
  }

  private static func names(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ ends: ArraySlice<UInt32>, _ dialect: Dialect
  ) -> [String] {
    let separators = [UInt32(truncatingIfNeeded: start - 1)] + ends
    let arena = Arena()
    return unsafe separators.withUnsafeBufferPointer { separators in
      guard let base = separators.baseAddress else { return [] }
      return unsafe withUnsafePointer(to: UInt32(1)) { first in
        (0..<ends.count).map { place in
          let cells = unsafe DelimitedCells(
            bytes: bytes, separators: base, rows: first, place: place, newline: dialect.newline, mayEndRow: true,
            windowOffset: 0, arena: arena)
          let cell = cells.cell(0)
          return cell.isBlank ? "" : cell.trimmed.text
        }
      }
    }
  }

  private static func problem(
    _ reason: (RejectReason, Int)?, _ head: [UInt8], _ newline: UInt8, _ path: String
  ) -> Diagnostic {
    guard let (reason, offset) = reason, reason != .fieldCount(found: 0, expected: 1) else {
      return Diagnostic(.error, "“\(path)” has no header", advice: "its first row must name the columns", file: path)
    }
    let before = head[..<min(offset, head.count)]
    let line = before.count { $0 == newline } + 1
    let column = before.suffix(from: before.lastIndex(of: newline).map { $0 + 1 } ?? 0).count { $0 & 0xC0 != 0x80 } + 1
    let (message, advice) = reason.words
    return Diagnostic(
      .error, "the header cannot be read: \(message)", advice: advice, file: path,
      at: SourcePosition(line: line, column: column))
  }
}
