import Campaigns
import Planning
import Platform

let pruneCommand = Command(
  name: "prune", summary: "removes what is older than keep: allows",
  details:
    "Done and dead jobs, records of runs, rejected rows and pages that are older than keep: in herald.yaml says are "
    + "removed; of messages a keyed hash stays, so that nobody is told twice however late. Each run does some of it once "
    + "a day; this does all of it now.",
  options: [planningOptions[0]],
  examples: [.init(line: "herald prune", says: "after keep: was shortened")],
  takes: 0...0
) { invocation in
  let project = try invocation.loadProject()
  let (now, _) = try invocation.now(project)
  return try invocation.underLock(project) { place, _ in
    let counts = try Pruning(
      project: project, folder: place.folder, ledger: place.ledger, hash: place.memory.forgotten.hash, now: now
    ).runWhole()
    invocation.terminal.print(
      "removed: \(grouped(counts.jobs)) files of jobs, \(grouped(counts.runs)) records of runs, \(grouped(counts.rejects)) files of "
        + "rejected rows, \(grouped(counts.pages)) pages, \(grouped(counts.messages)) messages")
    return .fine
  }
}
