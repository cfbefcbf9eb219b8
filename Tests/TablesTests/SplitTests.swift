import CScan
import Diagnostics
import Testing

@testable import Tables

/// However a file is cut into windows and pieces, it is the same table.
@Suite struct SplitTests {
  static let nasty = """
    a,b,c
    1,"x,
    y",3
    2,"say ""hi""\r
    ","4,4"\r
    3,é€😎,"
    "
    short
    4,"5",6

    ,,
    5,in"side,7
    6,"behind"x,7
    7,8,9,10
    8,"a
    b
    c
    d,e,f
    g,""h"",i
    ",9
    9,"never closed
    10,11,12
    11,12,13\u{0}
    "12","",""
    13,,
    """ + "\n14,15,16"

  static func summary(_ text: TableText, threads: Int = 1) throws -> [String] {
    let (rows, report) = try text.export(.strings(["a", "b", "c"])).table(threads: threads)
    return rows.map { $0.joined(separator: "·") }
      + report.rejected.map {
        "\($0.diagnostic.position?.line ?? 0):\($0.diagnostic.position?.column ?? 0) \($0.diagnostic.message) \($0.bytes)"
      }
      + ["\(report.rows) \(report.keyless) \(report.rejectedCount) \(report.cutOff != nil)"]
  }

  @Test func theWholeIsAsExpected() throws {
    let rows = try Self.summary(TableText(Self.nasty)).prefix { $0.contains("·") }
    #expect(
      rows.map { $0.split(separator: "·", omittingEmptySubsequences: false)[0] } == [
        "1", "2", "3", "4", "8", "10", "11", "12", "13", "14",
      ])
  }

  @Test func everySizeOfPiece() throws {
    var text = TableText(Self.nasty)
    let expected = try Self.summary(text)
    for piece in 1...text.bytes.count + 1 {
      text.limits.piece = Int64(piece)
      for threads in [1, 2] { #expect(try Self.summary(text, threads: threads) == expected, "\(piece)") }
    }
  }

  @Test func everySizeOfWindow() throws {
    var text = TableText(Self.nasty)
    let expected = try Self.summary(text)
    for window in 1...text.bytes.count + 1 {
      text.limits.window = window
      #expect(try Self.summary(text) == expected, "\(window)")
      text.limits.piece = 20
      #expect(try Self.summary(text) == expected, "\(window)")
      text.limits.piece = 1 << 20
    }
  }

  @Test func everyLengthIsTheSameInPieces() throws {
    let whole = Array(Self.nasty.utf8)
    for length in 6...whole.count {
      var text = TableText(Array(whole.prefix(length)))
      let expected = try Self.summary(text)
      text.limits = ScanLimits(window: 48, row: 4096, quoted: 1024, piece: 33)
      #expect(try Self.summary(text, threads: 2) == expected, "\(length)")
    }
  }

  @Test(arguments: [1, 2, 3, 8])
  func threads(_ threads: Int) throws {
    var text = TableText(
      "a,b,c\n" + (0..<40_000).map { "\($0),\"x\n\($0)\",é\($0 % 97 == 0 ? ",wrong" : "")\n" }.joined())
    text.limits.piece = 7_000
    let (rows, report) = try text.export(.strings(["a", "b", "c"])).table(threads: threads)
    #expect(rows.count == 40_000 - 413)
    #expect(rows.map { Int($0[0]) ?? 0 } == (0..<40_000).filter { $0 % 97 != 0 })
    #expect(report.rejectedCount == 413)
    #expect(report.rejected.map(\.diagnostic.position?.line) == (0..<413).map { 2 + $0 * 97 * 2 + 1 })
  }

  @Test func randomTextIsReadAsThePlainReaderDoes() throws {
    var random = SystemRandomNumberGenerator()
    for round in 0..<1500 {
      let body = KernelTests.noise(Int.random(in: 0...300), &random, quotes: round % 3 != 0, high: round % 2 == 0)
      var text = TableText(Array("a,b,c\n".utf8) + body)
      text.limits = ScanLimits(
        window: Int.random(in: 1...400), row: 1 << 16, quoted: 1 << Int.random(in: 9...16),
        piece: Int64.random(in: 1...200))
      let (rows, report) = try text.export(.strings(["a", "b", "c"])).table(threads: round % 4 == 0 ? 2 : 1)
      var expected: [[String]] = []
      var rejected = 0
      for row in PlainReader().rows(body) {
        guard case .cells(var cells) = row else {
          rejected += 1
          continue
        }
        if cells.allSatisfy({ $0.allSatisfy { $0.isWhitespace } }) { continue }
        while cells.count > 3, cells[cells.count - 1].allSatisfy({ $0.isWhitespace }) { cells.removeLast() }
        if cells.count != 3 {
          rejected += 1
        } else if !cells[0].allSatisfy({ $0.isWhitespace }) {
          expected.append(cells.map { $0.allSatisfy { $0.isWhitespace } ? "∅" : $0 })
        }
      }
      let found = rows.map { Array($0.dropFirst()) }
      #expect(found == expected && report.rejectedCount == rejected, "\(body) \(text.limits)")
      if found != expected { return }
    }
  }
}
