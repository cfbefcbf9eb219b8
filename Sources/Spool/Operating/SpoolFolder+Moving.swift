import Platform

/// Renames behind everything that a person does to jobs: whoever renames a job first has it.
extension SpoolFolder {
  /// Moves a job to another place of its channel, under another name if one is given. Not yet on the disk.
  ///
  /// Never over another file: where one of that name is there already, this one goes to `corrupt/`, since it was doubled: a
  /// person must see both, and no worker may send it.
  /// - Returns: false if somebody else was quicker.
  func move(_ job: SpooledJob, to place: Place, as name: JobName? = nil) throws(SpoolProblem) -> Bool {
    do throws(Errno) {
      try FileSystem.renameNoReplace(job.path, to: "\(folder(job.channel, place))/\(name ?? job.name)")
      return true
    } catch {
      if error == .noSuchFile { return false }
      guard error == .exists else { throw SpoolProblem(.system(error), path: job.path) }
      return try setAside(job.path, job.channel)
    }
  }

  /// Moves a file to `corrupt/`, where nothing is ever overwritten. Not yet on the disk.
  /// - Returns: false if it was gone.
  func setAside(_ path: String, _ channel: String) throws(SpoolProblem) -> Bool {
    let corrupt = folder(channel, .corrupt)
    let name = String(path.split(separator: "/").last ?? "")
    do throws(Errno) {
      do { try FileSystem.renameNoReplace(path, to: corrupt + "/" + name) } catch .exists {
        try FileSystem.renameNoReplace(path, to: "\(corrupt)/\(SystemClock.monotonic()).\(name)")
      }
      return true
    } catch {
      if error == .noSuchFile { return false }
      throw SpoolProblem(.system(error), path: path)
    }
  }

  /// Waits until the folders that jobs came to, then those that they were taken from, are on the disk: after a loss of
  /// power a job may lie in two places, but never in none. A chunk that is empty now goes.
  func settle(targets: [String], sources: Set<String>) throws(SpoolProblem) {
    guard !sources.isEmpty else { return }
    for folder in targets + sources.sorted() {
      do throws(Errno) { try FileSystem.syncDirectory(folder) } catch {
        if error == .noSuchFile { continue }
        throw SpoolProblem(.system(error), path: folder)
      }
    }
    for source in sources where ChunkName(source.split(separator: "/").last ?? "") != nil {
      try? FileSystem.removeDirectory(source)
    }
  }
}
