import Campaigns
import CivilTime
import Diagnostics
import JSON
import Platform
import Spool

let spoolListCommand = Command(
  name: "spool list", summary: "the jobs that are not done yet, in the order that workers take them",
  details:
    "Workers go on meanwhile: it is a moving picture. Without --state: what is queued, claimed by a worker, deferred or "
    + "held. Addresses are not shown; herald spool show shows one job whole.",
  options: [
    SpoolOptions.channel, SpoolOptions.campaign,
    .init(
      name: "state", value: "S",
      help: "those that are " + JobState.allCases.map(\.rawValue).joined(separator: ", ") + " (as often as needed)"),
    .init(name: "ids", help: "print the ids alone"), SpoolOptions.json,
  ],
  examples: [
    .init(line: "herald spool list --channel email", says: "the mail that waits"),
    .init(line: "herald spool list --state dead --ids | herald spool retry -", says: "tries all of these again"),
  ],
  takes: 0...0
) { invocation in try SpoolList(SpoolDesk(invocation)).run() }

/// One `spool list`.
struct SpoolList {
  let desk: SpoolDesk
  private let now = SystemClock.now().seconds

  init(_ desk: SpoolDesk) { self.desk = desk }

  private var terminal: Terminal { desk.terminal }
  private var wantsIDs: Bool { desk.invocation.has("ids") }
  private var wantsJSON: Bool { desk.invocation.has("json") }

  func run() throws -> ExitCode {
    let (channels, campaign) = (try desk.channels(), try desk.campaign())
    let states = desk.states.isEmpty ? JobState.pending : desk.states
    let places = Place.onTheWay.filter { states.map(\.place).contains($0) }
    let listing = try failing { try desk.folder.list(channels: channels, places: places.filter { $0 != .corrupt }) }
    let output = try OutputFile("-", terminal)
    var table = TextTable(header: ["id", "due", "state", "channel", "campaign"], leftColumns: 5)
    var count = 0
    for job in listing.jobs {
      guard let bytes = try failing({ try desk.folder.read(job) }), let file = JobFile(bytes) else { continue }
      if let campaign, file.campaign != campaign { continue }
      count += 1
      if wantsIDs {
        try output.write(Array((job.name.id + "\n").utf8))
      } else if wantsJSON {
        try output.write(line(job, file))
      } else {
        table.add(row(job, file))
      }
    }
    if !wantsIDs, !wantsJSON, count > 0 {
      for line in table.lines() { try output.write(Array((line + "\n").utf8)) }
    }
    if states.contains(.corrupt), campaign == nil, !wantsIDs { count += try listCorrupt(channels, output) }
    try output.finish()
    if !wantsIDs, !wantsJSON { try tell(count, channels) }
    desk.invocation.report(
      listing.strays.map { Diagnostic(.warning, $0.reason, advice: "herald spool check says more", file: $0.path) })
    return listing.strays.isEmpty ? .fine : .attention
  }

  /// The id's first ten letters of 26 tell any jobs apart; the campaign comes last, since its name may be long.
  private func row(_ job: SpooledJob, _ file: JobFile) -> [String] {
    let due = Instant(seconds: job.name.notBefore).map { PlainTime.minute($0, desk.project.zone) } ?? "?"
    return [String(job.name.id.prefix(10)), due, state(job), job.channel, file.campaign]
  }

  private func state(_ job: SpooledJob) -> String { job.isBegun ? "sending" : JobState(job.place).rawValue }

  private func line(_ job: SpooledJob, _ file: JobFile) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      out.key("attempt")
      out.number(job.name.attempt)
      out.text("campaign", file.campaign)
      out.text("channel", job.channel)
      out.text("due", Instant(seconds: job.name.notBefore)?.rfc3339)
      out.text("expires", job.name.expires.flatMap { Instant(seconds: $0)?.rfc3339 })
      out.text("id", job.name.id)
      out.text("state", state(job))
      out.key("v")
      out.number(1)
    }
    return writer.bytes + [0x0A]
  }

  /// Files that could not be read as jobs: by name, whatever it is.
  private func listCorrupt(_ channels: [String]?, _ output: OutputFile) throws -> Int {
    let files = try failing { try desk.folder.corruptFiles(channels: channels) }
    for file in files {
      guard wantsJSON else {
        try output.write(Array("corrupt: \(file.path)\n".utf8))
        continue
      }
      var writer = JSONWriter()
      writer.object { out in
        out.text("channel", file.channel)
        out.text("file", file.path)
        out.text("state", JobState.corrupt.rawValue)
        out.key("v")
        out.number(1)
      }
      try output.write(writer.bytes + [0x0A])
    }
    return files.count
  }

  private func tell(_ count: Int, _ channels: [String]?) throws {
    let time = Instant(seconds: now).map { PlainTime.minute($0, desk.project.zone) } ?? "now"
    terminal.print(counted(count, "job") + " at \(time): a moving picture, since workers go on")
    for channel in try failing({ try desk.folder.channels() }) where channels?.contains(channel) ?? true {
      guard let pause = desk.folder.pause(of: channel) else { continue }
      terminal.print(PauseWords(pause, channel, now: now, zone: desk.project.zone).text)
    }
  }
}
