import Testing

/// Mails that are hard to write, each to come out of a reader as it went in.
struct MailCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  var job = MailJob()

  init(_ name: String, _ change: (inout MailJob) -> Void) {
    testDescription = name
    change(&job)
  }

  /// As readers show a text: LF line ends, one at the end.
  static func shown(_ text: String?) -> String? {
    guard let text else { return nil }
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    return lines.hasSuffix("\n") ? lines : lines + "\n"
  }

  static let all: [MailCase] = [
    MailCase("plain") { _ in },
    MailCase("text and html") { $0.html = "<p>Hello, <b>Anna</b></p>" },
    MailCase("html alone") {
      $0.text = nil
      $0.html = "<p>Größe: 5 &gt; 4</p>"
    },
    MailCase("umlauts") {
      $0.subject = "Größenänderung für Ihre Bestellung"
      $0.text = "Schöne Grüße aus Köln,\nIhr Händler"
    },
    MailCase("emoji in the subject") { $0.subject = "Your cart 🛒 is waiting 👩‍👩‍👧‍👦 – don't miss it 🎉🎉🎉" },
    MailCase("a long subject of emoji") { $0.subject = String(repeating: "👩🏽‍🚀🏳️‍🌈", count: 30) },
    MailCase("a long plain subject") { $0.subject = (1...40).map { "word\($0)" }.joined(separator: " ") },
    MailCase("a subject of one long word") { $0.subject = String(repeating: "abcdefghij", count: 30) },
    MailCase("blanks in the subject") {
      $0.subject = "two  blanks   and more    here " + String(repeating: "x ", count: 60) + "x"
    },
    MailCase("a subject that looks encoded") { $0.subject = "=?UTF-8?Q?no?= really" },
    MailCase("Japanese") {
      $0.subject = "ご注文の商品を発送いたしました。お届けまで今しばらくお待ちください。ありがとうございます。"
      $0.text = String(repeating: "お客様のご注文は本日発送されました。", count: 40)
      $0.name = "山田 太郎"
    },
    MailCase("right to left") {
      $0.subject = "הזמנתך נשלחה – ‏123"
      $0.text = "שלום וברכה\nהחבילה בדרך"
    },
    MailCase("combining marks") { $0.subject = "Cafe\u{301} " + String(repeating: "e\u{301}\u{323}", count: 50) },
    MailCase("names with quotes and commas") {
      $0.name = #"O'Brien, "Bob" \ Sons"#
      $0.from = #""Shop, Inc. \"best\"" <no-reply@shop.example>"#
    },
    MailCase("names with special signs") {
      $0.name = "a.b (c) <d@e.example>; x: y@z"
      $0.from = "Shop & Co: Sales <sales@shop.example>"
    },
    MailCase("a long name") { $0.name = String(repeating: "Maria ", count: 40) + "von Ü" },
    MailCase("a name that looks encoded") { $0.name = "=?UTF-8?B?xxx?=" },
    MailCase("no name") { $0.name = nil },
    MailCase("reply to several") { $0.replyTo = #"Help <help@shop.example>, "A, B" <ab@shop.example>,c@shop.example"# },
    MailCase("dots at line starts") { $0.text = ".\n..\n.hidden\n...\nmiddle\n.\n" },
    MailCase("dots at line starts, quoted") { $0.text = ".ä\n.\n..\n" + String(repeating: "..", count: 200) + "\n." },
    MailCase("long lines") {
      $0.text = String(repeating: "0123456789", count: 500) + "\n" + String(repeating: "word ", count: 400)
    },
    MailCase("blanks at line ends") { $0.text = "one \ntwo\t\n three  \n\n -- \nend " },
    MailCase("From at line starts") { $0.text = "From here\n>From there\nä From\nFrom ä" },
    MailCase("equals signs") { $0.text = "a=b\n=3D\n==\nä=\n" + String(repeating: "=", count: 100) },
    MailCase("line ends of all kinds") { $0.text = "a\r\nb\nc\rd\r\n\r\ne" },
    MailCase("soft breaks around characters") {
      $0.text = (60...80).map { String(repeating: "x", count: $0) + "äöü€😀" }.joined(separator: "\n")
    },
    MailCase("exactly 76") {
      $0.text = [75, 76, 77].map { String(repeating: "x", count: $0) }.joined(separator: "\n")
    },
    MailCase("its own boundary") {
      $0.html = "<p>x</p>"
      $0.text = "--=_herald_\($0.fileID).1\n--=_herald_\($0.fileID).1--\nend"
    },
    MailCase("tabs") { $0.text = "a\tb\n\tc" },
    MailCase("empty lines at the end") { $0.text = "a\n\n\n" },
    MailCase("unsubscribing") {
      $0.headers = [
        ("List-Unsubscribe", "<https://shop.example/u?c=" + String(repeating: "0123456789", count: 12) + ">"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("X-Campaign", "Frühling 🌷"),
      ]
    },
    MailCase("big") {
      $0.html = String(repeating: #"<tr><td style="color:#333">Größe</td><td>€ 5,00</td></tr>"#, count: 2000)
      $0.text = String(repeating: ".line of text that starts with a dot\n", count: 6000)
    },
  ]
}
