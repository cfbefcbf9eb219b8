import Platform

/// What became of the jobs that a person wanted moved.
package struct Moved: Hashable, Sendable {
  /// As they were before.
  package internal(set) var jobs: [SpooledJob] = []
  /// Somebody else renamed them first: a worker, most likely.
  package internal(set) var lost: [SpooledJob] = []

  package init() {}

  package mutating func add(_ others: [SpooledJob]) { jobs += others }
}

/// What a person does to jobs that wait. Workers go on meanwhile: whoever renames a job first has it. When these return,
/// it is on the disk.
extension SpoolFolder {
  /// Puts jobs aside into `held/` until `release`. A deferred one is held as its next attempt.
  package func hold(_ selection: JobSelection) throws(SpoolProblem) -> Moved {
    try moveEach(selection, to: .held) { job throws(SpoolProblem) in
      let isTried = job.place == .deferred
      guard let name = isTried ? job.name.moved(notBefore: job.name.notBefore, attempt: job.name.attempt + 1) : job.name
      else { return false }
      return try move(job, to: .held, as: name)
    }
  }

  /// Gives held jobs back to the queue, where each goes when its time has come.
  package func release(_ selection: JobSelection) throws(SpoolProblem) -> Moved {
    var chunks = ReturnChunks()
    return try moveEach(selection, to: .queue) { job throws(SpoolProblem) in
      try requeue(job, as: job.name, filling: &chunks)
    }
  }

  /// Takes jobs out of the workers' reach for good, to `done/dropped/`.
  ///
  /// Tell the ledger afterwards (`LedgerStore.record`): whoever crashed between the two finds them in `dropped()`.
  package func drop(_ selection: JobSelection) throws(SpoolProblem) -> Moved {
    try moveEach(selection, to: .dropped) { job throws(SpoolProblem) in try move(job, to: .dropped) }
  }

  /// The jobs in `done/dropped/`, of all channels.
  package func dropped() throws(SpoolProblem) -> [JobName] {
    var found: [JobName] = []
    try eachJob(places: [.dropped]) { found.append($0.name) }
    return found
  }

  /// Lets jobs go now instead of later: deferred ones as their next attempt, and those that wait in the queue for another
  /// attempt. Jobs that have not been tried keep their time.
  /// - Parameter now: seconds since 1970.
  package func hasten(_ selection: JobSelection, now: Int64) throws(SpoolProblem) -> Moved {
    // The minute that has begun: its chunk is due at once.
    let minute = now / 60 * 60
    var chunks = ReturnChunks()
    return try moveEach(selection, to: .queue, where: { $0.waitsForAnotherAttempt(at: now) }) {
      job throws(SpoolProblem) in
      let attempt = job.place == .deferred ? job.name.attempt + 1 : job.name.attempt
      guard let name = job.name.moved(notBefore: min(job.name.notBefore, minute), attempt: attempt) else {
        return false
      }
      return try requeue(job, as: name, filling: &chunks)
    }
  }

  /// Removes the files of jobs whose next attempt is in the queue, with their receipts.
  package func forget(_ jobs: [SpooledJob]) throws(SpoolProblem) {
    for job in jobs {
      for file in [job.path, job.path + ".receipt"] {
        do throws(Errno) { try FileSystem.unlink(file) } catch {
          if error != .noSuchFile { throw SpoolProblem(.system(error), path: file) }
        }
      }
    }
    try settle(targets: [], sources: Set(jobs.map { FileSystem.parent(of: $0.path) }))
  }

  /// False if somebody else was quicker.
  private func requeue(
    _ job: SpooledJob, as name: JobName, filling chunks: inout ReturnChunks
  ) throws(SpoolProblem) -> Bool {
    do throws(Errno) { return try enqueue(job.path, as: name, job.channel, filling: &chunks) != nil } catch {
      throw SpoolProblem(.system(error), path: job.path)
    }
  }

  private func moveEach(
    _ selection: JobSelection, to place: Place, where isWanted: (SpooledJob) -> Bool = { _ in true },
    _ moveOne: (SpooledJob) throws(SpoolProblem) -> Bool
  ) throws(SpoolProblem) -> Moved {
    var moved = Moved()
    for channel in try channels() where selection.channels?.contains(channel) ?? true {
      // Another's folder may lie beside the channels.
      guard FileSystem.exists(folder(channel, .queue)) else { continue }
      try prepare(channel)
      var one = selection
      one.channels = [channel]
      var sources: Set<String> = []
      for job in try select(one) where isWanted(job) {
        guard try moveOne(job) else {
          moved.lost.append(job)
          continue
        }
        moved.jobs.append(job)
        sources.insert(FileSystem.parent(of: job.path))
      }
      try settle(
        targets: [folder(channel, place), folder(channel, .corrupt)] + chunks(channel, place), sources: sources)
    }
    return moved
  }

  /// The chunks that jobs came to, where they came to the queue.
  private func chunks(_ channel: String, _ place: Place) throws(SpoolProblem) -> [String] {
    guard place == .queue else { return [] }
    let queue = folder(channel, .queue)
    return try names(in: queue).filter { ChunkName($0)?.origin == .retry }.map { queue + "/" + $0 }
  }
}

extension SpooledJob {
  /// It was tried and waits to be tried again.
  package func waitsForAnotherAttempt(at now: Int64) -> Bool {
    place == .deferred || (place == .queue && name.attempt > 1 && name.notBefore > now)
  }
}
