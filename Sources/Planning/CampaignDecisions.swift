import Campaigns
import CivilTime
import Platform
import Rules

/// Decides the candidates of one campaign: places them in time, asks the ledger, and sends them through the gates.
final class CampaignDecisions: Sendable {
  let program: CampaignProgram
  let project: Project
  let store: RecordStore
  let history: any History
  let exports: [ExportState]
  let suppression: SuppressionList
  let now: Instant
  let threads: Int
  /// What the spool still has of earlier messages.
  let unsent: UnsentJobs
  /// What a test assumes of shares; nil in a run.
  let assumptions: Planner.Assumptions?

  init(
    program: CampaignProgram, project: Project, store: RecordStore, history: any History, exports: [ExportState],
    suppression: SuppressionList, now: Instant, threads: Int, unsent: UnsentJobs = UnsentJobs(),
    assumptions: Planner.Assumptions? = nil
  ) {
    self.unsent = unsent
    self.assumptions = assumptions
    self.program = program
    self.project = project
    self.store = store
    self.history = history
    self.exports = exports
    self.suppression = suppression
    self.now = now
    self.threads = threads
  }

  /// A subject whose sequence may have a step of interest.
  struct Prospect: Sendable {
    var row: Int
    /// As the records have it; pinned by a sequence in progress. Nil: none.
    var start: Instant?
    var keys: MessageKeys?
    var keyProblem: KeyProblem?
    /// The sequence began in an earlier run.
    var isInProgress = false
    /// It has ended: by its last step, by `until`, or because a step passed unsent.
    var isEnded = false
    var repetition = 0
    /// As it was pinned.
    var variant: String?
    /// When `again_after` lets the sequence begin again.
    var againAt: Instant?
  }

  struct KeyProblem: Error, Sendable {
    var rule: Int
    var unknown: Unknown
  }

  /// What earlier runs decided about some messages.
  struct Known: Sendable {
    var messages: [Hash128: PastMessage] = [:]
    /// Those whose jobs wait and have lost their reason.
    var lost: [Hash128: Withdrawal] = [:]
  }

  /// Decides for these rows of the subject's entity, in their order.
  /// - Parameter lost: by message, jobs that are to be taken back: they are decided once more.
  func decide(_ rows: [Int], lost: [Hash128: Withdrawal] = [:]) -> [Decision] {
    let firstSeen = program.start == nil ? history.firstSeen(campaign: program.campaign.id) : [:]
    // In blocks: what is known of a candidate on its way is many times its decision.
    let block = 1 << 17
    var decisions: [Decision] = []
    for start in stride(from: 0, to: rows.count, by: block) {
      decisions += decide(rows[start..<min(rows.count, start + block)], firstSeen, lost)
    }
    return decisions
  }

  private func decide(
    _ rows: ArraySlice<Int>, _ firstSeen: [Hash128: Instant], _ lost: [Hash128: Withdrawal]
  ) -> [Decision] {
    var prospects = parallel(rows.count, threads: threads) { [self] range in
      let context = context()
      return range.compactMap { prospect(rows[rows.startIndex + $0], firstSeen, context) }
    }.flatMap { $0 }
    resume(&prospects)
    prospects.removeAll { $0.start.map { !program.windows.admits($0) } ?? true }
    let known = Known(messages: decidedMessages(prospects, lost), lost: lost)
    return parallel(prospects.count, threads: threads) { [self, prospects] range in
      let context = context()
      return range.compactMap { decide(prospects[$0], known, context) }
    }.flatMap { $0 }
  }

  /// - Parameter message: when the message was decided that is asked about, where one of its campaign's own is not to be
  ///   held against it.
  func context(about message: Instant? = nil) -> GateContext {
    var store = store
    if let message { store.overlooked = (program.campaign.id, message) }
    return GateContext(
      project: project, program: program,
      evaluator: Evaluator(store: store, schema: project.schema, now: now, calendar: project.calendar), now: now,
      exports: exports, suppression: suppression, forgotten: history.forgotten)
  }

  private func prospect(_ row: Int, _ firstSeen: [Hash128: Instant], _ context: GateContext) -> Prospect? {
    let subject = RecordID(entity: program.campaign.each, row: row)
    var prospect = Prospect(row: row)
    switch onePerValues(subject, context) {
    case .success(let values): prospect.keys = keys(values)
    case .failure(let problem): prospect.keyProblem = problem
    }
    if let start = program.start {
      if case .timestamp(let start)? = try? context.evaluator.evaluate(start, subject: subject) {
        prospect.start = start
      }
    } else {
      prospect.start = seen(subject, firstSeen, context)
    }
    // Without a start of its own it matters only if it is in progress, which is found out by its key.
    return prospect.start == nil && prospect.keys == nil ? nil : prospect
  }

  func keys(_ values: [String]) -> MessageKeys {
    MessageKeys(
      project: project.id, campaign: program.campaign, entity: project.entities[program.campaign.each].name,
      values: values)
  }

  /// The values that tell this campaign's messages apart: those of `one_per`, else the subject's key.
  func onePerValues(_ subject: RecordID, _ context: GateContext) -> Result<[String], KeyProblem> {
    if program.onePer.isEmpty { return .success([store.key(of: subject)]) }
    var values: [String] = []
    for (index, rule) in program.onePer.enumerated() {
      do {
        let value = try context.evaluator.evaluate(rule, subject: subject)
        guard let text = value.keyText else {
          return .failure(KeyProblem(rule: index, unknown: Unknown(.other("it is no single value"))))
        }
        values.append(text)
      } catch {
        return .failure(KeyProblem(rule: index, unknown: error))
      }
    }
    return .success(values)
  }

  /// By message: what was decided. The ledger is probed once, in sorted order.
  private func decidedMessages(_ prospects: [Prospect], _ lost: [Hash128: Withdrawal]) -> [Hash128: PastMessage] {
    guard history.hasMessages(campaign: program.campaign.id) else { return [:] }
    let keys = Set(
      prospects.flatMap { prospect in
        program.campaign.steps.compactMap { prospect.keys?.message(step: $0.name, repetition: prospect.repetition) }
      }
    ).sorted()
    var found: [Hash128: PastMessage] = [:]
    var asked: [Hash128] = []
    for (key, message) in zip(keys, history.decided(keys)) {
      guard let message else { continue }
      found[key] = message
      let mayGo = message.state == .owed || lost[key] != nil || (message.state == .told && program.mayReopen(message))
      if mayGo { asked.append(key) }
    }
    if !asked.isEmpty { for (key, jobs) in zip(asked, history.jobs(asked)) { found[key]?.jobs = jobs } }
    return found
  }

  private func decide(_ prospect: Prospect, _ known: Known, _ context: GateContext) -> Decision? {
    guard var candidate = candidate(prospect, known, context) else { return nil }
    var context = context
    // A rule that asks what the customer was told does not mean this very message.
    if candidate.reopening != nil, program.asksAboutItself, let past = candidate.past {
      context = self.context(about: past.at)
    }
    let held = gates.lazy.compactMap { $0.hold(&candidate, context) }.first
    let step = program.campaign.steps[candidate.placed.step].name
    let channel = held == nil ? candidate.channel : nil
    return Decision(
      campaign: program.index, subject: candidate.subject, step: candidate.placed.step, start: candidate.start,
      due: candidate.placed.due, closes: candidate.placed.closes, outcome: held?.outcome ?? .sent,
      reason: held?.reason ?? candidate.reopening.map { .reopened($0, []) } ?? .none, next: held?.next,
      channel: channel,
      message: prospect.keys?.message(step: step, repetition: prospect.repetition),
      sequence: prospect.keys?.sequence, isInProgress: prospect.isInProgress, repetition: prospect.repetition,
      variant: variant(
        of: candidate.subject, pinned: prospect.variant ?? candidate.reopening.flatMap { _ in candidate.past?.variant },
        context),
      attempt: candidate.past.map { past in
        channel.map {
          past.nextAttempt(channel: project.channels[$0].name, after: candidate.reopening?.waiting)
        } ?? past.attempt + 1
      } ?? 1,
      reopening: candidate.reopening)
  }

  private func candidate(_ prospect: Prospect, _ known: Known, _ context: GateContext) -> Candidate? {
    guard let start = prospect.start else { return nil }
    let keys = program.campaign.steps.map { step in
      prospect.keys?.message(step: step.name, repetition: prospect.repetition)
    }
    let messages = keys.map { $0.flatMap { known.messages[$0] } }
    let lost = keys.map { $0.flatMap { known.lost[$0] } }
    let isSent = { (step: Int) in
      guard let past = messages[step] else { return false }
      return past.hasArrived || (lost[step] == nil && past.state != .owed)
    }
    let current = program.windows.current(start, isSent: isSent)
    if let again = reopened(prospect, messages, isSent, current, context) { return again }
    guard let current else { return nil }
    let past = messages[current.placed.step]
    let taken = current.isSent ? nil : lost[current.placed.step]
    let reopening = past.flatMap { past in
      taken.map {
        Reopening(
          cause: .lost, channel: $0.job.channel, state: .queued, tried: past.tried.subtracting([$0.job.channel]),
          waiting: $0.job)
      }
    }
    // It stays where it was: so were the rules asked that took it back.
    let pinned = taken.flatMap { program.windows.place(current.placed.step, start: $0.job.start) }
    return Candidate(
      subject: RecordID(entity: program.campaign.each, row: prospect.row),
      start: taken?.job.start ?? start, placed: pinned ?? current.placed, past: past, againAt: prospect.againAt,
      isEnded: prospect.isEnded, passedStep: current.passedStep,
      keyProblem: prospect.keyProblem.map { ($0.rule, $0.unknown) }, channel: nil, reopening: reopening,
      reportsUntil: past.flatMap { reportsUntil($0, step: current.placed.step) })
  }
}
