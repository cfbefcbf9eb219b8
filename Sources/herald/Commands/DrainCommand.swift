import Campaigns
import Delivery
import Diagnostics
import Platform
import Spool

let drainCommand = Command(
  name: "drain", operands: "CHANNEL -- COMMAND [ARGUMENT…]", summary: "sends what is due through a command of yours",
  details: "Each job goes to a run of the command: the job, one line of JSON, on its standard input, and HERALD_ID, "
    + "HERALD_CHANNEL, HERALD_CAMPAIGN, HERALD_ATTEMPT and HERALD_TO in its environment. Exit 0 says sent; 75, 71 and "
    + "74 put it back for later; 65 to 70 and 76 say that it can never be sent; 77, 78, 126 and 127 put it back and "
    + "rest the channel; anything else is unknown, and it is not sent again. Ends when nothing is due.",
  examples: [.init(line: "herald drain email -- ./send-mail", says: "one run of ./send-mail a mail")],
  takes: 1...1, takesCommand: true
) { invocation in try DrainRun(invocation).run() }

/// One `drain`.
struct DrainRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    guard !invocation.command.isEmpty else {
      throw UsageError(message: "drain needs a command behind --", advice: "herald drain CHANNEL -- COMMAND")
    }
    let project = try invocation.loadProject()
    let channel = invocation.operands[0]
    let names = project.channels.map(\.name)
    guard names.contains(channel) else {
      throw UsageError(message: "there is no channel “\(channel)”", advice: suggestion(for: channel, in: names))
    }
    Signals.watchTermination()
    do throws(SpoolProblem) {
      let folder = try SpoolFolder(opening: project.state + "/spool")
      let report = try Drain(folder, channel: channel, through: CommandTransport(invocation.command)).run()
      tell(report, pauseFile: folder.pauseFile(channel))
      return report.needsAttention ? .attention : .fine
    } catch {
      throw Failure(error)
    }
  }

  /// On a terminal, or when a person is needed.
  private func tell(_ report: DrainReport, pauseFile: String) {
    let counts: [(Int, String)] = [
      (report.count(.sent), "sent"), (report.count(.deferred), "put back for later"),
      (report.count(.failed), "failed"), (report.count(.unknown), "unknown"),
      (report.quiet, "waiting for quiet hours to end"),
      (report.corrupt, "corrupt"), (report.givenUp, "given up"),
    ]
    let words = counts.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }.joined(separator: ", ")
    if report.needsAttention {
      invocation.report([Diagnostic(.warning, "\(invocation.operands[0]): \(words.isEmpty ? "nothing sent" : words)")])
    } else if invocation.terminal.errorsAreInteractive {
      invocation.terminal.error("\(invocation.operands[0]): \(words.isEmpty ? "nothing is due" : words)")
    }
    if report.isPaused {
      invocation.report([
        Diagnostic(.warning, "the channel rests", advice: "mend the command, then remove the file", file: pauseFile)
      ])
    }
    invocation.report(report.strays.map { Diagnostic(.warning, "not a job of the spool; left alone", file: $0) })
  }
}
