import CivilTime
import Diagnostics
import Testing

@testable import Tables

/// Delimited text of all kinds, as rows of cells and as rejects.
@Suite struct TableTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var rows: [[String]]
    /// `line:column reason`.
    var rejects: [String] = []
    var keyless = 0
    var isCutOff = false
    var columns = ["a", "b", "c"]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "plain", text: "a,b,c\n1,2,3\n4,5,6\n", rows: [["1", "2", "3"], ["4", "5", "6"]]),
    Case(name: "no line end at the end", text: "a,b,c\n1,2,3", rows: [["1", "2", "3"]]),
    Case(name: "header alone", text: "a,b,c\n", rows: []),
    Case(name: "header alone, no line end", text: "a,b,c", rows: []),
    Case(name: "CR LF", text: "a,b,c\r\n1,2,3\r\n4,,\"6\"\r\n", rows: [["1", "2", "3"], ["4", "∅", "6"]]),
    Case(name: "CR LF, and the file ends with CR", text: "a,b,c\r\n1,2,3\r", rows: [["1", "2", "3"]]),
    Case(name: "CR CR LF", text: "a,b,c\r\r\n1,2,3\r\r\n4,5,\"6\"\r\r\n", rows: [["1", "2", "3"], ["4", "5", "6"]]),
    Case(name: "LF and CR LF mixed", text: "a,b,c\n1,2,3\r\n4,5,6\n", rows: [["1", "2", "3"], ["4", "5", "6"]]),
    Case(name: "CR alone", text: "a,b,c\r1,2,3\r4,\"x\ny\",6\r", rows: [["1", "2", "3"], ["4", "x\ny", "6"]]),
    Case(name: "CR alone, no line end at the end", text: "a\tb\tc\r1\t2\t3", rows: [["1", "2", "3"]]),
    Case(name: "byte order mark", text: "\u{FEFF}a,b,c\n1,2,3\n", rows: [["1", "2", "3"]]),
    Case(name: "semicolons", text: "a;b;c\n1,5;2;3\n", rows: [["1,5", "2", "3"]]),
    Case(name: "tabs", text: "a\tb\tc\n1\t2, 3\t3\n", rows: [["1", "2, 3", "3"]]),
    Case(name: "bars", text: "a|b|c\n1|2|3\n", rows: [["1", "2", "3"]]),
    Case(name: "Excel's sep line", text: "sep=;\r\na;b;c\r\n1;2;3\r\n", rows: [["1", "2", "3"]]),
    Case(
      name: "a delimiter in a quoted header", text: "\"x;y;z;w\",a,b,c\n0,1,2,3\n", rows: [["1", "2", "3"]]),
    Case(name: "blank lines before the header", text: "\n\na,b,c\n1,2,3\n", rows: [["1", "2", "3"]]),
    Case(name: "quotes", text: "a,b,c\n\"1\",\"2,2\",\"3\"\n", rows: [["1", "2,2", "3"]]),
    Case(name: "doubled quotes", text: "a,b,c\n1,\"say \"\"hi\"\"\",\"\"\"\"\n", rows: [["1", "say \"hi\"", "\""]]),
    Case(
      name: "line ends in quotes", text: "a,b,c\n1,\"x\ny\r\nz\",3\n4,5,6\n",
      rows: [["1", "x\ny\r\nz", "3"], ["4", "5", "6"]]),
    Case(name: "empty quotes are missing", text: "a,b,c\n1,\"\",\" \"\n", rows: [["1", "∅", "∅"]]),
    Case(name: "blanks around a value stay", text: "a,b,c\n1, x ,\" y \"\n", rows: [["1", " x ", " y "]]),
    Case(name: "a no-break space is blank", text: "a,b,c\n1,\u{A0},\u{3000}\u{200B}\n", rows: [["1", "∅", "∅"]]),
    Case(name: "letters beyond ASCII", text: "a,b,c\né,€,😎\n", rows: [["é", "€", "😎"]]),
    Case(name: "a leading apostrophe stays", text: "a,b,c\n'1,'+49,3\n", rows: [["'1", "'+49", "3"]]),
    Case(name: "other columns between", text: "x,c,y,b,a\n0,3,0,2,1\n", rows: [["1", "2", "3"]]),
    Case(name: "header with blanks and in other case", text: " A ,\"b \",C\n1,2,3\n", rows: [["1", "2", "3"]]),
    Case(name: "a column name twice that nobody reads", text: "a,x,b,x,c\n1,0,2,0,3\n", rows: [["1", "2", "3"]]),

    Case(
      name: "blank lines and rows of delimiters", text: "a,b,c\n\n1,2,3\n,,\n  \n,,,,,\n\"\",\"\",\"\"\n4,5,6\n\n",
      rows: [["1", "2", "3"], ["4", "5", "6"]], keyless: 6),
    Case(
      name: "no key", text: "a,b,c\n,2,3\n \t,2,3\n\"\",2,3\n\" \",2,3\n1,2,3\n", rows: [["1", "2", "3"]], keyless: 4),
    Case(
      name: "too few and too many fields", text: "a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3\n",
      rows: [["1", "2", "3"], ["1", "2", "3"]],
      rejects: ["2:4 2 fields", "4:7 4 fields"]),
    Case(
      name: "a short row and a long one in the same window hide nothing", text: "a,b,c\n1,2\n3,4,5,6\n7,8,9\n",
      rows: [["7", "8", "9"]], rejects: ["2:4 2 fields", "3:7 4 fields"]),
    Case(
      name: "two short rows that look like one", text: "a,b,c,d\n1,2\n3,4\n5,6,7,8,9,10\n11,12,13,14\n",
      rows: [["11", "12", "13", "14"]], rejects: ["2:4 2 fields", "3:4 2 fields", "4:9 6 fields"],
      columns: ["a", "b", "c", "d"]),
    Case(
      name: "empty fields too many", text: "a,b,c\n1,2,3,,\n4,5,6,\"\", \r\n",
      rows: [["1", "2", "3"], ["4", "5", "6"]]),
    Case(
      name: "columns without a name at the end may be missing", text: "a,b,c,,\n1,2,3\n4,5,6,,\n7,8\n",
      rows: [["1", "2", "3"], ["4", "5", "6"]], rejects: ["4:4 2 fields"]),
    Case(
      name: "a CR before the line end of a short row", text: "a,b,c,\r\n1,2,3\r\n", rows: [["1", "2", "3"]]),

    Case(
      name: "a quote inside a value", text: "a,b,c\n1,This \"is\" wrong,3\n4,5,6\n", rows: [["4", "5", "6"]],
      rejects: ["2:8 a quote inside"]),
    Case(
      name: "text behind a closing quote", text: "a,b,c\n1,\"Hey, I missed \" it\",3\n4,\"5\",6\n",
      rows: [["4", "5", "6"]], rejects: ["2:19 text behind"]),
    Case(
      name: "an open quote takes only its own line", text: "a,b,c\n1,\"open,3\n4,5,6\n7,\"8\",9\n10,11,12\n",
      rows: [["4", "5", "6"], ["7", "8", "9"], ["10", "11", "12"]], rejects: ["2:3 text behind|never closed"]),
    Case(
      name: "an open quote up to the end", text: "a,b,c\n1,\"open,3\n4,5,6\n7,8,9\n",
      rows: [["4", "5", "6"], ["7", "8", "9"]], rejects: ["2:3 never closed"]),
    Case(
      name: "an open quote in the last row", text: "a,b,c\n1,2,3\n4,\"open", rows: [["1", "2", "3"]],
      rejects: ["3:3 never closed"], isCutOff: true),
    Case(
      name: "a last row with fewer fields", text: "a,b,c\n1,2,3\n4,5", rows: [["1", "2", "3"]],
      rejects: ["3:4 2 fields"],
      isCutOff: true),
    Case(
      name: "a last row cut inside a value of several lines", text: "a,b,c\n1,2,3\n4,\"x\ny", rows: [["1", "2", "3"]],
      rejects: ["3:3 never closed", "4:2 1 field"], isCutOff: true),
    Case(
      name: "a short last row with its line end is not cut off", text: "a,b,c\n1,2,3\n4,5\n", rows: [["1", "2", "3"]],
      rejects: ["3:4 2 fields"]),
  ]

  @Test(arguments: cases)
  func reads(_ test: Case) throws {
    let (rows, report) = try TableText(test.text).export(.strings(test.columns)).table()
    // The key is the first column again.
    #expect(rows.map { Array($0.dropFirst()) } == test.rows)
    #expect(report.rows == test.rows.count)
    #expect(report.keyless == test.keyless)
    #expect(report.rejectedCount == test.rejects.count)
    #expect((report.cutOff != nil) == test.isCutOff)
    #expect(report.rejected.count == test.rejects.count)
    for (reject, expected) in zip(report.rejected, test.rejects) {
      let place = reject.diagnostic.position.map { "\($0.line):\($0.column)" } ?? "nowhere"
      let parts = expected.split(separator: " ", maxSplits: 1).map(String.init)
      #expect(
        parts[1].split(separator: "|").contains { reject.diagnostic.message.contains($0) },
        "\(reject.diagnostic.message)")
      if !parts[1].contains("|") { #expect(place == parts[0]) }
      #expect(reject.diagnostic.file == "orders.csv")
    }
  }

  @Test func badBytesAreRejectedWithTheirPlace() throws {
    var bytes = Array("a,b,c\n1,caf".utf8) + [0xE9] + Array(",3\n2,ok,3\n".utf8)
    bytes += Array("3,\u{E9}".utf8) + [0xC3] + Array("\n4,x,y\n".utf8)
    let (rows, report) = try TableText(bytes).export(.strings(["a", "b", "c"])).table()
    #expect(rows.map { $0[0] } == ["2", "4"])
    #expect(report.rejected.map(\.diagnostic.position) == [.init(line: 2, column: 6), .init(line: 4, column: 4)])
    #expect(report.rejected[0].bytes == [0x31, 0x2C, 0x63, 0x61, 0x66, 0xE9, 0x2C, 0x33, 0x0A])
  }

  @Test func keysOfSeveralColumns() throws {
    let text = "a,b,c\n1,2,x\n3,,y\n,,z\n\"4\", 5 ,w\n"
    let (rows, report) = try TableText(text).export(.strings(["c"], key: ["a", "b"])).table()
    #expect(rows == [["1\u{1F}2", "x"], ["3\u{1F}", "y"], ["4\u{1F}5", "w"]])
    #expect(report.keyless == 1)
  }

  @Test func addressesAsKeysAreLowerCased() throws {
    let text = "a,b\n Ann@Example.COM ,1\nÄnne@example.com,2\n Abc ,3\n\"Q\"\"@X\",4\n"
    let (rows, _) = try TableText(text).export(.strings(["b"], key: ["a"])).table()
    #expect(rows.map { $0[0] } == ["ann@example.com", "änne@example.com", "Abc", "q\"@x"])
  }

  @Test func ordinalsAscendAndAreOffsets() throws {
    let text = TableText("a,b\n1,2\n\n3\n5,6\n")
    let scan = try text.export(.strings(["a", "b"])).scan(columns: [0], threads: 1, accumulator: { [UInt64]() }) {
      for row in 0..<$1.count { $0.append($1.ordinal(row)) }
    }
    #expect(scan.pieces.flatMap { $0 } == [4, 11])
  }

  @Test func aRowLargerThanTheWindow() throws {
    let long = String(repeating: "xyz\n\"\"", count: 60_000)
    var text = TableText("a,b\n1,2\n2,\"\(long)\"\n3,4\n")
    for window in [64, 4096, 1 << 20] {
      text.limits.window = window
      let (rows, report) = try text.export(.strings(["a", "b"])).table()
      #expect(rows.map { $0[0] } == ["1", "2", "3"])
      #expect(rows[1][2].utf8.count == 60_000 * 5)
      #expect(report.rejectedCount == 0)
    }
  }

  @Test func aRowLargerThanAllowedIsRejected() throws {
    var text = TableText(
      "a,b\n1,2\n2,\(String(repeating: "x", count: 5000))\n3,4\n5,\"\(String(repeating: "y", count: 900))\"\n6,7\n")
    text.limits = ScanLimits(window: 64, row: 1024, quoted: 512, piece: 1 << 20)
    let (rows, report) = try text.export(.strings(["a", "b"])).table()
    #expect(rows.map { $0[0] } == ["1", "3", "6"])
    #expect(report.rejected.map(\.diagnostic.position?.line) == [3, 5])
    #expect(report.rejected[0].diagnostic.message.contains("more than"))
    #expect(report.rejected[1].diagnostic.message == "this quote is never closed")
  }

  @Test func manyRejectsAreCountedAndTheFirstKept() throws {
    let text = TableText("a,b\n" + (0..<12_000).map { "\($0)\n\($0),x\n" }.joined())
    for threads in [1, 3] {
      var text = text
      text.limits.piece = 10_000
      let (rows, report) = try text.export(.strings(["a", "b"])).table(threads: threads)
      #expect(rows.count == 12_000)
      #expect(report.rejectedCount == 12_000)
      #expect(report.rejected.count == 10_000)
      #expect(report.rejected[9_999].diagnostic.position == SourcePosition(line: 2 + 2 * 9_999, column: 5))
    }
  }
}
