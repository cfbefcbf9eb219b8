import Diagnostics
import Tables

/// Which rows of one export a load keeps: by their own key, by the key in one of their link columns, or all.
struct Need: Sendable {
  var keys = KeySet()
  var links: [ColumnIndex: KeySet] = [:]
  var all = false

  var isEmpty: Bool { !all && keys.isEmpty && links.values.allSatisfy(\.isEmpty) }

  mutating func formUnion(_ other: Need) {
    all = all || other.all
    keys.formUnion(other.keys)
    for (column, set) in other.links { links[column, default: KeySet()].formUnion(set) }
  }

  /// The rows of the batch that are wanted, ascending.
  func select(_ batch: RowBatch, _ vectors: BatchVectors) -> Selection {
    if all { return vectors.all }
    var selected: [Selection] = []
    if !keys.isEmpty {
      var hits = Selection()
      keys.select(vectors.read(0, batch, rows: vectors.all), rows: vectors.all, into: &hits)
      selected.append(hits)
    }
    for (column, set) in links where !set.isEmpty {
      var hits = Selection()
      set.select(vectors.read(column, batch, rows: vectors.all), rows: vectors.all, into: &hits)
      selected.append(hits)
    }
    guard selected.count > 1 else { return selected.first ?? Selection() }
    var merged = Selection()
    merged.rows = Set(selected.flatMap(\.rows)).sorted()
    return merged
  }
}

extension Export {
  /// Streams the export and keeps the rows that `need` asks for, with these columns.
  func load(
    _ need: Need, columns: [ColumnIndex], threads: Int
  ) throws(Diagnostic) -> (rows: StoredRows, report: ScanReport) {
    let pool = VectorPool()
    let columns = Set(columns + [0]).sorted()
    let empty = StoredRows(columns: columns, of: mapping)
    let read = Set(columns + need.links.keys).sorted()
    let scan = try scan(columns: read, threads: threads, accumulator: { empty }) { kept, batch in
      pool.with(batch) { vectors in
        let rows = need.select(batch, vectors)
        if !rows.rows.isEmpty { kept.append(rows, of: batch, vectors: vectors) }
      }
    }
    var rows = empty
    for piece in scan.pieces { rows.append(piece) }
    return (rows, scan.report)
  }
}
