import Spool
import Testing

@testable import Delivery

@Suite struct MailMessageTests {
  @Test func aWholeMessage() throws {
    var job = MailJob()
    job.html = "<p>Hello</p>"
    job.headers = [("List-Unsubscribe", "<https://shop.example/u>")]
    let mark = "\(job.fileID).1"
    #expect(
      String(decoding: try job.rendered(), as: UTF8.self).replacing("\r\n", with: "\n") == """
        Date: Mon, 02 Mar 2026 10:30:00 +0000
        From: Shop <no-reply@shop.example>
        To: Anna <anna@shop.example>
        Subject: Your order
        Message-ID: <\(mark)@shop.example>
        List-Unsubscribe: <https://shop.example/u>
        MIME-Version: 1.0
        Content-Type: multipart/alternative;
         boundary="=_herald_\(mark)"

        --=_herald_\(mark)
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        Hello

        --=_herald_\(mark)
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 7bit

        <p>Hello</p>

        --=_herald_\(mark)--

        """)
  }

  @Test func theSameJobGivesTheSameBytes() throws {
    for mail in MailCase.all { #expect(try mail.job.rendered() == mail.job.rendered(), "\(mail.testDescription)") }
  }

  @Test(.enabled(if: MailServers.hasPython)) func readBackAsMeant() throws {
    let read = try MailServers.read(try MailCase.all.map { try $0.job.rendered() })
    try #require(read.count == MailCase.all.count)
    for (mail, read) in zip(MailCase.all, read) { expect(read, is: mail) }
  }

  /// A line break in what a customer typed begins no header, recipient or body.
  @Test(
    .enabled(if: MailServers.hasPython),
    arguments: ["\r\nBcc: eve@evil.example", "\nX: y", "\r\r\n\r\nbody", "\u{85}Z: 1", "\u{2028}Z: 1", "\0Z: 1"])
  func nothingIsInjected(breaking: String) throws {
    var job = MailJob()
    job.subject = "Hi" + breaking
    job.name = "Anna" + breaking
    job.from = "Shop\(breaking) <no-reply@shop.example>"
    job.headers = [("X-Note", "a" + breaking)]
    let read = try #require(try MailServers.read([try job.rendered()]).first)
    #expect(
      read.names == [
        "Date", "From", "To", "Subject", "Message-ID", "X-Note", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
      ])
    #expect(read.defects.isEmpty)
    #expect(read.to.map(\.[1]) == ["anna@shop.example"])
    #expect(read.from.map(\.[1]) == ["no-reply@shop.example"])
    #expect(read.text == "Hello\r\n" || read.text == "Hello\n")
  }

  @Test(arguments: [
    "anna@shop.example\r\nBcc: eve@evil.example", "anna@shop.example,eve@evil.example", "<anna@shop.example>", "anna",
    "@shop.example", "anna@", "a b@shop.example", "anna@shop@example", "", "anna@shop.example\0",
    "anna;eve@shop.example",
  ]) func anAddressThatIsNoneIsRefused(address: String) throws {
    var job = MailJob()
    job.to = address
    #expect(throws: MailProblem.badRecipient) { try job.message() }
  }

  struct Refused: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let problem: MailProblem
    let outcome: Outcome
    let pauses: Bool
    let says: String
    var job = MailJob()

    init(
      _ name: String, _ problem: MailProblem, _ outcome: Outcome, pauses: Bool = false, says: String,
      _ change: (inout MailJob) -> Void
    ) {
      (testDescription, self.problem, self.outcome, self.pauses, self.says) = (name, problem, outcome, pauses, says)
      change(&job)
    }
  }

  @Test(arguments: [
    Refused("no sender", .noSender, .deferred, pauses: true, says: "set “from”") { $0.from = nil },
    Refused("an empty sender", .noSender, .deferred, pauses: true, says: "?from=") { $0.from = "" },
    Refused("a sender that is none", .badSender, .deferred, pauses: true, says: "Shop <a@shop.example>") {
      $0.from = "Shop"
    },
    Refused("a reply address that is none", .badReplyTo, .failed, says: "reply_to") { $0.replyTo = "a@b.example, c" },
    Refused("no text", .noText, .failed, says: "neither") { $0.text = nil },
    Refused("an empty text", .noText, .failed, says: "neither") { $0.text = "" },
    Refused("a header of ours", .reservedHeader("Content-Type"), .failed, says: "“Content-Type”") {
      $0.headers = [("Content-Type", "text/html")]
    },
    Refused("another recipient", .reservedHeader("bcc"), .failed, says: "“bcc”") {
      $0.headers = [("bcc", "eve@evil.example")]
    },
    Refused("a header with a line break", .badHeader, .failed, says: "header") { $0.headers = [("X\r\nBcc", "a")] },
    Refused("a header with a colon", .badHeader, .failed, says: "header") { $0.headers = [("X:", "a")] },
  ]) func whatCannotBeAMail(refused: Refused) throws {
    let error = #expect(throws: MailProblem.self) { try refused.job.message() }
    #expect(error == refused.problem)
    let result = SendResult(refused.problem)
    #expect(result.outcome == refused.outcome)
    #expect(result.pausesChannel == refused.pauses)
    #expect(result.reason?.contains(refused.says) == true)
  }

  @Test func aSenderForJobsThatNameNone() throws {
    var job = MailJob()
    job.from = nil
    let message = try MailMessage(try job.file(), try job.jobName(), sender: Mailbox("Shop <a@b.example>"))
    #expect(message.from.address == "a@b.example")
  }

  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (951_825_599, "Tue, 29 Feb 2000 11:59:59 +0000"),
      (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"),
    ] as [(Int64, String)]) func dates(seconds: Int64, text: String)
  { #expect(mailDate(seconds) == text) }

  @Test(arguments: [
    ("a@b.example", "", "a@b.example"), ("Shop <a@b.example>", "Shop", "a@b.example"),
    (#""Shop, \"x\"" <a@b.example>"#, #"Shop, "x""#, "a@b.example"), ("<a@b.example>", "", "a@b.example"),
    ("Grüße  an <ü@ö.example>", "Grüße  an", "ü@ö.example"), ("a <b> <c@d.example>", "a <b>", "c@d.example"),
  ]) func mailboxes(text: String, name: String, address: String) throws {
    let box = try #require(Mailbox(text))
    #expect(box.name == name)
    #expect(box.address == address)
  }

  private func expect(_ read: ReadMail, is mail: MailCase) {
    let (job, name) = (mail.job, "\(mail.testDescription)")
    #expect(read.defects.isEmpty, "\(name): \(read.defects)")
    #expect(read.subject == job.subject.map { $0.trimmed }, "\(name)")
    #expect(MailCase.shown(read.text) == MailCase.shown(job.text), "\(name)")
    #expect(MailCase.shown(read.html) == MailCase.shown(job.html), "\(name)")
    if (job.name ?? "").utf8.count < 60 {
      #expect(read.to == [[job.name ?? "", job.to]], "\(name)")
    } else {
      #expect(read.toLine == "\(job.name ?? "") <\(job.to)>", "\(name)")
    }
    #expect(read.from.count == 1, "\(name)")
    let box = Mailbox(job.from ?? "")
    #expect(read.from == [[box?.name ?? "", box?.address ?? ""]], "\(name)")
    if let replyTo = job.replyTo.flatMap(Mailbox.list) {
      #expect(read.replyTo == replyTo.map { [$0.name, $0.address] }, "\(name)")
    }
    for (key, value) in job.headers { #expect(read.headers[key] == value, "\(name)") }
    #expect(read.kinds.count == (job.text != nil && job.html != nil ? 3 : 1), "\(name)")
    #expect(read.longest <= (job.headers.isEmpty ? 76 : 170), "\(name): \(read.longest)")
    #expect(read.bareEnds == 0, "\(name)")
    #expect(read.isASCII, "\(name)")
    #expect(read.date == "2026-03-02T10:30:00+00:00", "\(name)")
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
