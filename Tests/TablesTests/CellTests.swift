import CivilTime
import Diagnostics
import Testing

@testable import Tables

/// What a cell reads as, by type. `∅` is missing, `?` unreadable.
@Suite struct CellTests {
  static func read(_ cells: [String], _ field: FieldMapping, zone: Zone = .utc) throws -> (
    values: [String], report: ScanReport
  ) {
    var field = field
    field.column = "v"
    let mapping = ExportMapping(
      entity: "order", pattern: "orders.csv", directory: "", keyColumns: ["k"], fields: [field], zone: zone)
    let quoted = cells.enumerated().map { "\($0.offset),\"\($0.element.replacing("\"", with: "\"\""))\"" }
    let text = "k,v\n" + quoted.joined(separator: "\n") + "\n"
    let (rows, report) = try TableText(text).export(mapping).table()
    // Unquoted they must read the same, where they can be.
    if !cells.contains(where: { $0.contains { "\",\n".contains($0) } }) {
      let plain = "k,v\n" + cells.enumerated().map { "\($0.offset),\($0.element)" }.joined(separator: "\n")
      var table = TableText(plain)
      table.limits.long = 0
      let again = try table.export(mapping).table()
      #expect(again.rows == rows)
    }
    return (rows.map { $0[1] }, report)
  }

  func field(_ type: CellType, comma: Bool = false) -> FieldMapping {
    FieldMapping(name: "v", column: "v", type: type, decimalComma: comma)
  }

  func check(_ table: [(String, String)], _ field: FieldMapping, zone: Zone = .utc) throws {
    let (values, report) = try Self.read(table.map(\.0), field, zone: zone)
    for (index, (cell, expected)) in table.enumerated() { #expect(values[index] == expected, "“\(cell)”") }
    #expect(report.cells[1]?.read == table.count)
    #expect(report.cells[1]?.unreadable == table.count { $0.1 == "?" })
  }

  @Test func bools() throws {
    try check(
      [
        ("yes", "yes"), ("NO", "no"), ("True", "yes"), ("fALSE", "no"), ("1", "yes"), ("0", "no"), ("y", "yes"),
        ("N", "no"),
        ("t", "yes"), ("F", "no"), ("on", "yes"), ("Off", "no"), (" yes ", "yes"), ("", "∅"), ("  ", "∅"),
        ("maybe", "?"),
        ("2", "?"), ("yess", "?"), ("ja", "?"), ("\u{11}", "?"), ("true false", "?"),
      ], field(.bool))
  }

  @Test func ints() throws {
    try check(
      [
        ("0", "0"), ("-12", "-12"), ("+7", "7"), ("007", "7"), (" 5 ", "5"), ("12.0", "12"), ("12.", "12"),
        ("12.5", "?"),
        ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", "?"), ("99999999999999999999", "?"), ("000000000000000000000005", "5"), ("1,234", "?"),
        ("1 234", "?"), ("1e3", "?"), ("", "∅"), ("-", "?"), ("+-1", "?"), ("x", "?"), ("1x", "?"), ("€5", "?"),
        ("'5", "?"),
        ("0x10", "?"), ("１", "?"), (".", "?"), ("1.2.3", "?"),
      ], field(.int))
    try check(
      [("1.234", "1234"), ("1234", "1234"), ("1.23", "?"), ("12,0", "12"), ("12,5", "?"), ("1 234", "1234")],
      field(.int, comma: true))
  }

  @Test func doubles() throws {
    try check(
      [
        ("89.90", "89.9"), ("0.1", "0.1"), ("-3", "-3.0"), ("+2.50", "2.5"), (".5", "0.5"), ("5.", "5.0"),
        ("1e3", "1000.0"),
        ("1.5E-3", "0.0015"), ("123456789012345678", "1.2345678901234568e+17"),
        ("0.1234567890123456789", "0.12345678901234568"),
        ("9007199254740993", "9007199254740992.0"), ("179.99", "179.99"), ("-0", "-0.0"), ("1e308", "1e+308"),
        ("1e309", "?"), ("nan", "?"), ("inf", "?"), ("0x1p3", "?"), ("1,5", "?"), ("1.234,5", "?"), ("$5", "?"),
        ("5 €", "?"),
        ("", "∅"), ("-", "?"), ("e5", "?"), ("1e", "?"), ("1.2.3", "?"), ("--1", "?"), ("1 2", "?"),
      ], field(.double))
    try check(
      [
        ("89,90", "89.9"), ("1.234,56", "1234.56"), ("1.234.567,8", "1234567.8"), ("1234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u{202F}234,5", "1234.5"), ("1\u{A0}234", "1234.0"), ("1.5", "?"), ("12.34,5", "?"), ("1,2,3", "?"),
        ("1.234", "1234.0"),
        ("-1.000,0", "-1000.0"), ("12345.678,9", "?"),
      ], field(.double, comma: true))
  }

  @Test func everyPriceIsTheNearestDouble() throws {
    let cells = (0..<20_000).map { "\($0 / 100).\($0 / 10 % 10)\($0 % 10)" }
    let (values, _) = try Self.read(cells, field(.double))
    for (cell, value) in zip(cells, values) { #expect(Double(value) == Double(cell)) }
  }

  @Test func durations() throws {
    try check(
      [("1h30m", "5400000000"), ("2d", "172800000000"), (" 250ms ", "250000"), ("", "∅"), ("1", "?"), ("soon", "?")],
      field(.duration))
  }

  @Test func lists() throws {
    try check(
      [
        ("a,b", "a|b"), (" a , b c ,", "a|b c"), ("", ""), ("  ", ""), ("one", "one"), (",,", ""), ("é,😎", "é|😎"),
      ], field(.list))
    var nothing = field(.list)
    nothing.nullWords = ["none"]
    #expect(try Self.read(["none", "a", ""], nothing).values == ["∅", "a", ""])
  }

  @Test func keys() throws {
    try check(
      [
        (" A1 ", "A1"), ("Ann@X.de", "ann@x.de"), ("ÄB@X", "äb@x"), ("", "∅"), ("'5", "'5"), ("a\"b", "a\"b"),
        ("#1001", "#1001"),
      ],
      field(.key))
  }

  @Test func wordsAreMappedBeforeTheyAreTyped() throws {
    var field = FieldMapping(
      name: "v", column: "v", type: .bool,
      map: ["Ja": "true", "Nein": "false", "vielleicht": "maybe", "k.A.": "n/a", "leer": ""],
      nullWords: ["n/a", "-"])
    try check(
      [
        ("Ja", "yes"), ("Nein", "no"), ("ja", "?"), (" Ja", "?"), ("vielleicht", "?"), ("k.A.", "∅"), ("n/a", "∅"),
        ("-", "∅"),
        ("leer", "∅"), ("true", "yes"), ("", "∅"),
      ], field)
    field = FieldMapping(name: "v", column: "v", type: .string, map: ["in \"transit\"": "moving", "": "nothing"])
    try check([("in \"transit\"", "moving"), ("", "nothing"), ("x", "x")], field)
    field = FieldMapping(name: "v", column: "v", type: .timestamp, nullWords: ["0000-00-00 00:00:00"])
    try check([("0000-00-00 00:00:00", "∅"), ("1970-01-01T00:00:01Z", "1000000")], field)
  }

  @Test func aClosedMapReadsItsWordsOnly() throws {
    var field = field(.string)
    field.map = WordMap(["DL": "delivered", "Ow": "on_way"], isClosed: true)
    field.nullWords = ["NA"]
    try check(
      [
        ("DL", "delivered"), (" DL ", "delivered"), ("dl", "?"), ("Ow", "on_way"), ("OW", "?"), ("NA", "∅"), ("", "∅"),
        (" ", "∅"), ("delivered", "?"),
      ], field)
    field.map.ignoresCase = true
    try check([("dl", "delivered"), ("oW", "on_way"), ("na", "∅"), ("x", "?")], field)
  }

  @Test func anUnknownWordIsShownWithoutWhatItSays() throws {
    var field = field(.string)
    field.map = WordMap(["DL": "delivered"], isClosed: true)
    let (_, report) = try Self.read(["Ann 1"], field)
    #expect(report.cells[1]?.first?.message == "v is no word that its “map” knows: a cell of the form “xxx 9”")
  }

  @Test func apostrophes() throws {
    var text = field(.string)
    text.stripsApostrophe = true
    try check(
      [
        ("'+316", "+316"), (" '75008", "75008"), ("''a", "'a"), ("'", "'"), ("a'b", "a'b"), ("", "∅"),
        ("' ", "'" + " "),
      ], text)
    var number = field(.int)
    number.stripsApostrophe = true
    try check([("'75", "75"), ("75", "75")], number)
    var time = field(.timestamp)
    time.stripsApostrophe = true
    try check([("'1970-01-01T00:00:01Z", "1000000")], time)
    var list = field(.list)
    list.stripsApostrophe = true
    try check([("'a, b", "a|b"), ("", "")], list)
    try check([("'75", "'75")], field(.string))
  }

  @Test func apostrophesOfKeys() throws {
    var mapping = ExportMapping.strings(["a", "b"])
    mapping.stripsKeyApostrophe = true
    #expect(try TableText("a,b\n'1,'2\n").export(mapping).table().rows.map { $0[0] } == ["1"])
    mapping.keyColumns = ["a", "b"]
    #expect(try TableText("a,b\n'1,'2\n").export(mapping).table().rows.map { $0[0] } == ["1\u{1F}2"])
  }

  @Test(arguments: [
    (
      MoneySigns.evident,
      [
        ("$1,234.50", "1234.5"), ("1.234,50 €", "1234.5"), ("€1.234,50", "1234.5"), ("1 234,50 zł", "1234.5"),
        ("CHF 1'234.50", "1234.5"), ("CHF 1’234.–", "?"), ("-$5.00", "-5.0"), ("$-5.00", "-5.0"),
        ("−5,00\u{A0}kr.", "-5.0"),
        ("--5", "?"), ("5-", "?"), ("12", "12.0"), ("12.5", "12.5"), ("12,50", "12.5"), ("1,234", "?"), ("¥1.234", "?"),
        ("1,234,567", "1234567.0"), ("1.234.567", "1234567.0"), ("1 234", "1234.0"), ("1 234,567", "1234.567"),
        ("₹1,23,456.00", "123456.0"), ("1,2,3", "?"), ("12,34.50", "?"), ("1,234.567.8", "?"),
        ("R$ 1.000,00", "1000.0"),
        ("US$5.00 USD", "5.0"), ("$5.00 USD", "5.0"), ("Rs. 500", "500.0"), ("5%", "?"), ("(5.00)", "?"), ("free", "?"),
        ("", "∅"), ("1.", "?"), ("$ ", "?"), ("1e5", "?"), ("0.005", "?"), ("12/25", "?"),
      ]
    ),
    (.point, [("$1,234", "1234.0"), ("1,234.5", "1234.5"), ("1.234", "1.234"), ("1.234,50", "?"), ("12,50", "?")]),
    (.comma, [("1.234 kr", "1234.0"), ("1.234,5", "1234.5"), ("1,234", "1.234"), ("12.50", "?")]),
  ]) func money(_ signs: MoneySigns, _ table: [(String, String)]) throws {
    var field = field(.double)
    field.money = signs
    try check(table, field)
  }

  @Test func manyMappedWords() throws {
    let map = Dictionary(uniqueKeysWithValues: (0..<500).map { ("word \($0)", "meaning \($0)") })
    let field = FieldMapping(name: "v", column: "v", type: .string, map: WordMap(map))
    let (values, _) = try Self.read((0..<510).map { "word \($0)" }, field)
    #expect(values == (0..<510).map { $0 < 500 ? "meaning \($0)" : "word \($0)" })
  }

  @Test func unreadableCellsAreCountedAndTheFirstShown() throws {
    let text = "k,v\n1,5\n2,Ann 12 Größe\n3,x\n"
    let mapping = ExportMapping(
      entity: "order", pattern: "orders.csv", directory: "", keyColumns: ["k"],
      fields: [FieldMapping(name: "total", column: "v", type: .double)], zone: .utc)
    let (_, report) = try TableText(text).export(mapping).table()
    let count = try #require(report.cells[1])
    #expect(count.read == 3 && count.unreadable == 2)
    #expect(count.first?.position == SourcePosition(line: 3, column: 3))
    // Its form, not its words: it may be a customer's name.
    #expect(count.first?.message == "total is no number: a cell of the form “xxx 99 xxxxx”")
    #expect(report.cells[0]?.unreadable == 0)
  }
}
