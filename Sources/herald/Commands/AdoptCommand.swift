import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Platform
import Spool

let adoptCommand = Command(
  name: "adopt", summary: "this ledger and spool belong here from now on",
  details:
    "A ledger remembers the machine and path that it belongs to, and a spool its last batch: a copy or a restored "
    + "backup refuses to run, since it would tell everybody again what the original has told or tells. After a move or "
    + "a restore, when you know that this one is to go on, adopt says so.",
  options: [
    .init(
      name: "clock",
      help: "nothing but this: the clock was ahead at earlier runs and is right now, so time goes on from here; what "
        + "they told stays told")
  ],
  examples: [
    .init(line: "herald -C /srv/myshop adopt", says: "after the project was moved there"),
    .init(line: "herald adopt --clock", says: "after a run in the year 2036"),
  ],
  takes: 0...0
) { invocation in
  let project = try invocation.loadProject()
  do throws(SpoolProblem) {
    let folder = try SpoolFolder(creating: project.state + "/spool")
    let lock = try RunLock(folder)
    if invocation.has("clock") {
      invocation.terminal.print(try adoptClock(project))
    } else {
      try adopt(project, folder, lock)
      invocation.terminal.print("\(project.state) belongs here now")
    }
  } catch {
    throw Failure(error)
  }
  return .fine
}

private func adopt(
  _ project: Project, _ folder: SpoolFolder, _ lock: borrowing RunLock
) throws(SpoolProblem) {
  let path = project.state + "/ledger.sqlite"
  let ledger = try onLedger(path) { () throws(LedgerProblem) in
    let ledger = try LedgerStore.open(path, .adopting, heraldID: project.id)
    try ledger.adopt(heraldID: project.id)
    return ledger
  }
  try Publication.adopt(folder, lock: lock, journal: LedgerJournal(ledger: ledger))
}

/// What was done, in a sentence.
private func adoptClock(_ project: Project) throws(SpoolProblem) -> String {
  let path = project.state + "/ledger.sqlite"
  let now = Instant(microseconds: SystemClock.microseconds)
  return try onLedger(path) { () throws(LedgerProblem) in
    let ledger = try LedgerStore.open(path, heraldID: project.id)
    guard let last = try ledger.lastRun().map(Instant.init(microseconds:)), last > now else {
      return "the clock is not behind the ledger: there is nothing to adopt"
    }
    try ledger.adoptClock(now: now.microseconds)
    return "the last run was at \(last.rfc3339); from here on it is \(now.rfc3339)"
  }
}

private func onLedger<Result>(
  _ path: String, _ body: () throws(LedgerProblem) -> Result
) throws(SpoolProblem) -> Result {
  do throws(LedgerProblem) { return try body() } catch {
    throw SpoolProblem(.journal(error.diagnostic, exitCode: error.exitCode), path: path)
  }
}
