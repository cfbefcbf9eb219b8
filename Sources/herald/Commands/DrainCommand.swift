import Campaigns
import Delivery
import Diagnostics
import Ledger
import Planning
import Platform
import Spool
import Synchronization

let drainCommand = Command(
  name: "drain", operands: "CHANNEL [-- COMMAND [ARGUMENT…]]",
  summary: "sends what is due: through a command of yours, or --via",
  details: "Each job goes to a run of the command: the job, one line of JSON, on its standard input, and HERALD_ID, "
    + "HERALD_CHANNEL, HERALD_CAMPAIGN, HERALD_ATTEMPT and HERALD_TO in its environment. Exit 0 says sent; 75, 71 and "
    + "74 put it back for later; 65 to 70 and 76 say that it can never be sent; 77, 78, 126 and 127 put it back and "
    + "rest the channel; anything else is unknown, and it is not sent again (`on_unknown: retry` in herald.yaml: it is). "
    + "Ends when nothing is due, unless it follows. SIGTERM lets it finish what is in hand and give back the rest; "
    + "SIGHUP reads the channel's rate again.",
  options: [
    .init(
      name: "via", value: "WHERE",
      help: "send without a command: " + Via.forms.map { "\($0.form) (\($0.says))" }.joined(separator: ", ")),
    .init(name: "follow", help: "do not end when nothing is due: wait for more"),
    .init(name: "concurrency", value: "N", help: "send so many at a time (default: 1)"),
  ],
  examples: [
    .init(line: "herald drain email -- ./send-mail", says: "one run of ./send-mail a mail"),
    .init(
      line: "herald drain email --via smtp://shop@mail.example:587",
      says: "through a mail server; the password is in HERALD_SMTP_PASSWORD"),
    .init(
      line: "herald drain sms --follow --concurrency 4 -- ./send-sms", says: "a service that sends as jobs come in"),
  ],
  takes: 1...1, takesCommand: true
) { invocation in try DrainRun(invocation).run() }

/// One `drain`.
struct DrainRun {
  let invocation: Invocation
  private let project: Project
  let channel: Channel

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    let hasVia = invocation.has("via")
    guard invocation.command.isEmpty == hasVia else {
      throw UsageError(
        message: hasVia ? "drain takes --via or a command, not both" : "drain needs a command behind --, or --via",
        advice: "herald drain CHANNEL -- COMMAND, or herald drain CHANNEL --via smtp://HOST")
    }
    project = try invocation.loadProject()
    let (name, names) = (invocation.operands[0], project.channels.map(\.name))
    guard let channel = project.channels.first(where: { $0.name == name }) else {
      throw UsageError(message: "there is no channel “\(name)”", advice: suggestion(for: name, in: names))
    }
    self.channel = channel
  }

  func run() throws -> ExitCode {
    let (settings, transport) = (try settings(), try invocation.transport())
    Signals.watchTermination()
    Signals.watchReload()
    do {
      let folder = try SpoolFolder(opening: project.state + "/spool")
      let report = try Drain(folder, channel: channel.name, settings, through: transport).run()
      tell(report, pauseFile: folder.pauseFile(channel.name))
      return report.needsAttention ? .attention : .fine
    } catch let error as SpoolProblem {
      throw Failure(error)
    }
  }

  private func settings() throws -> Drain.Settings {
    var settings = Drain.Settings()
    settings.concurrency = try concurrency()
    settings.follows = invocation.has("follow")
    settings.retriesUnknown = channel.onUnknown == .retry
    settings.interval = interval()
    settings.isSuppressed = try isSuppressed()
    settings.noticesRest = { [invocation, channel] rests in
      invocation.report([
        Diagnostic(
          .warning, rests ? "\(channel.name) rests" : "\(channel.name) goes on",
          advice: rests ? "mend the cause, then herald spool resume \(channel.name)" : nil)
      ])
    }
    return settings
  }

  /// By the lists of herald.yaml and by what providers reported. Staff is not suppressed, and a trial goes to whom a person
  /// named.
  private func isSuppressed() throws -> @Sendable (JobFile) -> Bool? {
    if channel.isStaff { return { _ in false } }
    let lists = SuppressionWatch(project, channel: channel)
    let memory = try Memory.open(project, for: .reading)
    let addresses = AddressHashes(project, memory.forgotten.hash)
    return { [ledger = memory.ledger, name = channel.name] job in
      if job.isTrial { return false }
      guard let isListed = lists.holds(job.address, purpose: Purpose(rawValue: job.purpose)) else { return nil }
      guard !isListed, let ledger, let address = addresses.hash(job.address, name) else { return isListed }
      // A purpose that we do not know may be marketing.
      let isMarketing = ![Purpose.legal.rawValue, Purpose.service.rawValue].contains(job.purpose)
      do throws(LedgerProblem) {
        return try ledger.suppression(of: address, channel: name, isMarketing: isMarketing) != nil
      } catch { return nil }
    }
  }

  private func concurrency() throws -> Int {
    guard let text = invocation.value("concurrency") else { return 1 }
    guard let count = Int(text), (1...256).contains(count) else {
      throw UsageError(message: "--concurrency “\(text)” is no number from 1 to 256")
    }
    return count
  }

  /// The rate as herald.yaml says at that time; where it can't be read, as it said last.
  private func interval() -> @Sendable () -> Duration? {
    let last = Mutex(channel.rate)
    return { [invocation, channel] in
      let rate = last.withLock { last in
        if let now = try? invocation.loadProject().channels.first(where: { $0.name == channel.name }) {
          last = now.rate
        }
        return last
      }
      return rate?.interval
    }
  }
}
