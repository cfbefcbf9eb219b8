import CCurl

/// An option of a handle, with the kind of value that it takes. Options not listed here are not for the outside.
package struct CurlOption<Value>: Sendable {
  let raw: CURLoption
  /// For people.
  let name: String

  private init(_ raw: CURLoption, _ name: String) {
    self.raw = raw
    self.name = name
  }
}

extension CurlOption<String> {
  package static var url: Self { Self(CURLOPT_URL, "url") }
  package static var user: Self { Self(CURLOPT_USERNAME, "user") }
  package static var password: Self { Self(CURLOPT_PASSWORD, "password") }
  /// A file of certificates, instead of the system's.
  package static var authorities: Self { Self(CURLOPT_CAINFO, "certificates") }
  package static var userAgent: Self { Self(CURLOPT_USERAGENT, "user agent") }
  /// Instead of POST.
  package static var method: Self { Self(CURLOPT_CUSTOMREQUEST, "method") }
  /// The address of MAIL FROM.
  package static var sender: Self { Self(CURLOPT_MAIL_FROM, "sender") }
}

extension CurlOption<Int> {
  /// Milliseconds until the connection stands, with TLS and login.
  package static var connectTimeout: Self { Self(CURLOPT_CONNECTTIMEOUT_MS, "connect timeout") }
  /// Milliseconds for the whole request.
  package static var timeout: Self { Self(CURLOPT_TIMEOUT_MS, "timeout") }
  /// Bytes a second that are too few, if they are so for `lowSpeedTime` seconds.
  package static var lowSpeed: Self { Self(CURLOPT_LOW_SPEED_LIMIT, "low speed") }
  package static var lowSpeedTime: Self { Self(CURLOPT_LOW_SPEED_TIME, "low speed") }
  /// Seconds that a mail server may take for a reply.
  package static var replyTimeout: Self { Self(CURLOPT_SERVER_RESPONSE_TIMEOUT, "reply timeout") }
  /// A request with a body: POST.
  package static var post: Self { Self(CURLOPT_POST, "post") }
  /// A mail, not a command.
  package static var upload: Self { Self(CURLOPT_UPLOAD, "upload") }
  /// 1 opens a new connection.
  package static var freshConnection: Self { Self(CURLOPT_FRESH_CONNECT, "fresh connection") }
  /// Idle for so many seconds, a connection is not used again.
  package static var idleLimit: Self { Self(CURLOPT_MAXAGE_CONN, "idle limit") }
  /// `CURL_HTTP_VERSION_…`.
  package static var httpVersion: Self { Self(CURLOPT_HTTP_VERSION, "HTTP version") }
  /// `CURLUSESSL_…`: TLS on a connection that begins without.
  package static var startTLS: Self { Self(CURLOPT_USE_SSL, "STARTTLS") }
}

extension CurlOption<[String]> {
  /// Lines of a request's head: `Name: value`.
  package static var headers: Self { Self(CURLOPT_HTTPHEADER, "headers") }
  /// Addresses of RCPT TO.
  package static var recipients: Self { Self(CURLOPT_MAIL_RCPT, "recipients") }
}
