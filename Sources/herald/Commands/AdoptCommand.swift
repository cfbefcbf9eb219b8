import Campaigns
import Diagnostics
import Ledger
import Spool

let adoptCommand = Command(
  name: "adopt", summary: "this ledger and spool belong here from now on",
  details:
    "A ledger remembers the machine and path that it belongs to, and a spool its last batch: a copy or a restored "
    + "backup refuses to run, since it would tell everybody again what the original has told or tells. After a move or "
    + "a restore, when you know that this one is to go on, adopt says so.",
  examples: [.init(line: "herald -C /srv/myshop adopt", says: "after the project was moved there")],
  takes: 0...0
) { invocation in
  let project = try invocation.loadProject()
  do throws(SpoolProblem) {
    let folder = try SpoolFolder(creating: project.state + "/spool")
    let lock = try RunLock(folder)
    try adopt(project, folder, lock)
  } catch {
    throw Failure(error)
  }
  invocation.terminal.print("\(project.state) belongs here now")
  return .fine
}

private func adopt(
  _ project: Project, _ folder: SpoolFolder, _ lock: borrowing RunLock
) throws(SpoolProblem) {
  let path = project.state + "/ledger.sqlite"
  let ledger: LedgerStore
  do throws(LedgerProblem) {
    ledger = try LedgerStore.open(path, .adopting, heraldID: project.id)
    try ledger.adopt(heraldID: project.id)
  } catch {
    throw SpoolProblem(.journal(error.diagnostic, exitCode: error.exitCode), path: path)
  }
  try Publication.adopt(folder, lock: lock, journal: LedgerJournal(ledger: ledger))
}
