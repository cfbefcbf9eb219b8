import Platform

extension Worker {
  /// Outcomes that may not be on the disk yet.
  struct Unsynced {
    /// The folders of `done/` that got something. They are opened anew for each group of outcomes: the next run takes
    /// them away and puts empty ones in their place (`RENAME_EXCHANGE`).
    var folders: [Place: Held] = [:]
    /// Where jobs were put back to, by path.
    var chunks: Set<String> = []
    /// Still to be waited for one by one.
    var receipts: [Held] = []
    /// Too many receipts to wait for each.
    var hasManyReceipts = false
    var count = 0
    /// When they were last waited for, in nanoseconds of the monotonic clock.
    var since = SystemClock.monotonic()

    static let most = 100
    static let longest: Int64 = 100_000_000
    /// From this many on, one syncfs is cheaper than an fsync each.
    static let mostReceipts = 8
  }

  /// Arrays and dictionaries cannot hold a descriptor itself, which cannot be copied.
  final class Held {
    let file: FileDescriptor
    init(_ file: consuming FileDescriptor) { self.file = file }
  }

  /// Waits until all outcomes are on the disk.
  public mutating func syncOutcomes() throws(SpoolProblem) {
    let group = unsynced
    unsynced = Unsynced()
    do throws(Errno) {
      if group.hasManyReceipts {
        // Opened before the first of them was written, so that it reports every error since.
        try home.syncFilesystem()
      } else {
        for receipt in group.receipts { try receipt.file.sync() }
        // The rename that recorded the outcome is one step for the disk too: both folders have it, or none.
        for folder in group.folders.values { try folder.file.sync() }
      }
      if !group.chunks.isEmpty { try folder.sync(group.chunks.union([folder.folder(channel, .queue)])) }
    } catch { throw SpoolProblem(.system(error), path: path) }
  }

  /// Moves the job to where its outcome is recorded, with its receipt before it.
  mutating func record(_ job: ClaimedJob, _ place: Place, _ receipt: [UInt8]?) throws(SpoolProblem) {
    do throws(Errno) {
      do throws(Errno) { try put(job, place, receipt) } catch {
        guard error == .noSuchFile, let gone = unsynced.folders.removeValue(forKey: place) else { throw error }
        // A run has taken away the folder that was held open: there is a new one.
        unsynced.receipts.append(gone)
        try put(job, place, receipt)
      }
      begun.remove(job.name)
    } catch {
      guard error == .exists else { throw SpoolProblem(.system(error), path: path + "/" + job.fileName) }
      // One that is there already means a job that was done twice, and a person must see both.
      try putAside(job)
    }
    try noteOutcome()
  }

  mutating func noteOutcome() throws(SpoolProblem) {
    unsynced.count += 1
    guard syncsByGroups,
      unsynced.count >= Unsynced.most || SystemClock.monotonic() - unsynced.since >= Unsynced.longest
    else { return }
    try syncOutcomes()
  }

  private mutating func put(_ job: ClaimedJob, _ place: Place, _ receipt: [UInt8]?) throws(Errno) {
    let target = try opened(place)
    if let receipt {
      do throws(Errno) { try write(receipt, as: job.fileName + ".receipt", into: target) } catch {
        // The outcome is worth more than the words about it.
        guard error == .noSpace || error == .quota else { throw error }
        lostReceipts += 1
      }
    }
    try home.renameNoReplace(heldName(job), to: target.file, as: job.fileName)
  }

  /// Written in the worker's own folder, so that nobody ever reads half a receipt.
  private mutating func write(_ line: [UInt8], as name: String, into target: Held) throws(Errno) {
    let draft = try home.opening(Self.receiptDraft, .replace)
    do throws(Errno) {
      try draft.writeAll(line)
      try home.rename(Self.receiptDraft, to: target.file, as: name)
    } catch {
      try? FileSystem.unlink(path + "/" + Self.receiptDraft)
      throw error
    }
    guard unsynced.receipts.count < Unsynced.mostReceipts else {
      unsynced.receipts = []
      unsynced.hasManyReceipts = true
      return
    }
    if !unsynced.hasManyReceipts { unsynced.receipts.append(Held(draft)) }
  }

  static var receiptDraft: String { "receipt" }

  private mutating func opened(_ place: Place) throws(Errno) -> Held {
    if let held = unsynced.folders[place] { return held }
    let held = Held(try FileDescriptor(opening: folder.folder(channel, place), .directory))
    unsynced.folders[place] = held
    return held
  }
}
