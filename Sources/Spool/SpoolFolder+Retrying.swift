import Platform

extension SpoolFolder {
  /// Gives the channel's deferred jobs back to the queue for their next attempt, and fails those that have had their
  /// last or have expired. Their receipts stay for the next run. Returns how many wait again.
  /// - Parameter now: seconds since 1970.
  public func retryDeferred(channel: String, now: Int64) throws(SpoolProblem) -> (retried: Int, failed: Int) {
    let deferred = folder(channel, .deferred)
    var counts = (retried: 0, failed: 0)
    var changed: Set<String> = []
    var chunks = ReturnChunks()
    for file in try on(deferred, { () throws(Errno) in try FileSystem.sortedNames(deferred) }) {
      guard let name = JobName(file) else { continue }
      let path = deferred + "/" + file
      guard let job = try? FileSystem.read(path, limit: JobFile.largest) else { continue }
      do throws(Errno) {
        if let reason = name.end(limit: JobFile(job)?.attemptLimit ?? JobFile.usualAttempts, now: now) {
          guard let target = try fail(path, name, channel, now, reason) else { continue }
          changed.insert(target)
          counts.failed += 1
        } else if let next = name.nextAttempt(now: now, notBefore: wishedTime(path)) {
          guard let target = try enqueue(path, as: next, channel, filling: &chunks) else { continue }
          changed.insert(target)
          counts.retried += 1
        }
      } catch { throw SpoolProblem(.system(error), path: path) }
    }
    if !changed.isEmpty {
      try on(deferred) { () throws(Errno) in try sync(changed.union([folder(channel, .queue), deferred])) }
    }
    return counts
  }

  /// What the receipt beside a deferred job asks for.
  private func wishedTime(_ path: String) -> Int64? {
    (try? FileSystem.read(path + ".receipt", limit: 1 << 20)).flatMap { Receipt($0) }?.notBefore
  }

  /// Nil if somebody else was quicker.
  private func fail(
    _ path: String, _ name: JobName, _ channel: String, _ now: Int64, _ reason: String
  ) throws(Errno) -> String? {
    let home = folder(channel, .failed)
    let receipt = Receipt(at: now, reason: reason).line(name, .failed)
    do throws(Errno) {
      try FileSystem.writeDurably("\(home)/\(name).receipt", receipt)
      try FileSystem.renameNoReplace(path, to: "\(home)/\(name)")
      return home
    } catch {
      if error == .exists { return try setAside(path, channel, name.description) }
      if error == .noSuchFile { return nil }
      throw error
    }
  }
}

extension JobName {
  /// Whether it is too late to send.
  public func isExpired(_ now: Int64) -> Bool { expires.map { now >= $0 } ?? false }

  /// Why there is no further attempt, if there is none.
  func end(limit: Int, now: Int64) -> String? {
    if attempt >= min(limit, 99) { return "attempt \(attempt) was the last" }
    return isExpired(now) ? "it expired" : nil
  }

  /// After 30 s · 3^attempt, six hours at most, and up to a fifth more: spread, but the same for the same attempt. Later if
  /// the receipt of this attempt asks for it.
  func nextAttempt(now: Int64, notBefore: Int64? = nil) -> JobName? {
    let longest: Int64 = 6 * 3600
    var wait: Int64 = 30
    for _ in 0..<min(attempt, 10) where wait < longest { wait *= 3 }
    wait = min(wait, longest)
    let jitter = Int64(Hash128(id, "\(attempt)").low % 1000)
    return moved(notBefore: max(now + wait + wait * jitter / 5000, notBefore ?? 0), attempt: attempt + 1)
  }
}
