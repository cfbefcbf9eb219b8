import CScan

/// Keys and links of a whole batch at once, without parsing them into vectors.
extension RowBatch {
  /// The rows among `rows` whose cell may be in the filter, ascending: all that are, some that are not, and those that only
  /// parsing tells. Nil if the column has to be parsed to know anything.
  package func likely(_ column: ColumnIndex, in filter: KeyFilter, rows: Selection) -> Selection? {
    guard let cells = plainKeys(column) else { return nil }
    counts[column].read += rows.rows.count
    var hits = Selection()
    unsafe hits.rows = Array(unsafeUninitializedCapacity: rows.rows.count) { room, found in
      unsafe rows.rows.withUnsafeBufferPointer { selected in
        unsafe filter.words.withUnsafeBufferPointer { words in
          guard let room = room.baseAddress else { return }
          unsafe found = herald_likely_keys(
            Self.variant, cells.column, selected.baseAddress, selected.count, words.baseAddress, filter.shift, room)
        }
      }
    }
    return hits
  }

  private static let variant = herald_best()

  /// How the batch's keys follow each other.
  package var keyOrder: KeyOrder {
    guard let cells = plainKeys(0), count > 0 else { return .unknown }
    let found = unsafe herald_key_order(cells.column, count)
    return KeyOrder(
      first: unsafe Array(cells.cell(0).buffer), last: unsafe Array(cells.cell(count - 1).buffer),
      isAscending: found & herald_ascending.rawValue != 0, isDescending: found & herald_descending.rawValue != 0)
  }

  private func plainKeys(_ column: ColumnIndex) -> DelimitedCells? {
    guard isPlainKey(column), let place = onlyPlace(of: column) else { return nil }
    return delimitedCells(place)
  }
}

/// How the keys of consecutive rows follow each other, the shorter before the longer. Where all ascend, or all descend,
/// none stands twice.
package struct KeyOrder: Hashable, Sendable {
  var first: [UInt8] = []
  var last: [UInt8] = []
  package var isAscending: Bool
  package var isDescending: Bool

  /// Nobody looks.
  package static let unknown = KeyOrder(isAscending: false, isDescending: false)

  /// Of no rows.
  package init() { self.init(isAscending: true, isDescending: true) }

  init(first: [UInt8] = [], last: [UInt8] = [], isAscending: Bool, isDescending: Bool) {
    self.first = first
    self.last = last
    self.isAscending = isAscending
    self.isDescending = isDescending
  }

  package var isStrict: Bool { isAscending || isDescending }

  /// Goes on with the rows behind.
  package mutating func append(_ next: KeyOrder) {
    if !last.isEmpty, !next.first.isEmpty {
      if !Self.precedes(last, next.first) { isAscending = false }
      if !Self.precedes(next.first, last) { isDescending = false }
    }
    isAscending = isAscending && next.isAscending
    isDescending = isDescending && next.isDescending
    if first.isEmpty { first = next.first }
    if !next.last.isEmpty { last = next.last }
  }

  private static func precedes(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
  }
}
