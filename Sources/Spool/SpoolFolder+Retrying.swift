import Platform

extension SpoolFolder {
  /// Gives the channel's deferred jobs back to the queue for their next attempt, and fails those that have had their
  /// last or have expired. Their receipts stay for the next run. Returns how many wait again.
  /// - Parameter now: seconds since 1970.
  public func retryDeferred(channel: String, now: Int64) throws(SpoolProblem) -> (retried: Int, failed: Int) {
    let deferred = folder(channel, .deferred)
    var counts = (retried: 0, failed: 0)
    for file in try on(deferred, { () throws(Errno) in try FileSystem.sortedNames(deferred) }) {
      guard let name = JobName(file) else { continue }
      let path = deferred + "/" + file
      guard let job = try? FileSystem.read(path, limit: JobFile.largest) else { continue }
      let limit = JobFile(job)?.attemptLimit ?? JobFile.usualAttempts
      let isOver = name.attempt >= min(limit, 99)
      if isOver || name.isExpired(now) {
        try fail(path, name, channel, now, isOver ? "attempt \(name.attempt) was the last" : "it expired")
        counts.failed += 1
      } else if let next = name.nextAttempt(now: now) {
        try enqueue(path, as: next, channel)
        counts.retried += 1
      }
    }
    guard counts != (0, 0) else { return counts }
    for changed in [folder(channel, .queue), folder(channel, .failed), deferred] {
      try on(changed) { () throws(Errno) in try FileSystem.syncDirectory(changed) }
    }
    return counts
  }

  private func fail(
    _ path: String, _ name: JobName, _ channel: String, _ now: Int64, _ reason: String
  ) throws(SpoolProblem) {
    let target = "\(folder(channel, .failed))/\(name)"
    let receipt = Receipt(at: now, reason: reason).line(name, .failed)
    try on(path) { () throws(Errno) in
      try FileSystem.writeDurably(target + ".receipt", receipt)
      try FileSystem.renameNoReplace(path, to: target)
    }
  }
}

extension JobName {
  /// Whether it is too late to send.
  public func isExpired(_ now: Int64) -> Bool { expires.map { now >= $0 } ?? false }

  /// After 30 s · 3^attempt, six hours at most, and up to a fifth more: spread, but the same for the same attempt.
  func nextAttempt(now: Int64) -> JobName? {
    let longest: Int64 = 6 * 3600
    var wait: Int64 = 30
    for _ in 0..<min(attempt, 10) where wait < longest { wait *= 3 }
    wait = min(wait, longest)
    let jitter = Int64(Hash128(id, "\(attempt)").low % 1000)
    return moved(notBefore: now + wait + wait * jitter / 5000, attempt: attempt + 1)
  }
}
