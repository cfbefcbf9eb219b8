import Campaigns
import CivilTime
import Diagnostics
import Tables
import TestSupport
import Testing

/// One made-up export on disk, read as a project that names a preset reads it.
struct PresetShop {
  let folder: TemporaryFolder
  let mapping: ExportMapping

  /// - Parameter entry: the lines of the entity's `data:` entry beside its file.
  init(_ entity: String, _ entry: String, file: String = "export.csv", _ text: String) throws {
    folder = try TemporaryFolder()
    try folder.write(file, text)
    let lines = entry.split(separator: "\n").map { "\n    \($0)" }.joined()
    let house = """
      id: shop
      shop: Shop
      zone: Europe/Berlin
      currency: EUR
      channels: {email: {to: customer.email, consent: customer.email_ok}}
      data:
        customer: {file: customers.csv, key: Email, fields: {email: Email, email_ok: Mail}}
        \(entity):
          file: \(file)

      """
    let files = ["herald.yaml": house.trimmingLastBlankLine + lines + "\n"]
    let loaded = loadProject(files: files, directory: folder.path)
    let problems = loaded.diagnostics.filter { $0.severity == .error }
    #expect(problems.isEmpty, "\(DiagnosticRenderer().render(problems))")
    let project = try #require(loaded.project)
    mapping = try #require(project.entities.last?.mapping)
  }

  func export() throws -> Export { try Export(opening: mapping) }

  /// Each row by the names of its fields, those of items as `items.NAME`; only what is not missing.
  func rows() throws -> [[String: String]] {
    let export = try export()
    let names = ["key"] + mapping.fields.map(\.name) + mapping.items.map { "items.\($0.name)" }
    let types = [.key] + (mapping.fields + mapping.items).map(\.type)
    let scan = try export.scan(columns: Array(names.indices), threads: 1, accumulator: { [[String: String]]() }) {
      rows, batch in
      var all = Selection()
      all.fill(batch.count)
      let first = rows.count
      rows += Array(repeating: [:], count: batch.count)
      let vector = ColumnVector()
      for column in names.indices {
        batch.read(column, rows: all, into: vector)
        for row in 0..<batch.count { rows[first + row][names[column]] = vector.text(row, types[column]) }
      }
    }
    #expect(scan.report.rejectedCount == 0)
    return scan.pieces.flatMap { $0 }
  }
}

extension String {
  fileprivate var trimmingLastBlankLine: String { hasSuffix("\n") ? String(dropLast()) : self }
}

extension ColumnVector {
  /// Nil for missing, `?` for unreadable. Times are UTC, as ISO 8601.
  fileprivate func text(_ row: Int, _ type: CellType) -> String? {
    switch unsafe states[row] {
    case Self.missing: return nil
    case Self.unreadable: return "?"
    default: break
    }
    switch type {
    case .string, .key: return unsafe String(decoding: bytes[row], as: UTF8.self)
    case .list:
      let words = unsafe ListWords(bytes[row]).map { unsafe String(decoding: $0, as: UTF8.self) }
      return words.isEmpty ? nil : words.joined(separator: "|")
    case .double: return unsafe "\(doubles[row])"
    case .bool: return unsafe integers[row] == 1 ? "yes" : "no"
    case .timestamp: return unsafe Instant(microseconds: integers[row]).rfc3339
    case .int, .duration: return unsafe "\(integers[row])"
    }
  }
}
