package import Platform

extension Worker {
  /// Outcomes that may not be on the disk yet.
  struct Unsynced {
    var places: Set<Place> = []
    var count = 0
    /// Nanoseconds of the monotonic clock.
    var since: Int64 = 0

    static let most = 100
    static let longest: Int64 = 100_000_000
  }

  /// Reads a claimed job. Nil if the file is torn or no job: it is in `corrupt/` then.
  public func open(_ job: ClaimedJob) throws(SpoolProblem) -> JobFile? {
    let file = held(job)
    let bytes = try on(file) { () throws(Errno) in try FileSystem.read(file, limit: JobFile.largest) }
    if let read = JobFile(bytes) { return read }
    try move(file, to: folder.folder(channel, .corrupt) + "/" + job.name.description)
    return nil
  }

  /// The claimed job's file, for a command's standard input.
  package func input(_ job: ClaimedJob) throws(SpoolProblem) -> FileDescriptor {
    let file = held(job)
    return try on(file) { () throws(Errno) in try FileDescriptor(opening: file, .read) }
  }

  /// Marks the job as begun, on the disk: a worker that dies from here on may have sent it.
  public func begin(_ job: ClaimedJob) throws(SpoolProblem) {
    let (plain, marked, path) = (held(job), begun(job), path)
    try on(plain) { () throws(Errno) in
      try FileSystem.renameNoReplace(plain, to: marked)
      try FileSystem.syncDirectory(path)
    }
  }

  /// Records the outcome and takes the job away, in one step: a rename into `done/`.
  ///
  /// The disk has it within a hundred jobs or a tenth of a second; `syncOutcomes` is sooner.
  public mutating func finish(
    _ job: ClaimedJob, _ outcome: Outcome, _ receipt: Receipt? = nil
  ) throws(SpoolProblem) {
    let from = FileSystem.exists(begun(job)) ? begun(job) : held(job)
    let to = folder.folder(channel, outcome.place) + "/" + job.name.description
    if let receipt {
      let line = receipt.line(job.name, outcome)
      try on(to) { () throws(Errno) in try FileSystem.writeDurably(to + ".receipt", line) }
    }
    try move(from, to: to)
    try note(outcome.place)
  }

  /// Gives an unsent job back to the queue for a later time (a quiet period, a channel that pauses).
  public mutating func putBack(_ job: ClaimedJob, notBefore: Int64) throws(SpoolProblem) {
    let from = FileSystem.exists(begun(job)) ? begun(job) : held(job)
    guard let later = job.name.moved(notBefore: notBefore) else {
      throw SpoolProblem(.defect("no job can wait until \(notBefore)"), path: from)
    }
    try folder.enqueue(from, as: later, channel)
    try note(.queue)
  }

  /// Waits until all outcomes are on the disk.
  public mutating func syncOutcomes() throws(SpoolProblem) {
    let places = unsynced.places
    unsynced = Unsynced()
    guard !places.isEmpty else { return }
    for directory in places.map({ folder.folder(channel, $0) }).sorted() + [path] {
      try on(directory) { () throws(Errno) in try FileSystem.syncDirectory(directory) }
    }
  }

  private func held(_ job: ClaimedJob) -> String { path + "/" + job.name.description }
  private func begun(_ job: ClaimedJob) -> String { path + "/@" + job.name.description }

  private mutating func note(_ place: Place) throws(SpoolProblem) {
    let now = SystemClock.monotonic()
    if unsynced.count == 0 { unsynced.since = now }
    unsynced.places.insert(place)
    unsynced.count += 1
    if unsynced.count >= Unsynced.most || now - unsynced.since >= Unsynced.longest { try syncOutcomes() }
  }

  /// Never over another file: one that is there already means a job that was done twice, and a person must see both.
  private func move(_ from: String, to: String) throws(SpoolProblem) {
    do throws(Errno) { try FileSystem.renameNoReplace(from, to: to) } catch {
      guard error == .exists else { throw SpoolProblem(.system(error), path: from) }
      let twin =
        "\(folder.folder(channel, .corrupt))/\(SystemClock.monotonic())." + String(to.split(separator: "/").last ?? "")
      try on(from) { () throws(Errno) in try FileSystem.renameNoReplace(from, to: twin) }
    }
  }
}
