import CCurl
import Platform
import Spool

/// Sends each job as one HTTP request, over connections that stay open between jobs. Redirects are not followed, and no
/// request is sent twice: what may have arrived without an answer is `unknown`, unless the gateway is idempotent.
final class HTTPTransport: Transport {
  private let source: any RequestSource
  private let signature: RequestSignature?
  private let authorities: String?
  private let clock: @Sendable () -> Int64
  private var handle: CurlHandle?

  /// Seconds until a connection stands.
  private static let connectTimeout = 10
  /// Seconds after which an idle connection is not trusted any more: a server that closes it in the very moment of a
  /// request leaves the job unknown, and none closes so early.
  private static let idleLimit = 4

  /// - Parameters:
  ///   - authorities: a file of certificates to trust instead of the system's.
  ///   - clock: seconds since 1970.
  init(
    _ source: any RequestSource, signature: RequestSignature?, authorities: String?,
    clock: @escaping @Sendable () -> Int64 = { SystemClock.now().seconds }
  ) {
    self.source = source
    self.signature = signature
    self.authorities = authorities
    self.clock = clock
  }

  func send(_ parcel: borrowing Parcel) -> SendResult {
    let request: HTTPRequest
    do throws(RequestProblem) { request = try source.request(for: parcel) } catch {
      return SendResult(error.isForAll ? .deferred : .failed, reason: error.message, pausesChannel: error.isForAll)
    }
    do throws(CurlProblem) {
      var open = try opened()
      try prepare(&open, request, id: parcel.name.id)
      let end = try open.upload(request.body)
      handle = consume open
      return SendResult(end, source.rules, now: clock())
    } catch {
      handle = nil
      return SendResult(.deferred, reason: "the request cannot be sent: \(error.words)", pausesChannel: true)
    }
  }

  func rest() { handle = nil }

  private func opened() throws(CurlProblem) -> CurlHandle {
    if let open = handle.take() { return open }
    return try CurlHandle(for: .web)
  }

  private func prepare(_ handle: inout CurlHandle, _ request: HTTPRequest, id: String) throws(CurlProblem) {
    try handle.set(.url, request.url)
    try handle.set(.post, 1)
    try handle.set(.method, request.method)
    // Over one connection, one request after the other: how far each got is known. HTTP/2 would blur that.
    try handle.set(.httpVersion, Int(CURL_HTTP_VERSION_1_1))
    try handle.set(.connectTimeout, Self.connectTimeout * 1000)
    try handle.set(.timeout, source.rules.timeout * 1000)
    try handle.set(.idleLimit, Self.idleLimit)
    if let authorities { try handle.set(.authorities, authorities) }
    try handle.set(.headers, headers(request, id: id))
  }

  private func headers(_ request: HTTPRequest, id: String) -> [String] {
    // A header without a value is written with a semicolon; with a colon it would take libcurl's own away.
    var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    if request.header("Idempotency-Key") == nil { lines.append("Idempotency-Key: \(id)") }
    if request.header("User-Agent") == nil { lines.append("User-Agent: herald") }
    if let signature {
      lines.append("\(RequestSignature.header): \(signature.value(request.body, at: clock()))")
    }
    // A server's word to go on is not waited for: it costs a round trip, and some never say it.
    return lines + ["Expect:"]
  }
}
