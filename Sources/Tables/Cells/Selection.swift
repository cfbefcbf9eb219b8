/// The rows of a batch that are still of interest, ascending.
package struct Selection: Hashable, Sendable {
  package var rows: [UInt16] = []
  package init() {}

  /// All rows of a batch of `count`.
  package mutating func fill(_ count: Int) {
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: 0..<UInt16(count))
  }
}
