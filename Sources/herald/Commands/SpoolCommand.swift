import Campaigns
import CivilTime
import Diagnostics
import JSON
import Spool

let spoolCommand = Command(
  name: "spool", operands: "list | show ID", summary: "what waits to be sent, and one job as it is",
  details: "list prints the jobs in the queue or with a worker, in the order that workers take them: a moving picture. "
    + "show prints one job by its id, or by enough of its beginning.",
  options: [
    .init(name: "channel", value: "C", help: "list only this channel"),
    .init(name: "campaign", value: "C", help: "list only this campaign"),
    .init(name: "json", help: "print JSON Lines"),
  ],
  examples: [
    .init(line: "herald spool list --channel email", says: "the mail that waits"),
    .init(line: "herald spool show k2f5", says: "one job, whole"),
  ],
  takes: 1...2
) { invocation in try SpoolView(invocation).run() }

/// One `spool list` or `spool show`.
struct SpoolView {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    do throws(SpoolProblem) {
      let folder = try SpoolFolder(opening: project.state + "/spool")
      switch (invocation.operands[0], invocation.operands.count) {
      case ("list", 1): return try list(folder)
      case ("show", 2): return try show(folder, invocation.operands[1])
      default: break
      }
    } catch {
      throw Failure(error)
    }
    throw UsageError(message: "spool takes list, or show and an id", advice: "herald spool --help")
  }

  private func list(_ folder: SpoolFolder) throws(SpoolProblem) -> ExitCode {
    let listing = try folder.list(channels: invocation.value("channel").map { [$0] })
    var table = TextTable(header: ["channel", "id", "campaign", "due", "state"], leftColumns: 5)
    var count = 0
    for job in listing.jobs {
      guard let bytes = try folder.read(job), let file = JobFile(bytes) else { continue }
      if let wanted = invocation.value("campaign"), file.campaign != wanted { continue }
      count += 1
      let due = Instant(seconds: job.name.notBefore)?.rfc3339 ?? "?"
      let state = job.place == .queue ? "queued" : job.isBegun ? "being sent" : "claimed"
      if invocation.has("json") {
        printJSON(job, file, due, state)
      } else {
        table.add([job.channel, job.name.id, file.campaign, due, state])
      }
    }
    if !invocation.has("json") {
      if count > 0 { for line in table.lines() { invocation.terminal.print(line) } }
      invocation.terminal.print("\(grouped(count)) job\(count == 1 ? "" : "s")")
    }
    invocation.report(
      listing.strays.map { Diagnostic(.warning, $0.reason, advice: "it is left alone", file: $0.path) })
    return listing.strays.isEmpty ? .fine : .attention
  }

  private func printJSON(_ job: SpooledJob, _ file: JobFile, _ due: String, _ state: String) {
    var writer = JSONWriter()
    writer.object { out in
      out.key("attempt")
      out.number(job.name.attempt)
      out.text("campaign", file.campaign)
      out.text("channel", job.channel)
      out.text("due", due)
      out.text("id", job.name.id)
      out.text("state", state)
      out.key("v")
      out.number(1)
    }
    invocation.terminal.print(String(decoding: writer.bytes, as: UTF8.self))
  }

  private func show(_ folder: SpoolFolder, _ id: String) throws(SpoolProblem) -> ExitCode {
    let found = try folder.find(idPrefix: id.lowercased())
    guard let job = found.first, found.count == 1, let bytes = try folder.read(job) else {
      invocation.report([
        found.isEmpty
          ? Diagnostic(.error, "no job has an id that begins with “\(id)”")
          : Diagnostic(.error, "\(found.count) jobs have an id that begins with “\(id)”", advice: "give more of it")
      ])
      return .nothingThere
    }
    invocation.terminal.write(bytes)
    return .fine
  }
}
