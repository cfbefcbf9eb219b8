import CivilTime
import Diagnostics
import TestSupport
import Testing

@testable import Delivery

@Suite struct MailServerTests {
  static let secrets = Secrets { ["HERALD_SMTP_PASSWORD": "hush"][$0] }

  @Test(arguments: [
    ("smtp://mail.shop.example", "mail.shop.example", 25, MailServer.TLS.required, "smtp://mail.shop.example:25/"),
    ("smtp://mail.shop.example:587/", "mail.shop.example", 587, .required, "smtp://mail.shop.example:587/"),
    ("smtps://mail.shop.example", "mail.shop.example", 465, .required, "smtps://mail.shop.example:465/"),
    ("SMTP://Mail.Shop.Example", "mail.shop.example", 25, .required, "smtp://mail.shop.example:25/"),
    ("smtp://localhost", "localhost", 25, .none, "smtp://localhost:25/"),
    ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, .none, "smtp://127.0.0.1:2525/"),
    ("smtp://[::1]:2525", "::1", 2525, .none, "smtp://[::1]:2525/"),
    ("smtp://127.evil.example", "127.evil.example", 25, .required, "smtp://127.evil.example:25/"),
    ("smtp://localhost?tls=required", "localhost", 25, .required, "smtp://localhost:25/"),
    ("smtp://a.example?tls=if-offered&helo=b.example", "a.example", 25, .ifOffered, "smtp://a.example:25/b.example"),
  ]) func servers(text: String, host: String, port: Int, tls: MailServer.TLS, url: String) throws {
    let server = try MailServer(text, secrets: Self.secrets)
    #expect(server.host == host)
    #expect(server.port == port)
    #expect(server.tls == tls)
    #expect(server.url == url)
    #expect(server.user == nil && server.password == nil)
  }

  @Test func options() throws {
    let server = try MailServer(
      "smtps://shop%40shop.example@a.example?ca=/dev%2Fnull&from=Shop%20<a@b.example>&timeout=2m",
      secrets: Self.secrets)
    #expect(server.user == "shop@shop.example")
    #expect(server.password == "hush")
    #expect(server.authorities == "/dev/null")
    #expect(server.sender == Mailbox("Shop <a@b.example>"))
    #expect(server.timeout == TimeSpan(seconds: 120))
    #expect(try MailServer("smtp://u@x@a.example", secrets: Self.secrets).user == "u@x")
  }

  @Test func thePasswordFromAFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("password", "hush hush\n")
    let server = try MailServer(
      "smtps://u@a.example", secrets: Secrets { $0 == "HERALD_SMTP_PASSWORD_FILE" ? file : nil })
    #expect(server.password == "hush hush")
  }

  @Test(arguments: [
    ("mail.example", "no address of a mail server", "smtp://HOST"),
    ("smtp://", "no host name", "smtp://HOST"), ("smtp://a b", "no host name", "smtp://"),
    ("smtp://a.example/path", "no host name", "smtp://"), ("smtp://a.example:0", "port", "587"),
    ("smtp://a.example:x", "port", "587"), ("smtp://a.example:99999", "port", "587"),
    ("smtp://u:secret@a.example", "a password must not stand in the address", "HERALD_SMTP_PASSWORD"),
    ("smtps://u:@a.example", "a password must not stand in the address", "HERALD_SMTP_PASSWORD_FILE"),
    ("smtp://a.example?password=secret", "no option", "HERALD_SMTP_PASSWORD"),
    ("smtp://a.example?tsl=none", "no option “tsl”", "did you mean “tls”?"),
    ("smtp://a.example?tls=maybe", "“tls=maybe” is none", "required"),
    ("smtp://a.example?tls", "has no value", "tls=VALUE"), ("smtp://a.example?tls=none&tls=none", "twice", "once"),
    ("smtps://a.example?tls=none", "TLS from its first byte", "smtp://"),
    ("smtp://u@a.example?tls=none", "must not travel without TLS", "tls=none"),
    ("smtp://u@a.example?tls=if-offered", "must not travel without TLS", "if-offered"),
    ("smtp://a.example?from=shop", "is no address", "from="), ("smtp://a.example?helo=a%20b", "no host name", "helo="),
    ("smtp://a.example?timeout=5", "no time", "timeout=2m"), ("smtp://a.example?timeout=2d", "no time", "timeout="),
    ("smtp://a.example?ca=/no/such/file", "cannot be read", "?ca="),
    ("smtp://a.example?ca=%", "has no value", "ca="),
  ]) func wrongAddresses(text: String, says: String, advice: String) {
    let error = #expect(throws: Diagnostic.self) { try MailServer(text, secrets: Self.secrets) }
    #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    #expect(error?.advice?.contains(advice) == true, "\(error?.advice ?? "")")
    #expect(error?.message.contains("secret") != true)
  }

  @Test func aUserWithoutAPassword() {
    let error = #expect(throws: Diagnostic.self) {
      try MailServer("smtps://u@a.example", secrets: Secrets { _ in nil })
    }
    #expect(error?.message.contains("HERALD_SMTP_PASSWORD") == true)
    #expect(error?.advice?.contains("HERALD_SMTP_PASSWORD_FILE") == true)
  }
}
