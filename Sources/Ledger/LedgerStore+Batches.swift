import Platform

extension LedgerStore {
  /// The number of the next batch, from 1.
  package func nextBatchSequence() throws(LedgerProblem) -> Int64 {
    (try lastBatch()?.sequence ?? 0) + 1
  }

  package func lastBatch() throws(LedgerProblem) -> RecordedBatch? {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first("SELECT sequence, name FROM batches ORDER BY sequence DESC LIMIT 1", { _ in }, Self.mark)
    }
  }

  package func batchState(_ name: String) throws(LedgerProblem) -> RecordedBatchState {
    try withConnection { connection throws(LedgerProblem) in try connection.batchState(name) }
  }

  /// Those that were committed and not marked as published, the oldest first.
  package func unpublishedBatches() throws(LedgerProblem) -> [RecordedBatch] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all(
        "SELECT sequence, name FROM batches WHERE published = 0 ORDER BY sequence", { _ in }, Self.mark)
    }
  }

  package func markPublished(_ name: String) throws(LedgerProblem) {
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        let update = try connection.statement("UPDATE batches SET published = 1 WHERE name = ?")
        update.bind(1, name)
        try connection.run(update)
      }
    }
  }

  /// A run that decided nothing new.
  package func record(run: RunRecord) throws(LedgerProblem) {
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in try connection.insert(run, batch: nil) }
    }
  }

  private static func mark(_ row: Statement) -> RecordedBatch {
    RecordedBatch(sequence: row.integer(0), name: row.text(1))
  }
}

extension Connection {
  func batchState(_ name: String) throws(LedgerProblem) -> RecordedBatchState {
    try first("SELECT published FROM batches WHERE name = ?", { $0.bind(1, name) }) {
      $0.integer(0) != 0 ? .published : .committed
    } ?? .absent
  }

  /// BEGIN IMMEDIATE … COMMIT; an error rolls all of it back.
  func inTransaction(_ body: () throws(LedgerProblem) -> Void) throws(LedgerProblem) {
    try execute("BEGIN IMMEDIATE")
    do throws(LedgerProblem) {
      try body()
      try execute("COMMIT")
    } catch {
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }

  func insert(_ run: RunRecord, batch: String?) throws(LedgerProblem) {
    let insert = try statement("INSERT INTO runs (now, finished, batch, counts) VALUES (?, ?, ?, ?)")
    insert.bind(1, run.now)
    insert.bind(2, run.finished)
    insert.bind(3, batch)
    insert.bind(4, run.counts)
    try self.run(insert)
  }
}
