import Campaigns
import CivilTime
import Diagnostics
import Platform
import Tables

/// A row of a provider's reports, as it stands.
struct ReportRow: Sendable {
  var file: String
  /// By `ReportMapping.Field`, in its order; nil where a cell is empty.
  var cells: [String?]

  subscript(field: ReportMapping.Field) -> String? {
    ReportMapping.Field.allCases.firstIndex(of: field).flatMap { cells[$0] }
  }
}

/// What files of reports hold.
struct ReportFile: Sendable {
  var reports: [ReportRow] = []
  /// Rows that could not be read, and files that end in the middle.
  var problems: [Diagnostic] = []

  mutating func add(_ other: ReportFile) {
    reports += other.reports
    problems += other.problems
  }
}

/// Reads a provider's reports as any export is read.
struct ReportReader {
  let mapping: ReportMapping
  let zone: Zone

  func read(_ path: String) throws -> ReportFile {
    do throws(Diagnostic) {
      let fields = ReportMapping.Field.allCases
      let export = try Export(opening: exportMapping(path))
      let vectors = VectorPool()
      let scan = try export.scan(columns: Array(1...fields.count), threads: 1, accumulator: { [ReportRow]() }) {
        rows, batch in
        var found: [ReportRow] = []
        vectors.with(batch) { vectors in
          let columns = fields.indices.map { vectors.read($0 + 1, batch, rows: vectors.all) }
          for row in 0..<batch.count {
            found.append(ReportRow(file: path, cells: columns.map { Self.text($0, row) }))
          }
        }
        rows += found
      }
      var file = ReportFile(reports: scan.pieces.flatMap(\.self))
      if let cutOff = scan.report.cutOff { file.problems.append(cutOff) }
      if let first = scan.report.rejected.first?.diagnostic {
        file.problems.append(
          Diagnostic(
            .warning, "\(counted(scan.report.rejectedCount, "row")) cannot be read; the first: \(first.message)",
            advice: first.advice, file: first.file, at: first.position))
      }
      return file
    } catch { throw Failure(.noUsableExport, [error]) }
  }

  /// The event is the key: a row without one says nothing.
  private func exportMapping(_ path: String) -> ExportMapping {
    let fields = ReportMapping.Field.allCases.map { field in
      var column = FieldMapping(name: field.rawValue, column: mapping.column(field), type: .string)
      column.isOptional = field != .event && mapping.columns[field] == nil
      return column
    }
    return ExportMapping(
      entity: "receipts", pattern: path, directory: ".", keyColumns: [mapping.column(.event)], fields: fields,
      rejectLimit: 1, zone: zone)
  }

  private static func text(_ column: ColumnVector, _ row: Int) -> String? {
    guard unsafe column.states[row] == 0 else { return nil }
    let text = unsafe String(decoding: column.bytes[row], as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}
