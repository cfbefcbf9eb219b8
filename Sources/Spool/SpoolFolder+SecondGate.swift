import JSON
import Platform

/// Jobs that a run asks once more whether they may go.
extension SpoolFolder {
  /// The jobs that nobody has claimed, and the ids of those that a worker has: by names, no file is opened. What moves on
  /// while we look may be in neither.
  package func unsent() throws(SpoolProblem) -> (waiting: [SpooledJob], claimed: Set<String>) {
    var waiting: [SpooledJob] = []
    var claimed: Set<String> = []
    try eachJob(places: Self.waiting + [.work]) { job in
      if job.place == .work { claimed.insert(job.name.id) } else { waiting.append(job) }
    }
    return (waiting.filter { !claimed.contains($0.name.id) }, claimed)
  }

  /// Takes these jobs out of the workers' reach, to `done/withdrawn/`. When this returns, that is on the disk. Whoever
  /// renames a job first has it.
  ///
  /// A job with a receipt is over for good, the others are owed again: record both afterwards. **Rename, then receipt**:
  /// whoever crashes between the two leaves a job that is owed again, and what is owed is decided again.
  /// - Parameters:
  ///   - forGood: by id, why a job is over.
  ///   - now: seconds since 1970.
  /// - Returns: the ids of those that were taken.
  package func withdraw(
    _ jobs: [SpooledJob], forGood: [String: String], now: Int64
  ) throws(SpoolProblem) -> Set<String> {
    var taken: Set<String> = []
    for channel in Set(jobs.map(\.channel)).sorted() {
      var changed: Set<String> = []
      let withdrawn = folder(channel, .withdrawn)
      for job in jobs where job.channel == channel {
        guard try move(job, to: .withdrawn) else { continue }
        changed.insert(FileSystem.parent(of: job.path))
        taken.insert(job.name.id)
        guard let reason = forGood[job.name.id] else { continue }
        let line = Self.withdrawal(job.name, reason, now)
        let file = "\(withdrawn)/\(job.name).receipt"
        try on(file) { () throws(Errno) in try FileSystem.writeDurably(file, line) }
      }
      try settle(targets: [withdrawn, folder(channel, .corrupt)], sources: changed)
    }
    return taken
  }

  private static func withdrawal(_ name: JobName, _ reason: String, _ now: Int64) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      out.key("at")
      out.string(UTCText.text(now))
      out.key("attempt")
      out.number(name.attempt)
      out.key("id")
      out.string(name.id)
      out.key("outcome")
      out.string("withdrawn")
      out.key("reason")
      out.string(reason)
      out.key("schema")
      out.string("herald.receipt/1")
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }
}
