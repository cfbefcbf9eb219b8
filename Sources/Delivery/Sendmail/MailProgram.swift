package import Diagnostics
import Platform

/// The mail program that `--via` names: `sendmail:[/PATH][?from=ADDRESS]`.
package struct MailProgram: Sendable {
  package let path: String
  /// For jobs that name no sender.
  package let sender: Mailbox?

  private static let usualPlaces = ["/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/bin/sendmail"]

  package init(_ text: String) throws(Diagnostic) {
    guard text.lowercased().hasPrefix("sendmail:") else {
      throw Diagnostic(.error, "this names no mail program", advice: "write sendmail: or sendmail:/path/to/sendmail")
    }
    let parts = text.dropFirst("sendmail:".count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    sender = try Self.sender(parts.count > 1 ? parts[1] : "")
    let path = parts.first.map(String.init) ?? ""
    guard path.isEmpty || path.hasPrefix("/") else {
      throw Diagnostic(.error, "the mail program's path must begin with /", advice: "write sendmail:/path/to/sendmail")
    }
    guard let program = (path.isEmpty ? Self.usualPlaces : [path]).first(where: { FileSystem.exists($0) }) else {
      throw Diagnostic(
        .error, path.isEmpty ? "this machine has no sendmail" : "there is no program \(path)",
        advice: "install a mail server that brings one (postfix, opensmtpd, msmtp-mta), or use smtp://HOST")
    }
    self.path = program
  }

  private static func sender(_ options: Substring) throws(Diagnostic) -> Mailbox? {
    guard !options.isEmpty else { return nil }
    guard options.hasPrefix("from="), let box = Mailbox(options.dropFirst(5)) else {
      throw Diagnostic(.error, "sendmail: has one option, “from”", advice: "write sendmail:?from=shop@shop.example")
    }
    return box
  }
}
