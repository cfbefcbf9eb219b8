import Campaigns
import CivilTime
import Diagnostics
import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the verbs share: the project, the instant, the threads.
extension Invocation {
  var directory: String { value("project") ?? Environment.value("HERALD_PROJECT") ?? "." }

  /// Where no folder is named and none is here, the folder of the first path is meant: `herald test campaigns/a.test.yaml`.
  func directory(near paths: [String]) -> String {
    guard value("project") == nil, Environment.value("HERALD_PROJECT") == nil, let path = paths.first,
      !FileSystem.exists("herald.yaml")
    else { return directory }
    let candidates = [path, FileSystem.parent(of: path)]
    return candidates.first { FileSystem.exists($0 + "/herald.yaml") } ?? directory
  }

  /// The project, or a failure with everything that is wrong with herald.yaml. Warnings are `check`'s to tell.
  func loadProject() throws -> Project { try loadProject(state: value("state")) }

  func loadProject(state: String?) throws -> Project {
    let loaded = Campaigns.loadProject(directory: directory, state: state)
    guard let project = loaded.project else {
      throw Failure(.configuration, loaded.diagnostics.filter { $0.severity == .error })
    }
    return project
  }

  /// `--now`, read in the shop's zone unless it says otherwise; else the clock, to the second.
  func now(_ project: Project) throws -> (instant: Instant, isGiven: Bool) {
    guard let text = value("now") else {
      let clock = SystemClock.now()
      guard let instant = Instant(seconds: clock.seconds) else {
        throw Failure(.tryLater, "the clock is outside the years 1 to 9999")
      }
      return (instant, false)
    }
    guard let instant = ISOTime.parse(text, zone: project.zone) else {
      throw UsageError(message: "--now “\(text)” is no time", advice: "write it as 2026-03-02T10:30:00Z")
    }
    return (instant, true)
  }

  /// `--threads`, else one a core.
  func threads() throws -> Int {
    guard let text = value("threads") else { return max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }
    guard let count = Int(text), (1...256).contains(count) else {
      throw UsageError(message: "--threads “\(text)” is no number from 1 to 256")
    }
    return count
  }

  /// `--allow CAMPAIGN=N`, as often as needed; `all=N` for the house's limit.
  func allowed(_ project: Project) throws -> [String: Int] {
    var allowed: [String: Int] = [:]
    for text in values("allow") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Int(parts[1]), number >= 0 else {
        throw UsageError(message: "--allow “\(text)” is not understood", advice: "such as --allow survey=5000")
      }
      let names = project.campaigns.map(\.id) + ["all"]
      guard names.contains(parts[0]) else {
        throw UsageError(
          message: "there is no campaign “\(parts[0])”", advice: suggestion(for: parts[0], in: names))
      }
      allowed[parts[0]] = number
    }
    return allowed
  }

  /// `--accept ENTITY`, as often as needed: by its index.
  func accepted(_ project: Project) throws -> Set<Int> {
    let names = project.entities.map(\.name)
    return Set(
      try values("accept").map { name in
        guard let entity = names.firstIndex(of: name) else {
          throw UsageError(message: "there is no entity “\(name)”", advice: suggestion(for: name, in: names))
        }
        return entity
      })
  }

  /// Prints diagnostics on standard error.
  func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let renderer = DiagnosticRenderer(colour: terminal.coloursErrors, width: terminal.errorWidth)
    terminal.error(renderer.render(diagnostics).trimmingNewline())
  }
}

let allowOption = Command.Option(
  name: "allow", value: "C=N",
  help: "let up to N messages of campaign C through in this run, over its limit or what is usual; all=N for the house")

let acceptOption = Command.Option(
  name: "accept", value: "ENTITY",
  help: "use this entity's export although it shrank, and hold the next one against it")

let planningOptions: [Command.Option] = [
  .init(name: "now", value: "T", help: "the run's instant instead of the clock; exports may then be of any age"),
  .init(name: "threads", value: "N", help: "how many threads (default: one a core); the result is the same"),
]
