import Platform

/// What waits in one channel: by names, no file is opened.
package struct Backlog: Hashable, Sendable {
  package var channel: String
  /// In the queue: to be sent now, later or again.
  package var queued = 0
  /// With workers.
  package var claimed = 0
  /// Since when the first of them has been in the queue and due: seconds since 1970.
  package var waitingSince: Int64?
  package var isPaused = false
  /// Jobs that somebody put aside, or that could not be carried.
  package var held = 0
  package var dead = 0
  package var corrupt = 0
  /// They may have been sent.
  package var unknown = 0
  package var workersAlive = 0
  /// They died holding their place; the next drain takes back what they had.
  package var workersDead = 0
}

extension SpoolFolder {
  /// A moving picture, since workers go on.
  package func backlog(_ channel: String) throws(SpoolProblem) -> Backlog {
    var backlog = Backlog(channel: channel)
    backlog.isPaused = FileSystem.exists(pauseFile(channel))
    let queue = folder(channel, .queue)
    for chunk in try names(in: queue) {
      let jobs = try names(in: queue + "/" + chunk).compactMap { JobName($0) }
      backlog.queued += jobs.count
      guard let first = jobs.min(by: { $0.notBefore < $1.notBefore }) else { continue }
      // A chunk's jobs were written together; what was spooled late has not waited longer for that. A worker may
      // have taken it meanwhile.
      let written = (try? FileSystem.status("\(queue)/\(chunk)/\(first)"))?.modified.seconds ?? first.notBefore
      let since = max(first.notBefore, written)
      backlog.waitingSince = min(backlog.waitingSince ?? since, since)
    }
    let work = folder(channel, .work)
    for worker in try names(in: work) where worker.hasPrefix(Machine.hostName + ".") {
      backlog.claimed += try names(in: work + "/" + worker).count { $0 != "lock" }
      switch try? FileLock.holder(of: work + "/" + worker + "/lock") {
      case .process, .somebody: backlog.workersAlive += 1
      case .nobody: backlog.workersDead += 1
      // It left while it was looked at.
      case nil: break
      }
    }
    backlog.held = try count(channel, .held)
    backlog.dead = try count(channel, .dead)
    backlog.corrupt = try count(channel, .corrupt)
    backlog.unknown = try count(channel, .unknown)
    return backlog
  }

  private func count(_ channel: String, _ place: Place) throws(SpoolProblem) -> Int {
    try names(in: folder(channel, place)).count { !$0.hasSuffix(".receipt") }
  }
}
