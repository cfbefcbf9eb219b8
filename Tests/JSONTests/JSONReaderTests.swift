import JSON
import Testing

@Suite struct JSONReaderTests {
  @Test func tokensInOrder() throws {
    let text = #" {"a" : [1, -2.5e+3, "x\n", []], "b\u0041":{}, "c":null} "#
    let bytes = Array(text.utf8)
    var reader = JSONReader()
    var found: [String] = []
    loop: while true {
      let token = try reader.next(in: bytes.span)
      switch token {
      case .beginObject: found.append("{")
      case .endObject: found.append("}")
      case .beginArray: found.append("[")
      case .endArray: found.append("]")
      case .key(let range, let isEscaped):
        found.append("key " + JSONReader.text(range, isEscaped: isEscaped, of: bytes.span))
      case .string(let range, let isEscaped):
        found.append("string " + JSONReader.text(range, isEscaped: isEscaped, of: bytes.span))
      case .number(let range): found.append("number " + String(decoding: bytes[range], as: UTF8.self))
      case .bool(let value): found.append("\(value)")
      case .null: found.append("null")
      case .end: break loop
      }
    }
    #expect(
      found == [
        "{", "key a", "[", "number 1", "number -2.5e+3", "string x\n", "[", "]", "]", "key bA", "{", "}", "key c",
        "null", "}",
      ])
    #expect(try reader.next(in: bytes.span) == .end)
  }

  @Test func skippingTakesOneValue() throws {
    let bytes = Array(#"{"a":{"x":[1,{"y":2}]},"b":7}"#.utf8)
    var reader = JSONReader()
    #expect(try reader.next(in: bytes.span) == .beginObject)
    _ = try reader.next(in: bytes.span)
    try reader.skipValue(in: bytes.span)
    #expect(try reader.next(in: bytes.span) == .key(24..<25, isEscaped: false))
    try reader.skipValue(in: bytes.span)
    #expect(try reader.next(in: bytes.span) == .endObject)
    #expect(try reader.next(in: bytes.span) == .end)
  }

  @Test(arguments: [
    ("plain", #""abc""#, "abc"),
    ("all short escapes", #""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    ("one to four bytes", #""\u0041\u00e9\u20AC\uD83D\uDE0E""#, "Aé€😎"),
    ("as it stands", "\"é€😎\u{7F}\"", "é€😎\u{7F}"),
    ("nul", #""\u0000""#, "\0"),
  ])
  func strings(_ name: String, _ text: String, _ expected: String) throws {
    #expect(try JSONValue.parse(text) == .string(expected))
  }

  @Test(arguments: [
    ("lone surrogate", #"["\uD800"]"#, 2, false), ("lone second surrogate", #"["\uDC00"]"#, 2, false),
    ("two first surrogates", #"["\uD800\uD800"]"#, 2, false), ("control character", "[\"a\u{1}\"]", 3, false),
    ("no such escape", #"["ab\x"]"#, 4, false), ("zero in front", "[012]", 2, false), ("bare point", "[1.]", 3, false),
    ("plus", "[+1]", 1, false), ("missing colon", #"{"a" 1}"#, 5, false), ("comma at the end", "[1,]", 3, false),
    ("comma in an empty object", "{,}", 1, false), ("single quotes", "{'a':1}", 1, false),
    ("two values", "1 2", 2, false),
    ("wrong bracket", "[1}", 2, false), ("cut in a string", #"{"a":"b"#, 7, true), ("cut in a word", "[tru", 4, true),
    ("cut behind a comma", "[1,", 3, true), ("cut in an escape", #"["\u12"#, 2, true), ("nothing", " ", 1, true),
    ("misspelt word", "[trux]", 1, false),
  ])
  func problems(_ name: String, _ text: String, _ offset: Int, _ isEnd: Bool) throws {
    let problem = #expect(throws: JSONProblem.self) { try JSONValue.parse(text) }
    #expect(problem?.offset == offset)
    #expect(problem?.isUnexpectedEnd == isEnd)
  }

  @Test(
    arguments: [
      ("overlong", [0xC0, 0xAF]), ("surrogate", [0xED, 0xA0, 0x80]), ("beyond Unicode", [0xF4, 0x90, 0x80, 0x80]),
      ("lone continuation", [0x80]), ("latin-1", [0xE9, 0x20]),
    ] as [(String, [UInt8])])
  func badUTF8(_ name: String, _ bytes: [UInt8]) {
    let problem = #expect(throws: JSONProblem.self) { try JSONValue.parse([0x22, 0x61] + bytes + [0x22]) }
    #expect(problem?.offset == 2)
  }

  @Test func depthIsLimited() {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try JSONValue.parse(nested(512)) }
    let problem = #expect(throws: JSONProblem.self) { try JSONValue.parse(nested(513)) }
    #expect(problem?.offset == 512)
    #expect(throws: JSONProblem.self) { try JSONValue.parse(String(repeating: #"{"a":"#, count: 100_000)) }
  }

  @Test func valuesAreReadable() throws {
    let value = try JSONValue.parse(#"{"a":1,"b":[true,"x",2.5],"a":9007199254740993}"#)
    #expect(value["a"]?.int == 9_007_199_254_740_993)
    #expect(value.members?.map(\.key) == ["a", "b", "a"])
    #expect(value["b"]?.array?.map(\.double) == [nil, nil, 2.5])
    #expect(value["b"]?.array?.first?.bool == true)
    #expect(value["c"] == nil)
    #expect(JSONValue.number("1e3").int == nil)
  }
}
