import CivilTime
import Diagnostics
import Testing

@testable import Tables

/// What one pass says of an export's columns.
@Suite struct ProfileTests {
  private static let orders = ExportMapping(
    entity: "order", pattern: "orders.csv", directory: "", keyColumns: ["id"],
    fields: [
      FieldMapping(name: "status", column: "status", type: .string, map: ["Delivered": "delivered"], nullWords: ["-"]),
      FieldMapping(name: "total", column: "total", type: .double),
      FieldMapping(name: "paid_at", column: "paid", type: .timestamp),
      FieldMapping(name: "tags", column: "tags", type: .list),
      FieldMapping(name: "pieces", column: "pieces", type: .int),
    ], zone: .utc)

  private static let text = """
    id,status,total,paid,tags,pieces
    1,Delivered,10.5,2026-03-01,"a, b",3
    2,-,abc,2026-02-01,,
    3,lost,-2,,b,7
    4,Żółw é,900,2026-04-01,"b,c",-1
    5,delivered,,yesterday,,

    """

  @Test(arguments: [1, 4]) func columns(_ threads: Int) throws {
    let profile = try TableText(Self.text).export(Self.orders).profile(threads: threads)
    #expect(profile.records == 5)
    let status = try #require(profile.columns[1])
    #expect([status.cells, status.empty, status.unreadable, status.known] == [5, 1, 0, 4])
    // As rules see them: mapped.
    #expect(status.words.counts.map { "\($0.word) \($0.count)" } == ["delivered 2", "lost 1", "Żółw é 1"])
    #expect(status.longest?.text == "delivered" && status.longest?.characters == 9)
    #expect(String(String.UnicodeScalarView(status.letters.sorted())) == "éółŻ")
    let total = try #require(profile.columns[2])
    #expect([total.empty, total.unreadable] == [1, 1] && total.doubles == -2...900)
    let paid = try #require(profile.columns[3])
    #expect([paid.empty, paid.unreadable] == [1, 1])
    let times = paid.integers.map { [$0.lowerBound, $0.upperBound].map { Instant(microseconds: $0).rfc3339 } }
    #expect(times == ["2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z"])
    let tags = try #require(profile.columns[4])
    #expect(tags.empty == 2 && tags.words.counts.map(\.word) == ["b", "a", "c"])
    #expect(profile.columns[5]?.integers == -1...7)
  }

  @Test func onlyWhatIsAskedFor() throws {
    let profile = try TableText(Self.text).export(Self.orders).profile(columns: [2], threads: 1)
    #expect(Array(profile.columns.keys) == [2])
  }

  @Test func manyWordsAreForgottenButThoseSought() throws {
    var text = "id,status\n"
    for row in 0..<1000 { text += "\(row),word \(row % 300)\n" }
    let mapping = ExportMapping(
      entity: "o", pattern: "o.csv", directory: "", keyColumns: ["id"],
      fields: [FieldMapping(name: "status", column: "status", type: .string)], zone: .utc)
    let profile = try TableText(text).export(mapping).profile(seeking: [1: ["word 299", "lost"]], threads: 2)
    let words = try #require(profile.columns[1]).words
    #expect(words.isMany && words.counts.map(\.word) == ["word 299"])
    #expect(words.count(of: "word 299") == 3 && words.count(of: "lost") == 0 && words.count(of: "word 1") == nil)
    // A long word is nothing of a vocabulary.
    let long = "id,status\n1,\(String(repeating: "x", count: 65))\n"
    let other = try #require(try TableText(long).export(mapping).profile(threads: 1).columns[1])
    #expect(other.words.isMany && other.longest?.characters == 65)
  }

  @Test func theFirstOfTheLongestIsKept() throws {
    let text = "id,status\n1,aa\n2,éé\n3,b\n"
    let mapping = ExportMapping.strings(["id", "status"])
    let export = try TableText(text).export(mapping)
    let status = try #require(try export.profile(threads: 1).columns[2])
    #expect(status.longest == .init(text: "aa", characters: 2, row: 10))
  }

  /// Rows of one key are one record, of which the first row tells the fields; pieces may cut between them.
  @Test(arguments: [1, 3], [ScanLimits(), ScanLimits(window: 48, row: 4096, quoted: 1024, piece: 33)]) func items(
    _ threads: Int, _ limits: ScanLimits
  ) throws {
    let mapping = ExportMapping(
      entity: "order", pattern: "orders.csv", directory: "", keyColumns: ["id"],
      fields: [FieldMapping(name: "name", column: "name", type: .string)],
      items: [
        FieldMapping(name: "sku", column: "sku", type: .string),
        FieldMapping(name: "size", column: "size", type: .string),
      ], zone: .utc)
    var text = "id,name,sku,size\n"
    // Of each ten orders one has no name, one no item, one an item without size.
    for order in 0..<200 {
      let name = order % 10 == 0 ? "" : "n\(order % 7)"
      text += "\(order),\(name),\(order % 10 == 1 ? "," : order % 10 == 2 ? "a," : "a,L")\n"
      if order % 10 > 2 { text += "\(order),,b,M\n\(order),,c,S\n" }
    }
    var table = TableText(text)
    table.limits = limits
    let profile = try table.export(mapping).profile(columns: [1, 3], threads: threads)
    #expect(profile.records == 200)
    #expect(profile.columns[1].map { [$0.cells, $0.empty] } == [200, 20])
    // 20 orders without an item, 40 with one, 140 with three.
    #expect(profile.columns[3].map { [$0.cells, $0.empty] } == [180 + 280, 20])
  }
}
