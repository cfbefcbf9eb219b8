import Diagnostics
import JSON
import Ledger
import Platform
import Spool

/// A verb that moves jobs, and how it speaks of it.
struct SpoolMove {
  /// `hold`
  let verb: String
  /// `held`
  let done: String
  /// Where it takes jobs from if it is asked for all, in the order to look.
  let places: [Place]
  /// Where it takes a job from that is named, besides.
  var placesOfNamed: [Place] = []
  /// Whether a worker that is quicker is worth a word.
  var racesWorkers = true
  /// Which of these jobs it has anything to do with.
  var wants: @Sendable (SpooledJob) -> Bool = { _ in true }
  let move: @Sendable (SpoolFolder, JobSelection) throws(SpoolProblem) -> Moved
}

/// One of the verbs that move jobs, from its operands to its words.
struct SpoolMoving {
  let desk: SpoolDesk
  let verb: SpoolMove

  init(_ desk: SpoolDesk, _ verb: SpoolMove) {
    self.desk = desk
    self.verb = verb
  }

  /// - Parameter then: what comes after the files were moved, and also where none was: what an earlier one that was cut
  ///   short left is made good.
  func run(then: (Moved) throws -> Void = { _ in }) throws -> ExitCode {
    let wanted = try WantedJobs(desk, changesThem: true)
    desk.invocation.report(wanted.problems())
    var selection = JobSelection(
      ids: wanted.ids, channels: try desk.channels(), campaign: try desk.campaign(),
      places: verb.places + (wanted.isAll ? [] : verb.placesOfNamed))
    if !desk.states.isEmpty {
      selection.places = (verb.places + verb.placesOfNamed).filter { desk.states.map(\.place).contains($0) }
      try refuseOtherStates()
    }
    if desk.invocation.has("dry-run") { return try tellOnly(selection, wanted) }
    let moved = try failing { try verb.move(desk.folder, selection) }
    try then(moved)
    return try tell(moved, selection, wanted)
  }

  /// A state that the verb has nothing to do with is a mistake, not an empty answer.
  private func refuseOtherStates() throws {
    let possible = (verb.places + verb.placesOfNamed).map(JobState.init)
    for state in desk.states where !possible.contains(state) {
      throw UsageError(
        message: "\(verb.verb) does nothing about jobs that are \(state.rawValue)",
        advice: "it takes those that are " + possible.map(\.rawValue).joined(separator: ", "))
    }
  }

  private func tellOnly(_ selection: JobSelection, _ wanted: WantedJobs) throws -> ExitCode {
    let jobs = try failing { try desk.folder.select(selection) }.filter(verb.wants)
    desk.terminal.print("would be \(verb.done): \(summary(jobs))")
    try tellLeft(jobs, selection, wanted)
    return wanted.hasProblems ? .attention : .fine
  }

  private func tell(_ moved: Moved, _ selection: JobSelection, _ wanted: WantedJobs) throws -> ExitCode {
    desk.terminal.print("\(verb.done): \(summary(moved.jobs))")
    if !moved.lost.isEmpty, verb.racesWorkers {
      let count = moved.lost.count
      desk.terminal.print("quicker: \(counted(count, "worker")), by \(count == 1 ? "a job" : "a job each")")
    }
    let left = try tellLeft(moved.jobs, selection, wanted)
    if wanted.isAll { return .fine }
    if moved.jobs.isEmpty, left == 0, wanted.hasProblems { return .nothingThere }
    return wanted.hasProblems || left > 0 ? .attention : .fine
  }

  /// `3 jobs (2 email, 1 sms)`
  private func summary(_ jobs: [SpooledJob]) -> String {
    let channels = Dictionary(grouping: jobs, by: \.channel).mapValues(\.count).sorted { $0.key < $1.key }
    let parts = channels.count < 2 ? [] : channels.map { "\(grouped($0.value)) \($0.key)" }
    return counted(jobs.count, "job") + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
  }

  /// What was named and is not moved, by where it lies; of ALL, what workers have. Says how many.
  @discardableResult
  private func tellLeft(_ moved: [SpooledJob], _ selection: JobSelection, _ wanted: WantedJobs) throws -> Int {
    var states: [JobState: Int] = [:]
    if let ids = wanted.ids {
      let rest = ids.subtracting(moved.map(\.name.id))
      for (_, copies) in try failing({ try desk.folder.locate(rest) }) {
        // Of several attempts, where the latest is.
        guard let latest = copies.max(by: { $0.name.attempt < $1.name.attempt }) else { continue }
        states[JobState(latest.place), default: 0] += 1
      }
    } else if verb.racesWorkers {
      var claimed = selection
      claimed.places = [.work]
      let count = try failing { try desk.folder.select(claimed) }.count
      if count > 0 { states[.claimed] = count }
    }
    guard !states.isEmpty else { return 0 }
    let words = states.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\(grouped($0.value)) \($0.key.words)" }
    desk.terminal.print("not \(verb.done): " + words.joined(separator: "; "))
    return states.values.reduce(0, +)
  }
}
