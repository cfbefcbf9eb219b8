import Platform

/// What was taken back from dead workers.
public struct Reclaimed: Hashable, Sendable {
  /// Not begun: they are in the queue again.
  public var returned: [JobName] = []
  /// Begun, so they may have been sent: they are in `done/unknown/`.
  public var unknown: [JobName] = []
  /// Files that are no jobs: they are in `corrupt/`.
  public var corrupt: [String] = []

  /// Nothing reclaimed yet.
  public init() {}

  /// Nobody had died holding a job.
  public var isEmpty: Bool { returned.isEmpty && unknown.isEmpty && corrupt.isEmpty }
}

extension SpoolFolder {
  /// Takes back the claims of dead workers of this machine. Whoever gets a worker's lock knows that it is dead,
  /// without any timeout. Workers of other hosts are left alone: their locks say nothing here.
  /// - Parameter now: seconds since 1970, for receipts.
  public func reclaim(channel: String, now: Int64) throws(SpoolProblem) -> Reclaimed {
    var reclaimed = Reclaimed()
    let work = folder(channel, .work)
    for name in try on(work, { () throws(Errno) in try FileSystem.sortedNames(work) }) {
      let path = work + "/" + name
      if name.hasPrefix(".new-" + Machine.hostName + ".") {
        discardDraft(path)
      } else if name.hasPrefix(Machine.hostName + ".") {
        try reclaim(path, channel, now, &reclaimed)
      }
    }
    return reclaimed
  }

  /// A worker that died before it had a name; a living one has it within a moment.
  private func discardDraft(_ path: String) {
    guard let made = try? FileSystem.status(path).modified, SystemClock.now().seconds - made.seconds > 60,
      let lock = try? FileLock(path + "/lock")
    else { return }
    try? FileSystem.unlink(path + "/lock")
    try? FileSystem.removeDirectory(path)
    _ = lock.descriptor.number
  }

  private func reclaim(
    _ path: String, _ channel: String, _ now: Int64, _ reclaimed: inout Reclaimed
  ) throws(SpoolProblem) {
    let lock: FileLock
    do throws(Errno) { lock = try FileLock(path + "/lock") } catch {
      // Alive, or gone since it was listed.
      if error == .wouldBlock || error == .noSuchFile || error == .notDirectory { return }
      throw SpoolProblem(.system(error), path: path)
    }
    for entry in try on(path, { () throws(Errno) in try FileSystem.list(path) }) where entry.name != "lock" {
      try reclaim(entry, in: path, channel, now, &reclaimed)
    }
    for changed in [folder(channel, .queue), folder(channel, .unknown), folder(channel, .corrupt), path] {
      try on(changed) { () throws(Errno) in try FileSystem.syncDirectory(changed) }
    }
    // The lock goes last and is held until then: another reclaimer finds the folder locked, or gone.
    try? FileSystem.unlink(path + "/lock")
    try? FileSystem.removeDirectory(path)
    _ = lock.descriptor.number
  }

  private func reclaim(
    _ entry: DirectoryEntry, in path: String, _ channel: String, _ now: Int64, _ reclaimed: inout Reclaimed
  ) throws(SpoolProblem) {
    guard entry.isReachable else { return }
    let file = path + "/" + entry.name
    if let name = JobName(entry.name) {
      try enqueue(file, as: name, channel)
      reclaimed.returned.append(name)
    } else if entry.name.hasPrefix("@"), let name = JobName(entry.name.dropFirst()) {
      let target = "\(folder(channel, .unknown))/\(name)"
      let receipt = Receipt(at: now, reason: "the worker died while it was sending").line(name, .unknown)
      try on(file) { () throws(Errno) in
        try FileSystem.writeDurably(target + ".receipt", receipt)
        try FileSystem.renameNoReplace(file, to: target)
      }
      reclaimed.unknown.append(name)
    } else {
      let target = "\(folder(channel, .corrupt))/\(SystemClock.monotonic()).\(entry.name)"
      try on(file) { () throws(Errno) in try FileSystem.renameNoReplace(file, to: target) }
      reclaimed.corrupt.append(entry.name)
    }
  }
}
