import JSON
import Testing

@Suite struct JSONWriterTests {
  @Test func membersAndCommas() {
    var out = JSONWriter()
    out.object { o in
      o.key("a")
      o.number(12)
      o.key("b")
      o.array { a in
        a.null()
        a.bool(true)
        a.number(0.5)
        a.string("x")
        a.object { _ in }
      }
      o.key("c")
      o.number(Double.nan)
    }
    #expect(String(decoding: out.bytes, as: UTF8.self) == #"{"a":12,"b":[null,true,0.5,"x",{}],"c":null}"#)
  }

  @Test func everyByteIsEscapedAsItMust() throws {
    for length in 0...40 {
      for place in 0..<max(1, length) {
        for scalar in ["\"", "\\", "\n", "\r", "\t", "\u{0}", "\u{1F}", " ", "é", "😎", "\u{7F}"] {
          var text = String(repeating: "a", count: length)
          text.insert(contentsOf: scalar, at: text.index(text.startIndex, offsetBy: place))
          var out = JSONWriter()
          out.string(text)
          #expect(try JSONValue.parse(out.bytes) == .string(text))
        }
      }
    }
  }

  @Test(arguments: [
    ("quotes", "a\"b", #""a\"b""#), ("backslash", "\\", #""\\""#), ("short ones", "\n\r\t", #""\n\r\t""#),
    ("others", "\u{8}\u{0}\u{1F}", #""\u0008\u0000\u001f""#),
    ("not the slash, not beyond ASCII", "/é😎\u{7F}", "\"/é😎\u{7F}\""),
  ])
  func escapes(_ name: String, _ text: String, _ expected: String) {
    var out = JSONWriter()
    out.string(text)
    #expect(String(decoding: out.bytes, as: UTF8.self) == expected)
    var again = JSONWriter()
    again.string(utf8: AnySequence(text.utf8))
    #expect(again.bytes == out.bytes)
  }
}
