import Platform

/// What was taken back from dead workers.
public struct Reclaimed: Hashable, Sendable {
  /// Not begun: they are in the queue again.
  public var returned: [JobName] = []
  /// Begun, so they may have been sent: they are in `done/unknown/`.
  public var unknown: [JobName] = []
  /// Begun, and to be tried again although they may have been sent: they are in `done/deferred/`.
  public var deferred: [JobName] = []
  /// Files that are no jobs: they are in `corrupt/`.
  public var corrupt: [String] = []

  /// Nothing reclaimed yet.
  public init() {}

  /// Nobody had died holding a job.
  public var isEmpty: Bool { returned.isEmpty && unknown.isEmpty && deferred.isEmpty && corrupt.isEmpty }
}

extension SpoolFolder {
  /// Takes back the claims of dead workers of this machine. Whoever gets a worker's lock knows that it is dead,
  /// without any timeout. Workers of other hosts are left alone: their locks say nothing here.
  /// - Parameters:
  ///   - now: seconds since 1970, for receipts.
  ///   - retryingUnknown: the channel's `on_unknown: retry`: what may have been sent is tried again.
  public func reclaim(
    channel: String, now: Int64, retryingUnknown: Bool = false
  ) throws(SpoolProblem) -> Reclaimed {
    var reclaiming = Reclaiming(folder: self, channel: channel, now: now, retriesUnknown: retryingUnknown)
    let work = folder(channel, .work)
    for name in try on(work, { () throws(Errno) in try FileSystem.sortedNames(work) }) {
      let path = work + "/" + name
      if name.hasPrefix(".new-" + Machine.hostName + ".") {
        reclaiming.discardDraft(path)
      } else if name.hasPrefix(Machine.hostName + ".") {
        try reclaiming.takeBack(path)
      }
    }
    return reclaiming.reclaimed
  }
}

/// One look for dead workers.
private struct Reclaiming {
  let folder: SpoolFolder
  let channel: String
  let now: Int64
  let retriesUnknown: Bool
  var reclaimed = Reclaimed()
  /// Where files went to.
  private var changed: Set<String> = []
  private var chunks = ReturnChunks()

  init(folder: SpoolFolder, channel: String, now: Int64, retriesUnknown: Bool) {
    self.folder = folder
    self.channel = channel
    self.now = now
    self.retriesUnknown = retriesUnknown
  }

  /// A worker that died before it had a name; a living one has it within a moment.
  func discardDraft(_ path: String) {
    guard let made = try? FileSystem.status(path).modified, SystemClock.now().seconds - made.seconds > 60,
      let lock = try? FileLock(path + "/lock")
    else { return }
    leave(path, lock)
  }

  mutating func takeBack(_ path: String) throws(SpoolProblem) {
    do throws(Errno) { try takeBack(path, FileLock(path + "/lock")) } catch {
      // Alive, or gone since it was listed: its last file is its lock.
      if error == .wouldBlock || error == .noSuchFile || error == .notDirectory { return }
      throw SpoolProblem(.system(error), path: path)
    }
  }

  private mutating func takeBack(_ path: String, _ lock: borrowing FileLock) throws(Errno) {
    changed = []
    for entry in try FileSystem.list(path) where entry.name != "lock" { try takeBack(entry, in: path) }
    if !changed.isEmpty { try folder.sync(changed.union([folder.folder(channel, .queue), path])) }
    leave(path, lock)
  }

  /// The lock goes last and is held until then: another reclaimer finds the folder locked, or gone.
  private func leave(_ path: String, _ lock: borrowing FileLock) {
    try? FileSystem.unlink(path + "/lock")
    try? FileSystem.removeDirectory(path)
    lock.release()
  }

  private mutating func takeBack(_ entry: DirectoryEntry, in path: String) throws(Errno) {
    guard entry.isReachable else { return }
    let file = path + "/" + entry.name
    if let name = JobName(entry.name) {
      if let target = try folder.enqueue(file, as: name, channel, asItWas: true, filling: &chunks) {
        changed.insert(target)
        reclaimed.returned.append(name)
      }
    } else if entry.name.hasPrefix("@"), let name = JobName(entry.name.dropFirst()) {
      try judge(file, name)
    } else if entry.name == Worker.receiptDraft {
      try FileSystem.unlink(file)
    } else {
      changed.insert(try folder.setAside(file, channel, entry.name))
      reclaimed.corrupt.append(entry.name)
    }
  }

  /// What becomes of a job that may have been sent.
  private mutating func judge(_ file: String, _ name: JobName) throws(Errno) {
    let outcome: Outcome = retriesUnknown ? .deferred : .unknown
    let reason = "the worker died while it was sending" + (retriesUnknown ? "; it may have been sent" : "")
    let home = folder.folder(channel, outcome.place)
    let receipt = Receipt(at: now, reason: reason).line(name, outcome)
    changed.insert(home)
    do throws(Errno) {
      try FileSystem.writeDurably("\(home)/\(name).receipt", receipt)
      try FileSystem.renameNoReplace(file, to: "\(home)/\(name)")
    } catch {
      guard error == .exists else { throw error }
      changed.insert(try folder.setAside(file, channel, name.description))
    }
    if retriesUnknown { reclaimed.deferred.append(name) } else { reclaimed.unknown.append(name) }
  }
}
