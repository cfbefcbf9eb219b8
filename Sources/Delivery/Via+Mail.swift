import Diagnostics

extension Via {
  /// `smtp://…` and `smtps://…`, as `MailServer` reads them.
  static func mailServer(_ text: String, _ secrets: Secrets) throws(Problem) -> Via {
    let server: MailServer
    do throws(Diagnostic) { server = try MailServer(text, secrets: secrets) } catch {
      throw Problem([error], isConfiguration: MailServer.lacksPassword(text, secrets))
    }
    var warnings: [Diagnostic] = []
    if server.tls == .none, !server.isLoopback {
      warnings.append(
        Diagnostic(.warning, "mails to \(server.host) can be read on the way", advice: "take ?tls=none away"))
    }
    return Via(warnings: warnings) { SMTPTransport(server) }
  }

  /// `sendmail:` and `sendmail:/path`.
  static func mailProgram(_ text: String) throws(Problem) -> Via {
    let program: MailProgram
    do throws(Diagnostic) { program = try MailProgram(text) } catch { throw Problem([error]) }
    return Via { SendmailTransport(program) }
  }
}
