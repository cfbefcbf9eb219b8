import Platform

extension SpoolFolder {
  /// Where unsent jobs wait, in the order to look: a job that is retried while we look moves to where we have not been.
  package static let waiting: [Place] = [.deferred, .held, .queue]

  /// Takes jobs that nobody has claimed out of the workers' reach, to `done/withdrawn/`. When this returns, that is on the
  /// disk. Workers go on meanwhile: whoever renames a job first has it.
  ///
  /// A withdrawn job without a receipt is owed again: record it (`LedgerStore.takeBack`) afterwards. Whoever crashed
  /// between the two finds it in `withdrawn()`.
  /// - Returns: how many were taken.
  package func takeBack(where isWanted: (JobFile) -> Bool) throws(SpoolProblem) -> Int {
    var count = 0
    for channel in try channels() {
      var changed: Set<String> = []
      for job in try list(channels: [channel], places: Self.waiting).jobs {
        guard let bytes = try read(job), let file = JobFile(bytes), isWanted(file), try withdraw(job) else { continue }
        changed.insert(FileSystem.parent(of: job.path))
        count += 1
      }
      guard !changed.isEmpty else { continue }
      let withdrawn = folder(channel, .withdrawn)
      try on(withdrawn) { () throws(Errno) in try FileSystem.syncDirectory(withdrawn) }
      for source in changed.sorted() { try settle(source) }
    }
    return count
  }

  /// The jobs in `done/withdrawn/` without a receipt, of all channels: they were to be told, and are owed again.
  package func withdrawn() throws(SpoolProblem) -> [JobName] {
    var found: [JobName] = []
    for channel in try channels() {
      let home = folder(channel, .withdrawn)
      let names: [String]
      do throws(Errno) { names = try FileSystem.list(home).filter(\.isReachable).map(\.name) } catch {
        if error == .noSuchFile { continue }
        throw SpoolProblem(.system(error), path: home)
      }
      let receipts = Set(names.filter { $0.hasSuffix(".receipt") })
      found += names.filter { !receipts.contains($0 + ".receipt") }.compactMap { JobName($0) }
    }
    return found
  }

  /// How many jobs are with a worker.
  package func claimed(where isWanted: (JobFile) -> Bool) throws(SpoolProblem) -> Int {
    var count = 0
    for job in try list(places: [.work]).jobs {
      if let bytes = try read(job), let file = JobFile(bytes), isWanted(file) { count += 1 }
    }
    return count
  }

  /// False if a worker was quicker.
  private func withdraw(_ job: SpooledJob) throws(SpoolProblem) -> Bool {
    let target = "\(folder(job.channel, .withdrawn))/\(job.name)"
    do throws(Errno) {
      try FileSystem.renameNoReplace(job.path, to: target)
      return true
    } catch {
      if error == .noSuchFile { return false }
      guard error == .exists else { throw SpoolProblem(.system(error), path: job.path) }
      // A second file of the same attempt: a person must see both, and no worker may send it.
      let twin = "\(folder(job.channel, .corrupt))/\(SystemClock.monotonic()).\(job.name)"
      try on(job.path) { () throws(Errno) in try FileSystem.renameNoReplace(job.path, to: twin) }
      return true
    }
  }

  /// Waits until a folder that jobs were taken from is on the disk; a chunk that is empty now goes.
  private func settle(_ source: String) throws(SpoolProblem) {
    do throws(Errno) { try FileSystem.syncDirectory(source) } catch {
      if error == .noSuchFile { return }
      throw SpoolProblem(.system(error), path: source)
    }
    if ChunkName(source.split(separator: "/").last ?? "") != nil { try? FileSystem.removeDirectory(source) }
  }
}
