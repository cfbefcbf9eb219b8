/// Some of an entity's named keys, by their numbers.
struct KeyMembers: Hashable, Sendable {
  private var words: [UInt64] = []
  private(set) var count = 0

  init() {}

  var isEmpty: Bool { count == 0 }

  @inline(__always)
  func contains(_ number: UInt32) -> Bool {
    let place = Int(number >> 6)
    return place < words.count && words[place] >> UInt64(number & 63) & 1 == 1
  }

  mutating func insert(_ number: UInt32) {
    let place = Int(number >> 6)
    while words.count <= place { words.append(0) }
    let bit: UInt64 = 1 << UInt64(number & 63)
    count += words[place] & bit == 0 ? 1 : 0
    words[place] |= bit
  }

  mutating func formUnion(_ other: KeyMembers) {
    if isEmpty { return self = other }
    while words.count < other.words.count { words.append(0) }
    for place in other.words.indices { words[place] |= other.words[place] }
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  mutating func subtract(_ other: KeyMembers) {
    for place in words.indices.prefix(other.words.count) { words[place] &= ~other.words[place] }
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Ascending.
  func forEach(_ body: (UInt32) -> Void) {
    for (place, word) in words.enumerated() {
      var left = word
      while left != 0 {
        body(UInt32(place * 64 + left.trailingZeroBitCount))
        left &= left - 1
      }
    }
  }
}
