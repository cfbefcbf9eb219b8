import JSON

/// Lays out the cells of one JSON object as a row of a batch.
///
/// Null and an absent key are missing; true, false and numbers are the text that they are written as; of a key that comes
/// twice the last one counts; an array of scalars is a list for a `.list` column; any other container is unreadable.
struct LineReader {
  let tree: PathTree
  let batch: RowBatch
  /// By column.
  let isList: [Bool]
  /// The columns that are laid out.
  let columns: [ColumnIndex]

  enum Failure: Error {
    case notObject
    case json(JSONProblem)
  }

  /// `line` has no blanks only. Its bytes must live as long as the batch.
  func read(_ line: Span<UInt8>, at start: UnsafePointer<UInt8>, row: Int) throws(Failure) {
    for column in columns { unsafe set(column, row, Cell(start, 0, state: ColumnVector.missing)) }
    var reader = JSONReader()
    do throws(JSONProblem) {
      let first = try reader.next(in: line)
      guard first == .beginObject else {
        // Only what is JSON is called another kind of it.
        while reader.depth > 0 { _ = try reader.next(in: line) }
        _ = try reader.next(in: line)
        throw JSONProblem(offset: -1, message: "")
      }
      try unsafe readObject(&reader, line, start, tree.root, row)
      _ = try reader.next(in: line)
    } catch {
      throw error.offset < 0 ? .notObject : .json(error)
    }
  }

  private func readObject(
    _ reader: inout JSONReader, _ line: Span<UInt8>, _ start: UnsafePointer<UInt8>, _ node: PathTree.Node, _ row: Int
  ) throws(JSONProblem) {
    while case .key(let range, let isEscaped) = try reader.next(in: line) {
      guard let index = isEscaped ? escapedChild(range, line, node) : node.child(range, of: line) else {
        try reader.skipValue(in: line)
        continue
      }
      try unsafe readValue(&reader, line, start, node.children[index], row)
    }
  }

  private func escapedChild(_ range: Range<Int>, _ line: Span<UInt8>, _ node: PathTree.Node) -> Int? {
    var key: [UInt8] = []
    JSONReader.unescape(range, of: line) { key.append($0) }
    return node.child(0..<key.count, of: key.span)
  }

  private func readValue(
    _ reader: inout JSONReader, _ line: Span<UInt8>, _ start: UnsafePointer<UInt8>, _ node: PathTree.Node, _ row: Int
  ) throws(JSONProblem) {
    let before = reader.depth
    let cell: Cell
    switch try reader.next(in: line) {
    case .string(let range, let isEscaped):
      let plain = unsafe Cell(start + range.lowerBound, range.count)
      cell = isEscaped ? unescaped(range, line) : plain
    case .number(let range): cell = unsafe Cell(start + range.lowerBound, range.count)
    case .bool(let value): cell = value ? .yes : .no
    case .beginObject where !node.children.isEmpty:
      try unsafe readObject(&reader, line, start, node, row)
      cell = unsafe Cell(start, 0, state: ColumnVector.unreadable)
    case .beginArray where node.columns.contains { isList[$0] }:
      cell = try unsafe list(&reader, line, start)
    case .beginArray, .beginObject:
      while reader.depth > before { _ = try reader.next(in: line) }
      cell = unsafe Cell(start, 0, state: ColumnVector.unreadable)
    default: cell = unsafe Cell(start, 0, state: ColumnVector.missing)
    }
    for column in node.columns { set(column, row, cell) }
  }

  private func unescaped(_ range: Range<Int>, _ line: Span<UInt8>) -> Cell {
    let room = unsafe batch.arena.allocate(range.count)
    var count = 0
    JSONReader.unescape(range, of: line) {
      unsafe room[count] = $0
      count += 1
    }
    return unsafe Cell(room, count)
  }

  /// The elements of an array, as `ListWords` reads them.
  private func list(
    _ reader: inout JSONReader, _ line: Span<UInt8>, _ start: UnsafePointer<UInt8>
  ) throws(JSONProblem) -> Cell {
    let before = reader.depth
    var words = ListWords.Writer()
    var isReadable = true
    while true {
      switch try reader.next(in: line) {
      case .endArray where reader.depth < before:
        return isReadable
          ? Cell(copying: words.bytes, into: batch.arena) : unsafe Cell(start, 0, state: ColumnVector.unreadable)
      case .string(let range, _) where reader.depth == before:
        words.begin()
        JSONReader.unescape(range, of: line) { words.append($0) }
      case .number(let range) where reader.depth == before:
        words.begin()
        for place in range { words.append(line[place]) }
      case .null where reader.depth == before: break
      default: isReadable = false
      }
    }
  }

  private func set(_ column: ColumnIndex, _ row: Int, _ cell: Cell) {
    guard let cells = unsafe batch.laidOutCells(column) else { return }
    unsafe cells[row] = cell
  }
}

extension Cell {
  fileprivate static var yes: Cell { unsafe Cell(yesText.utf8Start, 4) }
  fileprivate static var no: Cell { unsafe Cell(noText.utf8Start, 5) }
  private static var yesText: StaticString { "true" }
  private static var noText: StaticString { "false" }
}
