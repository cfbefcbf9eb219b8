/// Makes the signatures of links: HMAC-SHA-256 (RFC 2104) under the project's key.
package struct Signer: Sendable {
  /// The hash states behind the two padded keys, computed once.
  private let inner: SHA256
  private let outer: SHA256

  package init(key: [UInt8]) {
    var short = key.count > SHA256.blockSize ? SHA256.digest(of: key).digestBytes : key
    short += [UInt8](repeating: 0, count: SHA256.blockSize - short.count)
    var (inner, outer) = (SHA256(), SHA256())
    inner.absorb(blocks: short.map { $0 ^ 0x36 })
    outer.absorb(blocks: short.map { $0 ^ 0x5C })
    self.inner = inner
    self.outer = outer
  }

  /// The first 128 bits as 32 lower-case hexadecimal digits: what any language's HMAC gives, cut in half.
  package func signature(of bytes: [UInt8]) -> String {
    hexadecimal(authenticationCode(of: bytes), words: 4)
  }

  /// All 256 bits as 64 lower-case hexadecimal digits, for requests.
  package func fullSignature(of bytes: [UInt8]) -> String { hexadecimal(authenticationCode(of: bytes), words: 8) }

  private func hexadecimal(_ code: SIMD8<UInt32>, words: Int) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(8 * words)
    for index in 0..<words {
      for place in 0..<8 {
        let digit = UInt8(truncatingIfNeeded: code[index] >> UInt32(28 - 4 * place)) & 15
        text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// All eight words.
  func authenticationCode(of bytes: [UInt8]) -> SIMD8<UInt32> {
    outer.digest(ending: inner.digest(ending: bytes).digestBytes)
  }
}
