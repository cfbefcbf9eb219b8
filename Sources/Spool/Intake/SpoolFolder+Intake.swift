import Platform

extension SpoolFolder {
  /// Takes in what became of jobs: hands it to the journal page by page, and lets the files go once they are remembered.
  /// Failed and unknown jobs go to `dead/`, where a person may try them again.
  ///
  /// Each folder of `done/` changes places with an empty one, so that workers go on meanwhile and neither sees a folder
  /// that grows for ever. What a run that died left, and what a worker brought to the folder while it changed places, is
  /// taken in first of all by the next. A crash anywhere, and a call that fails, lose nothing and count nothing twice:
  /// files go only when the journal has them on the disk, and it knows what it has.
  /// - Parameter pageSize: how many attempts are remembered at a time.
  package func takeIn(
    lock: borrowing RunLock, into journal: inout some IntakeJournal, pageSize: Int = 20_000
  ) throws(SpoolProblem) -> Intake {
    var intake = Intake()
    for channel in try channels() where isChannel(channel) {
      for place in Place.ended {
        let pass = IntakePass(folder: self, channel: channel, place: place, pageSize: pageSize)
        try pass.run(&journal, &intake)
      }
      try IntakePass(folder: self, channel: channel, place: .deferred, pageSize: pageSize)
        .takeReceiptsOfRetried(&journal, &intake)
    }
    return intake
  }
}

/// One folder of `done/` on its way in.
struct IntakePass {
  let folder: SpoolFolder
  let channel: String
  let place: Place
  let pageSize: Int

  private var home: String { folder.folder(channel, place) }
  private var spare: String { folder.intakeFolder(channel, place) }

  /// A folder that has held this many bytes of names is slow to list for ever, even when it is empty.
  private static let large: Int64 = 1 << 20
  /// For how long a receipt may wait for its job: a worker writes it first.
  private static let patience: Int64 = 60

  func run(_ journal: inout some IntakeJournal, _ intake: inout Intake) throws(SpoolProblem) {
    try drain(spare, isOurs: true, &journal, &intake)
    guard try !folder.names(in: home).isEmpty else { return }
    try makeSpare()
    do throws(Errno) { try FileSystem.exchange(home, spare) } catch {
      guard [.invalid, .notSupported, .noSystemCall].contains(error) else {
        throw SpoolProblem(.system(error), path: home)
      }
      // A filesystem without that call: workers go on beside us.
      try discardDrafts()
      return try drain(home, isOurs: false, &journal, &intake)
    }
    try drain(spare, isOurs: true, &journal, &intake)
  }

  /// Receipts of attempts that were deferred, and whose jobs have gone on. One whose job still waits says for how long.
  func takeReceiptsOfRetried(_ journal: inout some IntakeJournal, _ intake: inout Intake) throws(SpoolProblem) {
    try discardDrafts()
    let now = SystemClock.now().seconds
    let left = pairs(try folder.names(in: home)).pairs.filter { pair in
      guard !pair.hasJob, let status = try? FileSystem.linkStatus(path(home, pair.name) + ".receipt") else {
        return false
      }
      return abs(now - status.modified.seconds) > Self.patience
    }
    try take(left, from: home, &journal, &intake)
  }

  /// Receipts that somebody died writing: whoever goes on writes them again. A folder that changes places leaves its drafts
  /// behind; here they would stay.
  private func discardDrafts() throws(SpoolProblem) {
    let now = SystemClock.now().seconds
    for name in try folder.names(in: home) where Self.isDraft(name) {
      guard let status = try? FileSystem.linkStatus(home + "/" + name),
        abs(now - status.modified.seconds) > Self.patience
      else { continue }
      try unlink(home + "/" + name)
    }
  }

  /// As `FileSystem.writeDurably` names what it has not renamed yet.
  private static func isDraft(_ name: String) -> Bool {
    name.contains(".receipt.new-") && name.split(separator: ".").last?.hasPrefix("new-") ?? false
  }

  private func makeSpare() throws(SpoolProblem) {
    let (spare, above, top) = (spare, FileSystem.parent(of: spare), folder.channel(channel))
    try on(spare) { () throws(Errno) in
      if let status = try? FileSystem.linkStatus(spare), status.size > Self.large {
        try FileSystem.removeDirectory(spare)
      }
      guard try FileSystem.makeDirectories(spare) else { return }
      for made in [above, top] { try FileSystem.syncDirectory(made) }
    }
  }

  /// Until a look finds nothing more to take.
  private func drain(
    _ path: String, isOurs: Bool, _ journal: inout some IntakeJournal, _ intake: inout Intake
  ) throws(SpoolProblem) {
    while true {
      let found = pairs(try folder.names(in: path))
      if isOurs { try clear(found.others, in: path, &intake) } else { note(found.others, in: path, &intake) }
      try take(found.pairs, from: path, &journal, &intake)
      // Where workers go on they are not followed.
      if found.pairs.isEmpty || !isOurs { return }
    }
  }

  // MARK: - A page

  /// The two files of an attempt, as far as they are there.
  struct Pair {
    var name: JobName
    var hasJob = false
    var hasReceipt = false
  }

  /// Sorted by name; what is neither a job nor a receipt apart.
  private func pairs(_ names: [String]) -> (pairs: [Pair], others: [String]) {
    var pairs: [Pair] = []
    var others: [String] = []
    // In order of their bytes a receipt stands right behind its job.
    for file in names {
      let isReceipt = file.hasSuffix(".receipt")
      guard let name = JobName(isReceipt ? file.dropLast(8) : file[...]) else {
        others.append(file)
        continue
      }
      if pairs.last?.name != name { pairs.append(Pair(name: name)) }
      if isReceipt { pairs[pairs.count - 1].hasReceipt = true } else { pairs[pairs.count - 1].hasJob = true }
    }
    return (pairs, others)
  }

  private func take(
    _ pairs: [Pair], from path: String, _ journal: inout some IntakeJournal, _ intake: inout Intake
  ) throws(SpoolProblem) {
    var start = 0
    while start < pairs.count {
      let page = pairs[start..<min(pairs.count, start + pageSize)]
      start = page.endIndex
      // The ledger must not know of a rename that the disk may forget.
      try on(path) { () throws(Errno) in try FileSystem.syncDirectory(path) }
      var torn: Set<String> = []
      for pair in page { try journal.add(try entry(pair, in: path, &torn)) }
      try journal.commit()
      for pair in page { try forget(pair, in: path, torn, &intake) }
    }
  }

  private func entry(_ pair: Pair, in path: String, _ torn: inout Set<String>) throws(SpoolProblem) -> IntakeEntry {
    let file = self.path(path, pair.name)
    var receipt: Receipt?
    if pair.hasReceipt {
      receipt = try bytes(file + ".receipt").flatMap { Receipt($0) }
      if receipt == nil { torn.insert(file + ".receipt") }
    }
    var job: JobFile?
    if pair.hasJob, place != .withdrawn {
      job = try bytes(file).flatMap { JobFile($0) }
      if job == nil { torn.insert(file) }
    }
    return IntakeEntry(
      channel: channel, place: place, name: pair.name, hasJob: pair.hasJob, job: job, receipt: receipt,
      at: receipt.flatMap { $0.at > 0 ? $0.at : nil } ?? changed(pair.hasJob ? file : file + ".receipt"))
  }

  /// Nil for what is no file, or too large for one of ours.
  private func bytes(_ path: String) throws(SpoolProblem) -> [UInt8]? {
    do throws(SpoolProblem) { return try folder.bytes(path) } catch {
      if error.kind == .system(.tooLarge) { return nil }
      throw error
    }
  }

  /// When a file was renamed last.
  private func changed(_ path: String) -> Int64 {
    (try? FileSystem.linkStatus(path).changed.seconds) ?? SystemClock.now().seconds
  }

  private func path(_ folder: String, _ name: JobName) -> String { "\(folder)/\(name)" }

  // MARK: - What is remembered goes

  private func forget(
    _ pair: Pair, in path: String, _ torn: Set<String>, _ intake: inout Intake
  ) throws(SpoolProblem) {
    let file = self.path(path, pair.name)
    let isKept = place == .failed || place == .unknown
    // A receipt without its job says nothing that is not known; a job without its receipt would be told again.
    if isKept, pair.hasReceipt { try bury(file + ".receipt", torn, &intake) }
    if pair.hasJob {
      if isKept || torn.contains(file) { try bury(file, torn, &intake) } else { try unlink(file) }
      intake.jobs[place, default: 0] += 1
    }
    if !isKept, pair.hasReceipt {
      if torn.contains(file + ".receipt") {
        try bury(file + ".receipt", torn, &intake)
      } else {
        try unlink(file + ".receipt")
      }
    }
  }

  /// Moves a file to `dead/`, or to `corrupt/` if it is torn or there already.
  private func bury(_ file: String, _ torn: Set<String>, _ intake: inout Intake) throws(SpoolProblem) {
    guard !torn.contains(file) else { return try setAside(file, &intake) }
    let name = String(file.split(separator: "/").last ?? "")
    let target = folder.folder(channel, .dead) + "/" + name
    do throws(Errno) {
      if name.hasSuffix(".receipt") {
        try FileSystem.rename(file, to: target)
      } else {
        try FileSystem.renameNoReplace(file, to: target)
      }
    } catch {
      if error == .noSuchFile { return }
      guard error == .exists else { throw SpoolProblem(.system(error), path: file) }
      try setAside(file, &intake)
    }
  }

  private func setAside(_ file: String, _ intake: inout Intake) throws(SpoolProblem) {
    if try folder.setAside(file, channel) { intake.corrupt.append(file) }
  }

  private func unlink(_ file: String) throws(SpoolProblem) {
    do throws(Errno) { try FileSystem.unlink(file) } catch {
      if error == .noSuchFile { return }
      // A folder under a job's name.
      guard error == .isDirectory || error == .notPermitted else { throw SpoolProblem(.system(error), path: file) }
      _ = try folder.setAside(file, channel)
    }
  }

  /// What nobody will look for in a folder that has changed places: a worker's draft of a receipt, which it writes again,
  /// or another's file.
  private func clear(_ others: [String], in path: String, _ intake: inout Intake) throws(SpoolProblem) {
    for name in others {
      if Self.isDraft(name) { try unlink(path + "/" + name) } else { try setAside(path + "/" + name, &intake) }
    }
  }

  private func note(_ others: [String], in path: String, _ intake: inout Intake) {
    for name in others where !name.contains(".new-") && !intake.foreign.contains(path + "/" + name) {
      intake.foreign.append(path + "/" + name)
    }
  }
}
