import Campaigns
import CivilTime
import Diagnostics
import JSON
import Ledger
import Platform
import Spool

let spoolShowCommand = Command(
  name: "spool show", operands: "ID", summary: "one job as its reader would see it, and what became of it",
  details:
    "Where the job is, its attempts and receipts, then the message: a mail's headers and text, a short message with its "
    + "segments, a template with its values, a task, anything else as JSON. It shows the address and the text, since you ask for them.",
  options: [.init(name: "json", help: "print the job itself, one line of JSON")],
  examples: [.init(line: "herald spool show 0comv4ip", says: "one job, by enough of its id")],
  takes: 1...1
) { invocation in try SpoolShow(SpoolDesk(invocation)).run() }

/// One `spool show`.
struct SpoolShow {
  let desk: SpoolDesk

  init(_ desk: SpoolDesk) { self.desk = desk }

  func run() throws -> ExitCode {
    let wanted = try WantedJobs(desk, changesThem: false)
    guard let id = wanted.ids?.first else {
      if let told = try toldOnly() { return told }
      desk.invocation.report(wanted.problems())
      return .nothingThere
    }
    let copies = try failing { try desk.folder.locate([id]) }[id] ?? []
    // The latest attempt; what could not be read, last.
    let sorted = copies.sorted {
      ($0.place == .corrupt ? 0 : 1, $0.name.attempt) > ($1.place == .corrupt ? 0 : 1, $1.name.attempt)
    }
    guard let job = sorted.first, let bytes = try failing({ try desk.folder.bytes(job.path) }) else {
      desk.invocation.report([Diagnostic(.error, "the job moved while it was looked at", advice: "try again")])
      return .tryLater
    }
    if desk.invocation.has("json") {
      desk.terminal.write(bytes)
      return .fine
    }
    var page = JobPage(desk)
    page.add(copies: sorted)
    try failing {
      let ledger = try desk.readOnlyLedger()
      page.add(receipts: try ledger?.receipts(ofJob: id) ?? [], try desk.folder.receipts(of: id))
      page.add(message: try ledger?.message(ofJob: id)?.message)
    }
    page.add(job: bytes, job.channel)
    for line in page.lines { desk.terminal.print(line) }
    return .fine
  }

  /// A job whose file is gone, by what the ledger knows; nil if it does not know it either.
  private func toldOnly() throws -> ExitCode? {
    let word = desk.invocation.operands[0].lowercased()
    return try failing {
      guard let ledger = try desk.readOnlyLedger(), let id = try ledger.jobs(idPrefix: word).first,
        try ledger.jobs(idPrefix: word).count == 1, let known = try ledger.message(ofJob: id)
      else { return nil }
      let archived = try JobArchive(state: desk.project.state).find([id])[id]
      if desk.invocation.has("json") {
        if let archived {
          desk.terminal.write(archived.job)
          return .fine
        }
        desk.invocation.report([Diagnostic(.error, "its file is no longer in the spool")])
        return .nothingThere
      }
      var page = JobPage(desk)
      page.add("job", id)
      page.add(
        "where",
        archived.map { "it has left the spool, attempt \($0.name.attempt); herald resend tells it again as it was" }
          ?? "no longer in the spool; herald resend makes it anew")
      page.add(receipts: try ledger.receipts(ofJob: id), [])
      page.add(message: known.message)
      if let archived { page.add(job: archived.job, archived.channel) }
      for line in page.lines { desk.terminal.print(line) }
      return .fine
    }
  }
}
