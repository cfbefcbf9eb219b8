import CivilTime
import Diagnostics
import Platform

@testable import Tables

/// A table in memory, and what a scan of it gives: for tests.
struct TableText: Sendable {
  var bytes: [UInt8]
  var limits = ScanLimits()
  var name = "orders.csv"

  init(_ text: String) { bytes = Array(text.utf8) }
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func export(_ mapping: ExportMapping) throws(Diagnostic) -> Export {
    try Export(mapping, [try input(mapping)], limits: limits)
  }

  func input(_ mapping: ExportMapping) throws(Diagnostic) -> ExportInput {
    let file = ExportFile(
      path: name, location: name, size: Int64(bytes.count), modified: Instant(microseconds: 0), isGzip: false)
    return try ExportInput(file, MemoryBytes(bytes: bytes), mapping)
  }
}

extension ExportMapping {
  /// Every column a string, the first one the key.
  static func strings(_ columns: [String], key: [String]? = nil, delimiter: UInt8? = nil, format: ExportFormat? = nil)
    -> ExportMapping
  {
    ExportMapping(
      entity: "order", pattern: "orders.csv", directory: "", format: format, delimiter: delimiter,
      keyColumns: key ?? [columns[0]], fields: columns.map { FieldMapping(name: $0, column: $0, type: .string) },
      zone: .utc)
  }
}

extension Export {
  /// What every cell reads as, row by row, beginning with the key: for comparing whole tables.
  func table(threads: Int = 1) throws(Diagnostic) -> (rows: [[String]], report: ScanReport) {
    let columns = Array(0...mapping.fields.count + mapping.items.count)
    let readers = readers
    let scan = try scan(columns: columns, threads: threads, accumulator: { [[String]]() }) { rows, batch in
      var all = Selection()
      all.fill(batch.count)
      let first = rows.count
      rows += Array(repeating: [], count: batch.count)
      let vector = ColumnVector()
      for column in columns {
        batch.read(column, rows: all, into: vector)
        for row in 0..<batch.count { rows[first + row].append(vector.text(row, readers[column].type)) }
      }
    }
    return (scan.pieces.flatMap { $0 }, scan.report)
  }
}

extension ColumnVector {
  /// `∅` for missing, `?` for unreadable.
  func text(_ row: Int, _ type: CellType) -> String {
    switch unsafe states[row] {
    case Self.missing: return "∅"
    case Self.unreadable: return "?"
    default: break
    }
    switch type {
    case .string, .key: return unsafe String(decoding: bytes[row], as: UTF8.self)
    case .list:
      return unsafe ListWords(bytes[row]).map { unsafe String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
    case .double: return unsafe "\(doubles[row])"
    case .bool: return unsafe integers[row] == 1 ? "yes" : "no"
    case .int, .timestamp, .duration: return unsafe "\(integers[row])"
    }
  }
}
