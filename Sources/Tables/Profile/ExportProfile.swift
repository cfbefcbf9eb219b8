package import Diagnostics

/// What one pass over an export says of its columns. Memory is bounded by the number of columns, not of rows.
package struct ExportProfile: Sendable {
  /// Rows; where the rows of a key are one record with items, such records (a key whose rows are not together counts
  /// once for each place).
  package private(set) var records = 0
  /// Only those that were asked for.
  package private(set) var columns: [ColumnIndex: ColumnProfile] = [:]
  package private(set) var report = ScanReport()

  init(_ scan: Scan<ProfilePiece>) {
    guard var whole = scan.pieces.first else { return }
    for piece in scan.pieces.dropFirst() { whole.append(piece) }
    records = whole.records
    columns = whole.columns
    report = scan.report
  }
}

extension Export {
  /// Streams the export once on `threads` threads; the result does not depend on their number.
  ///
  /// - Parameters:
  ///   - columns: nil: all of them. Those that are `absent` have no profile.
  ///   - words: to be counted by column, however many others there are.
  package func profile(
    columns: [ColumnIndex]? = nil, seeking words: [ColumnIndex: Set<String>] = [:], threads: Int
  ) throws(Diagnostic) -> ExportProfile {
    let firstItem = 1 + mapping.fields.count
    let all = Array(0..<firstItem + mapping.items.count)
    var wanted = Set(columns ?? all)
    // Whether a row is an item, all fields of items say together; which rows are one record, the key.
    if wanted.contains(where: { $0 >= firstItem }) { wanted.formUnion(firstItem..<all.count) }
    if !mapping.items.isEmpty { wanted.insert(0) }
    wanted.subtract(absent.keys)
    let read = wanted.sorted()
    let pool = VectorPool()
    let empty = ProfilePiece(
      columns: Dictionary(
        uniqueKeysWithValues: read.map { ($0, ColumnProfile(readers[$0].type, seeking: words[$0] ?? [])) }),
      firstItem: mapping.items.isEmpty ? nil : firstItem)
    let scan = try scan(columns: read, threads: threads, accumulator: { empty }) { piece, batch in
      pool.with(batch) { piece.add(batch, $0) }
    }
    return ExportProfile(scan)
  }
}
