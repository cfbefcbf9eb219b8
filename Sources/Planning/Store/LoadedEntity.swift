/// One entity's records. Behind the rows of the export stand the keys that links name and no row has: guests.
struct LoadedEntity: Sendable {
  /// By field of the schema; nil where nothing reads the field.
  var columns: [StoredColumn?]
  /// The real rows.
  var ordinals = 0..<0
  /// By number of a named key its row, or −1; by real row its key's number, and those of its to-one links: until the
  /// records are laid out.
  var rowOfKey: [Int32] = []
  var keyNumbers: [UInt32] = []
  var linkNumbers: [Int: [UInt32]] = [:]
  /// Rows whose key stands more than once in the export, against `duplicates: error`.
  var ambiguous: Set<Int> = []
  /// By link: the target's row, or −1.
  var one: [Int: [Int32]] = [:]
  /// By link: which of `rows` belong to row i: `rows[starts[i]..<starts[i + 1]]`.
  var many: [Int: Adjacency] = [:]

  var count: Int { columns[0]?.count ?? ordinals.count }
  func exists(_ row: Int) -> Bool { row < ordinals.count }

  /// Where a named key stands.
  func row(of number: UInt32) -> Int? {
    guard Int(number) < rowOfKey.count else { return nil }
    let row = rowOfKey[Int(number)]
    return row < 0 ? nil : Int(row)
  }

  /// Hands the columns over.
  mutating func takeColumns() -> [StoredColumn?] {
    var taken: [StoredColumn?] = Array(repeating: nil, count: columns.count)
    swap(&taken, &columns)
    return taken
  }

  struct Adjacency: Sendable {
    var starts: [UInt32]
    var rows: [UInt32]

    /// Groups the rows 0 ..< owners.count by their owner, keeping their order.
    init(owners: [Int32], count: Int) {
      starts = Array(repeating: 0, count: count + 1)
      for owner in owners where owner >= 0 { starts[Int(owner) + 1] += 1 }
      for index in 0..<count { starts[index + 1] += starts[index] }
      rows = Array(repeating: 0, count: Int(starts[count]))
      var next = starts
      for (row, owner) in owners.enumerated() where owner >= 0 {
        rows[Int(next[Int(owner)])] = UInt32(row)
        next[Int(owner)] += 1
      }
    }
  }

  /// Adds a record of which only the key is known; its row.
  mutating func appendGuest(_ key: UnsafeRawBufferPointer, _ number: UInt32) -> Int32 {
    let row = Int32(count)
    while rowOfKey.count <= Int(number) { rowOfKey.append(-1) }
    rowOfKey[Int(number)] = row
    unsafe columns[0]?.append(key: key)
    for index in columns.indices.dropFirst() { columns[index]?.appendMissing() }
    return row
  }
}
