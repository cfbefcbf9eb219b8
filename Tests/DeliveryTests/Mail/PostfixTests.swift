import Delivery
import Platform
import Spool
import TestSupport
import Testing

@Suite(.enabled(if: MailServers.hasPostfix)) struct PostfixTests {
  let postfix: MailServers

  init() throws { postfix = try MailServers.postfix() }

  @Test func hardMailsArriveAsMeant() throws {
    let transport = try transport("plain")
    for mail in MailCase.all {
      var job = mail.job
      job.to = "hard@shop.example"
      job.headers.append(("X-Case", mail.testDescription))
      let result = try job.send(through: transport)
      #expect(result.outcome == .sent, "\(mail.testDescription): \(result.reason ?? "")")
      #expect(result.providerID?.isEmpty == false, "Postfix names each message that it queues")
    }
    let read = try postfix.delivered(to: "hard", count: MailCase.all.count)
    #expect(read.count == MailCase.all.count)
    for mail in MailCase.all {
      let name = mail.testDescription
      let found = try #require(read.first { $0.headers["X-Case"] == name }, "\(name)")
      #expect(found.subject == mail.job.subject, "\(name)")
      #expect(MailCase.shown(found.text) == MailCase.shown(mail.job.text), "\(name)")
      #expect(MailCase.shown(found.html) == MailCase.shown(mail.job.html), "\(name)")
      #expect(found.defects.isEmpty, "\(name)")
    }
  }

  @Test func loggedInOverTLS() throws {
    let result = try job("secure").send(through: try transport("submission", password: "pässword ❤"))
    #expect(result.outcome == .sent, "\(result.reason ?? "")")
    #expect(try postfix.delivered(to: "secure", count: 1).count == 1)
    let refused = try job("secure").send(through: try transport("submission", password: "guess"))
    #expect(refused.outcome == .deferred)
    #expect(refused.pausesChannel)
    #expect(refused.reason?.contains("refused the login: 535 5.7.8") == true, "\(refused.reason ?? "")")
    let nobody = try job("secure").send(through: try transport("submission"))
    #expect(nobody.outcome == .deferred, "\(nobody.reason ?? "")")
  }

  /// Postfix says at RCPT TO what it thinks of the sender.
  @Test func refusals() throws {
    let plain = try transport("plain")
    let unknown = try job("nobody").send(through: plain)
    #expect(unknown.outcome == .failed)
    #expect(unknown.reason?.contains("refused the recipient: 550 5.1.1") == true, "\(unknown.reason ?? "")")
    #expect(unknown.reason?.contains("nobody") == false)
    var elsewhere = job("anna")
    elsewhere.to = "anna@elsewhere.example"
    let relay = try elsewhere.send(through: plain)
    #expect(relay.outcome == .deferred)
    #expect(relay.pausesChannel)
    #expect(relay.reason?.contains("Relay access denied") == true, "\(relay.reason ?? "")")
    var sender = job("anna")
    sender.from = "mailbox@refused.example"
    let refused = try sender.send(through: plain)
    #expect(refused.outcome == .deferred)
    #expect(refused.pausesChannel, "\(refused.reason ?? "")")
    var big = job("anna")
    big.text = String(repeating: "a line of the text, which is long\n", count: 100_000)
    let tooBig = try big.send(through: plain)
    #expect(tooBig.outcome == .failed, "\(tooBig.reason ?? "")")
    #expect(tooBig.reason?.contains("552") == true, "\(tooBig.reason ?? "")")
    #expect(try job("many").send(through: plain).outcome == .sent)
  }

  @Test func throughItsMailProgram() throws {
    var job = job("program")
    job.text = "Grüße\n.\n.dot\nlast"
    let transport = SendmailTransport(try MailProgram("sendmail:\(postfix.folder.path)/sendmail"))
    let result = try job.send(through: transport)
    #expect(result == SendResult(.sent))
    let read = try #require(try postfix.delivered(to: "program", count: 1).first)
    #expect(MailCase.shown(read.text) == job.text.map { $0 + "\n" })
    #expect(read.messageID == "<\(job.fileID).1@shop.example>")
    #expect(read.headers["Return-Path"] == "<no-reply@shop.example>")
  }

  private func job(_ local: String) -> MailJob {
    var job = MailJob()
    job.id = local
    job.to = "\(local)@shop.example"
    return job
  }

  private func transport(_ server: String, password: String? = nil) throws -> SMTPTransport {
    let user = password == nil ? "" : "shop%40shop.example@"
    let options = server == "plain" ? "" : "?tls=required&ca=\(postfix.folder.path)/ca.pem"
    let text = "smtp://\(user)127.0.0.1:\(try postfix.port(server))\(options)"
    return SMTPTransport(
      try MailServer(text, secrets: Secrets { $0 == "HERALD_SMTP_PASSWORD" ? password : nil }), now: { MailJob.now })
  }
}
