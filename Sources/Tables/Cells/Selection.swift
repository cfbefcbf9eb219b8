/// The rows of a batch that are still of interest, ascending.
package struct Selection: Hashable, Sendable {
  package var rows: [UInt16] = []
  package init() {}

  /// All rows of a batch of `count`.
  package mutating func fill(_ count: Int) {
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: 0..<UInt16(count))
  }

  /// Also the rows of another, ascending as well.
  package mutating func formUnion(_ other: Selection) {
    if other.rows.isEmpty { return }
    if rows.isEmpty { return rows = other.rows }
    var merged: [UInt16] = []
    merged.reserveCapacity(rows.count + other.rows.count)
    var (left, right) = (0, 0)
    while left < rows.count, right < other.rows.count {
      let (a, b) = (rows[left], other.rows[right])
      merged.append(min(a, b))
      left += a <= b ? 1 : 0
      right += b <= a ? 1 : 0
    }
    merged.append(contentsOf: rows[left...])
    merged.append(contentsOf: other.rows[right...])
    rows = merged
  }
}
