import Templates

/// Proves to our own endpoint that a request comes from us: `t=<seconds>,v1=<HMAC-SHA-256 of "<seconds>.<body>">`, in
/// hexadecimal, under the secret `HERALD_SIGNING_KEY`. The time lets the endpoint refuse what was recorded and replayed.
struct RequestSignature: Sendable {
  static let keyName = "HERALD_SIGNING_KEY"
  static let header = "X-Herald-Signature"

  private let signer: Signer

  init(key: String) { signer = Signer(key: Array(key.utf8)) }

  func value(_ body: [UInt8], at seconds: Int64) -> String {
    "t=\(seconds),v1=\(signer.fullSignature(of: Array("\(seconds).".utf8) + body))"
  }
}
