import Platform

extension Worker {
  /// Where a worker is in its way through the queue.
  struct Search {
    /// Due chunks still to look at, the next one last.
    var chunks: [ChunkName] = []
    /// The jobs of the chunk at hand, the next one last.
    var jobs: [JobName] = []
    var chunk: ChunkName?
    /// Whether anything was found since the chunks were listed.
    var foundAny = true
  }

  /// Takes the next job that is due, or nil if there is none: by priority, then by time. Opens no file.
  /// - Parameter now: seconds since 1970.
  public mutating func claim(now: Int64) throws(SpoolProblem) -> ClaimedJob? {
    while true {
      while let name = search.jobs.popLast() {
        guard name.notBefore <= now, let chunk = search.chunk else { continue }
        if try take(name, from: chunk) {
          search.foundAny = true
          return ClaimedJob(name: name, channel: channel)
        }
        lostRaces += 1
      }
      leaveChunk()
      if search.chunks.isEmpty {
        guard search.foundAny else {
          search.foundAny = true
          return nil
        }
        search.foundAny = false
        search.chunks = try dueChunks(now)
      }
      guard let next = search.chunks.popLast() else { continue }
      search.chunk = next
      search.jobs = try jobs(of: next)
    }
  }

  private func queued(_ chunk: ChunkName) -> String { folder.folder(channel, .queue) + "/" + chunk.description }

  /// False if another worker was quicker.
  private func take(_ name: JobName, from chunk: ChunkName) throws(SpoolProblem) -> Bool {
    let (from, to) = (queued(chunk) + "/" + name.description, path + "/" + name.description)
    do throws(Errno) {
      try FileSystem.renameNoReplace(from, to: to)
      return true
    } catch {
      if error == .noSuchFile { return false }
      throw SpoolProblem(.system(error), path: from)
    }
  }

  /// Removes the chunk if it is empty; whoever comes last does it.
  private mutating func leaveChunk() {
    guard let chunk = search.chunk else { return }
    search.chunk = nil
    try? FileSystem.removeDirectory(queued(chunk))
  }

  /// Those that are due, in reverse. Within the top priority each worker starts at a place of its own.
  private mutating func dueChunks(_ now: Int64) throws(SpoolProblem) -> [ChunkName] {
    let queue = folder.folder(channel, .queue)
    var due: [ChunkName] = []
    for entry in try on(queue, { () throws(Errno) in try FileSystem.list(queue) }) {
      guard let chunk = ChunkName(entry.name) else {
        noteStray(queue + "/" + entry.name)
        continue
      }
      if chunk.due <= now { due.append(chunk) }
    }
    due.sort()
    let top = due.prefix { $0.rank == due[0].rank }.count
    return Array((rotated(due[..<top]) + due[top...]).reversed())
  }

  /// In reverse, from a place of this worker's own.
  private mutating func jobs(of chunk: ChunkName) throws(SpoolProblem) -> [JobName] {
    let path = queued(chunk)
    let entries: [DirectoryEntry]
    do throws(Errno) { entries = try FileSystem.list(path) } catch {
      if error == .noSuchFile { return [] }
      throw SpoolProblem(.system(error), path: path)
    }
    var names: [JobName] = []
    names.reserveCapacity(entries.count)
    for entry in entries {
      if let name = JobName(entry.name) { names.append(name) } else { noteStray(path + "/" + entry.name) }
    }
    names.sort()
    return rotated(names[...]).reversed()
  }

  private mutating func noteStray(_ path: String) {
    if !strays.contains(path) { strays.append(path) }
  }

  /// Workers that all began at the front would lose seven races for each claim.
  private func rotated<Element>(_ items: ArraySlice<Element>) -> [Element] {
    guard !items.isEmpty else { return [] }
    let start = items.startIndex + Int(Hash128(name).low % UInt64(items.count))
    return Array(items[start...] + items[..<start])
  }
}
