/// The profile of a piece of an export, and what its neighbours must know of its edges.
struct ProfilePiece: Sendable {
  private(set) var records = 0
  private(set) var columns: [ColumnIndex: ColumnProfile]
  /// The first column of `items`; nil where each row is a record.
  private let firstItem: ColumnIndex?
  private var firstKey: [UInt8]?
  private var lastKey: [UInt8]?
  /// Of the first row, whose record may have begun in the piece before.
  private var firstStates: [ColumnIndex: UInt8] = [:]

  init(columns: [ColumnIndex: ColumnProfile], firstItem: ColumnIndex?) {
    self.columns = columns
    self.firstItem = firstItem
  }

  mutating func add(_ batch: RowBatch, _ vectors: BatchVectors) {
    guard batch.count > 0 else { return }
    let heads = firstItem == nil ? vectors.all : self.heads(batch, vectors)
    let items = firstItem.map { self.items(from: $0, batch, vectors) } ?? Selection()
    records += heads.rows.count
    for column in columns.keys {
      let rows = firstItem.map { column >= $0 } ?? false ? items : heads
      // All are read, so that whoever reads the column again in this batch finds it.
      let vector = vectors.read(column, batch, rows: vectors.all)
      columns[column]?.add(rows, vector, batch)
    }
  }

  /// The rows that begin a record: whose key is not that of the row before.
  private mutating func heads(_ batch: RowBatch, _ vectors: BatchVectors) -> Selection {
    let keys = vectors.read(0, batch, rows: vectors.all)
    var heads = Selection()
    for row in 0..<batch.count {
      let key = unsafe keys.bytes[row]
      if let lastKey, unsafe lastKey.elementsEqual(key) { continue }
      heads.rows.append(UInt16(row))
      lastKey = unsafe Array(key)
      if firstKey == nil {
        firstKey = lastKey
        for (column, profile) in columns {
          let vector = vectors.read(column, batch, rows: vectors.all)
          let bytes = unsafe vector.bytes[row]
          let state = unsafe vector.states[row]
          firstStates[column] = profile.type == .list && bytes.count == 0 ? ColumnVector.missing : state
        }
      }
    }
    return heads
  }

  /// The rows that hold any field of an item.
  private func items(from first: ColumnIndex, _ batch: RowBatch, _ vectors: BatchVectors) -> Selection {
    let fields = columns.keys.filter { $0 >= first }.map { vectors.read($0, batch, rows: vectors.all) }
    var items = Selection()
    for row in 0..<batch.count where fields.contains(where: { unsafe $0.states[row] != ColumnVector.missing }) {
      items.rows.append(UInt16(row))
    }
    return items
  }

  /// Adds the piece behind this one.
  mutating func append(_ next: ProfilePiece) {
    for (column, profile) in next.columns { columns[column]?.merge(profile) }
    records += next.records
    if let firstItem, let lastKey, lastKey == next.firstKey {
      // The record of the edge was counted on both sides.
      records -= 1
      for (column, state) in next.firstStates where column < firstItem { columns[column]?.remove(state: state) }
    }
    firstKey = firstKey ?? next.firstKey
    if firstStates.isEmpty { firstStates = next.firstStates }
    lastKey = next.lastKey ?? lastKey
  }
}
