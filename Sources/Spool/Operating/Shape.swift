import Platform

/// How long the jobs of one channel have been due, and how soon the others will be.
package struct Shape: Hashable, Sendable {
  package var channel: String
  /// By how long they have waited; the last counts all that have waited longer.
  package var due = [Int](repeating: 0, count: bounds.count + 1)
  /// By how soon they are due, likewise.
  package var later = [Int](repeating: 0, count: bounds.count + 1)

  /// Minutes: the columns' upper ends.
  package static let bounds: [Int64] = [5, 10, 20, 40, 80, 160, 320, 640]

  package init(channel: String) { self.channel = channel }

  package var dueCount: Int { due.reduce(0, +) }
  package var laterCount: Int { later.reduce(0, +) }

  /// - Parameter wait: how many seconds a job has waited; negative for one that is not due yet.
  mutating func count(wait: Int64) {
    let minutes = (wait.magnitude + 59) / 60
    let column = Self.bounds.firstIndex { minutes <= $0 } ?? Self.bounds.count
    if wait >= 0 { due[column] += 1 } else { later[column] += 1 }
  }
}

extension SpoolFolder {
  /// The queue's shape: by names, and a look at a file a chunk. Workers go on: a moving picture.
  /// - Parameter now: seconds since 1970.
  package func shape(_ channel: String, now: Int64) throws(SpoolProblem) -> Shape {
    var shape = Shape(channel: channel)
    let queue = folder(channel, .queue)
    for name in try names(in: queue) {
      guard let chunk = ChunkName(name) else { continue }
      let home = queue + "/" + name
      let jobs = try names(in: home).compactMap { JobName($0) }
      // A batch's jobs were written together; what came back to the queue was not.
      let together = chunk.origin == .retry ? nil : jobs.first.map { spooledAt("\(home)/\($0)") }
      for job in jobs {
        // What was decided late has not waited in the queue for that.
        shape.count(wait: now - max(job.notBefore, together ?? spooledAt("\(home)/\(job)")))
      }
    }
    return shape
  }

  /// Zero for a file that is gone.
  private func spooledAt(_ path: String) -> Int64 { (try? FileSystem.status(path))?.modified.seconds ?? 0 }
}
