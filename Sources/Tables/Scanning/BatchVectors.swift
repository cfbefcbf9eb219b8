import Synchronization

/// The parsed columns of the batch that a thread is at; reused from batch to batch. Each cell is parsed once a batch,
/// however many ask for it.
package final class BatchVectors {
  private var columns: [Parsed?] = []
  /// Every row of the present batch.
  package private(set) var all = Selection()
  /// Grows with each batch.
  private var batch = 0

  /// A column, and which of its rows are of the present batch.
  private final class Parsed {
    let vector = ColumnVector()
    var batch = 0
    var count = 0
    /// By row, the batch in which it was parsed.
    var stamps = [Int](repeating: 0, count: ColumnVector.capacity)
  }

  func begin(_ batch: RowBatch) {
    self.batch += 1
    if all.rows.count != batch.count { all.fill(batch.count) }
  }

  /// The column, parsed at least for `rows`.
  package func read(_ column: ColumnIndex, _ batch: RowBatch, rows: Selection) -> ColumnVector {
    while columns.count <= column { columns.append(nil) }
    let known = columns[column] ?? Parsed()
    columns[column] = known
    if known.batch != self.batch { (known.batch, known.count) = (self.batch, 0) }
    if known.count == batch.count { return known.vector }
    if known.count == 0, rows.rows.count == batch.count {
      known.count = batch.count
      batch.read(column, rows: rows, into: known.vector)
      return known.vector
    }
    if known.count == 0 {
      known.count = rows.rows.count
      for row in rows.rows { known.stamps[Int(row)] = self.batch }
      batch.read(column, rows: rows, into: known.vector)
      return known.vector
    }
    var missing = Selection()
    for row in rows.rows where known.stamps[Int(row)] != self.batch {
      known.stamps[Int(row)] = self.batch
      missing.rows.append(row)
    }
    if !missing.rows.isEmpty {
      known.count += missing.rows.count
      batch.read(column, rows: missing, into: known.vector)
    }
    return known.vector
  }
}

/// Lends a thread its vectors for the time of a batch, so that their number follows the threads and not the pieces.
package final class VectorPool: Sendable {
  // Not sendable by themselves; the mutex hands each to one thread at a time.
  private let idle = Mutex<[Lent]>([])

  package init() {}

  package func with(_ batch: RowBatch, _ body: (BatchVectors) -> Void) {
    let lent = idle.withLock { $0.popLast() } ?? Lent()
    lent.vectors.begin(batch)
    body(lent.vectors)
    idle.withLock { $0.append(lent) }
  }

  /// Crosses threads only through the pool's mutex.
  private final class Lent: @unchecked Sendable {
    let vectors = BatchVectors()
  }
}
