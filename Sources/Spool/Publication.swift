import Platform

/// How jobs become visible exactly once. The order is the promise: **data, then decision, then visibility, then
/// forgetting.** A crash between any two lines is made good by `recover`, which each run does first.
package enum Publication {
  /// What a recovery found.
  package struct Recovery: Hashable, Sendable {
    /// Batches that had been decided and are visible now.
    package var published: [String] = []
    /// Batches that had not been decided and are gone.
    package var removed: [String] = []
    /// Names in the stage that are no batch's; left alone.
    package var strays: [String] = []
  }

  /// Publishes a staged batch.
  ///
  /// An error before the decision removes the batch, and nothing was decided. One after it leaves the batch for the
  /// next recovery; the journal says which it was.
  package static func publish(
    _ staged: consuming StagedBatch, in folder: SpoolFolder, lock: borrowing RunLock, journal: some BatchJournal
  ) throws(SpoolProblem) -> BatchManifest {
    var batch = staged
    let manifest = batch.manifest
    try batch.sync()  // data
    try decide(&batch, manifest, journal)  // decision
    try Format(here: folder, last: manifest.mark).write(folder)
    try makeVisible(manifest.mark.name, in: folder)  // visibility
    try journal.markPublished(manifest.mark.name)
    try forget(manifest.mark.name, in: folder)  // forgetting
    return manifest
  }

  /// Finishes or undoes what an earlier run left, and refuses to go on where a person must say what is right.
  package static func recover(
    _ folder: SpoolFolder, lock: borrowing RunLock, journal: some BatchJournal
  ) throws(SpoolProblem) -> Recovery {
    let last = try journal.lastBatch()
    try requireSameHistory(folder, last, journal)
    var recovery = Recovery()
    Format.discardDrafts(in: folder)
    let stage = folder.stage
    let names = try on(stage) { () throws(Errno) in try FileSystem.sortedNames(stage) }
    for name in names {
      guard name.utf8.allSatisfy(isLowerOrDigit) else {
        recovery.strays.append(stage + "/" + name)
        continue
      }
      switch try journal.state(of: name) {
      case .absent:
        try forget(name, in: folder)
        recovery.removed.append(name)
      case .committed, .published:
        // Absence from the queue means nothing, workers may have drained it: what is still staged goes there now.
        try makeVisible(name, in: folder)
        try journal.markPublished(name)
        try forget(name, in: folder)
        recovery.published.append(name)
      }
    }
    let lost = try journal.unpublished().map(\.name).filter { !names.contains($0) }
    guard lost.isEmpty else { throw SpoolProblem(.lost(batches: lost), path: folder.root) }
    try Format(here: folder, last: last).writeIfChanged(folder)
    return recovery
  }

  /// The spool belongs here and goes on from the ledger as it is (`herald adopt`).
  package static func adopt(
    _ folder: SpoolFolder, lock: borrowing RunLock, journal: some BatchJournal
  ) throws(SpoolProblem) {
    try Format(here: folder, last: try journal.lastBatch()).write(folder)
  }
}

extension Publication {
  /// Commits. If that fails, the journal is asked what it has: only a batch that it surely has not is removed.
  private static func decide(
    _ batch: inout StagedBatch, _ manifest: BatchManifest, _ journal: some BatchJournal
  ) throws(SpoolProblem) {
    do throws(SpoolProblem) { try journal.commit(manifest) } catch {
      guard let state = try? journal.state(of: manifest.mark.name) else { throw error }
      guard state == .absent else { return }
      batch.remove()
      throw error
    }
  }

  /// Renames each staged chunk into its queue, then waits until the names are on the disk.
  private static func makeVisible(_ batch: String, in folder: SpoolFolder) throws(SpoolProblem) {
    let staged = folder.stage(batch: batch)
    for channel in try on(staged, { () throws(Errno) in try FileSystem.sortedNames(staged) }) {
      let home = staged + "/" + channel
      let queue = folder.folder(channel, .queue)
      for chunk in try on(home, { () throws(Errno) in try FileSystem.sortedNames(home) }) {
        let target = queue + "/" + chunk
        try on(target) { () throws(Errno) in try FileSystem.renameNoReplace(home + "/" + chunk, to: target) }
      }
      for changed in [queue, home] { try on(changed) { () throws(Errno) in try FileSystem.syncDirectory(changed) } }
    }
  }

  private static func forget(_ batch: String, in folder: SpoolFolder) throws(SpoolProblem) {
    let staged = folder.stage(batch: batch)
    try on(staged) { () throws(Errno) in try FileSystem.removeTree(staged) }
  }

  /// Ledger and spool must belong here, and neither may be older than the other.
  private static func requireSameHistory(
    _ folder: SpoolFolder, _ last: BatchMark?, _ journal: some BatchJournal
  ) throws(SpoolProblem) {
    guard let format = try Format(reading: folder) else {
      // A new spool. Its FORMAT is written before its first batch, so with one decided this is another spool.
      if let last { throw SpoolProblem(.spoolBehind(batch: last.name), path: folder.root) }
      return try Format(here: folder, last: nil).write(folder)
    }
    try format.check(folder)
    if let known = format.last, try journal.state(of: known.name) == .absent {
      throw SpoolProblem(.ledgerBehind(batch: known.name), path: folder.root)
    }
  }
}

extension Format {
  fileprivate func writeIfChanged(_ folder: SpoolFolder) throws(SpoolProblem) {
    if try Format(reading: folder) != self { try write(folder) }
  }
}
