/// SHA-256 (FIPS 180-4), for signatures of links: a few dozen bytes a message.
struct SHA256: Sendable {
  /// The hash of the whole blocks so far.
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  private var length = 0

  static let blockSize = 64

  static func digest(of bytes: [UInt8]) -> SIMD8<UInt32> { SHA256().digest(ending: bytes) }

  /// Takes in the first bytes of a message: a whole number of blocks.
  mutating func absorb(blocks: [UInt8]) {
    precondition(blocks.count % Self.blockSize == 0)
    var schedule = [UInt32](repeating: 0, count: 64)
    for start in stride(from: 0, to: blocks.count, by: Self.blockSize) { compress(blocks, start, &schedule) }
    length += blocks.count
  }

  /// The digest of what was absorbed and these last bytes: eight words, the first of them first.
  func digest(ending bytes: [UInt8]) -> SIMD8<UInt32> {
    var last = bytes
    last.reserveCapacity(bytes.count + 2 * Self.blockSize)
    last.append(0x80)
    while last.count % Self.blockSize != 56 { last.append(0) }
    let bits = UInt64(length + bytes.count) * 8
    for index in 0..<8 { last.append(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index))) }
    var copy = self
    copy.absorb(blocks: last)
    return copy.state
  }

  private mutating func compress(_ bytes: [UInt8], _ start: Int, _ w: inout [UInt32]) {
    for i in 0..<16 {
      let at = start + 4 * i
      w[i] =
        UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
    }
    for i in 16..<64 {
      let (x, y) = (w[i - 15], w[i - 2])
      let s0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >> 3)
      let s1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >> 10)
      w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
    }
    let constants = Self.constants
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for i in 0..<64 {
      let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let first = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ constants[i] &+ w[i]
      let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let second = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    state = state &+ SIMD8(a, b, c, d, e, f, g, h)
  }

  private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word &>> count | word &<< (32 &- count) }

  private static let constants: [UInt32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]
}

extension SIMD8<UInt32> {
  /// The 32 bytes of a digest.
  var digestBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for index in indices {
      for shift in [UInt32(24), 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: self[index] >> shift)) }
    }
    return bytes
  }
}
