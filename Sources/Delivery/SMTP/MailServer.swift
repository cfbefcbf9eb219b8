package import CivilTime
package import Diagnostics
import Platform

/// A mail server, as `--via` names it.
///
///     smtp://[USER@]HOST[:PORT][?tls=required|if-offered|none&ca=FILE&from=ADDRESS&helo=NAME&timeout=5m]
///     smtps://…                         TLS from the first byte
///
/// The password is the secret HERALD_SMTP_PASSWORD (`Secrets`); one in the address is refused.
package struct MailServer: Sendable {
  package enum TLS: String, Hashable, Sendable, CaseIterable {
    /// No message goes out without it.
    case required
    /// STARTTLS if the server offers it.
    case ifOffered = "if-offered"
    case none
  }

  package let isSecure: Bool
  package let host: String
  package let port: Int
  package let tls: TLS
  package let user: String?
  let password: String?
  /// A file of certificates to trust instead of the system's.
  package let authorities: String?
  /// For jobs that name no sender.
  package let sender: Mailbox?
  /// What we call ourselves; this host's name without.
  package let hello: String?
  /// For each reply of the server.
  package let timeout: TimeSpan

  static let options = ["tls", "ca", "from", "helo", "timeout"]

  package init(_ text: String, secrets: Secrets = Secrets()) throws(Diagnostic) {
    let parts = try MailServerText(text)
    isSecure = parts.isSecure
    host = parts.host
    port = parts.port
    user = parts.user
    tls = try Self.tls(parts)
    authorities = try Self.authorities(parts.options["ca"], secrets)
    sender = try Self.mailbox(parts.options["from"])
    hello = try Self.name(parts.options["helo"])
    timeout = try Self.timeout(parts.options["timeout"])
    password = try Self.password(for: parts, secrets)
  }

  /// For libcurl: what follows the host is what we call ourselves.
  var url: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(isSecure ? "smtps" : "smtp")://\(name):\(port)/\(hello ?? "")"
  }

  /// Its traffic never leaves this machine.
  var isLoopback: Bool { Self.isLoopback(host) }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 < 0x3A }
  }

  private static func tls(_ parts: MailServerText) throws(Diagnostic) -> TLS {
    guard let text = parts.options["tls"] else { return parts.isSecure || !isLoopback(parts.host) ? .required : .none }
    guard let tls = TLS(rawValue: text) else {
      throw Diagnostic(
        .error, "“tls=\(text)” is none of “required”, “if-offered” and “none”",
        advice: suggestion(for: text, in: TLS.allCases.map(\.rawValue)))
    }
    if parts.isSecure, tls != .required {
      throw Diagnostic(.error, "smtps:// has TLS from its first byte", advice: "take ?tls= away, or write smtp://")
    }
    if parts.user != nil, tls != .required, !isLoopback(parts.host) {
      throw Diagnostic(.error, "a password must not travel without TLS", advice: "take ?tls=\(text) away, or the user")
    }
    return tls
  }

  /// A file that cannot be read is said now, not at the first mail.
  private static func authorities(_ option: String?, _ secrets: Secrets) throws(Diagnostic) -> String? {
    guard let file = option ?? secrets.setting("HERALD_CA_FILE") else { return nil }
    do throws(Errno) { _ = try FileDescriptor(opening: file, .read) } catch {
      throw Diagnostic(
        .error, "the file of certificates cannot be read: \(error.words)",
        advice: "mend \(option == nil ? "HERALD_CA_FILE" : "?ca=")", file: file)
    }
    return file
  }

  private static func mailbox(_ text: String?) throws(Diagnostic) -> Mailbox? {
    guard let text else { return nil }
    guard let box = Mailbox(text) else {
      throw Diagnostic(.error, "“from=” is no address", advice: "write from=shop@shop.example")
    }
    return box
  }

  private static func name(_ text: String?) throws(Diagnostic) -> String? {
    guard let text else { return nil }
    guard MailServerText.isHost(text) else {
      throw Diagnostic(.error, "“helo=\(text)” is no host name", advice: "write helo=mail.shop.example")
    }
    return text
  }

  private static func timeout(_ text: String?) throws(Diagnostic) -> TimeSpan {
    // RFC 5321, 4.5.3.2: five minutes for most replies.
    guard let text else { return TimeSpan(seconds: 300) }
    guard let span = TimeSpan(text: text), span.seconds >= 1, span.seconds <= 3600 else {
      throw Diagnostic(.error, "“timeout=\(text)” is no time from 1s to 1h", advice: "write timeout=2m")
    }
    return span
  }

  /// The address names a user, and the user's password is nowhere to be had.
  static func lacksPassword(_ text: String, _ secrets: Secrets) -> Bool {
    guard let parts = try? MailServerText(text) else { return false }
    do { return try password(for: parts, secrets) == nil && parts.user != nil } catch { return true }
  }

  private static func password(for parts: MailServerText, _ secrets: Secrets) throws(Diagnostic) -> String? {
    guard parts.user != nil else { return nil }
    do throws(Secrets.Problem) { return try secrets.value("HERALD_SMTP_PASSWORD") } catch {
      throw error.diagnostic("HERALD_SMTP_PASSWORD")
    }
  }
}
