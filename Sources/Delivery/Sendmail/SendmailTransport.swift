import Platform
import Spool

/// Hands mails to the system's own mail program, as every Unix has one: `sendmail:` or `sendmail:/path/to/program`.
///
/// It is run as `sendmail -i -f FROM -- TO` with the message on its standard input; its exit code tells the outcome
/// (sysexits(3)), as a command's does. Accepted means queued there: what bounces later comes back as a mail.
package final class SendmailTransport: Transport {
  private let program: MailProgram
  private let now: () -> Int64

  package init(_ program: MailProgram, now: @escaping () -> Int64 = { SystemClock.now().seconds }) {
    self.program = program
    self.now = now
  }

  package func send(_ parcel: borrowing Parcel) -> SendResult {
    let message: MailMessage
    do throws(MailProblem) {
      message = try MailMessage(parcel.file, parcel.name, sender: program.sender)
    } catch { return SendResult(error) }
    let child: ChildProcess
    do throws(Errno) {
      let input = try FileDescriptor.holding(Self.withPlainLineEnds(message.rendered(at: now())))
      child = try ChildProcess.start(
        [program.path, "-i", "-f", message.from.address, "--", message.to.address], environment: Environment.all,
        input: input, keeping: parcel.lockNumber)
    } catch { return SendResult(notStarted: error) }
    do throws(Errno) { return Self.result(try child.wait()) } catch { return SendResult(lost: error) }
  }

  package func rest() {}

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
