import Campaigns
import CivilTime
import Ledger
import Planning
import Platform
import Spool

/// Jobs that still wait are asked again in each run, and those that have lost their reason leave the spool.
///
/// **Rename, then the ledger**: a crash between the two leaves jobs in `done/withdrawn/` that the ledger has as queued. Each
/// run records those first.
struct SecondGate {
  let unsent: UnsentJobs
  private let files: [String: SpooledJob]
  private let project: Project
  private let folder: SpoolFolder
  private let ledger: LedgerStore

  /// Under the run lock. Nothing to do, and next to no time, while nothing waits.
  init(_ project: Project, _ ledger: LedgerStore) throws {
    self.project = project
    self.ledger = ledger
    folder = try failing { try SpoolFolder(opening: project.state + "/spool") }
    (unsent, files) = try Self.look(folder, ledger)
  }

  /// What waits, for those who only look; a shop that never ran has nothing.
  static func look(_ project: Project, _ ledger: LedgerStore?) throws -> UnsentJobs {
    let path = project.state + "/spool"
    guard let ledger, FileSystem.exists(path) else { return UnsentJobs() }
    return try failing { try look(try SpoolFolder(opening: path), ledger).unsent }
  }

  private static func look(
    _ folder: SpoolFolder, _ ledger: LedgerStore
  ) throws -> (unsent: UnsentJobs, files: [String: SpooledJob]) {
    let (waiting, working) = try failing { try folder.unsent() }
    guard !waiting.isEmpty else { return (UnsentJobs(claimed: working), [:]) }
    var claimed = working
    let files = Dictionary(
      waiting.map { ($0.name.id, $0) }, uniquingKeysWith: { $0.name.attempt > $1.name.attempt ? $0 : $1 })
    let ids = files.keys.sorted()
    var jobs: [WaitingJob] = []
    for (id, message) in zip(ids, try failing { try ledger.waiting(ids) }) {
      // Trials, what a person had told again, and what the ledger does not have as queued, are somebody else's.
      guard let message, !message.isResent, let file = files[id] else {
        claimed.insert(id)
        continue
      }
      jobs.append(WaitingJob(file, message))
    }
    return (UnsentJobs(waiting: jobs, claimed: claimed), files)
  }

  /// Takes out of the spool what a plan says, unless a worker was quicker, and records it. What goes by another channel in
  /// this run is recorded with its batch.
  /// - Returns: what was taken.
  func withdraw(_ plan: inout Plan, at now: Instant) throws -> [Withdrawal] {
    let wanted = plan.withdrawals
    guard !wanted.isEmpty else { return [] }
    return try failing {
      let over = wanted.filter { $0.purpose == .forGood }
      let taken = try folder.withdraw(
        wanted.compactMap { files[$0.job.id] },
        forGood: Dictionary(over.map { ($0.job.id, $0.reason) }, uniquingKeysWith: { first, _ in first }),
        now: now.seconds)
      plan.leave(Set(wanted.map(\.job.id)).subtracting(taken))
      let withdrawn = wanted.filter { taken.contains($0.job.id) }
      try record(withdrawn, now)
      return withdrawn
    }
  }

  private func record(_ withdrawn: [Withdrawal], _ now: Instant) throws {
    try ledger.record(
      receipts: withdrawn.filter { $0.purpose == .forGood }.map {
        JobReceipt(
          id: $0.job.id, attempt: $0.job.attempt, at: now.microseconds, outcome: .withdrawn, reason: $0.reason)
      })
    let owed = withdrawn.filter { $0.purpose == .owed }.map { TakenBackJob(id: $0.job.id, attempt: $0.job.attempt) }
    let zone = project.zone
    try ledger.takeBack(owed) { zone.wall(at: Instant(microseconds: $0)).date.text }
  }
}

extension WaitingJob {
  fileprivate init(_ file: SpooledJob, _ message: WaitingMessage) {
    self.init(
      id: file.name.id, attempt: file.name.attempt, channel: message.channel,
      notBefore: Instant(seconds: file.name.notBefore) ?? Instant(microseconds: message.decidedAt),
      isHeld: file.place == .held, message: message.key, campaign: message.campaign, step: message.step,
      entity: message.subjectEntity, subject: message.subjectKey, start: Instant(microseconds: message.startAt),
      decided: Instant(microseconds: message.decidedAt))
  }
}

extension [Withdrawal] {
  /// `abandoned-cart: 2 jobs taken back from the queue: 1 until, 1 unless`
  func summary(done: Bool) -> [String] {
    let words = done ? "taken back from the queue" : "would be taken back from the queue"
    return Dictionary(grouping: self, by: \.job.campaign).sorted { $0.key < $1.key }.map { campaign, jobs in
      let causes = Dictionary(jobs.map { ($0.cause, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        .map { "\(grouped($0.value)) \($0.key)" }
      return "\(campaign): \(counted(jobs.count, "job")) \(words): \(causes.joined(separator: ", "))"
    }
  }
}

extension Withdrawal {
  /// What it lost its place by, or where it goes instead.
  fileprivate var cause: String { purpose == .moved ? "for another channel" : outcome.rawValue }
}
