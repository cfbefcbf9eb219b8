import Platform

/// Files of the spool, as far as their bytes are concerned: jobs, receipts and what is corrupt.
extension SpoolFolder {
  /// Every file that holds a job or says something about one, with where it lies. Claimed jobs too.
  package func eachFile(_ body: (_ path: String, _ place: Place) throws(SpoolProblem) -> Void) throws(SpoolProblem) {
    for channel in try channels() {
      for place in Place.allCases {
        let home = folder(channel, place)
        let inside = place == .queue || place == .work ? try names(in: home).map { home + "/" + $0 } : [home]
        for folder in inside {
          for file in try names(in: folder) where file != "lock" { try body(folder + "/" + file, place) }
        }
      }
    }
  }

  /// A file's bytes; nil if it is gone meanwhile or is no file.
  package func bytes(_ path: String) throws(SpoolProblem) -> [UInt8]? {
    do throws(Errno) { return try FileSystem.read(path, limit: JobFile.largest) } catch {
      if [.noSuchFile, .isDirectory, .invalid].contains(error) { return nil }
      throw SpoolProblem(.system(error), path: path)
    }
  }

  /// Removes the files that are wanted, with their receipts, and waits until that is on the disk. What a worker has in its
  /// hands stays.
  /// - Returns: how many jobs went, and how many are with a worker.
  package func erase(where isWanted: ([UInt8]) -> Bool) throws(SpoolProblem) -> (erased: Int, claimed: Int) {
    var counts = (erased: 0, claimed: 0)
    var changed: Set<String> = []
    try eachFile { path, place throws(SpoolProblem) in
      guard let bytes = try bytes(path), isWanted(bytes) else { return }
      guard place != .work else {
        counts.claimed += 1
        return
      }
      guard try remove(path) else {
        // A worker was quicker.
        if place == .queue { counts.claimed += 1 }
        return
      }
      if !path.hasSuffix(".receipt") { counts.erased += 1 }
      _ = try remove(path + ".receipt")
      changed.insert(FileSystem.parent(of: path))
    }
    for folder in changed.sorted() {
      try on(folder) { () throws(Errno) in try FileSystem.syncDirectory(folder) }
      if ChunkName(folder.split(separator: "/").last ?? "") != nil { try? FileSystem.removeDirectory(folder) }
    }
    return counts
  }

  /// Removes done and dead jobs that were due before that and have not been touched since, with their receipts; deferred
  /// ones wait, and stay.
  /// - Parameters:
  ///   - before: seconds since 1970.
  ///   - willRemove: what the ledger must know first: the job and what became of it.
  /// - Returns: how many, `limit` at most.
  package func prune(
    before: Int64, limit: Int, willRemove: ([SpooledJob]) throws -> Void
  ) throws -> Int {
    var old: [SpooledJob] = []
    try eachJob { job in
      guard old.count < limit, [.sent, .failed, .unknown, .withdrawn, .dropped, .dead].contains(job.place),
        job.name.notBefore < before, let status = try? FileSystem.linkStatus(job.path),
        status.modified.seconds < before
      else { return }
      old.append(job)
    }
    try willRemove(old)
    for job in old where try remove(job.path) { _ = try remove(job.path + ".receipt") }
    return old.count
  }

  /// False if it was gone.
  private func remove(_ path: String) throws(SpoolProblem) -> Bool {
    do throws(Errno) {
      try FileSystem.unlink(path)
      return true
    } catch {
      if error == .noSuchFile { return false }
      throw SpoolProblem(.system(error), path: path)
    }
  }
}
