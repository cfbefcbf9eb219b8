import CivilTime
import Platform

@testable import Planning

/// What there is beside the exports: the reference's ledger with the places of the jobs, and the planner's memory, each
/// told of the same events.
struct World {
  var ledger = ReferenceLedger()
  var memory: OutcomeMemory
  /// In words.
  private(set) var events: [String] = []
  /// How often each kind of thing happened.
  private(set) var kinds: [String: Int] = [:]
  /// By the reference's name of a message: the planner's.
  private var keys: [String: Hash128] = [:]
  private var spooled: Set<String> = []

  init(isCalm: Bool) {
    memory = OutcomeMemory(isCalm: isCalm)
    ledger.isCalm = isCalm
  }

  func id(_ message: String, _ channel: String) -> String {
    keys[message].map { memory.jobID($0, channel) } ?? "unknown \(message)"
  }

  func id(_ withdrawn: ReferencePlanner.Withdrawn) -> String { id(withdrawn.message, withdrawn.channel) }

  /// What happens until the next run.
  mutating func pass(_ fates: Fates) {
    if ledger.isCalm { return }
    for event in fates.events(ledger) {
      guard let key = keys[event.message] else { continue }
      events.append(event.text)
      kinds["job \(event.kind)", default: 0] += 1
      ledger.take(event)
      let at = Instant(microseconds: event.at * 1_000_000)
      switch event.kind {
      case .known(let state):
        guard let state = DeliveryState(rawValue: state) else { continue }
        memory.note(state, of: key, event.channel, attempt: event.attempt, at: at)
      case .takenBack: memory.withdraw(key, event.channel, attempt: event.attempt, .owed, at: at)
      case .deferred, .claimed, .returned, .held, .released: break
      }
    }
  }

  /// What the spool shows a run.
  func unsent(_ run: RunModel) -> UnsentJobs {
    var waiting: [WaitingJob] = []
    var claimed: Set<String> = []
    for (name, message) in ledger.messages {
      guard let key = keys[name], !ledger.isCalm else { continue }
      for job in message.jobs {
        if job.place == .claimed { claimed.insert(id(name, job.channel)) }
        guard job.waits else { continue }
        waiting.append(
          WaitingJob(
            id: id(name, job.channel), attempt: job.attempt, channel: job.channel,
            notBefore: Instant(microseconds: job.notBefore * 1_000_000), isHeld: job.place == .held, message: key,
            campaign: message.campaign, step: message.step, entity: message.entity, subject: message.subject,
            start: Instant(microseconds: message.start * 1_000_000),
            decided: Instant(microseconds: message.at * 1_000_000)))
      }
    }
    return UnsentJobs(waiting: waiting, claimed: claimed)
  }

  /// Where the jobs that are taken back differ.
  func differences(_ plan: Plan, _ expected: ReferencePlanner.Result) -> [String] {
    let wanted = Set(expected.withdrawals.map { "\(id($0)), attempt \($0.attempt): \($0.purpose)" })
    let names = Dictionary(
      ledger.messages.flatMap { name, message in message.jobs.map { (id(name, $0.channel), "\(name) by \($0.channel)") }
      },
      uniquingKeysWith: { first, _ in first })
    let found = Set(
      plan.withdrawals.map { withdrawal in
        let purpose =
          switch withdrawal.purpose {
          case .owed: "owed"
          case .forGood: "over"
          case .moved: "moved"
          }
        return "\(withdrawal.job.id), attempt \(withdrawal.job.attempt): \(purpose)"
      })
    return found.symmetricDifference(wanted).sorted().map { text in
      let name = names[String(text.prefix { $0 != "," })] ?? ""
      return (found.contains(text) ? "takes back, not expected: " : "expected to be taken back: ") + "\(name) \(text)"
    }
  }

  /// No two jobs have the same id and attempt, each is one decision to send.
  mutating func spool(_ jobs: [Job], _ plan: Plan) -> [String] {
    var problems: [String] = []
    for job in jobs where !spooled.insert("\(job.id) \(job.attempt)").inserted {
      problems.append("a second job \(job.id) by \(job.channel) with attempt \(job.attempt)")
    }
    let sent = plan.decisions.count { $0.outcome == .sent }
    return sent == jobs.count ? problems : problems + ["\(sent) are sent, and there are \(jobs.count) jobs"]
  }

  mutating func record(_ plan: Plan, _ taken: [Withdrawal], _ expected: ReferencePlanner.Result) {
    let shares = ReferenceShares(plan)
    for (place, name) in expected.names { keys[name] = shares.messages[place] ?? keys[name] }
    for withdrawal in taken {
      kinds["taken back \(withdrawal.purpose)", default: 0] += 1
      let job = withdrawal.job
      memory.withdraw(job.message, job.channel, attempt: job.attempt, withdrawal.purpose, at: plan.now)
    }
    for move in plan.moves { kinds["moved \(move.state)", default: 0] += 1 }
    memory.record(plan)
    ledger = expected.ledger
  }
}
