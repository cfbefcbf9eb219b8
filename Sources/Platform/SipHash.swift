/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, <https://github.com/veorq/SipHash>).
struct SipHash: Sendable {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64
  /// The bytes that do not fill a word yet, little-endian, `count % 8` of them.
  private var tail: UInt64 = 0
  private var count = 0

  init(key: (UInt64, UInt64)) {
    v0 = 0x736f_6d65_7073_6575 ^ key.0
    v1 = 0x646f_7261_6e64_6f6d ^ key.1 ^ 0xee
    v2 = 0x6c79_6765_6e65_7261 ^ key.0
    v3 = 0x7465_6462_7974_6573 ^ key.1
  }

  mutating func append(_ byte: UInt8) {
    tail |= UInt64(byte) << UInt64(8 * (count & 7))
    count += 1
    if count & 7 == 0 { compressTail() }
  }

  /// Eight bytes, little-endian.
  mutating func append(_ word: UInt64) {
    let filled = UInt64(8 * (count & 7))
    tail |= word << filled
    count += 8
    compressTail()
    if filled > 0 { tail = word >> (64 - filled) }
  }

  mutating func append(_ bytes: RawSpan) {
    var offset = 0
    while offset + 8 <= bytes.byteCount {
      append(UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    while offset < bytes.byteCount {
      append(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
      offset += 1
    }
  }

  /// The two halves as the algorithm makes them; written little-endian they are the published output.
  consuming func finish() -> (UInt64, UInt64) {
    tail |= UInt64(truncatingIfNeeded: count) << 56
    compressTail()
    v2 ^= 0xee
    for _ in 0..<4 { round() }
    let first = v0 ^ v1 ^ v2 ^ v3
    v1 ^= 0xdd
    for _ in 0..<4 { round() }
    return (first, v0 ^ v1 ^ v2 ^ v3)
  }

  private mutating func compressTail() {
    v3 ^= tail
    round()
    round()
    v0 ^= tail
    tail = 0
  }

  @inline(__always)
  private mutating func round() {
    v0 &+= v1
    v1 = rotated(v1, 13) ^ v0
    v0 = rotated(v0, 32)
    v2 &+= v3
    v3 = rotated(v3, 16) ^ v2
    v0 &+= v3
    v3 = rotated(v3, 21) ^ v0
    v2 &+= v1
    v1 = rotated(v1, 17) ^ v2
    v2 = rotated(v2, 32)
  }

  @inline(__always)
  private func rotated(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
}
