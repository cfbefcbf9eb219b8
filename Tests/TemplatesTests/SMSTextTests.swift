import Templates
import Testing

/// What a text message is sent as, and how many parts it takes.
@Suite struct SMSTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var encoding: SMSText.Encoding
    var units: Int
    var segments: Int
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ encoding: SMSText.Encoding, _ units: Int, _ segments: Int) {
      (self.name, self.text, self.encoding, self.units, self.segments) = (name, text, encoding, units, segments)
    }
  }

  static func letters(_ count: Int, _ letter: String = "a") -> String { String(repeating: letter, count: count) }

  static let cases = [
    Case("nothing", "", .gsm7, 0, 1),
    Case("one part", letters(160), .gsm7, 160, 1),
    Case("two parts", letters(161), .gsm7, 161, 2),
    Case("two full parts", letters(306), .gsm7, 306, 2),
    Case("three parts", letters(307), .gsm7, 307, 3),
    Case("a euro takes two", "€" + letters(158), .gsm7, 160, 1),
    Case("a euro is not cut in two", letters(152) + "€" + letters(152), .gsm7, 306, 3),
    Case("a line of two bytes", "a\r\nb", .gsm7, 4, 1),
    Case("letters of the alphabet", "Ægir é à Ñ Ω @ _", .gsm7, 16, 1),
    Case("a letter that it lacks", "Łódź", .ucs2, 4, 1),
    Case("a small ç is not the large one", "ç", .ucs2, 1, 1),
    Case("a backtick", "`", .ucs2, 1, 1),
    Case("70 units", letters(69) + "ł", .ucs2, 70, 1),
    Case("71 units", letters(70) + "ł", .ucs2, 71, 2),
    Case("an emoji is not cut in two", letters(66) + "😀" + letters(66), .ucs2, 134, 3),
    Case("a family is not cut in two", letters(60) + "👨‍👩‍👧‍👦" + letters(56), .ucs2, 127, 2),
    Case("a letter longer than a part", "e" + letters(200, "\u{301}"), .ucs2, 201, 3),
  ]

  @Test(arguments: cases) func size(_ test: Case) {
    let size = SMSText.size(of: test.text)
    #expect(size.encoding == test.encoding)
    #expect(size.units == test.units)
    #expect(size.segments == test.segments)
  }

  @Test(arguments: [
    ("12,50\u{A0}€", "12,50 €"), ("1\u{202F}234,50\u{A0}€", "1 234,50 €"), ("a\u{2009}b\u{3000}c\u{205F}d", "a b c d"),
    ("Łódź – “ja”", "Łódź – “ja”"), ("plain", "plain"), ("é\u{200B}", "é\u{200B}"), ("", ""),
  ])
  func blanks(_ text: String, _ plain: String) {
    #expect(SMSText.withPlainBlanks(Array(text.utf8)) == Array(plain.utf8))
  }
}
