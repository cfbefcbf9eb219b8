import CCurl
import CivilTime
import Platform

/// A connection to a mail server, opened at the first message and kept for the next.
final class SMTPConnection {
  private var handle: CurlHandle
  private let dialogue: SMTPDialogue

  init(_ server: MailServer) throws(CurlProblem) {
    dialogue = SMTPDialogue()
    handle = try CurlHandle(for: .mail, observer: dialogue)
    try handle.set(.url, server.url)
    try handle.set(.upload, 1)
    let tls =
      switch server.tls {
      case .required: CURLUSESSL_ALL
      case .ifOffered: CURLUSESSL_TRY
      case .none: CURLUSESSL_NONE
      }
    try handle.set(.startTLS, Int(tls.rawValue))
    if let file = server.authorities { try handle.set(.authorities, file) }
    if let user = server.user, let password = server.password {
      try handle.set(.user, user)
      try handle.set(.password, password)
    }
    let seconds = Int(server.timeout.seconds)
    try handle.set(.connectTimeout, min(30, seconds) * 1000)
    try handle.set(.replyTimeout, seconds)
    // A server that takes the message a byte at a time, or not at all.
    try handle.set(.lowSpeed, 1)
    try handle.set(.lowSpeedTime, seconds)
    // Whatever the server does: the connection, four replies, the message and the reply to it.
    try handle.set(.timeout, (min(30, seconds) + 6 * seconds) * 1000)
  }

  func send(_ message: [UInt8], from: String, to: String) throws(CurlProblem) -> SendResult {
    try handle.set(.sender, from)
    try handle.set(.recipients, [to])
    var end = perform(message)
    if isStale(end) {
      try handle.set(.freshConnection, 1)
      end = perform(message)
      try handle.set(.freshConnection, 0)
    }
    return SendResult(
      smtp: end.phase, end.code, stage: dialogue.stage, reply: dialogue.reply, recipient: to,
      systemError: end.systemError, detail: end.detail)
  }

  private func perform(_ message: [UInt8]) -> CurlEnd {
    dialogue.begin()
    return handle.uploadToEnd(message)
  }

  /// The server had closed the connection since the last message, or closes it now (421): another one is worth a try.
  /// Only where nothing of this message was asked for, so that it cannot go out twice.
  private func isStale(_ end: CurlEnd) -> Bool {
    guard end.code != .ok, end.wasReused, end.phase < .sending else { return false }
    return dialogue.reply == nil || dialogue.reply?.code == 421
  }
}
