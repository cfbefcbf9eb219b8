import Spool
import Testing

@testable import Delivery

@Suite struct SMTPReplyTests {
  typealias Stage = SMTPDialogue.Stage

  struct Case: CustomTestStringConvertible, Sendable {
    let stage: Stage
    let code: Int
    let text: String
    let outcome: Outcome
    let pauses: Bool

    init(_ stage: Stage, _ code: Int, _ text: String, _ outcome: Outcome, pauses: Bool = false) {
      (self.stage, self.code, self.text, self.outcome, self.pauses) = (stage, code, text, outcome, pauses)
    }

    var testDescription: String { "\(stage): \(code) \(text)" }
  }

  @Test(arguments: [
    Case(.greeting, 421, "busy", .deferred), Case(.greeting, 554, "no service", .deferred, pauses: true),
    Case(.hello, 550, "go away", .deferred, pauses: true), Case(.startTLS, 454, "not now", .deferred),
    Case(.startTLS, 501, "no", .deferred, pauses: true), Case(.login, 454, "4.7.0 later", .deferred),
    Case(.login, 535, "5.7.8 wrong", .deferred, pauses: true),
    Case(.login, 534, "5.7.9 too weak", .deferred, pauses: true),
    Case(.sender, 451, "4.3.0 later", .deferred), Case(.sender, 530, "5.7.0 log in", .deferred, pauses: true),
    Case(.sender, 550, "5.7.1 not yours", .deferred, pauses: true),
    Case(.sender, 552, "5.3.4 too big", .failed), Case(.recipient, 450, "4.2.0 greylisted", .deferred),
    Case(.recipient, 452, "4.2.2 full", .deferred), Case(.recipient, 550, "5.1.1 no such user", .failed),
    Case(.recipient, 550, "no such user", .failed), Case(.recipient, 553, "5.1.3 bad address", .failed),
    Case(.recipient, 550, "5.2.1 disabled", .failed), Case(.recipient, 552, "5.2.2 full", .failed),
    Case(.recipient, 554, "5.7.1 Relay access denied", .deferred, pauses: true),
    Case(.recipient, 550, "relay not permitted", .deferred, pauses: true),
    Case(.recipient, 530, "5.7.0 log in", .deferred, pauses: true),
    Case(.recipient, 553, "5.1.8 Sender address rejected", .deferred, pauses: true),
    Case(.recipient, 554, "5.7.1 blocked by a list", .deferred), Case(.data, 451, "later", .deferred),
    Case(.data, 554, "5.5.1 no valid recipients", .failed), Case(.message, 451, "4.3.0 later", .deferred),
    Case(.message, 554, "5.7.1 spam", .failed), Case(.message, 552, "5.3.4 too big", .failed),
    Case(.message, 550, "5.7.0 log in", .deferred, pauses: true),
  ]) func refusals(refusal: Case) {
    let result = SendResult(
      smtp: refusal.stage == .message ? .sent : .connected, .strangeReply, stage: refusal.stage,
      reply: SMTPReply(code: refusal.code, text: refusal.text), recipient: "anna@shop.example")
    #expect(result.outcome == refusal.outcome)
    #expect(result.pausesChannel == refusal.pauses)
    #expect(result.reason?.contains("\(refusal.code) \(refusal.text)") == true)
  }

  /// Where the connection ends without a reply, what was sent decides.
  @Test(arguments: [
    (CurlEnd.Phase.unconnected, CurlCode.noConnection, Outcome.deferred), (.unconnected, .noHost, .deferred),
    (.connected, .receiveFailed, .deferred), (.connected, .timeout, .deferred), (.sending, .sendFailed, .deferred),
    (.sending, .aborted, .deferred), (.sending, .timeout, .deferred), (.sent, .sendFailed, .deferred),
    (.sent, .receiveFailed, .unknown), (.sent, .timeout, .unknown), (.sent, .noAnswer, .unknown),
    (.sent, .strangeReply, .unknown),
  ]) func endsWithoutReply(phase: CurlEnd.Phase, code: CurlCode, outcome: Outcome) {
    let result = SendResult(smtp: phase, code, stage: .data, reply: nil, recipient: "a@b.example")
    #expect(result.outcome == outcome)
    #expect(!result.pausesChannel)
    #expect(result.reason != nil)
  }

  @Test(
    arguments: [
      ("2.0.0 Ok: queued as 4F1C23A0B7", "4F1C23A0B7"), ("OK id=1rTbGq-0001Xy-2A", "1rTbGq-0001Xy-2A"),
      ("2.0.0 9d8f7a6b Message accepted for delivery", "9d8f7a6b"),
      ("2.0.0 OK  1700000000 d2e1a72fcca58-6e0a1b2c3d4si123.45 - gsmtp", "d2e1a72fcca58-6e0a1b2c3d4si123.45"),
      ("Ok 0100018bcd1234-aaaa-bbbb-000000", "0100018bcd1234-aaaa-bbbb-000000"),
      ("2.6.0 <x@y.example> [InternalId=12345, Hostname=A] Queued mail for delivery", "12345"),
      ("OK", nil), ("2.0.0 Ok", nil), ("queued as <anna@shop.example>", nil), ("Message queued", nil),
      ("great success", nil), ("queued as", nil),
    ] as [(String, String?)]) func queueIDs(text: String, id: String?)
  {
    #expect(SMTPReply(code: 250, text: text).queueID == id)
  }

  @Test(arguments: [
    ("5.1.1 <anna@shop.example>: Recipient address rejected", "550 5.1.1 … Recipient address rejected"),
    ("user anna unknown", "550 user … unknown"), ("'Anna' is gone", "550 … is gone"),
    ("annabel is fine", "550 annabel is fine"), ("mailbox of bob@x.example", "550 mailbox of …"),
    ("a\r\nb\u{0}c", "550 a b c"),
  ]) func reasonsNameNobody(text: String, words: String) {
    #expect(SMTPReply(code: 550, text: text).words(without: "anna@shop.example") == words)
  }

  @Test func aLongReplyIsCut() {
    let words = SMTPReply(code: 550, text: String(repeating: "x", count: 5000)).words(without: "a@b.example")
    #expect(words.count == 200)
  }

  @Test func theDialogueIsFollowed() {
    let dialogue = SMTPDialogue()
    func say(_ lines: String...) { for line in lines { Self.feed(line + "\r\n", dialogue.received) } }
    func send(_ line: String) { Self.feed(line + "\r\n", dialogue.sent) }
    dialogue.begin()
    say("220 hi")
    #expect(dialogue.stage == .greeting)
    #expect(dialogue.reply?.code == 220)
    send("EHLO me")
    #expect(dialogue.reply == nil)
    say("250-mail.test", "250-SIZE 1")
    #expect(dialogue.reply == nil, "it is not complete")
    say("250 HELP")
    #expect(dialogue.reply?.code == 250)
    send("AUTH PLAIN")
    say("334 ")
    send("AGEAYg==")
    #expect(dialogue.stage == .login)
    say("235 2.7.0 ok")
    send("MAIL FROM:<a@b.example>")
    say("250 ok")
    send("RCPT TO:<c@d.example>")
    #expect(dialogue.stage == .recipient)
    say("550-5.1.1 no", "550-5.1.1 such", "550 5.1.1 user")
    #expect(dialogue.reply == SMTPReply(code: 550, text: "5.1.1 no such user"))
    send("DATA")
    say("354 go")
    #expect(dialogue.stage == .data)
    say("250 2.0.0 Ok: queued as A1")
    #expect(dialogue.stage == .message)
    #expect(dialogue.reply?.queueID == "A1")
    send("QUIT")
    say("221 bye")
    #expect(dialogue.reply?.queueID == "A1", "what was refused or taken stays")
    dialogue.begin()
    send("QUIT")
    say("221 bye", "220 hi again")
    #expect(dialogue.stage == .greeting)
    #expect(dialogue.reply?.code == 220, "the connection before was closed first")
  }

  private static func feed(_ line: String, _ sink: (borrowing RawSpan) -> Void) {
    let bytes = Array(line.utf8)
    unsafe sink(bytes.span.bytes)
  }
}
