import Platform

/// Where a dialogue with a mail server stands: the command that was sent last, and its reply.
///
/// libcurl's codes do not tell a sender that was refused from a recipient; its trace does.
final class SMTPDialogue: CurlObserver {
  enum Stage: Hashable, Sendable, CaseIterable {
    case greeting, hello, startTLS, login, sender, recipient
    /// The command DATA.
    case data
    /// The message and the dot behind it.
    case message
  }

  private static let goodbye = Array("QUIT".utf8)

  private(set) var stage = Stage.greeting
  /// To the stage's command; nil until its last line is in.
  private(set) var reply: SMTPReply?
  /// libcurl says goodbye to a server that refused, within the same request: what was refused stays.
  private var hasEnded = false
  /// The lines of a reply that is not complete.
  private var lines: [String] = []

  private static let commands: [(verb: [UInt8], stage: Stage)] = [
    (Array("EHLO".utf8), .hello), (Array("HELO".utf8), .hello), (Array("STARTTLS".utf8), .startTLS),
    (Array("AUTH".utf8), .login), (Array("MAIL FROM:".utf8), .sender),
    (Array("RCPT TO:".utf8), .recipient), (Array("DATA".utf8), .data),
  ]

  /// A request begins, on a new connection or one that is open.
  func begin() {
    hasEnded = false
    enter(.greeting)
  }

  /// Only its verb is looked at: the lines of a login are none.
  func sent(_ line: borrowing RawSpan) {
    if hasEnded { return }
    if starts(line, with: Self.goodbye) {
      // Before anything was said it is another connection that is closed, one that was idle for too long.
      hasEnded = stage != .greeting
      return
    }
    for (verb, stage) in Self.commands where starts(line, with: verb) { return enter(stage) }
    enter(stage)
  }

  func received(_ line: borrowing RawSpan) {
    var bytes = unsafe line.withUnsafeBytes { unsafe Array($0) }
    while let last = bytes.last, last == 0x0D || last == 0x0A { bytes.removeLast() }
    guard bytes.count >= 3, let code = Int(String(decoding: bytes[..<3], as: UTF8.self)), code >= 100, !hasEnded,
      code != 221
    else { return }
    // Nothing is sent between the go-ahead for a message and the reply to it that libcurl calls a command.
    if stage == .data, reply?.code == 354 { enter(.message) }
    var text = String(decoding: bytes.dropFirst(4), as: UTF8.self)
    if !lines.isEmpty, let status = Self.status(text), lines.first?.hasPrefix(status) == true {
      text = String(text.dropFirst(status.count))
    }
    lines.append(text)
    if bytes.count > 3, bytes[3] == UInt8(ascii: "-") { return }
    reply = SMTPReply(code: code, text: lines.joined(separator: " "))
    lines = []
  }

  private func enter(_ stage: Stage) {
    self.stage = stage
    reply = nil
    lines = []
  }

  /// The `5.1.1 ` that each line of a long reply repeats.
  private static func status(_ text: String) -> String? {
    let word = text.prefix { $0.isNumber || $0 == "." }
    return word.count >= 5 && text.dropFirst(word.count).first == " " ? word + " " : nil
  }

  private func starts(_ line: borrowing RawSpan, with verb: [UInt8]) -> Bool {
    guard line.byteCount >= verb.count else { return false }
    for (index, byte) in verb.enumerated() where unsafe line.unsafeLoad(fromByteOffset: index, as: UInt8.self) != byte {
      return false
    }
    return true
  }
}
