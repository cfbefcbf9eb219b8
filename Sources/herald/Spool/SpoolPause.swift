import Campaigns
import CivilTime
import Diagnostics
import Platform
import Spool

let spoolPauseCommand = Command(
  name: "spool pause", operands: "CHANNEL | ALL", summary: "lets a channel rest: its workers take no more jobs",
  details:
    "Runs go on and fill the queue; what a worker has in its hands may still go. It holds for every worker, now and "
    + "later, until herald spool resume. To silence a campaign instead: herald stop.",
  options: [.init(name: "reason", value: "TEXT", help: "for whoever looks next")],
  examples: [
    .init(
      line: "herald spool pause email --reason \"wrong sender, mail provider asked\"", says: "nothing more goes by mail"
    )
  ],
  takes: 1...1
) { invocation in try SpoolPause(SpoolDesk(invocation)).pause() }

let spoolResumeCommand = Command(
  name: "spool resume", operands: "CHANNEL | ALL", summary: "lets a channel that rests go on",
  details: "Workers that wait (herald drain --follow) go on by themselves.",
  examples: [.init(line: "herald spool resume email", says: "the mail goes again")],
  takes: 1...1
) { invocation in try SpoolPause(SpoolDesk(invocation)).resume() }

/// One `spool pause` or `spool resume`.
struct SpoolPause {
  let desk: SpoolDesk
  private let now = SystemClock.now().seconds

  init(_ desk: SpoolDesk) { self.desk = desk }

  func pause() throws -> ExitCode {
    let reason = desk.invocation.value("reason")
    for channel in try channels() {
      try failing {
        try desk.folder.prepare(channel)
        let before = desk.folder.pause(of: channel)
        // What made it rest first is worth more than that somebody said so again.
        if before == nil || reason != nil {
          try desk.folder.pause(channel, reason: reason ?? "a person said so")
        }
        let backlog = try desk.folder.backlog(channel)
        var says = before == nil ? "\(channel) rests now" : "\(channel) rests already"
        if before == nil || reason != nil {
          says += ": \(counted(backlog.queued, "job")) wait\(backlog.queued == 1 ? "s" : "")"
          if backlog.claimed > 0 { says += ", \(grouped(backlog.claimed)) with a worker may still go" }
        } else if let before {
          says = PauseWords(before, channel, now: now, zone: desk.project.zone).text
        }
        desk.terminal.print(says)
      }
    }
    return .fine
  }

  func resume() throws -> ExitCode {
    for channel in try channels() {
      try failing {
        let before = desk.folder.pause(of: channel)
        try desk.folder.resume(channel)
        let shape = try desk.folder.shape(channel, now: now)
        let backlog = try desk.folder.backlog(channel)
        let state = before.map { "\(channel) goes on, having rested for \(roughly(max(0, now - $0.since)))" }
        desk.terminal.print(
          (state ?? "\(channel) did not rest")
            + ": \(counted(shape.dueCount, "job")) due, \(counted(backlog.workersAlive, "worker"))")
        if shape.dueCount > 0, backlog.workersAlive == 0 {
          desk.invocation.report([Diagnostic(.note, "nobody sends", advice: "herald drain \(channel) does")])
        }
      }
    }
    return .fine
  }

  private func channels() throws -> [String] {
    let known = try desk.knownChannels()
    let wanted = desk.invocation.operands[0]
    if wanted == "ALL" { return known }
    guard known.contains(wanted) else {
      throw UsageError(message: "there is no channel “\(wanted)”", advice: suggestion(for: wanted, in: known))
    }
    return [wanted]
  }
}

/// `email rests since 2026-03-02 03:12 (2 h): the login was refused`
struct PauseWords {
  let text: String

  init(_ pause: Pause, _ channel: String, now: Int64, zone: Zone) {
    let time = Instant(seconds: pause.since).map { PlainTime.minute($0, zone) } ?? "?"
    text =
      "\(channel) rests since \(time) (\(roughly(max(0, now - pause.since))))"
      + (pause.reason.isEmpty ? "" : ": \(pause.reason)")
  }
}
