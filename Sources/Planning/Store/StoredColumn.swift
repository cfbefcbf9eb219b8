import Campaigns
import Tables

/// One field of the records that were kept, as parsed: what kind of array holds it follows from the cell's type.
struct StoredColumn: Sendable {
  let type: CellType
  /// `ColumnVector`'s states.
  private(set) var states: [UInt8] = []
  private(set) var integers: [Int64] = []
  private(set) var doubles: [Double] = []
  /// Where a text ends in `text`; it begins where its predecessor ends.
  private(set) var ends: [Int] = []
  private(set) var text: [UInt8] = []

  init(type: CellType) { self.type = type }

  var count: Int { states.count }

  mutating func append(_ rows: Selection, of vector: ColumnVector) {
    states.append(
      contentsOf: unsafe [UInt8](unsafeUninitializedCapacity: rows.rows.count) { room, count in
        for row in rows.rows {
          unsafe room[count] = vector.states[Int(row)]
          count += 1
        }
      })
    switch type {
    case .bool, .int, .timestamp, .duration:
      for row in rows.rows {
        let row = Int(row)
        integers.append(unsafe vector.states[row] == 0 ? vector.integers[row] : 0)
      }
    case .double:
      for row in rows.rows {
        let row = Int(row)
        doubles.append(unsafe vector.states[row] == 0 ? vector.doubles[row] : 0)
      }
    case .string, .key, .list: appendTexts(rows, of: vector)
    }
  }

  /// Gathered first, so that the column grows once.
  private mutating func appendTexts(_ rows: Selection, of vector: ColumnVector) {
    let start = text.count
    var end = start
    for row in rows.rows {
      let row = Int(row)
      end += unsafe vector.states[row] == 0 ? vector.bytes[row].count : 0
      ends.append(end)
    }
    text.append(
      contentsOf: unsafe [UInt8](unsafeUninitializedCapacity: end - start) { room, count in
        for row in rows.rows {
          let row = Int(row)
          guard unsafe vector.states[row] == 0, let from = unsafe vector.bytes[row].baseAddress,
            let to = room.baseAddress
          else { continue }
          unsafe UnsafeMutableRawPointer(to + count).copyMemory(from: from, byteCount: vector.bytes[row].count)
          unsafe count += vector.bytes[row].count
        }
      })
  }

  /// Makes room for the cells of others.
  mutating func reserve(_ others: some Sequence<StoredColumn>) {
    var (cells, bytes) = (count, text.count)
    for other in others {
      cells += other.count
      bytes += other.text.count
    }
    states.reserveCapacity(cells)
    text.reserveCapacity(bytes)
    switch type {
    case .bool, .int, .timestamp, .duration: integers.reserveCapacity(cells)
    case .double: doubles.reserveCapacity(cells)
    case .string, .key, .list: ends.reserveCapacity(cells)
    }
  }

  mutating func append(_ other: StoredColumn) {
    let shift = text.count
    states.append(contentsOf: other.states)
    integers.append(contentsOf: other.integers)
    doubles.append(contentsOf: other.doubles)
    text.append(contentsOf: other.text)
    ends.append(contentsOf: other.ends.lazy.map { $0 + shift })
  }

  /// A place for a record that only a link names.
  mutating func appendMissing() { appendPlaceholder(ColumnVector.missing) }

  mutating func append(key: UnsafeRawBufferPointer) {
    states.append(0)
    unsafe text.append(contentsOf: key)
    ends.append(text.count)
  }

  /// A cell of a test's row, whose type is the column's.
  mutating func append(_ value: GivenValue) {
    switch value {
    case .missing:
      // An empty cell is an empty list.
      appendPlaceholder(type == .list ? 0 : ColumnVector.missing)
    case .bool(let flag): append(integer: flag ? 1 : 0)
    case .int(let number), .timestamp(let number), .duration(let number): append(integer: number)
    case .double(let number):
      states.append(0)
      doubles.append(number)
    case .text(let word): append(text: word)
    // As JSON's arrays are kept: the words as they stand, each behind a U+001F.
    case .list(let words): append(text: words.map { "\u{1F}" + $0 }.joined())
    }
  }

  private mutating func append(integer: Int64) {
    states.append(0)
    integers.append(integer)
  }

  private mutating func append(text: String) {
    states.append(0)
    self.text.append(contentsOf: text.utf8)
    ends.append(self.text.count)
  }

  mutating func markUnreadable(_ row: Int) { states[row] = ColumnVector.unreadable }

  mutating func markMissing(_ row: Int) { states[row] = ColumnVector.missing }

  /// Empties the times that lie after an instant, in microseconds.
  mutating func hide(after horizon: Int64) {
    for row in states.indices where states[row] == 0 && integers[row] > horizon { states[row] = ColumnVector.missing }
  }

  /// The rows at these places, in this order.
  func picking(_ rows: [Int]) -> StoredColumn {
    var picked = StoredColumn(type: type)
    for row in rows {
      picked.states.append(states[row])
      switch type {
      case .bool, .int, .timestamp, .duration: picked.integers.append(integers[row])
      case .double: picked.doubles.append(doubles[row])
      case .string, .key, .list:
        unsafe withBytes(row) { unsafe picked.text.append(contentsOf: $0) }
        picked.ends.append(picked.text.count)
      }
    }
    return picked
  }

  /// The bytes of a text, key or list; nothing where it is missing.
  func withBytes<Result>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let start = row == 0 ? 0 : ends[row - 1]
    return unsafe text.withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[row]])) }
  }

  /// How long a text is.
  @inline(__always)
  func byteCount(_ row: Int) -> Int { ends.isEmpty ? 0 : row == 0 ? ends[0] : ends[row] - ends[row - 1] }

  private mutating func appendPlaceholder(_ state: UInt8) {
    states.append(state)
    switch type {
    case .bool, .int, .timestamp, .duration: integers.append(0)
    case .double: doubles.append(0)
    case .string, .key, .list: ends.append(text.count)
    }
  }
}
