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
      for (folder, place) in intakeFolders(channel) {
        for file in try names(in: folder) { try body(folder + "/" + file, place) }
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

  /// Removes what has lain in `dead/` since before that: jobs with their receipts.
  /// - Parameter before: seconds since 1970.
  /// - Returns: how many files, `limit` at most.
  package func prune(before: Int64, limit: Int) throws(SpoolProblem) -> Int {
    var count = 0
    for channel in try channels() {
      let dead = folder(channel, .dead)
      for name in try names(in: dead) where count < limit {
        guard let status = try? FileSystem.linkStatus(dead + "/" + name), status.modified.seconds < before,
          JobName(name).map({ $0.notBefore < before }) ?? true
        else { continue }
        if try remove(dead + "/" + name) { count += 1 }
      }
    }
    return count
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
