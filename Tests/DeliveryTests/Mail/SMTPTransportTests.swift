import Delivery
import Platform
import Spool
import TestSupport
import Testing

@Suite(.enabled(if: MailServers.isInstalled)) struct SMTPTransportTests {
  let servers: MailServers

  init() throws { servers = try MailServers.shared() }

  @Test func hardMailsArriveAsMeant() throws {
    let transport = try transport("plain")
    for (index, mail) in MailCase.all.enumerated() {
      var job = mail.job
      job.to = "case\(index)@shop.example"
      let result = try job.send(through: transport)
      #expect(result == SendResult(.sent, providerID: "4F1C23A0B7"), "\(mail.testDescription)")
      let read = try #require(try servers.mails(to: job.to).first, "\(mail.testDescription)")
      #expect(MailCase.shown(read.text) == MailCase.shown(job.text), "\(mail.testDescription)")
      #expect(MailCase.shown(read.html) == MailCase.shown(job.html), "\(mail.testDescription)")
      #expect(read.defects.isEmpty, "\(mail.testDescription)")
      #expect(read.sender == Mailbox(job.from ?? "")?.address)
    }
  }

  @Test func severalMessagesAConnection() throws {
    let transport = try transport("plain")
    for index in 1...5 { #expect(try job("several\(index)").send(through: transport).outcome == .sent) }
    let ports = try (1...5).map { try #require(try servers.mails(to: "several\($0)@shop.example").first).port }
    #expect(Set(ports).count == 1)
    transport.rest()
    #expect(try job("several6").send(through: transport).outcome == .sent)
    #expect(try servers.mails(to: "several6@shop.example").first?.port != ports[0])
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let address: String
    let outcome: Outcome
    let pauses: Bool
    let says: String

    init(_ address: String, _ outcome: Outcome, pauses: Bool = false, says: String) {
      (self.address, self.outcome, self.pauses, self.says) = (address, outcome, pauses, says)
    }

    var testDescription: String { address }
  }

  /// What the server does at each stage, in the address: `rcpt-550`.
  @Test(arguments: [
    Refusal("mail-451", .deferred, says: "refused the sender: 451"),
    Refusal("mail-550", .deferred, pauses: true, says: "refused the sender: 550"),
    Refusal("mail-530", .deferred, pauses: true, says: "530 5.7.0"),
    Refusal("mail-552", .failed, says: "552 5.3.4"), Refusal("mail-drop", .deferred, says: "broke before"),
    Refusal("mail-reset", .deferred, says: "broke before"), Refusal("mail-stall", .deferred, says: "in time"),
    Refusal("rcpt-450", .deferred, says: "refused the recipient: 450 4.2.0 … try again later"),
    Refusal("rcpt-550", .failed, says: "refused the recipient: 550 5.1.1 … no such user"),
    Refusal("rcpt-551", .failed, says: "550 5.1.1 The account … does not exist. Check it for typos, or for blanks."),
    Refusal("rcpt-553", .deferred, pauses: true, says: "553 5.1.8"),
    Refusal("rcpt-554", .deferred, pauses: true, says: "Relay access denied"),
    Refusal("rcpt-557", .deferred, says: "spammers"), Refusal("rcpt-drop", .deferred, says: "broke before"),
    Refusal("rcpt-reset", .deferred, says: "broke before"), Refusal("rcpt-stall", .deferred, says: "in time"),
    Refusal("data-451", .deferred, says: "refused the message: 451"), Refusal("data-550", .failed, says: "550"),
    Refusal("data-drop", .deferred, says: "broke before"), Refusal("data-stall", .deferred, says: "in time"),
    Refusal("body-drop+big", .deferred, says: "broke before"),
    Refusal("body-reset+big", .deferred, says: "broke before"), Refusal("body-stall+big", .deferred, says: "in time"),
    Refusal("end-451", .deferred, says: "refused the message: 451 4.3.0 local trouble with …"),
    Refusal("end-452", .deferred, says: "452 4.3.1 no space come back later"),
    Refusal("end-550", .failed, says: "refused the message: 550"), Refusal("end-552", .failed, says: "552"),
    Refusal("end-drop", .unknown, says: "no reply came"), Refusal("end-reset", .unknown, says: "no reply came"),
    Refusal("end-stall", .unknown, says: "no reply came"), Refusal("end-half", .unknown, says: "no reply came"),
  ]) func refusals(refusal: Refusal) throws {
    let isSender = refusal.address.hasPrefix("mail-")
    var job = job(isSender ? "anna" : refusal.address)
    if isSender { job.from = "Shop <\(refusal.address)@shop.example>" }
    if refusal.address.hasSuffix("+big") {
      // More than fits in the buffers of both ends, so that it is still on its way when the server hangs up.
      job.text = String(repeating: "a line of the text, which is long\n", count: 150_000)
    }
    let result = try job.send(through: try transport("plain", "timeout=1s"))
    #expect(result.outcome == refusal.outcome, "\(result.reason ?? "")")
    #expect(result.pausesChannel == refusal.pauses)
    #expect(result.reason?.contains(refusal.says) == true, "\(result.reason ?? "")")
    #expect(result.reason?.contains("@") == false)
    #expect(result.providerID == nil)
  }

  @Test func anUnusualYesIsOne() throws {
    let result = try job("end-odd").send(through: try transport("plain"))
    #expect(result == SendResult(.sent, providerID: "AB12CD34"))
  }

  @Test(arguments: [
    Refusal("greeting-554", .deferred, pauses: true, says: "refused the connection: 554"),
    Refusal("greeting-421", .deferred, says: "421"), Refusal("greeting-drop", .deferred, says: "broke before"),
    Refusal("greeting-stall", .deferred, says: "in time"), Refusal("hello-550", .deferred, pauses: true, says: "550"),
    Refusal("hello-drop", .deferred, says: "broke before"), Refusal("hello-stall", .deferred, says: "in time"),
  ]) func serversThatDoNotTalk(refusal: Refusal) throws {
    let result = try job("anna").send(through: try transport(refusal.address, "timeout=1s"))
    #expect(result.outcome == refusal.outcome, "\(result.reason ?? "")")
    #expect(result.pausesChannel == refusal.pauses)
    #expect(result.reason?.contains(refusal.says) == true, "\(result.reason ?? "")")
  }

  @Test func noServer() throws {
    let result = try job("anna").send(through: SMTPTransport(try MailServer("smtp://127.0.0.1:1")))
    #expect(result == SendResult(.deferred, reason: "no connection to the mail server: Connection refused"))
    let nowhere = try job("anna").send(through: SMTPTransport(try MailServer("smtp://no-such-host.invalid")))
    #expect(nowhere.outcome == .deferred)
    #expect(nowhere.reason?.contains("name was not found") == true)
    #expect(!nowhere.pausesChannel)
  }

  /// A refusal leaves the connection in no state that harms the next message.
  @Test func theNextMessageAfterARefusal() throws {
    let transport = try transport("plain", "timeout=1s")
    for refused in ["rcpt-550", "end-451", "data-drop", "end-drop", "rcpt-stall"] {
      _ = try job(refused).send(through: transport)
      #expect(try job("after+\(refused)").send(through: transport).outcome == .sent, "\(refused)")
      #expect(try servers.mails(to: "after+\(refused)@shop.example").count == 1)
    }
  }

  /// A connection that breaks behind the message is not tried again, though it was open before: the server may have it.
  @Test(arguments: ["end-drop+once", "end-reset+once"]) func neverTwice(address: String) throws {
    let transport = try transport("plain")
    #expect(try job("before+\(address)").send(through: transport).outcome == .sent)
    #expect(try job(address).send(through: transport).outcome == .unknown)
    let attempts = try servers.folder.read("attempts").split(separator: "\n")
    #expect(attempts.filter { $0 == "\(address)@shop.example" }.count == 1)
  }

  /// Servers end connections: after so many messages (421), or in silence. No message is lost or doubled by it.
  @Test(arguments: ["limited", "dying"]) func connectionsThatEnd(server: String) throws {
    let transport = try transport(server)
    for index in 1...6 {
      #expect(try job("\(server)\(index)").send(through: transport).outcome == .sent)
      #expect(try servers.mails(to: "\(server)\(index)@shop.example").count == 1)
    }
  }

  // MARK: TLS and logins

  @Test(arguments: ["starttls", "submission", "smtps", "login"]) func loggedIn(server: String) throws {
    let address = "in-\(server)@shop.example"
    let result = try job("in-\(server)").send(through: try secure(server, user: "shop%40shop.example@"))
    #expect(result.outcome == .sent, "\(result.reason ?? "")")
    let mail = try #require(try servers.mails(to: address).first)
    #expect(mail.login == "shop@shop.example")
    #expect(mail.isTLS == (server != "login"))
  }

  @Test(arguments: ["starttls", "submission", "smtps"]) func aWrongPassword(server: String) throws {
    let result = try job("wrong").send(through: try secure(server, user: "shop%40shop.example@", password: "guess"))
    #expect(result.outcome == .deferred)
    #expect(result.pausesChannel)
    #expect(result.reason?.contains("refused the login: 535") == true, "\(result.reason ?? "")")
    #expect(result.reason?.contains("HERALD_SMTP_PASSWORD") == true)
    #expect(result.reason?.contains("guess") == false)
  }

  @Test func aLoginThatWaits() throws {
    let result = try job("later").send(through: try secure("smtps", user: "later@"))
    #expect(result.outcome == .deferred)
    #expect(!result.pausesChannel)
    #expect(result.reason?.contains("454") == true, "\(result.reason ?? "")")
  }

  @Test func noLoginWhereOneIsNeeded() throws {
    let result = try job("nobody").send(through: try secure("submission"))
    #expect(result.outcome == .deferred)
    #expect(result.pausesChannel)
    #expect(result.reason?.contains("530") == true, "\(result.reason ?? "")")
  }

  @Test func aCertificateThatNobodyKnows() throws {
    for (scheme, server) in [("smtps", "smtps"), ("smtp", "starttls")] {
      let port = try servers.port(server)
      let text = "\(scheme)://127.0.0.1:\(port)" + (scheme == "smtp" ? "?tls=required" : "")
      let result = try job("untrusted").send(through: SMTPTransport(try MailServer(text)))
      #expect(result.outcome == .deferred)
      #expect(result.pausesChannel)
      #expect(result.reason?.contains("is not trusted") == true, "\(result.reason ?? "")")
      #expect(result.reason?.contains("?ca=FILE") == true)
    }
    #expect(try servers.mails(to: "untrusted@shop.example").isEmpty)
  }

  @Test func aCertificateForAnotherName() throws {
    let port = try servers.port("smtps")
    let server = try MailServer("smtps://127.0.0.2:\(port)?ca=\(servers.folder.path)/ca.pem")
    let result = try job("untrusted").send(through: SMTPTransport(server))
    #expect(result.outcome == .deferred)
    #expect(result.reason?.contains("trusted") == true || result.reason?.contains("no connection") == true)
  }

  @Test func noTLSWhereItIsRequired() throws {
    let result = try job("bare").send(through: try transport("plain", "tls=required"))
    #expect(result.outcome == .deferred)
    #expect(result.pausesChannel)
    #expect(result.reason?.contains("offers no TLS") == true)
    #expect(try servers.mails(to: "bare@shop.example").isEmpty)
    #expect(try job("offered").send(through: try transport("plain", "tls=if-offered")).outcome == .sent)
    #expect(try servers.mails(to: "offered@shop.example").first?.isTLS == false)
  }

  @Test func tlsIfOffered() throws {
    let server = "smtp://127.0.0.1:\(try servers.port("starttls"))?tls=if-offered&ca=\(servers.folder.path)/ca.pem"
    #expect(try job("taken").send(through: SMTPTransport(try MailServer(server))).outcome == .sent)
    #expect(try servers.mails(to: "taken@shop.example").first?.isTLS == true)
  }

  @Test(arguments: [
    Refusal("tls-454", .deferred, says: "TLS"), Refusal("tls-drop", .deferred, says: "broke in the TLS handshake"),
  ]) func tlsThatFails(refusal: Refusal) throws {
    let result = try job("tls").send(through: try transport(refusal.address, "tls=required&timeout=2s"))
    #expect(result.outcome == refusal.outcome)
    #expect(!result.pausesChannel, "\(result.reason ?? "")")
    #expect(result.reason?.contains(refusal.says) == true, "\(result.reason ?? "")")
  }

  /// smtps:// to a port that begins without TLS.
  @Test func theWrongScheme() throws {
    let server = try MailServer("smtps://127.0.0.1:\(try servers.port("plain"))?timeout=2s")
    let result = try job("scheme").send(through: SMTPTransport(server))
    #expect(result.outcome == .deferred)
    #expect(result.pausesChannel, "\(result.reason ?? "")")
    #expect(result.reason?.contains("smtp:// with STARTTLS") == true, "\(result.reason ?? "")")
  }

  @Test func ourName() throws {
    #expect(try job("hello").send(through: try transport("plain", "helo=mail.shop.example")).outcome == .sent)
    #expect(try servers.mails(to: "hello@shop.example").first?.hello == "mail.shop.example")
  }

  private func job(_ local: String) -> MailJob {
    var job = MailJob()
    job.id = local
    job.to = "\(local)@shop.example"
    return job
  }

  private func transport(_ server: String, _ options: String = "") throws -> SMTPTransport {
    let text = "smtp://127.0.0.1:\(try servers.port(server))" + (options.isEmpty ? "" : "?" + options)
    return SMTPTransport(try MailServer(text), now: { MailJob.now })
  }

  private func secure(_ server: String, user: String = "", password: String = "pässword ❤") throws -> SMTPTransport {
    let scheme = server == "smtps" ? "smtps" : "smtp"
    let tls = server == "smtps" || server == "login" ? "" : "&tls=required"
    let text =
      "\(scheme)://\(user)127.0.0.1:\(try servers.port(server))?ca=\(servers.folder.path)/ca.pem\(tls)&timeout=5s"
    let secrets = Secrets { $0 == "HERALD_SMTP_PASSWORD" ? password : nil }
    return SMTPTransport(try MailServer(text, secrets: secrets), now: { MailJob.now })
  }
}
