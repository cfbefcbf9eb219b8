import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Platform
import Spool

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One `spool check --repair`. Each step is on the disk before the next, and doing all of it again does no harm: whoever
/// was cut short runs it once more.
struct SpoolRepair {
  let desk: SpoolDesk
  private let report: CheckReport

  init(_ desk: SpoolDesk) {
    self.desk = desk
    report = CheckReport(desk)
  }

  private var folder: SpoolFolder { desk.folder }

  func run() throws -> ExitCode {
    try failing {
      let lock = try RunLock(folder)
      guard let ledger = try desk.ledger() else {
        try mendFiles()
        return
      }
      let lost = try recover(lock, ledger)
      try reclaim()
      try mendFiles()
      // What has ended is known before anything is said to be lost.
      let forgotten = try Memory.open(desk.project, for: .writing).forgotten
      try ReceiptIntake(project: desk.project, folder: folder, ledger: ledger, forgotten: forgotten).run(lock: lock)
      try oweAgain(ledger)
      for batch in lost {
        // Behind what it owes again: until then the batch says that something is missing.
        try ledger.markPublished(batch)
        report.add(
          CheckFinding(
            kind: "lost-batch", place: batch, says: "decided, but neither published nor staged",
            advice: "closed: what had neither file nor receipt of it is owed again", isRepaired: true))
      }
      _ = try Publication.recover(folder, lock: lock, journal: LedgerJournal(ledger: ledger))
      try report.addStrangers(try folder.examine(), ledger)
    }
    report.print(sound: "nothing to mend")
    return report.isEmpty ? .fine : .attention
  }

  /// What an earlier run left is published or removed, as each run does first. Says which batches are lost.
  private func recover(_ lock: borrowing RunLock, _ ledger: LedgerStore) throws -> [String] {
    do throws(SpoolProblem) {
      let recovery = try Publication.recover(folder, lock: lock, journal: LedgerJournal(ledger: ledger))
      for batch in recovery.published {
        report.add(
          CheckFinding(
            kind: "unpublished", place: batch, says: "decided by a run that was cut short",
            advice: "its jobs are in the queue now", isRepaired: true))
      }
      return []
    } catch {
      guard case .lost(let batches) = error.kind else { throw error }
      return batches
    }
  }

  private func reclaim() throws {
    for channel in try folder.channels() where folder.isChannel(channel) {
      try folder.prepare(channel)
      let taken = try folder.reclaim(
        channel: channel, now: SystemClock.now().seconds, retryingUnknown: desk.project.retriesUnknown(channel))
      let counts = [
        (taken.returned.count, "in the queue again"), (taken.unknown.count, "unknown: they may have been sent"),
        (taken.deferred.count, "to be tried again, though they may have been sent"),
        (taken.corrupt.count, "corrupt"),
      ]
      let words = counts.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
      guard !words.isEmpty else { continue }
      report.add(
        CheckFinding(
          kind: "dead-workers", place: channel, says: "they died with jobs in their hands",
          advice: words.joined(separator: ", "), isRepaired: true))
    }
  }

  private func mendFiles() throws {
    for defect in try folder.examine().defects {
      let done = try folder.repair(defect)
      // Gone by itself, or not ours to mend.
      if done != nil || FileSystem.exists(defect.path) { report.add(defect, done: done) }
    }
  }

  /// Owes again what has neither file nor receipt. Only what was missed twice while nothing could move backwards: a job
  /// that is told to be lost and is not would be sent twice.
  private func oweAgain(_ ledger: LedgerStore) throws {
    var missing = try missing(try ledger.waitingJobs(includesUnpublished: true))
    guard !missing.isEmpty else { return }
    try Stillness(folder, retriesUnknown: desk.project.retriesUnknown).during {
      for _ in 0..<2 { missing = try self.missing(missing) }
      guard !missing.isEmpty else { return }
      let zone = desk.project.zone
      let owed = try ledger.takeBack(missing) { zone.wall(at: Instant(microseconds: $0)).date.text }
      report.add(
        CheckFinding(
          kind: "lost-jobs", place: counted(missing.count, "job"), says: "there was neither file nor receipt",
          advice: "\(counted(owed, "message")) owed again; the next run decides", isRepaired: true))
    }
  }

  private func missing(_ jobs: [TakenBackJob]) throws -> [TakenBackJob] {
    let examination = try folder.examine()
    return jobs.filter { !examination.has($0.id, attempt: $0.attempt) }
  }
}

/// No worker has a job in its hands, and none takes one: what lies in the spool stays where it is.
struct Stillness {
  private let folder: SpoolFolder
  /// Whether a channel tries again what may have been sent.
  private let retriesUnknown: (String) -> Bool
  private static let patience: Int64 = 30
  static let reason = "herald spool check --repair is at work; herald spool resume if it was killed"

  init(_ folder: SpoolFolder, retriesUnknown: @escaping (String) -> Bool) {
    self.folder = folder
    self.retriesUnknown = retriesUnknown
  }

  /// Lets all channels rest, waits until workers have finished what they have, and does `body`; channels that rested
  /// before rest on.
  func during(_ body: () throws -> Void) throws {
    let channels = try folder.channels().filter(folder.isChannel)
    let paused = channels.filter { folder.pause(of: $0).map { $0.reason == Self.reason } ?? true }
    for channel in paused { try folder.pause(channel, reason: Self.reason) }
    defer { for channel in paused { _ = try? folder.resume(channel) } }
    for channel in channels { try wait(channel) }
    try body()
  }

  private func wait(_ channel: String) throws {
    let end = SystemClock.monotonic() + Self.patience * 1_000_000_000
    while true {
      _ = try folder.reclaim(
        channel: channel, now: SystemClock.now().seconds, retryingUnknown: retriesUnknown(channel))
      let claimed = try folder.backlog(channel).claimed
      if claimed == 0 { return }
      guard SystemClock.monotonic() < end else {
        throw Failure(
          .tryLater, "\(counted(claimed, "job")) of \(channel) are still with a worker, so nobody knows what is lost",
          advice: "stop the workers of \(channel), then herald spool check --repair")
      }
      usleep(50_000)
    }
  }
}
