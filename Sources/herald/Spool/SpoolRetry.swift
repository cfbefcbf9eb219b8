import Campaigns
import CivilTime
import Diagnostics
import JSON
import Ledger
import Platform
import Spool

let spoolRetryCommand = Command(
  name: "spool retry", operands: "ID… | - | ALL", summary: "tries jobs again now, under their next attempt",
  details:
    "Deferred jobs, and those that wait in the queue for another attempt, need not wait any longer. Dead jobs go to the "
    + "queue again as they are: what has expired, was told another way meanwhile or is of a stopped campaign is left. An "
    + "unknown job may have been sent: it is tried again only if its id is given here (not by -), or with --state "
    + "unknown. A run puts failed and unknown jobs with the dead; --state finds them there, too. For today's text and "
    + "address: herald resend.",
  options: [
    SpoolOptions.channel, SpoolOptions.campaign, stateOption("queued, deferred, dead, failed, unknown"),
    SpoolOptions.dryRun,
  ],
  examples: [
    .init(line: "herald spool retry ALL --channel email", says: "the mail provider is back"),
    .init(line: "herald spool list --state dead --ids | herald spool retry -", says: "all that was given up"),
  ],
  takes: 1...100_000
) { invocation in try SpoolRetry(SpoolDesk(invocation)).run() }

/// One `spool retry`.
struct SpoolRetry {
  let desk: SpoolDesk
  private let now = SystemClock.now().seconds

  init(_ desk: SpoolDesk) { self.desk = desk }

  private static let waiting: [Place] = [.deferred, .queue]
  /// Those in `done/` the next run takes in to `dead/`; their files are left to it.
  private static let ended: [Place] = [.dead, .failed, .unknown]

  func run() throws -> ExitCode {
    let wanted = try WantedJobs(desk, changesThem: true)
    desk.invocation.report(wanted.problems())
    for state in desk.states where !(Self.waiting + Self.ended).contains(state.place) {
      throw UsageError(
        message: "retry does nothing about jobs that are \(state.rawValue)",
        advice: "it takes those that are queued, deferred, dead, failed, unknown")
    }
    let (waiting, ended) = (try selection(Self.waiting, wanted), try selection(Self.ended, wanted, deadToo: true))
    // What a person named, they want. A list from elsewhere, such as all that is dead, may hold what nobody looked at.
    let isNamed = !wanted.isAll && !desk.invocation.operands.contains("-")
    let takesUnknown = isNamed || desk.states.contains(.unknown)
    var candidates = try failing { try meant(try desk.folder.select(ended), try desk.readOnlyLedger()) }
    if desk.invocation.has("dry-run") {
      let later = try failing { try desk.folder.select(waiting) }.filter { $0.waitsForAnotherAttempt(at: now) }
      if !takesUnknown { candidates.removeAll { $0.place == .unknown } }
      desk.terminal.print("would be retried: \(counted(later.count + candidates.count, "job")) at most")
      return wanted.hasProblems ? .attention : .fine
    }
    var moved = try failing { try desk.folder.hasten(waiting, now: now) }
    var refused: [String: Int] = [:]
    if !candidates.isEmpty {
      let revived = try revive(ended, takesUnknown: takesUnknown)
      moved.add(revived.again)
      refused = revived.refused
    }
    return try tell(moved, refused, wanted)
  }

  /// - Parameter deadToo: also where a run takes what failed or is unknown.
  private func selection(_ places: [Place], _ wanted: WantedJobs, deadToo: Bool = false) throws -> JobSelection {
    var chosen = desk.states.map(\.place)
    if deadToo, chosen.contains(.failed) || chosen.contains(.unknown) { chosen.append(.dead) }
    return JobSelection(
      ids: wanted.ids, channels: try desk.channels(), campaign: try desk.campaign(),
      places: chosen.isEmpty ? places : places.filter(chosen.contains))
  }

  /// Of the dead, where `--state` asks for failed or unknown ones, those that the ledger has as such.
  private func meant(_ jobs: [SpooledJob], _ ledger: LedgerStore?) throws(LedgerProblem) -> [SpooledJob] {
    guard !desk.states.isEmpty, !desk.states.contains(.dead) else { return jobs }
    var meant: [SpooledJob] = []
    for job in jobs {
      if job.place == .dead {
        let state: JobState? =
          switch try ledger?.state(ofJob: job.name.id, attempt: job.name.attempt) {
          case .failed, .expired: .failed
          case .unknown: .unknown
          default: nil
          }
        guard let state, desk.states.contains(state) else { continue }
      }
      meant.append(job)
    }
    return meant
  }

  /// Puts dead and unknown jobs into the queue again, as a run does: the ledger's commit decides, and whoever is cut short
  /// is made good by the next run.
  private func revive(
    _ selection: JobSelection, takesUnknown: Bool
  ) throws -> (again: [SpooledJob], refused: [String: Int]) {
    try desk.invocation.underLock(desk.project) { place, lock in
      var revival = Revival(place: place, now: now, takesUnknown: takesUnknown)
      try revival.add(try meant(try place.folder.select(selection), place.ledger))
      guard let now = Instant(seconds: now) else {
        throw Failure(.tryLater, "the clock is outside the years 1 to 9999")
      }
      if !revival.dispatched.isEmpty {
        try place.dispatch(
          revival.dispatched, revival.journal(now), batch: place.memory.nextBatch(now: now), now: now.seconds,
          lock: lock)
      }
      // Only now: their next attempts are in the queue, so nothing is lost with the old files.
      try place.folder.forget(revival.jobs.filter { $0.place == .dead } + revival.superseded)
      return (revival.jobs, revival.refused)
    }
  }

  private func tell(_ moved: Moved, _ left: [String: Int], _ wanted: WantedJobs) throws -> ExitCode {
    desk.terminal.print("retried: \(counted(moved.jobs.count, "job"))")
    var left = left
    if let ids = wanted.ids {
      let rest = ids.subtracting(moved.jobs.map(\.name.id))
      let known = left.values.reduce(0, +)
      if known == 0 {
        for (_, copies) in try failing({ try desk.folder.locate(rest) }) {
          guard let latest = copies.max(by: { $0.name.attempt < $1.name.attempt }) else { continue }
          left[JobState(latest.place).words, default: 0] += 1
        }
      }
    }
    if !left.isEmpty {
      let words = left.sorted { $0.key < $1.key }.map { "\(grouped($0.value)) \($0.key)" }
      desk.terminal.print("not retried: " + words.joined(separator: "; "))
    }
    if wanted.isAll { return .fine }
    if moved.jobs.isEmpty, left.isEmpty, wanted.hasProblems { return .nothingThere }
    return wanted.hasProblems || !left.isEmpty ? .attention : .fine
  }
}
