import Synchronization

/// The parsed columns of the batch that a thread is at; reused from batch to batch.
package final class BatchVectors {
  private var vectors: [ColumnIndex: ColumnVector] = [:]
  /// Columns of the present batch of which every row is parsed.
  private var whole: Set<ColumnIndex> = []
  /// Every row of the present batch.
  package private(set) var all = Selection()

  func begin(_ batch: RowBatch) {
    whole.removeAll(keepingCapacity: true)
    all.fill(batch.count)
  }

  /// The column, parsed at least for `rows`.
  package func read(_ column: ColumnIndex, _ batch: RowBatch, rows: Selection) -> ColumnVector {
    let vector = vectors[column] ?? ColumnVector()
    vectors[column] = vector
    if !whole.contains(column) {
      batch.read(column, rows: rows, into: vector)
      if rows.rows.count == batch.count { whole.insert(column) }
    }
    return vector
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
