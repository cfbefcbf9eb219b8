import Tables

/// A set of keys, numbered in the order of their first insertion: built by one thread, then probed by many.
///
/// A bitmap of at least eight bits a key stands in front of the table, so that a scan's millions of strangers cost one
/// load each and the table itself is touched only by likely members.
struct KeySet: Sendable {
  private(set) var arena: [UInt8] = []
  /// Where key i ends in `arena`.
  private(set) var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Index + 1 of a key, or 0; a power of two of places, at most half full.
  private var table: [UInt32] = Array(repeating: 0, count: 16)
  private var bitmap: [UInt64] = [0, 0]

  var count: Int { ends.count }
  var isEmpty: Bool { ends.isEmpty }

  init() {}

  /// The key's number, and whether it is new.
  @discardableResult
  mutating func insert(_ key: UnsafeRawBufferPointer) -> (index: Int, isNew: Bool) {
    let hash = unsafe hashKey(key)
    if let found = unsafe find(key, hash) { return (found, false) }
    if (count + 1) * 2 > table.count { grow() }
    unsafe arena.append(contentsOf: key)
    ends.append(arena.count)
    hashes.append(hash)
    place(hash, count)
    return (count - 1, true)
  }

  @discardableResult
  mutating func insert(_ key: String) -> (index: Int, isNew: Bool) {
    var key = key
    return key.withUTF8 { unsafe insert(UnsafeRawBufferPointer($0)) }
  }

  mutating func formUnion(_ other: KeySet) {
    for index in 0..<other.count { unsafe other.withKey(index) { _ = unsafe insert($0) } }
  }

  func find(_ key: UnsafeRawBufferPointer) -> Int? { unsafe find(key, hashKey(key)) }

  func find(_ key: String) -> Int? {
    var key = key
    return key.withUTF8 { unsafe find(UnsafeRawBufferPointer($0)) }
  }

  func withKey<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let start = index == 0 ? 0 : ends[index - 1]
    return unsafe arena.withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]])) }
  }

  func string(_ index: Int) -> String {
    unsafe withKey(index) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Appends to `hits` the selected rows whose cell is a member.
  func select(_ cells: ColumnVector, rows: Selection, into hits: inout Selection) {
    guard !isEmpty else { return }
    let shift = UInt64(64 - bitmap.count.trailingZeroBitCount - 6)
    unsafe bitmap.withUnsafeBufferPointer { bitmap in
      for row in rows.rows where unsafe cells.states[Int(row)] == 0 {
        let key = unsafe cells.bytes[Int(row)]
        let hash = unsafe hashKey(key)
        let bit = hash >> shift
        guard unsafe bitmap[Int(bit >> 6)] >> (bit & 63) & 1 == 1, unsafe find(key, hash) != nil else { continue }
        hits.rows.append(row)
      }
    }
  }

  private func find(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while table[place] != 0 {
      let index = Int(table[place]) - 1
      if hashes[index] == hash, unsafe withKey(index, { unsafe $0.elementsEqual(key) }) { return index }
      place = (place + 1) & mask
    }
    return nil
  }

  private mutating func place(_ hash: UInt64, _ number: Int) {
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while table[place] != 0 { place = (place + 1) & mask }
    table[place] = UInt32(number)
    let bit = hash >> UInt64(64 - bitmap.count.trailingZeroBitCount - 6)
    bitmap[Int(bit >> 6)] |= 1 << (bit & 63)
  }

  private mutating func grow() {
    table = Array(repeating: 0, count: table.count * 2)
    // 16 bits a place of the table's halves: 8 to 16 a key.
    bitmap = Array(repeating: 0, count: max(2, table.count * 4 / 64 * 2))
    for index in hashes.indices { place(hashes[index], index + 1) }
  }
}
