import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform

let receiptsCommand = Command(
  name: "receipts", operands: "FILE…", summary: "takes in what a provider reports: delivered, bounced, unsubscribed …",
  details:
    "Files of delivery reports, CSV or JSON Lines, packed or not, of a channel with receipts: in herald.yaml, which also "
    + "says what their columns and words are called. A report is matched by the job's id, else by the provider's. A bounce "
    + "or a complaint spares the address from everything, an unsubscribe from marketing; what failed may go on by the "
    + "next channel with the next run. Reading a file again changes nothing. Rows of unknown events or messages are kept "
    + "with the rejected rows; there being any exits 1.",
  options: [
    .init(name: "channel", value: "C", help: "whose reports they are; needed if several channels have receipts"),
    .init(name: "lift", value: "ADDRESS", help: "the address may be written to again, until a later report"),
  ],
  examples: [
    .init(line: "herald receipts reports/today.csv", says: "what the mail provider dropped"),
    .init(line: "herald receipts --lift anna@example.com --channel email", says: "Anna has emptied her mailbox"),
  ],
  takes: 0...1000
) { invocation in try ReceiptsRun(invocation).run() }

/// One `receipts`.
struct ReceiptsRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    if let address = invocation.value("lift") { return try lift(address, project) }
    guard !invocation.operands.isEmpty else {
      throw UsageError(message: "receipts needs a file", advice: "herald receipts FILE…")
    }
    let channel = try channel(project, needsReports: true)
    guard let mapping = channel.reports else { throw Failure(.defect, "a channel without reports was chosen") }
    let reader = ReportReader(mapping: mapping, zone: project.zone)
    // All files are read before anything is written: one that cannot be read changes nothing.
    var file = ReportFile()
    for path in invocation.operands { file.add(try reader.read(path)) }
    return try invocation.underLock(project) { place, _ in
      let intake = ReportIntake(place: place, channel: channel.name)
      let counts = try intake.take(file)
      try tell(counts, channel, file)
      return counts.rejects.isEmpty && file.problems.isEmpty ? .fine : .attention
    }
  }

  private func lift(_ address: String, _ project: Project) throws -> ExitCode {
    guard invocation.operands.isEmpty else { throw UsageError(message: "--lift reads no file") }
    let channel = try channel(project, needsReports: false)
    guard let form = channel.normalForm(of: address) else {
      throw UsageError(message: "that is no address of \(channel.name)")
    }
    return try invocation.underLock(project) { place, _ in
      let isLifted = try place.ledger.liftSuppressions(
        of: place.memory.forgotten.hash.hash(form), channel: channel.name, at: SystemClock.microseconds)
      invocation.terminal.print(
        isLifted
          ? "it may be written to by \(channel.name) again, until a later report"
          : "no report suppresses it on \(channel.name)")
      return isLifted ? .fine : .nothingThere
    }
  }

  private func channel(_ project: Project, needsReports: Bool) throws -> Channel {
    let possible = project.channels.filter { !needsReports || $0.receipts }
    if let name = invocation.value("channel") {
      guard let channel = project.channels.first(where: { $0.name == name }) else {
        throw UsageError(
          message: "there is no channel “\(name)”", advice: suggestion(for: name, in: project.channels.map(\.name)))
      }
      guard channel.receipts || !needsReports else {
        throw UsageError(
          message: "\(name) has no receipts", advice: "channels: {\(name): {receipts: yes}} in herald.yaml")
      }
      return channel
    }
    guard possible.count == 1, let only = possible.first else {
      throw UsageError(
        message: possible.isEmpty ? "no channel has receipts" : "several channels have receipts",
        advice: possible.isEmpty
          ? "receipts: yes of the channel in herald.yaml" : "--channel " + possible.map(\.name).joined(separator: " | ")
      )
    }
    return only
  }

  private func tell(_ counts: ReportIntake.Counts, _ channel: Channel, _ file: ReportFile) throws {
    let events = ReportEvent.allCases.compactMap { event in
      counts.events[event].map { "\(grouped($0)) \(event.rawValue)" }
    }
    let known = counts.known > 0 ? "; \(grouped(counts.known)) known before" : ""
    invocation.terminal.print(
      "\(channel.name): \(counted(file.reports.count, "report"))"
        + (events.isEmpty ? "" : ": " + events.joined(separator: ", ")) + known)
    invocation.report(file.problems)
    guard !counts.rejects.isEmpty else { return }
    let kept = try RejectedReports(state: invocation.loadProject().state).write(counts.rejects)
    for (reason, rows) in Dictionary(grouping: counts.rejects, by: \.reason).sorted(by: { $0.key < $1.key }) {
      invocation.report([
        Diagnostic(
          .warning, "\(counted(rows.count, "row")) of \(channel.name)’s reports: \(reason)",
          advice: "see \(kept)", file: rows[0].file)
      ])
    }
  }
}
