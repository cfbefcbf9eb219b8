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
    for row in rows.rows {
      let row = Int(row)
      let state = unsafe vector.states[row]
      states.append(state)
      switch type {
      case .bool, .int, .timestamp, .duration: unsafe integers.append(state == 0 ? vector.integers[row] : 0)
      case .double: unsafe doubles.append(state == 0 ? vector.doubles[row] : 0)
      case .string, .key, .list:
        if state == 0 { unsafe text.append(contentsOf: vector.bytes[row]) }
        ends.append(text.count)
      }
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

  mutating func markUnreadable(_ row: Int) { states[row] = ColumnVector.unreadable }

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

  func string(_ row: Int) -> String { unsafe withBytes(row) { unsafe String(decoding: $0, as: UTF8.self) } }

  private mutating func appendPlaceholder(_ state: UInt8) {
    states.append(state)
    switch type {
    case .bool, .int, .timestamp, .duration: integers.append(0)
    case .double: doubles.append(0)
    case .string, .key, .list: ends.append(text.count)
    }
  }
}
