import Campaigns
import Diagnostics
import Ledger
import Platform
import Spool

let stopCommand = Command(
  name: "stop", operands: "CAMPAIGN | all", summary: "silences a campaign at once, and takes back what is queued",
  details:
    "From this moment nothing of the campaign is decided, also by a run that is in progress, and no deploy is needed. "
    + "What waits in the queue or for another attempt is taken back, and is owed again when the campaign resumes; what "
    + "a worker has in its hands may still go. Doing it again does no harm and makes good what was interrupted.",
  examples: [.init(line: "herald stop abandoned-cart", says: "the discount code was wrong")],
  takes: 1...1
) { invocation in try StopRun(invocation).stop() }

let resumeCommand = Command(
  name: "resume", operands: "CAMPAIGN | all", summary: "lets a stopped campaign go on",
  details:
    "The next run decides again what was taken back: it goes out if its window is still open and its rules still hold. "
    + "resume all lifts every stop.",
  examples: [.init(line: "herald resume abandoned-cart", says: "the code is right now")],
  takes: 1...1
) { invocation in try StopRun(invocation).resume() }

/// One `stop` or `resume`.
struct StopRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  private var name: String { invocation.operands[0] }

  func stop() throws -> ExitCode {
    let (project, folder, ledger) = try open()
    // The word comes first: what is taken back then cannot be decided again behind our back.
    let isNew = try failing { try ledger.stop(name, at: SystemClock.microseconds) }
    let sweep = StopSweep(project, folder, ledger)
    var result = try sweep.run()
    if try publishLeftovers(folder, ledger) {
      let more = try sweep.run()
      result.takenBack += more.takenBack
      result.claimed = more.claimed
    }
    let words = isNew ? "stopped" : "stopped, as before"
    invocation.terminal.print(
      "\(subject) \(words): \(count(result.takenBack, "job")) taken back"
        + (result.claimed == 0 ? "" : ", \(grouped(result.claimed)) with a worker"))
    return .fine
  }

  func resume() throws -> ExitCode {
    let (project, folder, ledger) = try open()
    // A stop that was cut short may have taken jobs back without recording it.
    try StopSweep(project, folder, ledger).recordWithdrawn()
    let lifted = try failing { try ledger.resume(name) }
    let stopped = try failing { try ledger.stopped() }
    if lifted.isEmpty {
      invocation.terminal.print(name == "all" ? "no campaign was stopped" : "\(name) was not stopped")
    } else {
      let owed = try failing { try ledger.owed() }.filter { name == "all" || $0.key == name }.values.reduce(0, +)
      let again = owed == 0 ? "nothing of it is owed" : "\(count(owed, "message")) owed again; the next run decides"
      invocation.terminal.print("\(subject) resumed: \(again)")
    }
    if stopped.contains("all") {
      invocation.report([Diagnostic(.note, "all campaigns are stopped", advice: "herald resume all lifts that")])
    }
    return .fine
  }

  private var subject: String { name == "all" ? "all campaigns are" : "\(name) is" }

  private func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

  private func open() throws -> (Project, SpoolFolder, LedgerStore) {
    let project = try invocation.loadProject()
    return try failing {
      let folder = try SpoolFolder(creating: project.state + "/spool")
      let ledger = try LedgerStore.open(project.state + "/ledger.sqlite", heraldID: project.id)
      // A campaign that was removed may still have jobs in the queue.
      let names = project.campaigns.map(\.id) + project.broken.map(\.id) + ["all"]
      guard try names.contains(name) || ledger.knownCampaigns().contains(name) || ledger.stopped().contains(name) else {
        throw UsageError(message: "there is no campaign “\(name)”", advice: suggestion(for: name, in: names))
      }
      return (project, folder, ledger)
    }
  }

  /// What a run decided and did not publish before it died would come to the queue with the next one: true if there was
  /// any. A run in progress is left alone; it takes back at its end what it spooled.
  private func publishLeftovers(_ folder: SpoolFolder, _ ledger: LedgerStore) throws -> Bool {
    do throws(SpoolProblem) {
      let lock = try RunLock(folder)
      return try !Publication.recover(folder, lock: lock, journal: LedgerJournal(ledger: ledger)).published.isEmpty
    } catch {
      // Whatever keeps the spool from being recovered, the next run says.
      return false
    }
  }
}
