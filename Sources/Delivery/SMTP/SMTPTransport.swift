import Platform
import Spool

/// Hands mails to a mail server: one connection, one message after the other.
package final class SMTPTransport: Transport {
  private let server: MailServer
  private let now: () -> Int64
  private var connection: SMTPConnection?

  /// - Parameter now: seconds since 1970, for the Date of each mail.
  package init(_ server: MailServer, now: @escaping () -> Int64 = { SystemClock.now().seconds }) {
    self.server = server
    self.now = now
  }

  package func send(_ parcel: borrowing Parcel) -> SendResult {
    let message: MailMessage
    do throws(MailProblem) {
      message = try MailMessage(parcel.file, parcel.name, sender: server.sender)
    } catch { return SendResult(error) }
    do throws(CurlProblem) {
      return try opened().send(
        message.rendered(at: now()), from: message.from.address, to: message.to.address)
    } catch {
      // Nothing was sent yet where an option is set.
      connection = nil
      return SendResult(.deferred, reason: error.words, pausesChannel: error != .noMemory)
    }
  }

  private func opened() throws(CurlProblem) -> SMTPConnection {
    if let connection { return connection }
    let opened = try SMTPConnection(server)
    connection = opened
    return opened
  }

  /// Says goodbye to the server.
  package func rest() { connection = nil }
}
