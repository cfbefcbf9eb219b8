/// Makes the signatures of links: HMAC-SHA-256 (RFC 2104) under the project's key.
package struct Signer: Sendable {
  /// The hash states behind the two padded keys, computed once.
  private let inner: SHA256
  private let outer: SHA256

  package init(key: [UInt8]) {
    var short = key
    if key.count > SHA256.blockSize {
      var hash = SHA256()
      hash.update(key)
      short = hash.finish()
    }
    short += [UInt8](repeating: 0, count: SHA256.blockSize - short.count)
    var (inner, outer) = (SHA256(), SHA256())
    inner.update(short.map { $0 ^ 0x36 })
    outer.update(short.map { $0 ^ 0x5C })
    self.inner = inner
    self.outer = outer
  }

  /// The first 128 bits as 32 lower-case hexadecimal digits: what any language's HMAC gives, cut in half.
  package func signature(of bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = authenticationCode(of: bytes).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// All 32 bytes.
  func authenticationCode(of bytes: some Collection<UInt8>) -> [UInt8] {
    var first = inner
    first.update(bytes)
    var second = outer
    second.update(first.finish())
    return second.finish()
  }
}
