import Campaigns
import Delivery
import Diagnostics
import Spool

extension DrainRun {
  /// What a drain came to: on a terminal, or when a person is needed.
  func tell(_ report: DrainReport, pauseFile: String) {
    let counts: [(Int, String)] = [
      (report.count(.sent), "sent"), (report.count(.deferred), "put back for later"),
      (report.count(.failed), "failed"), (report.count(.unknown) + report.reclaimed.unknown.count, "unknown"),
      (report.quiet, "waiting for quiet hours to end"), (report.suppressed, "suppressed by now"),
      (report.corrupt + report.reclaimed.corrupt.count, "corrupt"), (report.givenUp, "given up"),
    ]
    let words = counts.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }.joined(separator: ", ")
    if report.needsAttention {
      let mayBeSent = report.count(.unknown) + report.reclaimed.unknown.count > 0
      invocation.report([
        Diagnostic(
          .warning, "\(channel.name): \(words.isEmpty ? "nothing sent" : words)",
          advice: mayBeSent
            ? "unknown ones may have been sent: herald spool list --state unknown, ask the provider, then retry or drop"
            : nil)
      ])
    } else if invocation.terminal.errorsAreInteractive {
      invocation.terminal.error("\(channel.name): \(words.isEmpty ? "nothing is due" : words)")
    }
    invocation.report(problems(report, pauseFile))
  }

  private func problems(_ report: DrainReport, _ pauseFile: String) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if report.isPaused {
      problems.append(
        Diagnostic(
          .warning, "the channel rests", advice: "mend the cause, then herald spool resume \(channel.name)",
          file: pauseFile))
    }
    if report.lacksSuppressions {
      problems.append(
        Diagnostic(
          .warning, "a suppression list cannot be read, so nothing is sent", advice: "herald check says which"))
    }
    if report.lostReceipts > 0 {
      problems.append(
        Diagnostic(
          .warning, "the disk had no room for \(grouped(report.lostReceipts)) receipts",
          advice: "the outcomes are recorded; free some space"))
    }
    return problems + report.strays.map { Diagnostic(.warning, "not a job of the spool; left alone", file: $0) }
  }
}
