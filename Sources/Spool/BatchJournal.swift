package import Platform

/// A batch, as the journal and FORMAT name it.
package struct BatchMark: Hashable, Sendable {
  /// From 1, one more for each batch of a ledger.
  package var sequence: Int64
  /// `[a-z0-9]`, different for every batch.
  package var name: String

  package init(sequence: Int64, name: String) {
    self.sequence = sequence
    self.name = name
  }
}

/// What was staged, for the journal to keep.
package struct BatchManifest: Hashable, Sendable {
  package var mark: BatchMark
  /// How many jobs.
  package var count: Int
  /// Of all jobs' channels, names and bytes, in whatever order they were staged.
  package var hash: Hash128

  package init(mark: BatchMark, count: Int, hash: Hash128) {
    self.mark = mark
    self.count = count
    self.hash = hash
  }
}

package enum BatchState: Hashable, Sendable {
  case absent
  /// Decided; its jobs may not be in the queue yet.
  case committed
  case published
}

/// What publishing needs of the ledger. Errors come as `SpoolProblem.journal`.
package protocol BatchJournal {
  func lastBatch() throws(SpoolProblem) -> BatchMark?
  func state(of batch: String) throws(SpoolProblem) -> BatchState
  /// Committed and not marked as published, the oldest first.
  func unpublished() throws(SpoolProblem) -> [BatchMark]
  /// **The decision**: everything of the run with this batch, in one durable transaction. A batch of no jobs is
  /// published by its commit. After an error `state(of:)` says whether it is there.
  func commit(_ batch: BatchManifest) throws(SpoolProblem)
  func markPublished(_ batch: String) throws(SpoolProblem)
}
