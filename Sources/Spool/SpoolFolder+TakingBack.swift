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
        guard let bytes = try read(job), let file = JobFile(bytes), isWanted(file),
          try move(job, to: .withdrawn)
        else { continue }
        changed.insert(FileSystem.parent(of: job.path))
        count += 1
      }
      try settle(targets: [folder(channel, .withdrawn), folder(channel, .corrupt)], sources: changed)
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
}
