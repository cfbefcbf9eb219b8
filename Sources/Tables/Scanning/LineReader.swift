import JSON

/// Lays out the cells of one JSON object as a row of a batch, or as several: where the mapping's items are the elements of
/// an array, the first row has the object's own cells and the first item, and each further row the key and another item.
/// That is how delimited exports put items into rows.
///
/// Null and an absent key are missing; true, false and numbers are the text that they are written as; of a key that comes
/// twice the last one counts; an array of scalars is a list for a `.list` column; any other container is unreadable.
struct LineReader {
  let tree: PathTree
  let batch: RowBatch
  /// By column.
  let isList: [Bool]
  let keyColumns: [ColumnIndex]
  /// The columns that are laid out.
  let columns: [ColumnIndex]

  enum Failure: Error {
    case notObject
    case json(JSONProblem)
    /// The batch has no room for all the items.
    case full
  }

  /// `line` has no blanks only. Its bytes must live as long as the batch. Returns how many rows it takes.
  func read(_ line: Span<UInt8>, at start: UnsafePointer<UInt8>, row: Int) throws(Failure) -> Int {
    var place = unsafe Place(start: start, row: row)
    clear(row, place)
    var reader = JSONReader()
    do throws(JSONProblem) {
      let first = try reader.next(in: line)
      guard first == .beginObject else {
        // Only what is JSON is called another kind of it.
        while reader.depth > 0 { _ = try reader.next(in: line) }
        _ = try reader.next(in: line)
        throw Self.notObject
      }
      try readObject(&reader, line, tree.root, &place)
      _ = try reader.next(in: line)
    } catch {
      throw error == Self.notObject ? .notObject : error == Self.full ? .full : .json(error)
    }
    for item in stride(from: row + 1, to: place.end, by: 1) {
      for column in keyColumns { if let cells = unsafe batch.laidOutCells(column) { unsafe cells[item] = cells[row] } }
    }
    return place.end - row
  }

  /// What ends the reading of a line that is well-formed; no JSON problem has such an offset.
  private static let notObject = JSONProblem(offset: -1, message: "")
  private static let full = JSONProblem(offset: -2, message: "")

  /// Where the cells of a line go.
  ///
  /// `@safe`: `start` is only where a cell of nothing points to.
  @safe private struct Place {
    let start: UnsafePointer<UInt8>
    var row: Int
    /// Behind the last row that the line has taken.
    var end: Int

    init(start: UnsafePointer<UInt8>, row: Int) {
      unsafe self.start = start
      self.row = row
      end = row + 1
    }

    func cell(_ state: UInt8) -> Cell { unsafe Cell(start, 0, state: state) }
  }

  private func clear(_ row: Int, _ place: Place) {
    for column in columns { set(column, row, place.cell(ColumnVector.missing)) }
  }

  private func readObject(
    _ reader: inout JSONReader, _ line: Span<UInt8>, _ node: PathTree.Node, _ place: inout Place
  ) throws(JSONProblem) {
    while case .key(let range, let isEscaped) = try reader.next(in: line) {
      guard let index = isEscaped ? escapedChild(range, line, node) : node.child(range, of: line) else {
        try reader.skipValue(in: line)
        continue
      }
      if node.children[index].elements.isEmpty {
        try readValue(&reader, line, node.children[index], try reader.next(in: line), &place)
      } else {
        try readItems(&reader, line, node.children[index], &place)
      }
    }
  }

  private func escapedChild(_ range: Range<Int>, _ line: Span<UInt8>, _ node: PathTree.Node) -> Int? {
    var key: [UInt8] = []
    JSONReader.unescape(range, of: line) { key.append($0) }
    return node.child(0..<key.count, of: key.span)
  }

  private func readValue(
    _ reader: inout JSONReader, _ line: Span<UInt8>, _ node: PathTree.Node, _ token: JSONToken, _ place: inout Place
  ) throws(JSONProblem) {
    let isContainer = token == .beginArray || token == .beginObject
    let before = reader.depth - (isContainer ? 1 : 0)
    let start = unsafe place.start
    let cell: Cell
    switch token {
    case .string(let range, let isEscaped):
      let plain = unsafe Cell(start + range.lowerBound, range.count)
      cell = isEscaped ? unescaped(range, line) : plain
    case .number(let range): cell = unsafe Cell(start + range.lowerBound, range.count)
    case .bool(let value): cell = value ? .yes : .no
    case .beginObject where !node.children.isEmpty:
      try readObject(&reader, line, node, &place)
      cell = place.cell(ColumnVector.unreadable)
    case .beginArray where node.columns.contains { isList[$0] }:
      cell = try unsafe list(&reader, line, start)
    case .beginArray, .beginObject:
      while reader.depth > before { _ = try reader.next(in: line) }
      cell = place.cell(ColumnVector.unreadable)
    default: cell = place.cell(ColumnVector.missing)
    }
    for column in node.columns { set(column, place.row, cell) }
  }

  /// Each element of an array as a row, the first in the line's own. Null in place of the array or of an element is
  /// nothing; anything else in place of the array makes the item unreadable.
  private func readItems(
    _ reader: inout JSONReader, _ line: Span<UInt8>, _ node: PathTree.Node, _ place: inout Place
  ) throws(JSONProblem) {
    let token = try reader.next(in: line)
    guard token == .beginArray else {
      try readValue(&reader, line, node, token, &place)
      guard token != .null else { return }
      for column in node.elements[0].allColumns { set(column, place.row, place.cell(ColumnVector.unreadable)) }
      return
    }
    // Of a key that comes twice the last one counts.
    for row in place.row..<place.end {
      for column in node.elements[0].allColumns { set(column, row, place.cell(ColumnVector.missing)) }
    }
    var item = place
    while true {
      let element = try reader.next(in: line)
      if element == .endArray { break }
      if element == .null { continue }
      if item.row >= item.end {
        guard item.row < ColumnVector.capacity else { throw Self.full }
        clear(item.row, place)
        item.end = item.row + 1
      }
      if element == .beginObject || !node.elements[0].columns.isEmpty {
        try readValue(&reader, line, node.elements[0], element, &item)
      } else {
        let before = reader.depth
        if element == .beginArray { while reader.depth >= before { _ = try reader.next(in: line) } }
        for column in node.elements[0].allColumns { set(column, item.row, place.cell(ColumnVector.unreadable)) }
      }
      item.row += 1
    }
    place.end = max(place.end, item.end)
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
