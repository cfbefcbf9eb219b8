import CScan

/// A quick 64-bit hash of a key's bytes, for tables that live no longer than a run. Not stable across versions.
package func keyHash(_ key: UnsafeRawBufferPointer) -> UInt64 {
  guard let start = key.baseAddress else { return unsafe herald_hash_key(Cell.empty.start, 0) }
  return unsafe herald_hash_key(start.assumingMemoryBound(to: UInt8.self), key.count)
}

/// Asks for a place in memory before it is read.
package func fetchAhead(_ place: UnsafeRawPointer) { unsafe herald_fetch_ahead(place) }

/// Tells of most keys that they are not in a set, with one look at one word.
///
/// Three bits a key of the one word that its hash chooses, in 8 to 16 bits a key: of a scan's strangers one to three in
/// a hundred pass, and the words of a few hundred thousand keys stay in a core's own cache.
package struct KeyFilter: Sendable {
  /// A power of two of them.
  private(set) var words: [UInt64]
  /// Leaves so many bits of a hash as number the words.
  let shift: UInt32

  /// - Parameter count: how many keys are to be put in.
  package init(count: Int) {
    let bits = max(2, Int.bitWidth - (max(1, count) * 8 - 1).leadingZeroBitCount)
    let places = max(1, bits - 6)
    words = Array(repeating: 0, count: 1 << places)
    shift = UInt32(64 - places)
  }

  package mutating func insert(_ hash: UInt64) { words[Int(hash >> UInt64(shift))] |= herald_filter_bits(hash) }

  package func mayContain(_ hash: UInt64) -> Bool {
    let bits = herald_filter_bits(hash)
    return words[Int(hash >> UInt64(shift))] & bits == bits
  }
}
