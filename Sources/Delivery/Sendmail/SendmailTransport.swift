package import Diagnostics
import Platform
import Spool

/// Hands mails to the system's own mail program, as every Unix has one: `sendmail:` or `sendmail:/path/to/program`.
///
/// It is run as `sendmail -i -f FROM -- TO` with the message on its standard input; its exit code tells the outcome
/// (sysexits(3)), as a command's does. Accepted means queued there: what bounces later comes back as a mail.
package final class SendmailTransport: Transport {
  private let program: String
  private let sender: Mailbox?
  private let now: () -> Int64

  private static let usualPlaces = ["/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/bin/sendmail"]

  /// - Parameter text: `sendmail:[/PATH][?from=ADDRESS]`.
  package init(_ text: String, now: @escaping () -> Int64 = { SystemClock.now().seconds }) throws(Diagnostic) {
    self.now = now
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
    self.program = program
  }

  package func send(_ parcel: borrowing Parcel) -> SendResult {
    let message: MailMessage
    do throws(MailProblem) {
      message = try MailMessage(parcel.file, parcel.name, sender: sender)
    } catch { return SendResult(error) }
    let child: ChildProcess
    do throws(Errno) {
      let input = try FileDescriptor.holding(Self.withPlainLineEnds(message.rendered(at: now())))
      child = try ChildProcess.start(
        [program, "-i", "-f", message.from.address, "--", message.to.address], environment: Environment.all,
        input: input, keeping: parcel.lockNumber)
    } catch { return SendResult(notStarted: error) }
    do throws(Errno) { return Self.result(try child.wait()) } catch { return SendResult(lost: error) }
  }

  package func rest() {}

  private static func sender(_ options: Substring) throws(Diagnostic) -> Mailbox? {
    guard !options.isEmpty else { return nil }
    guard options.hasPrefix("from="), let box = Mailbox(options.dropFirst(5)) else {
      throw Diagnostic(.error, "sendmail: has one option, “from”", advice: "write sendmail:?from=shop@shop.example")
    }
    return box
  }

  /// Programs of a Unix want Unix's line ends; a message has no CR but in those.
  private static func withPlainLineEnds(_ message: [UInt8]) -> [UInt8] { message.filter { $0 != 0x0D } }

  private static func result(_ exit: ChildProcess.Exit) -> SendResult {
    // EX_USAGE: it did not understand our call, so it sent nothing, and will not the next time.
    if exit == .code(64) {
      return SendResult(
        .deferred, reason: "sendmail does not take the usual options (exit code 64)", exitCode: 64, pausesChannel: true)
    }
    return SendResult(exit)
  }
}
