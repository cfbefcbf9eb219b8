import JSON

extension MailMessage {
  /// The message as it is sent, with CRLF line ends and in ASCII (addresses outside ASCII excepted, RFC 6532). The same
  /// job and the same second give the same bytes.
  /// - Parameter now: seconds since 1970, for its Date.
  package func rendered(at now: Int64) -> [UInt8] {
    var head = HeadWriter()
    head.raw("Date", mailDate(now))
    head.mailboxes("From", [from])
    head.mailboxes("To", [to])
    if !replyTo.isEmpty { head.mailboxes("Reply-To", replyTo) }
    head.text("Subject", subject)
    head.raw("Message-ID", "<\(mark)@\(from.domain)>")
    for header in headers { head.header(header.key, header.value.string ?? "") }
    head.raw("MIME-Version", "1.0")
    guard let text, let html else {
      let body = BodyEncoding(text ?? html ?? "")
      Self.describe(text == nil ? "html" : "plain", body, &head)
      return head.bytes + [0x0D, 0x0A] + body.bytes
    }
    // “=_” occurs neither in quoted-printable nor in base64.
    let boundary = "=_herald_\(mark)"
    head.raw("Content-Type", "multipart/alternative; boundary=\"\(boundary)\"")
    var bytes = head.bytes
    for (kind, content) in [("plain", text), ("html", html)] {
      let body = BodyEncoding(content, boundary: boundary)
      var part = HeadWriter()
      Self.describe(kind, body, &part)
      bytes += "\r\n--\(boundary)\r\n".utf8
      bytes += part.bytes + [0x0D, 0x0A] + body.bytes
    }
    bytes += "\r\n--\(boundary)--\r\n".utf8
    return bytes
  }

  private static func describe(_ kind: String, _ body: BodyEncoding, _ head: inout HeadWriter) {
    head.raw("Content-Type", "text/\(kind); charset=utf-8")
    head.raw("Content-Transfer-Encoding", body.name.rawValue)
  }
}
