import Platform

extension Worker {
  /// Where a worker is in its way through the queue.
  struct Search {
    /// Due chunks still to look at, the next one last.
    var chunks: [ChunkName] = []
    /// The names in the chunk at hand, the next one last.
    var jobs: [String] = []
    var chunk: ChunkName?
    /// The chunk at hand, held open.
    var source: Held?
    /// Whether anything was found since the chunks were listed.
    var foundAny = false
    /// When the chunks were listed, in nanoseconds of the monotonic clock; nil: they must be now.
    var listed: Int64?

    /// What comes in meanwhile and is more urgent waits no longer than this.
    static let longest: Int64 = 1_000_000_000
  }

  /// Takes the next job that is due, or nil if there is none: by priority, then by time. Opens no file.
  /// - Parameter now: seconds since 1970.
  public mutating func claim(now: Int64) throws(SpoolProblem) -> ClaimedJob? {
    try lookForUrgent(now)
    while true {
      if let job = try takeNext(now) { return job }
      leaveChunk()
      if search.chunks.isEmpty {
        guard search.foundAny else {
          search.listed = nil
          return nil
        }
        try list(now)
      }
      if let next = search.chunks.popLast() { try enter(next) }
    }
  }

  /// Takes up to so many of the next jobs that are due; none if there are none.
  public mutating func claim(upTo count: Int, now: Int64) throws(SpoolProblem) -> [ClaimedJob] {
    var jobs: [ClaimedJob] = []
    while jobs.count < count {
      do throws(SpoolProblem) {
        guard let job = try claim(now: now) else { break }
        jobs.append(job)
      } catch {
        for job in jobs { try? putBack(job) }
        throw error
      }
    }
    return jobs
  }

  /// When the first job that waits in the queue and is not due comes due, in seconds since 1970; nil if none waits.
  public func nextDue(after now: Int64) throws(SpoolProblem) -> Int64? {
    try folder.names(in: queue).compactMap { ChunkName($0)?.due }.filter { $0 > now }.min()
  }

  private var queue: String { folder.folder(channel, .queue) }

  /// The next job of the chunk at hand.
  private mutating func takeNext(_ now: Int64) throws(SpoolProblem) -> ClaimedJob? {
    while let fileName = search.jobs.popLast() {
      guard let name = JobName(fileName) else {
        if let chunk = search.chunk { noteStray("\(queue)/\(chunk)/\(fileName)") }
        continue
      }
      guard name.notBefore <= now else { continue }
      if try take(fileName) {
        search.foundAny = true
        return ClaimedJob(name: name, channel: channel, fileName: fileName)
      }
      lostRaces += 1
    }
    return nil
  }

  /// False if another worker was quicker.
  private func take(_ fileName: String) throws(SpoolProblem) -> Bool {
    do throws(Errno) {
      try search.source?.file.renameNoReplace(fileName, to: home, as: fileName)
      return true
    } catch {
      if error == .noSuchFile { return false }
      throw SpoolProblem(.system(error), path: path + "/" + fileName)
    }
  }

  private mutating func enter(_ chunk: ChunkName) throws(SpoolProblem) {
    let path = "\(queue)/\(chunk)"
    do throws(Errno) {
      search.source = Held(try FileDescriptor(opening: path, .directory))
      let names = try FileSystem.sortedNames(path)
      search.chunk = chunk
      search.jobs = rotated(names[...]).reversed()
      // A job may be on its way into a chunk that was made for it just now.
      if names.isEmpty, !removeIfEmpty(chunk) { search.foundAny = true }
    } catch {
      // Another worker emptied it and took it away.
      if error != .noSuchFile { throw SpoolProblem(.system(error), path: path) }
    }
  }

  private mutating func leaveChunk() {
    guard let chunk = search.chunk else { return }
    search.chunk = nil
    search.source = nil
    _ = removeIfEmpty(chunk)
  }

  /// Whoever comes last removes a chunk. Says whether it is gone.
  private func removeIfEmpty(_ chunk: ChunkName) -> Bool {
    do throws(Errno) { try FileSystem.removeDirectory("\(queue)/\(chunk)") } catch { return error == .noSuchFile }
    return true
  }

  /// Once in a while: does something more urgent wait than the chunk at hand?
  private mutating func lookForUrgent(_ now: Int64) throws(SpoolProblem) {
    let clock = SystemClock.monotonic()
    if let listed = search.listed, clock - listed < Search.longest { return }
    try list(now, at: clock)
    guard let chunk = search.chunk else { return }
    if let first = search.chunks.last, first.rank < chunk.rank {
      search.chunk = nil
      search.source = nil
      search.jobs = []
    } else {
      search.chunks.removeAll { $0 == chunk }
    }
  }

  /// Lists the chunks that are due, in reverse. Within the top priority each worker starts at a place of its own.
  private mutating func list(_ now: Int64, at clock: Int64 = SystemClock.monotonic()) throws(SpoolProblem) {
    let queue = queue
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
    search.chunks = (rotated(due[..<top]) + due[top...]).reversed()
    search.foundAny = false
    search.listed = clock
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
