import Platform
import Spool

/// What the end of a dialogue with a mail server says about the message.
extension SendResult {
  /// - Parameters:
  ///   - stage: of the dialogue, when it ended.
  ///   - reply: to the last command, if it came whole.
  ///   - recipient: the address, to be left out of what is said.
  init(
    smtp end: CurlEnd.Phase, _ code: CurlCode, stage: SMTPDialogue.Stage, reply: SMTPReply?, recipient: String,
    systemError: Errno? = nil, detail: String? = nil
  ) {
    if code == .ok || stage == .message && reply?.isPositive == true {
      self.init(.sent, providerID: reply?.queueID)
    } else if let reply, reply.isTemporary || reply.isPermanent {
      self.init(refusal: reply, at: stage, recipient)
    } else if end >= .sent, code != .sendFailed {
      // A send that failed was the end's own: the server has no message without it.
      self.init(
        .unknown,
        reason: "the message was sent, and no reply came: " + Self.words(code, systemError, detail))
    } else {
      self.init(unsent: code, systemError, detail)
    }
  }

  private init(refusal reply: SMTPReply, at stage: SMTPDialogue.Stage, _ recipient: String) {
    let reason = "the mail server \(Self.refused(stage)): \(reply.words(without: recipient))"
    if reply.isTemporary {
      self.init(.deferred, reason: reason)
      return
    }
    switch stage {
    case .greeting, .hello, .startTLS: self.init(.deferred, reason: reason, pausesChannel: true)
    case .login:
      self.init(
        .deferred, reason: reason + "; check the user in --via and HERALD_SMTP_PASSWORD", pausesChannel: true)
    case .sender:
      if reply.isAboutSize {
        self.init(.failed, reason: reason)
      } else {
        self.init(.deferred, reason: reason, pausesChannel: true)
      }
    case .recipient, .data, .message:
      if reply.isAboutUs {
        self.init(.deferred, reason: reason, pausesChannel: true)
      } else if stage == .recipient, reply.isPolicy {
        self.init(.deferred, reason: reason)
      } else {
        self.init(.failed, reason: reason)
      }
    }
  }

  /// The server has nothing of the message, or knows that it has not all.
  private init(unsent code: CurlCode, _ systemError: Errno?, _ detail: String?) {
    let words = Self.words(code, systemError, detail)
    switch code {
    case .noTLS:
      self.init(
        .deferred,
        reason: "the mail server offers no TLS: use smtps://, or ?tls=none on a network that you trust",
        pausesChannel: true)
    case .untrusted:
      self.init(
        .deferred,
        reason: "the mail server's certificate is not trusted: \(words); name the file of its authority with ?ca=FILE",
        pausesChannel: true)
    case .badAuthorities:
      self.init(.deferred, reason: "the file of ?ca= cannot be used: \(words)", pausesChannel: true)
    case .loginDenied:
      self.init(
        .deferred, reason: "the mail server offers no way to log in that is known here", pausesChannel: true)
    case .handshakeFailed:
      // A connection that broke is one thing, a server that speaks no TLS here another.
      let isBroken = detail.map { $0.contains("SYSCALL") || $0.contains("eof") } ?? true
      self.init(
        .deferred,
        reason: isBroken
          ? "the connection broke in the TLS handshake"
          : "no TLS with the mail server: \(words); is it smtp:// with STARTTLS rather than smtps://?",
        pausesChannel: !isBroken)
    case .noHost: self.init(.deferred, reason: "the mail server's name was not found: check the host in --via")
    case .noConnection: self.init(.deferred, reason: "no connection to the mail server: \(words)")
    case .timeout: self.init(.deferred, reason: "the mail server did not answer in time")
    default: self.init(.deferred, reason: "the connection broke before the message was sent: \(words)")
    }
  }

  /// Nothing of the job, no secret.
  private static func words(_ code: CurlCode, _ systemError: Errno?, _ detail: String?) -> String {
    if let detail, code.isAboutTLS { return detail.withoutControls }
    if let systemError, code == .noConnection { return systemError.words }
    return code.words
  }

  private static func refused(_ stage: SMTPDialogue.Stage) -> String {
    switch stage {
    case .greeting, .hello: "refused the connection"
    case .startTLS: "refused TLS"
    case .login: "refused the login"
    case .sender: "refused the sender"
    case .recipient: "refused the recipient"
    case .data, .message: "refused the message"
    }
  }
}
