import Campaigns
import Diagnostics
import Ledger
import Platform
import Spool

/// What the verbs of `herald spool` share: the spool, and which jobs are meant.
struct SpoolDesk {
  let invocation: Invocation
  let project: Project
  let folder: SpoolFolder
  /// Of `--state`, each once; empty without one.
  let states: [JobState]

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    let names = JobState.allCases.map(\.rawValue)
    let (words, stateFolder) = try invocation.states(names, noun: "job")
    var seen: Set<JobState> = []
    states = words.compactMap(JobState.init(rawValue:)).filter { seen.insert($0).inserted }
    project = try invocation.loadProject(state: stateFolder)
    folder = try failing { [project] in try SpoolFolder(opening: project.state + "/spool") }
  }

  var terminal: Terminal { invocation.terminal }

  /// Those of herald.yaml and those that the spool has, also of a channel that was removed.
  func knownChannels() throws -> [String] {
    try failing { Array(Set(project.channels.map(\.name) + (try folder.channels()))).sorted() }
  }

  /// `--channel`, as often as it is given; nil without one.
  func channels() throws -> [String]? {
    let wanted = invocation.values("channel")
    guard !wanted.isEmpty else { return nil }
    let known = try knownChannels()
    for name in wanted where !known.contains(name) {
      throw UsageError(message: "there is no channel “\(name)”", advice: suggestion(for: name, in: known))
    }
    return wanted
  }

  /// `--campaign`; a campaign that was removed may still have jobs in the spool.
  func campaign() throws -> String? {
    guard let name = invocation.value("campaign") else { return nil }
    var known = project.campaigns.map(\.id) + project.broken.map(\.id)
    if known.contains(name) { return name }
    known += try failing { try readOnlyLedger()?.knownCampaigns() ?? [] }
    guard known.contains(name) else {
      throw UsageError(message: "there is no campaign “\(name)”", advice: suggestion(for: name, in: known))
    }
    return name
  }

  /// Nil before the first run.
  func readOnlyLedger() throws(LedgerProblem) -> LedgerStore? {
    try LedgerStore.openReadOnly(project.state + "/ledger.sqlite")
  }

  /// For a verb that tells the ledger something; nil before the first run.
  func ledger() throws(LedgerProblem) -> LedgerStore? {
    let path = project.state + "/ledger.sqlite"
    guard FileSystem.exists(path) else { return nil }
    return try LedgerStore.open(path, heraldID: project.id)
  }
}

extension Invocation {
  /// `--state` is one of these here, but every verb's for the state folder: what is none of them is a folder.
  func states(_ names: [String], noun: String) throws -> (words: [String], folder: String?) {
    let values = values("state")
    let folder = values.last { !names.contains($0) }
    if let folder, !folder.contains("/"), !FileSystem.exists(folder) {
      throw UsageError(
        message: "no \(noun) has the state “\(folder)”",
        advice: suggestion(for: folder, in: names) ?? names.joined(separator: ", "))
    }
    return (values.filter(names.contains), folder)
  }
}
