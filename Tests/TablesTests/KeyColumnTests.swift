import CScan
import CivilTime
import Testing

@testable import Tables

/// Keys held against a filter and against each other, a column at a time, are what parsing them one by one gives.
@Suite struct KeyColumnTests {
  static let shapes = [
    "A1", "", " A1", "A1 ", "'A1", "Ann@x.example", "ann@x.example", "\"A1\"", "\"say \"\"A1\"\"\"", "\"\"", "\" A1\"",
    "\"a,1\"", "é1", "\u{A0}", "\u{A0}A1", "12345678", "123456789", "1234567890123456", "12345678901234567",
    "123456789012345678901234567890123", "0123456789abcde@", "0123456789abcdef0123456789@bcdef", "\t", "0",
    "\"1234567890123456\"", "\"12345678901234567\"", "\"123456789012345\"\"7890\"",
  ]

  /// The first column of a table, batch by batch.
  static func batches(_ keys: [String], piece: Int64 = 1 << 20, _ body: @Sendable (inout [Bool], RowBatch) -> Void)
    throws
    -> [Bool]
  {
    var text = TableText("k,v\n" + keys.map { $0 + ",1\n" }.joined())
    text.limits.piece = piece
    let mapping = ExportMapping(
      entity: "order", pattern: "orders.csv", directory: "", keyColumns: ["k"],
      fields: [FieldMapping(name: "v", column: "v", type: .string)], zone: .utc)
    return try text.export(mapping).scan(columns: [0], threads: 1, accumulator: { [] }, body).pieces.flatMap { $0 }
  }

  @Test func membersAreNeverMissed() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      let keys = (0..<Int.random(in: 1...3000)).map { _ in
        Bool.random(using: &random) ? Self.shapes.randomElement(using: &random) ?? "" : "K\(Int.random(in: 0..<500))"
      }
      let wanted = Set((0..<200).map { "K\($0)" } + ["A1", "ann@x.example", "1234567890123456", "12345678901234567"])
      let right = try Self.batches(keys) { found, batch in
        var filter = KeyFilter(count: wanted.count)
        for key in wanted { unsafe filter.insert(Array(key.utf8).withUnsafeBytes { unsafe keyHash($0) }) }
        var all = Selection()
        all.fill(batch.count)
        let vector = ColumnVector()
        batch.read(0, rows: all, into: vector)
        let likely = Set(batch.likely(0, in: filter, rows: all)?.rows ?? [])
        for row in all.rows {
          let isWanted = unsafe wanted.contains(String(decoding: vector.bytes[Int(row)], as: UTF8.self))
          found.append(!isWanted || likely.contains(row))
        }
      }
      #expect(right.allSatisfy { $0 } && !right.isEmpty)
    }
  }

  @Test func strangersSeldomPass() throws {
    let passed = try Self.batches((0..<20_000).map { "S\($0)" }) { found, batch in
      var filter = KeyFilter(count: 10_000)
      for number in 0..<10_000 { unsafe filter.insert(Array("K\(number)".utf8).withUnsafeBytes { unsafe keyHash($0) }) }
      var all = Selection()
      all.fill(batch.count)
      let likely = Set(batch.likely(0, in: filter, rows: all)?.rows ?? [])
      found += all.rows.map { likely.contains($0) }
    }
    #expect(passed.count == 20_000 && passed.count { $0 } < 1000)
  }

  @Test func variantsAgree() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let cells = (0..<Int.random(in: 1...300)).map { _ in Self.shapes.randomElement(using: &random) ?? "" }
      let bytes = Array(cells.joined(separator: ";").utf8)
      var separators: [UInt32] = [.max]
      for cell in cells { separators.append((separators.last ?? 0) &+ UInt32(cell.utf8.count) &+ 1) }
      let padded = bytes + [UInt8](repeating: 0xAA, count: 1 + Int(HERALD_SLACK))
      let rows = cells.indices.map { UInt32($0 + 1) }
      let selected = cells.indices.map { UInt16($0) }
      var words = [UInt64](repeating: 0, count: 16)
      for index in words.indices { words[index] = UInt64.random(in: 0...UInt64.max, using: &random) }
      func likely(_ variant: herald_variant) -> [UInt16] {
        var hits = [UInt16](repeating: 0, count: cells.count)
        let count = unsafe padded.withUnsafeBufferPointer { padded in
          unsafe separators.withUnsafeBufferPointer { separators in
            unsafe rows.withUnsafeBufferPointer { rows in
              let column = unsafe herald_column(
                bytes: padded.baseAddress, separators: separators.baseAddress, rows: rows.baseAddress, place: 0,
                newline: 256)
              return unsafe herald_likely_keys(variant, column, selected, selected.count, words, 60, &hits)
            }
          }
        }
        return Array(hits.prefix(count))
      }
      let expected = likely(herald_scalar)
      for (name, variant) in KernelTests.variants { #expect(likely(variant) == expected, "\(name) on \(cells)") }
    }
  }

  struct Order: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var keys: [String]
    var isStrict: Bool
    init(_ name: String, _ keys: [String], _ isStrict: Bool) {
      testDescription = name
      self.keys = keys
      self.isStrict = isStrict
    }
  }

  static let orders = [
    Order("ascending", (10..<99).map { "O\($0)" }, true),
    Order("descending", (10..<99).reversed().map { "O\($0)" }, true),
    Order("numbers that grow longer", (1..<2000).map { "\($0)" }, true),
    Order("quoted", (10..<99).map { "\"O\($0)\"" }, true),
    Order("long", (10..<99).map { "a-key-of-more-than-sixteen-bytes-\($0)" }, true),
    Order("sixteen bytes", (10..<99).map { "12345678901234\($0)" }, true),
    Order("one", ["A"], true),
    Order("the same twice", ["A", "B", "B", "C"], false),
    Order("the same far apart", ["B", "C", "D", "B"], false),
    Order("up and down", ["A", "C", "B"], false),
    Order("the same in other quotes", ["A", "\"A\""], false),
    Order("blanks around", ["A", " B"], false),
    Order("addresses", ["a@x.example", "b@x.example"], false),
    Order(
      "differing in the last of seventeen", ["1234567890123456b", "1234567890123456a", "1234567890123456c"], false),
  ]

  @Test(arguments: orders)
  func orderIsKnownWhereverItIsCut(_ order: Order) throws {
    for piece in [Int64(1), 3, 7, 64, 1 << 20] {
      var text = TableText("k,v\n" + order.keys.map { $0 + ",1\n" }.joined())
      text.limits.piece = piece
      let export = try text.export(.strings(["k", "v"]))
      let scan = try export.scan(columns: [0], threads: 2, accumulator: { KeyOrder() }) { $0.append($1.keyOrder) }
      let known = scan.pieces.reduce(into: KeyOrder()) { $0.append($1) }
      #expect(known.isStrict == order.isStrict, "\(piece)")
    }
  }

  @Test func rowsBetween() {
    let vector = ColumnVector()
    for row in 0..<1000 {
      unsafe vector.integers[row] = Int64(row * 7 % 1000)
      unsafe vector.states[row] = row % 5 == 0 ? ColumnVector.missing : 0
    }
    var rows = Selection()
    rows.rows = (0..<1000).filter { $0 % 3 != 0 }.map { UInt16($0) }
    let found = vector.select(rows, from: 100, to: 299)
    #expect(found.rows == rows.rows.filter { $0 % 5 != 0 && (100...299).contains(Int($0) * 7 % 1000) })
    #expect(vector.select(rows, from: 5, to: 4).rows.isEmpty)
  }
}
