/// Hashes that say nothing to whoever does not have the key: SipHash-2-4-128, which is made for that.
package struct KeyedHash: Sendable {
  private let start: SipHash

  /// - Parameter secret: any number of bytes that nobody can guess.
  package init(secret: [UInt8]) {
    // Two passes under keys of their own make a key of the secret, so that it serves no second purpose.
    func half(_ name: String) -> UInt64 {
      var builder = Hash128.Builder()
      builder.add("herald.keyed/1 " + name)
      builder.add(secret.span)
      return builder.finish().high
    }
    start = SipHash(key: (half("a"), half("b")))
  }

  package func hash(_ text: String) -> Hash128 {
    var hash = start
    hash.append(UInt8(ascii: "t"))
    unsafe hash.append(text.utf8Span.span.bytes)
    return Self.finish(hash)
  }

  package func hash(_ other: Hash128) -> Hash128 {
    var hash = start
    hash.append(UInt8(ascii: "h"))
    hash.append(other.high)
    hash.append(other.low)
    return Self.finish(hash)
  }

  private static func finish(_ hash: consuming SipHash) -> Hash128 {
    let (first, second) = hash.finish()
    return Hash128(high: first, low: second)
  }
}
