import Campaigns
import Tables

/// Rows of one export that a scan kept: the needed columns, and where each row stood.
struct StoredRows: Sendable {
  private(set) var ordinals: [UInt64] = []
  /// By column of the export (`ColumnIndex`); only the needed ones.
  private(set) var columns: [ColumnIndex: StoredColumn]

  init(columns: [ColumnIndex], of mapping: ExportMapping) {
    self.columns = Dictionary(
      uniqueKeysWithValues: columns.map { ($0, StoredColumn(type: mapping.cellType(of: $0))) })
  }

  var count: Int { ordinals.count }

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
    ordinals.append(contentsOf: other.ordinals)
    for (column, stored) in other.columns { columns[column]?.append(stored) }
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

  mutating func keep(_ rows: [Int]) {
    ordinals = rows.map { ordinals[$0] }
    columns = columns.mapValues { $0.picking(rows) }
  }

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
