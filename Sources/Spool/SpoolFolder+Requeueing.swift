import Platform

extension SpoolFolder {
  /// Moves a job into the queue, under a name that says when. It lands in its minute's chunk of retries; what is given
  /// back as it was, in that of its own second, so that it does not wait for the minute's end.
  /// - Returns: the folder that it is in now, to be synced; nil if it was gone: somebody else was quicker.
  func enqueue(
    _ path: String, as name: JobName, _ channel: String, asItWas: Bool = false
  ) throws(Errno) -> String? {
    var chunks = ReturnChunks(capacity: .max)
    return try enqueue(path, as: name, channel, asItWas: asItWas, filling: &chunks)
  }

  /// One of many jobs, whose chunks are filled together.
  func enqueue(
    _ path: String, as name: JobName, _ channel: String, asItWas: Bool = false, filling chunks: inout ReturnChunks
  ) throws(Errno) -> String? {
    let due = asItWas ? name.notBefore : ChunkName.minute(after: name.notBefore)
    let target = chunks.path(rank: name.rank, due: due, in: folder(channel, .queue))
    while true {
      do throws(Errno) {
        try FileSystem.renameNoReplace(path, to: "\(target)/\(name)")
        chunks.add(to: target)
        return target
      } catch {
        if error == .exists { return try setAside(path, channel, name.description) }
        guard error == .noSuchFile else { throw error }
        guard FileSystem.exists(path) else { return nil }
      }
      // A worker that finds the chunk empty may remove it before the job is in it: then once more.
      try FileSystem.makeDirectories(target)
    }
  }

  /// Into `corrupt/`: no worker may send it, and a person must see it. Returns that folder, to be synced.
  func setAside(_ path: String, _ channel: String, _ name: String) throws(Errno) -> String {
    let corrupt = folder(channel, .corrupt)
    try FileSystem.renameNoReplace(path, to: "\(corrupt)/\(SystemClock.monotonic()).\(name)")
    return corrupt
  }

  /// Waits until these folders are on the disk; those that are gone meanwhile need not be.
  func sync(_ folders: Set<String>) throws(Errno) {
    for folder in folders.sorted() {
      do throws(Errno) { try FileSystem.syncDirectory(folder) } catch { if error != .noSuchFile { throw error } }
    }
  }
}
