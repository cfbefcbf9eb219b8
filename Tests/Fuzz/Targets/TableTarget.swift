import CivilTime
import Diagnostics
import Platform
import Tables

/// The readers of exports: CSV with every dialect, JSON Lines, gzip, and other encodings, through windows of any size.
struct TableTarget: FuzzTarget {
  static let name = "tables"
  static let language = FuzzLanguage(
    seeds: TableSeeds.texts, binarySeeds: TableSeeds.packed,
    words: [
      ",", ";", "\t", "|", "\n", "\r\n", "\r", "\"", "\"\"", "\"\n", "'", "{", "}", "[", "]", ":", "\\", "\\u00e9",
      "\\ud83d", "\u{FEFF}", "é", "\u{2028}", "\u{0}", "\u{1F}", "Name", "Email", "Total", "Tags", "Paid",
      "{\"Name\": \"a\"}", "{\"Name\": {\"x\": [1, null, true]}}", "2026-03-01T10:00:00Z", "01.03.2026 10:00",
      "1.234,56",
      "-0", "1e400", "true", "yes", "null", "N/A", "=\"a\"", "\u{1F}\u{8B}\u{8}",
    ],
    nests: [
      Mutator.Nest("\"", "a", "\""), Mutator.Nest("{\"Name\": ", "1", "}"), Mutator.Nest("[", "", "]"),
      Mutator.Nest("{\"Tags\": [", "1", "]}"), Mutator.Nest("a,", "b", ",c"), Mutator.Nest("\n", "", "\r"),
      Mutator.Nest("Name,Email,Total,Tags,Paid\n", "\"", "\n"),
    ])

  private let folder: String

  init(scratch: String) throws { folder = scratch }

  mutating func run(_ bytes: [UInt8], _ dice: inout Dice) throws(Finding) {
    let isPacked = dice.once(in: 6) && !bytes.starts(with: [0x1F, 0x8B])
    let name = dice.pick(["rows.csv", "rows.csv", "rows.jsonl", "rows.txt", "rows"])
    let path = folder + "/" + name
    let mapping = Self.mapping(path, &dice)
    var limits = ScanLimits()
    limits.quoted = dice.pick([64, 1 << 20])
    let small = dice.pick([16, 64, 4096])
    do throws(Errno) { try FileSystem.replace(path, with: isPacked ? TableSeeds.gzip(bytes) : bytes) } catch {
      throw Finding("the scratch folder: \(error.words)")
    }
    let whole = Self.read(mapping, limits, threads: 1)
    // Through small windows and pieces, and on two threads, it is the same table.
    limits.window = small
    limits.piece = Int64(small) * 4
    let pieced = Self.read(mapping, limits, threads: 2)
    guard whole == pieced else { throw Finding("read in pieces of \(small): \(pieced)\nbut whole: \(whole)") }
  }

  private static func mapping(_ path: String, _ dice: inout Dice) -> ExportMapping {
    var paid = FieldMapping(name: "paid_at", column: "Paid", type: .timestamp)
    paid.endOfDay = dice.once(in: 2)
    if dice.once(in: 3), case .success(let format) = TimeFormat.compile("%d.%m.%Y %H:%M") { paid.formats = [format] }
    var total = FieldMapping(name: "total", column: "Total", type: dice.pick([.double, .int, .string, .duration]))
    total.decimalComma = dice.once(in: 3)
    total.nullWords = ["N/A"]
    var mapping = ExportMapping(
      entity: "order", pattern: path, directory: "", format: dice.pick([nil, nil, .csv, .jsonLines]),
      delimiter: dice.pick([nil, nil, UInt8(ascii: ";")]), encoding: dice.pick([.utf8, .utf8, .windows1252, .latin1]),
      keyColumns: dice.once(in: 4) ? ["Name", "Email"] : ["Name"],
      fields: [
        FieldMapping(name: "email", column: "Email", type: .key), total,
        FieldMapping(name: "tags", column: "Tags", type: dice.pick([.list, .bool, .string])), paid,
      ], zone: Zone.named("Europe/Berlin") ?? .utc)
    if dice.once(in: 4) { mapping.items = [FieldMapping(name: "item", column: "Email", type: .string)] }
    return mapping
  }

  /// A table in words: comparable, and small.
  private static func read(_ mapping: ExportMapping, _ limits: ScanLimits, threads: Int) -> String {
    do throws(Diagnostic) {
      let export = try Export(opening: mapping, limits: limits)
      let columns = Array(0...mapping.fields.count + mapping.items.count)
      let types = [CellType.key] + (mapping.fields + mapping.items).map(\.type)
      let scan = try export.scan(columns: columns, threads: threads, accumulator: { Sum() }) { sum, batch in
        var all = Selection()
        all.fill(batch.count)
        let vector = ColumnVector()
        for column in columns {
          batch.read(column, rows: all, into: vector)
          for row in 0..<batch.count { sum.add(vector, row, types[column], UInt64(column) ^ batch.ordinal(row) << 8) }
        }
      }
      let sum = scan.pieces.reduce(into: Sum()) { $0.add($1) }
      let report = scan.report
      let rejects = report.rejected.map { "\($0.diagnostic.position.map { "\($0)" } ?? "–") \($0.diagnostic.message)" }
      return "\(report.rows) rows, \(report.keyless) keyless, cells \(sum.cells) \(sum.hash), rejected "
        + "\(report.rejectedCount) \(rejects), cut off \(report.cutOff?.message ?? "no")"
    } catch { return "unusable: \(error.message)" }
  }
}

/// A checksum of cells that does not depend on their order.
private struct Sum: Sendable {
  var cells = 0
  var hash: UInt64 = 0

  mutating func add(_ other: Sum) {
    cells += other.cells
    hash &+= other.hash
  }

  mutating func add(_ vector: ColumnVector, _ row: Int, _ type: CellType, _ place: UInt64) {
    cells += 1
    let state = unsafe vector.states[row]
    var dice = Dice(place ^ UInt64(state) << 56)
    for number in state == 0 ? Self.numbers(vector, row, type) : [] { dice = Dice(dice.next() ^ number) }
    hash &+= dice.next()
  }

  private static func numbers(_ vector: ColumnVector, _ row: Int, _ type: CellType) -> [UInt64] {
    switch type {
    case .double: return unsafe [vector.doubles[row].bitPattern]
    case .int, .bool, .timestamp, .duration: return unsafe [UInt64(bitPattern: vector.integers[row])]
    case .string, .key: return unsafe [number(vector.bytes[row])]
    case .list: return unsafe ListWords(vector.bytes[row]).map { unsafe number($0) }
    }
  }

  private static func number(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var dice = unsafe Dice(of: Array(bytes))
    return dice.next()
  }
}
