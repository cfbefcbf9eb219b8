import Tables

/// A set of keys, numbered in the order of their first insertion: built by one thread, then probed by many.
struct KeySet: Sendable {
  private(set) var arena: [UInt8] = []
  /// Where key i ends in `arena`.
  private(set) var ends: [Int] = []
  /// The upper half of a key's hash, and below it its number + 1; or 0. A power of two of places, at most half full.
  private var table: [UInt64] = Array(repeating: 0, count: 16)

  var count: Int { ends.count }
  var isEmpty: Bool { ends.isEmpty }

  init() {}

  /// The key's number, and whether it is new.
  @discardableResult
  mutating func insert(_ key: UnsafeRawBufferPointer) -> (index: Int, isNew: Bool) {
    unsafe insert(key, keyHash(key))
  }

  /// - Parameter hash: the key's.
  @discardableResult
  mutating func insert(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> (index: Int, isNew: Bool) {
    if let found = unsafe find(key, hash) { return (found, false) }
    if (count + 1) * 2 > table.count { grow(to: table.count * 2) }
    unsafe arena.append(contentsOf: key)
    ends.append(arena.count)
    place((hash & ~0xFFFF_FFFF) | UInt64(count))
    return (count - 1, true)
  }

  @discardableResult
  mutating func insert(_ key: String) -> (index: Int, isNew: Bool) {
    var key = key
    return key.withUTF8 { unsafe insert(UnsafeRawBufferPointer($0)) }
  }

  mutating func formUnion(_ other: KeySet) {
    if isEmpty { return self = other }
    for index in 0..<other.count { unsafe other.withKey(index) { _ = unsafe insert($0) } }
  }

  /// Makes room for so many keys.
  mutating func reserve(_ count: Int, bytes: Int = 0) {
    ends.reserveCapacity(count)
    arena.reserveCapacity(bytes)
    var places = table.count
    while places < count * 2 { places *= 2 }
    if places > table.count { grow(to: places) }
  }

  func find(_ key: UnsafeRawBufferPointer) -> Int? { unsafe find(key, keyHash(key)) }

  func find(_ key: String) -> Int? {
    var key = key
    return key.withUTF8 { unsafe find(UnsafeRawBufferPointer($0)) }
  }

  @inline(__always)
  func withKey<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let start = index == 0 ? 0 : ends[index - 1]
    return unsafe arena.withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]])) }
  }

  func string(_ index: Int) -> String {
    unsafe withKey(index) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Fetches what `find` will look at first.
  func prefetch(_ hash: UInt64) {
    unsafe table.withUnsafeBufferPointer { table in
      unsafe fetchAhead(table.baseAddress.unsafelyUnwrapped + (Int(truncatingIfNeeded: hash >> 32) & (table.count - 1)))
    }
  }

  /// - Parameter hash: the key's, if it is known already.
  func find(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
    unsafe table.withUnsafeBufferPointer { table in
      let mask = table.count - 1
      var place = Int(truncatingIfNeeded: hash >> 32) & mask
      while true {
        let entry = unsafe table[place]
        if entry == 0 { return nil }
        if (entry ^ hash) >> 32 == 0 {
          let index = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
          if unsafe withKey(index, { unsafe $0.isSame(as: key) }) { return index }
        }
        place = (place + 1) & mask
      }
    }
  }

  private mutating func place(_ entry: UInt64) {
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: entry >> 32) & mask
    while table[place] != 0 { place = (place + 1) & mask }
    table[place] = entry
  }

  private mutating func grow(to places: Int) {
    let old = table
    table = Array(repeating: 0, count: places)
    for entry in old where entry != 0 { place(entry) }
  }
}

extension UnsafeRawBufferPointer {
  /// Byte for byte.
  @inline(__always)
  func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    var offset = 0
    while offset + 8 <= count {
      let (a, b) = unsafe (
        loadUnaligned(fromByteOffset: offset, as: UInt64.self),
        other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      )
      if a != b { return false }
      offset += 8
    }
    while offset < count {
      if unsafe self[offset] != other[offset] { return false }
      offset += 1
    }
    return true
  }
}
