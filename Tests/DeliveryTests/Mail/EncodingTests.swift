import Testing

@testable import Delivery

@Suite struct EncodingTests {
  @Test(arguments: [
    ("Hello", "7bit", "Hello\r\n"), ("", "7bit", ""), ("a\n", "7bit", "a\r\n"), (".\n..", "7bit", ".\r\n..\r\n"),
    ("a ", "quoted-printable", "a=20\r\n"), ("a\t\nb", "quoted-printable", "a=09\r\nb\r\n"),
    ("From me", "quoted-printable", "=46rom me\r\n"),
    (".Grüße from all of us", "quoted-printable", "=2EGr=C3=BC=C3=9Fe from all of us\r\n"),
    ("one=two, ä", "quoted-printable", "one=3Dtwo, =C3=A4\r\n"), ("a\u{0}bcdef", "quoted-printable", "a=00bcdef\r\n"),
    ("äöüäöüäöü", "base64", "w6TDtsO8w6TDtsO8w6TDtsO8DQo=\r\n"),
  ]) func bodies(text: String, name: String, bytes: String) {
    let body = BodyEncoding(text)
    #expect(body.name.rawValue == name)
    #expect(String(decoding: body.bytes, as: UTF8.self) == bytes)
  }

  /// Soft line ends leave 76 characters at most and lose nothing, wherever a line is cut.
  @Test func softLineEnds() {
    for count in 70...160 {
      let text = String(repeating: "x", count: count) + "ä" + String(repeating: "y", count: count)
      let body = BodyEncoding(text)
      let lines = String(decoding: body.bytes, as: UTF8.self).split(separator: "\r\n")
      #expect(lines.allSatisfy { $0.utf8.count <= 76 })
      let joined = lines.map { $0.hasSuffix("=") ? String($0.dropLast()) : String($0) }.joined()
      #expect(joined == text.replacing("ä", with: "=C3=A4"))
    }
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]) func base64(text: String, encoded: String) {
    #expect(String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) == encoded)
  }

  @Test func base64Lines() {
    let bytes = Base64.encode(Array(repeating: 0, count: 114), lineLength: 76)
    #expect(bytes.count == 2 * 78)
    #expect(bytes.suffix(2) == [0x0D, 0x0A])
  }

  @Test(arguments: [
    ("Viele liebe Grüße", ["=?UTF-8?Q?Viele_liebe_Gr=C3=BC=C3=9Fe?="]), ("ä und b", ["=?UTF-8?Q?=C3=A4_und_b?="]),
    ("日本語", ["=?UTF-8?B?5pel5pys6Kqe?="]),
  ]) func encodedWords(text: String, words: [String]) {
    #expect(EncodedWords.split(text, firstRoom: 67) == words)
  }

  /// No word is longer than 75, and each holds whole characters.
  @Test(arguments: [
    "é", "日", "👩‍👩‍👧‍👦", "🏳️‍🌈x", "e\u{301}\u{323}", "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}",
  ])
  func wordsAreWhole(character: String) {
    for count in 1...40 {
      for room in [15, 30, 67, 75] {
        let words = EncodedWords.split(String(repeating: character, count: count), firstRoom: room)
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
      }
    }
  }

  @Test func foldedHeaders() {
    var head = HeadWriter()
    head.text("Subject", (1...30).map { "word\($0)" }.joined(separator: " "))
    head.mailboxes(
      "To", (1...5).compactMap { Mailbox(name: "Person Number \($0)", address: "person\($0)@shop.example") })
    head.raw("Message-ID", "<" + String(repeating: "x", count: 80) + "@a.example>")
    let lines = String(decoding: head.bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 76 || $0.hasPrefix("Message-ID: <xxx") })
    #expect(lines.count == 3 + 3 + 1)
  }
}
