import CivilTime
import Diagnostics
import Testing

@testable import Tables

@Suite struct JSONLinesTests {
  func text(_ text: String) -> TableText {
    var table = TableText(text)
    table.name = "orders.jsonl"
    return table
  }

  static let mapping = ExportMapping(
    entity: "order", pattern: "orders.jsonl", directory: "", keyColumns: ["id"],
    fields: [
      FieldMapping(name: "email", column: "customer.email", type: .key),
      FieldMapping(name: "total", column: "total", type: .double),
      FieldMapping(name: "paid", column: "paid", type: .bool), FieldMapping(name: "tags", column: "tags", type: .list),
      FieldMapping(name: "note", column: "note", type: .string),
    ], zone: .utc)

  @Test(arguments: [
    (
      "all there",
      #"{"id":"A","customer":{"email":"Ann@x.de","n":1},"total":12.5,"paid":true,"tags":["a","b"],"note":"x"}"#,
      "A ann@x.de 12.5 yes a|b x"
    ),
    ("nothing but the key", #"{"id":"A"}"#, "A ∅ ∅ ∅ ∅ ∅"),
    ("null is missing", #"{"id":"A","customer":null,"total":null,"paid":null,"tags":null,"note":null}"#, "A ∅ ∅ ∅ ∅ ∅"),
    ("number as key", #"{"id":17,"total":"8.90"}"#, "17 ∅ 8.9 ∅ ∅ ∅"),
    ("escapes", #"{"id":"A\u00e9","note":"say \"hi\"\n\ud83d\ude0e"}"#, "Aé ∅ ∅ ∅ ∅ say \"hi\"\n😎"),
    ("an escaped key", #"{"\u0069d":"A","\u006eote":"x"}"#, "A ∅ ∅ ∅ ∅ x"),
    ("a quote at the start of text", #"{"id":"A","note":"\"quoted\""}"#, "A ∅ ∅ ∅ ∅ \"quoted\""),
    ("the last of two counts", #"{"id":"A","note":"x","note":"y"}"#, "A ∅ ∅ ∅ ∅ y"),
    ("containers in scalars", #"{"id":"A","note":{"a":[1]},"total":[1],"paid":{}}"#, "A ∅ ? ? ∅ ?"),
    ("lists of numbers and commas", #"{"id":"A","tags":[1,"Paris, France",null]}"#, "A ∅ ∅ ∅ 1|Paris, France ∅"),
    ("lists of words with blanks", #"{"id":"A","tags":["a ","","b"]}"#, "A ∅ ∅ ∅ a ||b ∅"),
    ("an empty list", #"{"id":"A","tags":[]}"#, "A ∅ ∅ ∅  ∅"),
    ("a list of lists", #"{"id":"A","tags":[["a"]]}"#, "A ∅ ∅ ∅ ? ∅"),
    ("a list as text", #"{"id":"A","tags":"a, b"}"#, "A ∅ ∅ ∅ a|b ∅"),
    ("a dotted key", #"{"id":"A","customer.email":"b@x"}"#, "A b@x ∅ ∅ ∅ ∅"),
    ("true and false as text", #"{"id":"A","note":false,"customer":{"email":true}}"#, "A true ∅ ∅ ∅ false"),
    ("unknown keys are skipped", #"{"x":[{"id":"B"}],"id":"A","y":{"note":1}}"#, "A ∅ ∅ ∅ ∅ ∅"),
    ("blanks", " { \"id\" : \"A\" , \"total\" : 1 } \r", "A ∅ 1.0 ∅ ∅ ∅"),
  ])
  func reads(_ name: String, _ line: String, _ expected: String) throws {
    let (rows, report) = try text(line + "\n").export(Self.mapping).table()
    #expect(rows.map { $0.joined(separator: " ") } == [expected])
    #expect(report.rejectedCount == 0 && report.keyless == 0 && report.cutOff == nil)
  }

  static let itemised = ExportMapping(
    entity: "cart", pattern: "carts.jsonl", directory: "", keyColumns: ["id"],
    fields: [FieldMapping(name: "total", column: "total", type: .double)],
    items: [
      FieldMapping(name: "sku", column: "cart.lines[].sku", type: .string),
      FieldMapping(name: "code", column: "cart.lines[].product.code", type: .string),
      FieldMapping(name: "tags", column: "cart.lines[].tags", type: .list),
    ], zone: .utc)

  /// Each row as key, total, and the item's sku, code and tags.
  @Test(arguments: [
    (
      "two items",
      #"{"id":"A","total":3,"cart":{"lines":[{"sku":"x","product":{"code":"c"}},{"sku":"y","tags":["a","b"]}]}}"#,
      ["A 3.0 x c ∅", "A ∅ y ∅ a|b"]
    ),
    (
      "the key behind the items", #"{"cart":{"lines":[{"sku":"x"},{"sku":"y"}]},"total":3,"id":"A"}"#,
      ["A 3.0 x ∅ ∅", "A ∅ y ∅ ∅"]
    ),
    ("an empty array", #"{"id":"A","cart":{"lines":[]}}"#, ["A ∅ ∅ ∅ ∅"]),
    ("no array", #"{"id":"A","cart":{}}"#, ["A ∅ ∅ ∅ ∅"]),
    ("null for the array", #"{"id":"A","cart":{"lines":null}}"#, ["A ∅ ∅ ∅ ∅"]),
    ("null for an item", #"{"id":"A","cart":{"lines":[null,{"sku":"y"}]}}"#, ["A ∅ y ∅ ∅"]),
    ("no items but a text", #"{"id":"A","cart":{"lines":"x"}}"#, ["A ∅ ? ? ?"]),
    ("an object for the array", #"{"id":"A","cart":{"lines":{"sku":"x"}},"total":3}"#, ["A 3.0 ? ? ?"]),
    (
      "items that are none", #"{"id":"A","cart":{"lines":[1,[{"sku":"x"}],{"sku":"y"}]},"total":3}"#,
      ["A 3.0 ? ? ?", "A ∅ ? ? ?", "A ∅ y ∅ ∅"]
    ),
    (
      "the last of two arrays", #"{"id":"A","cart":{"lines":[{"sku":"x"},{"sku":"y"}],"lines":[{"code":1}]}}"#,
      ["A ∅ ∅ ∅ ∅", "A ∅ ∅ ∅ ∅"]
    ),
  ])
  func items(_ name: String, _ line: String, _ expected: [String]) throws {
    let (rows, report) = try text(#"{"id":"0"}"# + "\n" + line + "\n" + #"{"id":"Z"}"# + "\n").export(Self.itemised)
      .table()
    #expect(rows.map { $0.joined(separator: " ") } == ["0 ∅ ∅ ∅ ∅"] + expected + ["Z ∅ ∅ ∅ ∅"])
    #expect(report.rejectedCount == 0)
  }

  @Test func itemsOfManyLinesKeepTheirOrder() throws {
    let lines = (0..<300).map { line in
      let items = (0..<line % 11).map { #"{"sku":"\#(line)-\#($0)"}"# }.joined(separator: ",")
      return #"{"id":"\#(line)","cart":{"lines":[\#(items)]}}"#
    }
    let (rows, report) = try text(lines.joined(separator: "\n") + "\n").export(Self.itemised).table()
    let expected = (0..<300).flatMap { line in
      line % 11 == 0 ? ["\(line) ∅"] : (0..<line % 11).map { "\(line) \(line)-\($0)" }
    }
    #expect(rows.map { "\($0[0]) \($0[2])" } == expected)
    #expect(report.rows == expected.count)
    let ordinals = try text(lines.joined(separator: "\n") + "\n").export(Self.itemised)
      .scan(columns: [0], threads: 1, accumulator: { [UInt64]() }) { all, batch in
        all += (0..<batch.count).map(batch.ordinal)
      }.pieces.flatMap { $0 }
    #expect(zip(ordinals, ordinals.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func tooManyItemsAreRejected() throws {
    func line(_ id: String, _ count: Int) -> String {
      let items = Array(repeating: #"{"sku":"x"}"#, count: count).joined(separator: ",")
      return #"{"id":"\#(id)","cart":{"lines":[\#(items)]}}"# + "\n"
    }
    let (rows, report) = try text(line("A", 1) + line("B", 1024) + line("C", 1025) + line("D", 1)).export(Self.itemised)
      .table()
    #expect(rows.count == 1026)
    #expect(rows.last?[0] == "D")
    #expect(report.rejected.map(\.diagnostic.message) == ["a record of more than 1024 items"])
    #expect(report.rejected.first?.diagnostic.position == SourcePosition(line: 3, column: 1))
  }

  @Test func pathsThatJSONLinesCannotHave() throws {
    func message(_ change: (inout ExportMapping) -> Void) -> String? {
      var mapping = Self.itemised
      change(&mapping)
      return #expect(throws: Diagnostic.self) { try text("{}\n").export(mapping) }?.message
    }
    #expect(
      message { $0.fields[0].otherColumns = ["sum"] }
        == "“total” names several columns, and JSON Lines has no header to choose by")
    #expect(
      message { $0.fields[0].column = "a[].b" } == "“a[].b” is in an array, and a record has one value for each field")
    #expect(
      message { $0.items[1].column = "others[].code" }
        == "“cart.lines[].sku” and “others[].code” are not members of the same elements")
  }

  @Test func badLinesAreRejectedWithTheirPlace() throws {
    let lines = [
      #"{"id":"1"}"#, #"{"id":"2",}"#, "", "[1,2]", "  \t", #"{"id":"é","note":tru}"#, "17", #"{"note":"no key"}"#,
      #"{"id":" "}"#,
      #"{"id":{"a":1}}"#, #"{"id":"3"} x"#, #"{"id":"4"}"#,
    ]
    let (rows, report) = try text(lines.joined(separator: "\n")).export(Self.mapping).table()
    #expect(rows.map { $0[0] } == ["1", "4"])
    #expect(report.keyless == 2)
    let places = report.rejected.map { "\($0.diagnostic.position?.line ?? 0):\($0.diagnostic.position?.column ?? 0)" }
    #expect(places == ["2:11", "4:1", "6:18", "7:1", "10:1", "11:12"])
    #expect(report.rejected[1].diagnostic.message == "this line is JSON, but not an object")
    #expect(report.rejected[0].bytes == Array(lines[1].utf8))
    #expect(report.cutOff == nil)
  }

  @Test func badBytesAreRejected() throws {
    let bytes = Array(#"{"id":"1","x":""#.utf8) + [0xE9] + Array("\"}\n{\"id\":\"2\"}\n".utf8)
    var table = TableText(bytes)
    table.name = "orders.jsonl"
    let (rows, report) = try table.export(Self.mapping).table()
    #expect(rows.map { $0[0] } == ["2"])
    #expect(report.rejected.map(\.diagnostic.position) == [SourcePosition(line: 1, column: 16)])
  }

  @Test func aCutOffLineIsNoticed() throws {
    let (rows, report) = try text("{\"id\":\"1\"}\n{\"id\":\"2").export(Self.mapping).table()
    #expect(rows.count == 1)
    #expect(report.cutOff?.position?.line == 2)
    #expect(report.rejectedCount == 1)
  }

  @Test func keysOfSeveralColumns() throws {
    var mapping = Self.mapping
    mapping.keyColumns = ["id", "customer.email"]
    let lines = [#"{"id":"A","customer":{"email":"Q@x"}}"#, #"{"id":"A"}"#, #"{"note":"x"}"#]
    let (rows, report) = try text(lines.joined(separator: "\n")).export(mapping).table()
    #expect(rows.map { $0[0] } == ["A\u{1F}q@x", "A\u{1F}"])
    #expect(rows.map { $0[1] } == ["q@x", "∅"])
    #expect(report.keyless == 1)
  }

  @Test func onlyTheColumnsThatAreAskedFor() throws {
    let export = try text(#"{"id":"A","note":"x","total":1}"#).export(Self.mapping)
    let scan = try export.scan(columns: [5], threads: 1, accumulator: { [String]() }) { found, batch in
      var all = Selection()
      all.fill(batch.count)
      let vector = ColumnVector()
      for column in [0, 5] {
        batch.read(column, rows: all, into: vector)
        found.append(vector.text(0, .string))
      }
    }
    #expect(scan.pieces == [["A", "x"]])
  }

  @Test func everySizeOfPieceAndWindow() throws {
    let lines = (0..<40).map { $0 % 7 == 3 ? "{bad" : #"{"id":"\#($0)","note":"n\n\#($0)","tags":["é"]}"# }
    var table = text(lines.joined(separator: "\n"))
    let expected = try table.export(Self.mapping).table()
    #expect(expected.rows.count == 34)
    for size in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 1000] {
      table.limits = ScanLimits(window: size, row: 4096, quoted: 1024, piece: Int64(size))
      let found = try table.export(Self.mapping).table(threads: size % 3 + 1)
      #expect(found.rows == expected.rows)
      #expect(found.report.rejected.map(\.diagnostic) == expected.report.rejected.map(\.diagnostic))
    }
  }

  @Test func aWrongNameOfTheKeyIsNoticed() throws {
    var mapping = Self.mapping
    mapping.keyColumns = ["idd"]
    let problem = #expect(throws: Diagnostic.self) { try text(#"{"id":"A"}"#).export(mapping) }
    #expect(problem?.message.contains("“idd”") == true)
    #expect(problem?.advice == "did you mean “id”?")
  }

  @Test func anArrayIsNotJSONLines() throws {
    let problem = #expect(throws: Diagnostic.self) { try text(#"[{"id":"A"}]"#).export(Self.mapping) }
    #expect(problem?.message.contains("array") == true)
  }
}

@Suite struct ListWordsTests {
  @Test(arguments: [
    (["a", "b"], "a,b"), (["a"], "a"), ([], ""), (["a,b", "c"], "\u{1F}a,b\u{1F}c"), (["a", ""], "\u{1F}a\u{1F}"),
    ([" a"], "\u{1F} a"), (["a\u{1F}b", "c d"], "ab,c d"),
  ])
  func writtenAndRead(_ words: [String], _ cell: String) {
    var writer = ListWords.Writer()
    for word in words {
      writer.begin()
      for byte in word.utf8 { writer.append(byte) }
    }
    #expect(writer.bytes == Array(cell.utf8))
    let read = unsafe writer.bytes.withUnsafeBytes { bytes in
      unsafe ListWords(bytes).map { unsafe String(decoding: $0, as: UTF8.self) }
    }
    #expect(read == words.map { $0.replacing("\u{1F}", with: "") })
  }
}
