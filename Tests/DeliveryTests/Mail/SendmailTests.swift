import Diagnostics
import Foundation
import Platform
import Spool
import TestSupport
import Testing

@testable import Delivery

/// A made-up mail program that writes down how it was called.
@Suite struct SendmailTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func itIsCalledAsEverySendmailIs() throws {
    let job = MailJob(to: "-oQ/tmp@shop.example", text: ".\nGrüße")
    let result = try job.send(through: try transport("printf '%s\\n' \"$@\" > \"$0.args\"; cat > \"$0.mail\""))
    #expect(result == SendResult(.sent))
    #expect(try folder.read("sendmail.args") == "-i\n-f\nno-reply@shop.example\n--\n-oQ/tmp@shop.example\n")
    let mail = try folder.read("sendmail.mail")
    #expect(Array(mail.utf8) == (try job.rendered().filter { $0 != 0x0D }))
    #expect(mail.utf8.contains(0x0D) == false)
  }

  @Test(arguments: [
    (0, Outcome.sent, false), (75, .deferred, false), (67, .failed, false), (68, .failed, false),
    (64, .deferred, true), (77, .deferred, true), (78, .deferred, true), (127, .deferred, true), (1, .unknown, false),
  ]) func exitCodes(code: Int, outcome: Outcome, pauses: Bool) throws {
    let result = try MailJob().send(through: try transport("exit \(code)"))
    #expect(result.outcome == outcome)
    #expect(result.pausesChannel == pauses)
  }

  /// More than a pipe holds, to a program that reads nothing.
  @Test func aBigMailThatIsNotRead() throws {
    let job = MailJob(text: String(repeating: "a line\n", count: 100_000))
    #expect(try job.send(through: try transport("exit 0")).outcome == .sent)
  }

  @Test func senders() throws {
    let job = MailJob(from: nil)
    #expect(try job.send(through: try transport("exit 0")).reason?.contains("?from=") == true)
    let named = try transport("printf '%s' \"$3\" > \"$0.from\"", "?from=shop@b.example")
    #expect(try job.send(through: named).outcome == .sent)
    #expect(try folder.read("sendmail.from") == "shop@b.example")
  }

  @Test(arguments: [
    ("sendmail:bin/sendmail", "must begin with /", "sendmail:/path"),
    ("sendmail:/no/such/program", "there is no program", "smtp://HOST"),
    ("sendmail:/bin/true?to=x", "one option", "from="), ("sendmail:/bin/true?from=x", "one option", "from="),
  ]) func wrongNames(text: String, says: String, advice: String) {
    let error = #expect(throws: Diagnostic.self) { try MailProgram(text) }
    #expect(error?.message.contains(says) == true)
    #expect(error?.advice?.contains(advice) == true)
  }

  private func transport(_ script: String, _ options: String = "") throws -> SendmailTransport {
    let file = try folder.write("sendmail", "#!/bin/sh\n\(script)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return SendmailTransport(try MailProgram("sendmail:\(file)\(options)"), now: { MailJob.now })
  }
}
