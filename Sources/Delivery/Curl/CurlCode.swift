import CCurl

/// What libcurl says of a request: `CURLE_…` (libcurl-errors(3)).
package struct CurlCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }
  private init(_ code: CURLcode) { rawValue = code.rawValue }

  package static let ok = CurlCode(CURLE_OK)
  package static let noHost = CurlCode(CURLE_COULDNT_RESOLVE_HOST)
  package static let noConnection = CurlCode(CURLE_COULDNT_CONNECT)
  package static let timeout = CurlCode(CURLE_OPERATION_TIMEDOUT)
  package static let strangeReply = CurlCode(CURLE_WEIRD_SERVER_REPLY)
  package static let accessDenied = CurlCode(CURLE_REMOTE_ACCESS_DENIED)
  package static let loginDenied = CurlCode(CURLE_LOGIN_DENIED)
  package static let noTLS = CurlCode(CURLE_USE_SSL_FAILED)
  package static let handshakeFailed = CurlCode(CURLE_SSL_CONNECT_ERROR)
  package static let untrusted = CurlCode(CURLE_PEER_FAILED_VERIFICATION)
  package static let badAuthorities = CurlCode(CURLE_SSL_CACERT_BADFILE)
  package static let sendFailed = CurlCode(CURLE_SEND_ERROR)
  package static let receiveFailed = CurlCode(CURLE_RECV_ERROR)
  package static let noAnswer = CurlCode(CURLE_GOT_NOTHING)
  package static let aborted = CurlCode(CURLE_ABORTED_BY_CALLBACK)
  package static let noRewind = CurlCode(CURLE_SEND_FAIL_REWIND)
  package static let noMemory = CurlCode(CURLE_OUT_OF_MEMORY)

  var isAboutTLS: Bool { [.noTLS, .handshakeFailed, .untrusted, .badAuthorities].contains(self) }

  /// libcurl's own words: fixed texts, nothing of the request.
  package var words: String {
    guard let text = unsafe curl_easy_strerror(CURLcode(rawValue: rawValue)) else { return "libcurl error \(rawValue)" }
    return unsafe String(cString: text)
  }
}

/// Why a handle could not be made ready.
package enum CurlProblem: Error, Hashable, Sendable {
  case noMemory
  /// The value of the option cannot be sent: a NUL or a line break.
  case refused(String)
  /// This libcurl does not know the option.
  case unsupported(String)

  /// Names the option, never its value.
  package var words: String {
    switch self {
    case .noMemory: "there is no memory for a connection"
    case .refused(let option): "the \(option) has a character that cannot be sent"
    case .unsupported(let option): "this libcurl has no option for: \(option)"
    }
  }
}
