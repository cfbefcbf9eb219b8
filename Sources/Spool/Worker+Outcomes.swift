package import Platform

extension Worker {
  /// Reads a claimed job. Nil if the file is torn or no job: it is in `corrupt/` then.
  public mutating func open(_ job: ClaimedJob) throws(SpoolProblem) -> JobFile? {
    let name = heldName(job)
    do throws(Errno) {
      let bytes = try home.opening(name, .read).readToEnd(limit: JobFile.largest)
      if let read = JobFile(bytes) { return read }
    } catch {
      // A folder or something enormous under a job's name is no job; any other error says nothing about it.
      guard error == .isDirectory || error == .tooLarge else {
        throw SpoolProblem(.system(error), path: path + "/" + name)
      }
    }
    try putAside(job)
    return nil
  }

  /// The claimed job's file, for a command's standard input.
  package func input(_ job: ClaimedJob) throws(SpoolProblem) -> FileDescriptor {
    let name = heldName(job)
    do throws(Errno) { return try home.opening(name, .read) } catch {
      throw SpoolProblem(.system(error), path: path + "/" + name)
    }
  }

  /// Marks the job as begun, on the disk: a worker that dies from here on may have sent it.
  public mutating func begin(_ job: ClaimedJob) throws(SpoolProblem) { try begin([job]) }

  /// Marks jobs as begun, with one wait for the disk. All or none: an error takes the marks off again.
  ///
  /// If this worker dies, each of them may have been sent: mark what you will get through in a moment.
  public mutating func begin(_ jobs: [ClaimedJob]) throws(SpoolProblem) {
    do throws(Errno) {
      for job in jobs where begun.insert(job.name).inserted {
        do throws(Errno) { try home.renameNoReplace(job.fileName, to: home, as: "@" + job.fileName) } catch {
          begun.remove(job.name)
          throw error
        }
      }
      if !jobs.isEmpty { try home.sync() }
    } catch {
      for job in jobs where begun.contains(job.name) { unmark(job) }
      throw SpoolProblem(.system(error), path: path)
    }
  }

  /// Records the outcome and takes the job away, in one step: a rename into `done/`.
  ///
  /// The disk has it within a hundred jobs or a tenth of a second; `syncOutcomes` is sooner.
  public mutating func finish(
    _ job: ClaimedJob, _ outcome: Outcome, _ receipt: Receipt? = nil
  ) throws(SpoolProblem) {
    try record(job, outcome.place, receipt?.line(job.name, outcome))
  }

  /// Takes away a job that must not be sent any more, since its recipient is suppressed by now. Its message is owed
  /// again: the next run decides what becomes of it.
  public mutating func withdraw(_ job: ClaimedJob) throws(SpoolProblem) { try record(job, .withdrawn, nil) }

  /// Gives a job back to the queue that was not sent, also if it was marked as begun: for now, or for a later time.
  /// - Parameter notBefore: seconds since 1970; nil: as before.
  public mutating func putBack(_ job: ClaimedJob, notBefore: Int64? = nil) throws(SpoolProblem) {
    let from = path + "/" + heldName(job)
    guard let later = job.name.moved(notBefore: notBefore ?? job.name.notBefore) else {
      throw SpoolProblem(.defect("no job can wait until \(notBefore ?? 0)"), path: from)
    }
    do throws(Errno) {
      guard let target = try folder.enqueue(from, as: later, channel, asItWas: notBefore == nil) else {
        throw .noSuchFile
      }
      unsynced.chunks.insert(target)
    } catch { throw SpoolProblem(.system(error), path: from) }
    begun.remove(job.name)
    try noteOutcome()
  }

  /// As the job's file in this worker's folder is called.
  func heldName(_ job: ClaimedJob) -> String { begun.contains(job.name) ? "@" + job.fileName : job.fileName }

  private mutating func unmark(_ job: ClaimedJob) {
    begun.remove(job.name)
    try? home.renameNoReplace("@" + job.fileName, to: home, as: job.fileName)
  }

  /// Into `corrupt/`, for a person to see.
  mutating func putAside(_ job: ClaimedJob) throws(SpoolProblem) {
    let from = path + "/" + heldName(job)
    let corrupt = folder.folder(channel, .corrupt)
    do throws(Errno) {
      do throws(Errno) { try FileSystem.renameNoReplace(from, to: corrupt + "/" + job.fileName) } catch {
        guard error == .exists else { throw error }
        _ = try folder.setAside(from, channel, job.fileName)
      }
    } catch { throw SpoolProblem(.system(error), path: from) }
    begun.remove(job.name)
  }
}
