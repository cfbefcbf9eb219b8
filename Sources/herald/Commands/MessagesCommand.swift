import Campaigns
import CivilTime
import Diagnostics
import JSON
import Ledger
import Platform

let messagesCommand = Command(
  name: "messages", summary: "who was told what: the list for an apology",
  details:
    "What was decided, the oldest first, as of the last run: when, which campaign and step, by which channel, what became "
    + "of it, about what and to whom. The ids are those of the jobs; herald resend takes them.",
  options: [
    .init(name: "campaign", value: "C", help: "only this campaign"),
    .init(name: "customer", value: "KEY", help: "only to this customer"),
    .init(name: "since", value: "T", help: "decided at or after T: an instant, or how long ago, such as 7d"),
    .init(name: "until", value: "T", help: "decided before T, likewise"),
    .init(name: "state", value: "S", help: "only those that are queued, sent, failed, withdrawn, owed, holdout …;"),
    .init(name: "ids", help: "print the jobs' ids alone"),
    .init(name: "json", help: "print JSON Lines"),
  ],
  examples: [
    .init(line: "herald messages --campaign abandoned-cart --since 2h", says: "whom the wrong code reached"),
    .init(
      line: "herald messages --campaign receipt --since 1d --ids | herald resend -", says: "tells all of them again"),
  ],
  takes: 0...0
) { invocation in try MessagesRun(invocation).run() }

/// One `messages`.
struct MessagesRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let names = MessageStatus.allCases.map(\.rawValue) + ["owed"]
    let (states, folder) = try invocation.states(names, noun: "message")
    let project = try invocation.loadProject(state: folder)
    let filter = try filter(project, states.last)
    let memory = try Memory.open(project, for: .reading)
    let output = try OutputFile("-", invocation.terminal)
    var count = 0
    try failing {
      try memory.ledger?.eachMessage(filter) { listed in
        if invocation.has("ids") {
          if let id = listed.job { try output.write(Array((id + "\n").utf8)) }
        } else if invocation.has("json") {
          try output.write(Self.line(listed))
        } else {
          if count == 0 { try output.write(Array(invocation.terminal.bold(Self.heading).utf8)) }
          try output.write(Array(rows(listed, project.zone).utf8))
        }
        count += 1
      }
    }
    try output.finish()
    if !invocation.has("ids"), !invocation.has("json") {
      invocation.terminal.print("\(grouped(count)) message\(count == 1 ? "" : "s")")
    }
    return .fine
  }

  private func filter(_ project: Project, _ state: String?) throws -> MessageFilter {
    var filter = MessageFilter()
    filter.campaign = invocation.value("campaign")
    filter.customer = invocation.value("customer").map(customerKey)
    filter.since = try instant("since", project)?.microseconds
    filter.until = try instant("until", project)?.microseconds
    filter.isOwed = state == "owed"
    filter.state = state.flatMap { MessageStatus(rawValue: $0) }
    return filter
  }

  /// An instant, or a span back from the clock.
  private func instant(_ option: String, _ project: Project) throws -> Instant? {
    guard let text = invocation.value(option) else { return nil }
    if let instant = ISOTime.parse(text, zone: project.zone) { return instant }
    if let span = TimeSpan(text: text), let now = Instant(seconds: SystemClock.now().seconds),
      let instant = now.subtracting(span)
    {
      return instant
    }
    throw UsageError(
      message: "--\(option) “\(text)” is no time", advice: "write it as 2026-03-02T10:30:00Z, or 7d for a week ago")
  }

  private static let columns = [18, 32, 10, 11]
  private static let heading =
    cells(["time", "campaign, step", "channel", "state"]) + "id\n" + cells(["", "about"]) + "to\n"

  /// Two lines a message, so that keys and addresses stand in full.
  private func rows(_ listed: ListedMessage, _ zone: Zone) -> String {
    let message = listed.message
    let time = PlainTime.minute(Instant(microseconds: message.decidedAt), zone)
    return Self.cells([
      time, "\(message.campaign), \(message.step)", message.channel ?? "-",
      listed.isOwed ? "owed" : message.state.rawValue,
    ]) + (listed.job.map { String($0.prefix(8)) } ?? "-") + "\n"
      + Self.cells(["", "\(message.subjectEntity) \(message.subjectKey)"]) + (message.customer ?? "-") + "\n"
  }

  /// Each at its column, with two blanks at least between them.
  private static func cells(_ texts: [String]) -> String {
    var line = ""
    var column = 0
    for (text, width) in zip(texts, columns) {
      line += text
      column += width
      line += String(repeating: " ", count: max(2, column - line.count))
    }
    return line
  }

  static func line(_ listed: ListedMessage) -> [UInt8] {
    let message = listed.message
    var writer = JSONWriter()
    writer.object { out in
      out.key("attempt")
      out.number(message.attempt)
      out.text("campaign", message.campaign)
      out.text("channel", message.channel)
      out.text("customer", message.customer)
      out.text("due", Instant(microseconds: message.dueAt).rfc3339)
      out.text("id", listed.job)
      out.key("owed")
      out.bool(listed.isOwed)
      out.text("purpose", message.purpose)
      out.text("since", listed.since.map { Instant(microseconds: $0).rfc3339 })
      out.text("state", message.state.rawValue)
      out.text("step", message.step)
      out.key("subject")
      out.object { subject in
        subject.text("entity", message.subjectEntity)
        subject.text("key", message.subjectKey)
      }
      out.text("time", Instant(microseconds: message.decidedAt).rfc3339)
      out.key("v")
      out.number(1)
      out.text("variant", message.variant)
    }
    writer.bytes.append(0x0A)
    return writer.bytes
  }
}

/// As the exports' keys are read: e-mail addresses in lower case, blanks around them cut.
func customerKey(_ text: String) -> String {
  let key = text.drop { $0.isWhitespace }
  let end = key.lastIndex { !$0.isWhitespace }.map { key.index(after: $0) } ?? key.startIndex
  return key.contains("@") ? key[..<end].lowercased() : String(key[..<end])
}

enum PlainTime {
  /// `2026-03-02 12:00`
  static func minute(_ instant: Instant, _ zone: Zone) -> String {
    let wall = zone.wall(at: instant)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(wall.date.text) \(two(wall.hour)):\(two(wall.minute))"
  }
}
