import Campaigns
import Tables

/// Rows of one export that a scan kept: the needed columns, and where each row stood.
struct StoredRows: Sendable {
  private(set) var ordinals: [UInt64] = []
  /// By column of the export (`ColumnIndex`); only the needed ones.
  private(set) var columns: [ColumnIndex: StoredColumn]
  /// By row and, of the to-one links, by link and row: the keys' numbers. Empty until somebody numbers them.
  var keyNumbers: [UInt32] = []
  var linkNumbers: [Int: [UInt32]] = [:]

  init(columns: [ColumnIndex], of mapping: ExportMapping) {
    self.columns = Dictionary(
      uniqueKeysWithValues: columns.map { ($0, StoredColumn(type: mapping.cellType(of: $0))) })
  }

  var count: Int { ordinals.count }
  var isEmpty: Bool { ordinals.isEmpty }

  mutating func append(_ rows: Selection, of batch: RowBatch, vectors: BatchVectors) {
    for row in rows.rows { ordinals.append(batch.ordinal(Int(row))) }
    for column in columns.keys {
      columns[column]?.append(rows, of: vectors.read(column, batch, rows: rows))
    }
  }

  /// Adds a row whose cells are at hand, behind the others; what is not among them is an empty cell.
  mutating func append(_ cells: [ColumnIndex: GivenValue]) {
    ordinals.append(UInt64(count))
    for column in columns.keys { columns[column]?.append(cells[column] ?? .missing) }
  }

  mutating func append(_ other: StoredRows) {
    if isEmpty { return self = other }
    ordinals.append(contentsOf: other.ordinals)
    keyNumbers.append(contentsOf: other.keyNumbers)
    for (link, numbers) in other.linkNumbers { linkNumbers[link, default: []].append(contentsOf: numbers) }
    for (column, stored) in other.columns { columns[column]?.append(stored) }
  }

  /// The rows of all parts, which are given up one by one, in order.
  init(joining parts: inout [StoredRows], _ empty: StoredRows) {
    self = empty
    ordinals.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for column in columns.keys { columns[column]?.reserve(parts.lazy.compactMap { $0.columns[column] }) }
    for index in parts.indices {
      let part = parts[index]
      parts[index] = empty
      ordinals.append(contentsOf: part.ordinals)
      for (column, stored) in part.columns { columns[column]?.append(stored) }
    }
  }

  /// In the order of the export, each row once.
  mutating func sortAndUnique() {
    guard zip(ordinals, ordinals.dropFirst()).contains(where: { $0 >= $1 }) else { return }
    var order: [Int] = []
    for row in ordinals.indices.sorted(by: { ordinals[$0] < ordinals[$1] })
    where order.last.map({ ordinals[$0] != ordinals[row] }) ?? true {
      order.append(row)
    }
    keep(order)
  }

  /// The keys of some rows.
  func keys(_ rows: [UInt32]) -> KeySet {
    var keys = KeySet()
    guard let cells = columns[0] else { return keys }
    for row in rows where cells.states[Int(row)] == 0 {
      unsafe cells.withBytes(Int(row)) { _ = unsafe keys.insert($0) }
    }
    return keys
  }

  /// Only the rows at these places, in this order.
  mutating func keep(_ rows: [Int]) {
    if rows.count == count, !zip(rows, 0...).contains(where: { $0 != $1 }) { return }
    ordinals = rows.map { ordinals[$0] }
    if !keyNumbers.isEmpty { keyNumbers = rows.map { keyNumbers[$0] } }
    linkNumbers = linkNumbers.mapValues { numbers in rows.map { numbers[$0] } }
    columns = columns.mapValues { $0.picking(rows) }
  }

  /// Takes a column out.
  mutating func remove(_ column: ColumnIndex) -> StoredColumn? { columns.removeValue(forKey: column) }

  /// Empties the times of a column that lie after an instant, in microseconds.
  mutating func hide(_ column: ColumnIndex, after horizon: Int64) { columns[column]?.hide(after: horizon) }

  /// Empties cells of one row.
  mutating func empty(_ row: Int, _ range: Range<ColumnIndex>) {
    for column in range { columns[column]?.markMissing(row) }
  }
}

extension ExportMapping {
  func cellType(of column: ColumnIndex) -> CellType {
    if column == 0 { return .key }
    return column <= fields.count ? fields[column - 1].type : items[column - 1 - fields.count].type
  }
}
