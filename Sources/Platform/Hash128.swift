/// A 128-bit hash of some parts: the same on every machine and for ever, since ids of jobs are made of it.
///
/// SipHash-2-4-128 under a key that is written here. Not secret: it tells things apart, it does not hide them.
package struct Hash128: Hashable, Comparable, Sendable {
  /// The first eight of `bytes`, as a big-endian number: comparing these is comparing the bytes.
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Of strings: ("ab", "c") differs from ("a", "bc").
  package init(_ parts: String...) {
    var builder = Builder()
    for part in parts { builder.add(part) }
    self = builder.finish()
  }

  package static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }

  /// Sixteen bytes in an order that compares as the hashes do.
  package var bytes: [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(8 * (7 - $0 % 8))) }
  }

  /// From sixteen bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    let (high, low) = bytes.reduce((UInt64(0), UInt64(0))) { ($0.0 << 8 | $0.1 >> 56, $0.1 << 8 | UInt64($1)) }
    self.init(high: high, low: low)
  }
}

extension Hash128 {
  /// Takes parts one by one, each with its length in front. Allocates nothing.
  package struct Builder: Sendable {
    private var hash = SipHash(key: (0x6865_7261_6c64_2e6a, 0x6f62_2e69_642e_7631))  // "herald.j", "ob.id.v1"

    package init() {}

    package mutating func add(_ bytes: RawSpan) {
      hash.append(UInt64(bytes.byteCount))
      hash.append(bytes)
    }

    package mutating func add(_ bytes: Span<UInt8>) { unsafe add(bytes.bytes) }

    package mutating func add(_ text: String) { add(text.utf8Span.span) }

    package mutating func add(_ number: Int64) {
      hash.append(UInt64(8))
      hash.append(UInt64(bitPattern: number))
    }

    package mutating func add(_ other: Hash128) {
      hash.append(UInt64(16))
      hash.append(other.high)
      hash.append(other.low)
    }

    package consuming func finish() -> Hash128 {
      let (first, second) = hash.finish()
      return Hash128(high: first.byteSwapped, low: second.byteSwapped)
    }
  }
}
