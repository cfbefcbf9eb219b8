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
  let cells: CampaignCells
  /// By index in the project's.
  let channels: [CampaignChannel]
  /// No export says anything against a step that was due by then; nil where one is not to be trusted.
  let provenUntil: Instant?
  /// What the identities of all its messages begin with.
  private let keyBeginning: Hash128.Builder
  private let stepNames: [String]
  /// Whether a sequence leaves a trace of its own: one with several steps, or one that may begin again.
  let keepsSequences: Bool

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
    cells = CampaignCells(program, channels: project.channels.count, store)
    channels = project.channels.map { CampaignChannel($0, program.campaign, project, suppression) }
    keyBeginning = MessageKeys.beginning(
      project: project.id, campaign: program.campaign, entity: project.entities[program.campaign.each].name,
      values: max(1, program.onePer.count))
    stepNames = program.campaign.steps.map(\.name)
    keepsSequences = Self.keepsSequences(program.campaign)
    let states = program.exports.map { exports[$0] }
    let isSound = states.allSatisfy { $0.unusable == nil && !$0.isOld }
    let latest = Instant(seconds: Instant.maximumSeconds)
    provenUntil = isSound ? states.filter(\.covers).compactMap(\.madeAt).min() ?? latest : nil
  }

  /// A subject whose sequence may have a step of interest.
  struct Prospect: Sendable {
    var row: Int
    /// As the records have it; pinned by a sequence in progress. Nil: none.
    var start: Instant?
    var keys: MessageKeys?
    var keyProblem: KeyProblem?
    /// Nil: it has not begun yet.
    var standing: Standing?
  }

  /// How far a sequence came in earlier runs.
  final class Standing: Sendable {
    /// The sequence began in an earlier run.
    let isInProgress: Bool
    /// It has ended: by its last step, by `until`, or because a step passed unsent.
    let isEnded: Bool
    let repetition: Int
    /// As it was pinned.
    let variant: String?
    /// When `again_after` lets the sequence begin again.
    let againAt: Instant?

    init(
      isInProgress: Bool = false, isEnded: Bool = false, repetition: Int, variant: String?, againAt: Instant? = nil
    ) {
      self.isInProgress = isInProgress
      self.isEnded = isEnded
      self.repetition = repetition
      self.variant = variant
      self.againAt = againAt
    }
  }

  final class KeyProblem: Error, Sendable {
    let rule: Int
    let unknown: Unknown

    init(rule: Int, unknown: Unknown) {
      self.rule = rule
      self.unknown = unknown
    }
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
    // In blocks: what is known of a candidate on its way is many times its decision. Large ones where the ledger is
    // asked, since it is in the order of its keys.
    let block = history.hasMessages(campaign: program.campaign.id) ? 1 << 17 : 1 << 15
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
      self, evaluator: Evaluator(store: store, schema: project.schema, now: now, calendar: project.calendar))
  }

  private func prospect(_ row: Int, _ firstSeen: [Hash128: Instant], _ context: GateContext) -> Prospect? {
    let subject = RecordID(entity: program.campaign.each, row: row)
    var prospect = Prospect(row: row)
    switch keys(subject, context) {
    case .success(let keys): prospect.keys = keys
    case .failure(let problem): prospect.keyProblem = problem
    }
    prospect.start = start(subject, firstSeen, context)
    // Without a start of its own it matters only if it is in progress, which is found out by its key.
    return prospect.start == nil && prospect.keys == nil ? nil : prospect
  }

  private func start(_ subject: RecordID, _ firstSeen: [Hash128: Instant], _ context: GateContext) -> Instant? {
    switch cells.start {
    case nil: return seen(subject, firstSeen, context)
    case .field(let reader): return reader.timestamp(subject)
    case .program(let start):
      guard case .timestamp(let start)? = try? context.evaluator.evaluate(start, subject: subject) else { return nil }
      return start
    }
  }

  /// The identities of the subject's messages.
  func keys(_ subject: RecordID, _ context: GateContext) -> Result<MessageKeys, KeyProblem> {
    var builder = keyBeginning
    if program.onePer.isEmpty {
      let isRead: Void? = unsafe cells.subjectKey.withText(subject) { unsafe builder.add($0.bytes) }
      if isRead == nil { builder.add("") }
      return .success(MessageKeys(builder))
    }
    for index in program.onePer.indices {
      let isRead: Void? = unsafe cells.onePer[index]?.withText(subject) { unsafe builder.add($0.bytes) }
      if isRead != nil { continue }
      switch onePerValue(index, subject, context) {
      case .success(let text): builder.add(text)
      case .failure(let problem): return .failure(problem)
      }
    }
    return .success(MessageKeys(builder))
  }

  /// The values that tell this campaign's messages apart: those of `one_per`, else the subject's key.
  func onePerValues(_ subject: RecordID, _ context: GateContext) -> Result<[String], KeyProblem> {
    if program.onePer.isEmpty { return .success([store.key(of: subject)]) }
    var values: [String] = []
    for index in program.onePer.indices {
      switch onePerValue(index, subject, context) {
      case .success(let text): values.append(text)
      case .failure(let problem): return .failure(problem)
      }
    }
    return .success(values)
  }

  private func onePerValue(_ index: Int, _ subject: RecordID, _ context: GateContext) -> Result<String, KeyProblem> {
    do throws(Unknown) {
      let value = try context.evaluator.evaluate(program.onePer[index], subject: subject)
      if let text = value.keyText { return .success(text) }
      return .failure(KeyProblem(rule: index, unknown: Unknown(.other("it is no single value"))))
    } catch {
      return .failure(KeyProblem(rule: index, unknown: error))
    }
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
    var held: Held?
    for gate in gates {
      held = gate.hold(&candidate, context)
      if held != nil { break }
    }
    let channel = held == nil ? candidate.channel : nil
    let pinned = prospect.standing?.variant ?? (candidate.reopening == nil ? nil : candidate.past?.variant)
    return Decision(
      campaign: program.index, subject: candidate.subject, step: candidate.placed.step, start: candidate.start,
      due: candidate.placed.due, closes: candidate.placed.closes, outcome: held?.outcome ?? .sent,
      reason: held?.reason ?? candidate.reopening.map { .reopened($0, []) } ?? .none, next: held?.next,
      channel: channel,
      message: prospect.keys?.message(step: stepNames[candidate.placed.step], repetition: prospect.repetition),
      sequence: keepsSequences ? prospect.keys?.sequence : nil, isInProgress: prospect.standing?.isInProgress ?? false,
      repetition: prospect.repetition, variant: variant(of: candidate.subject, pinned: pinned, context),
      attempt: candidate.past.map { past in
        channel.map {
          past.nextAttempt(channel: project.channels[$0].name, after: candidate.reopening?.waiting)
        } ?? past.attempt + 1
      } ?? 1,
      reopening: candidate.reopening)
  }

  private func candidate(_ prospect: Prospect, _ known: Known, _ context: GateContext) -> Candidate? {
    guard let start = prospect.start else { return nil }
    if known.messages.isEmpty, known.lost.isEmpty {
      guard let current = program.windows.current(start, isSent: { _ in false }) else { return nil }
      return candidate(prospect, start, current, past: nil, reopening: nil)
    }
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
    var place = current
    place.placed = pinned ?? current.placed
    return candidate(prospect, taken?.job.start ?? start, place, past: past, reopening: reopening)
  }

  private func candidate(
    _ prospect: Prospect, _ start: Instant, _ current: Windows.Current, past: PastMessage?, reopening: Reopening?
  ) -> Candidate {
    Candidate(
      subject: RecordID(entity: program.campaign.each, row: prospect.row), start: start,
      placed: current.placed, past: past, againAt: prospect.standing?.againAt,
      isEnded: prospect.standing?.isEnded ?? false, passedStep: current.passedStep,
      keyProblem: prospect.keyProblem.map { ($0.rule, $0.unknown) }, channel: nil, reopening: reopening,
      reportsUntil: past.flatMap { reportsUntil($0, step: current.placed.step) })
  }
}

extension CampaignDecisions.Prospect {
  var repetition: Int { standing?.repetition ?? 0 }
}

extension CampaignChannel {
  init(_ channel: Channel, _ campaign: Campaign, _ project: Project, _ suppression: SuppressionList) {
    name = channel.name
    lowercased = Array(channel.name.lowercased().utf8)
    isStaff = channel.isStaff
    kind = channel.addressKind
    let base = channel.quiet ?? project.quiet
    quiet = channel.isStaff ? .none : campaign.quiet.map { base.union($0) } ?? base
    sparesNobody = suppression.sparesNobody(channel: channel.name)
    hasBody = campaign.steps.map { $0.bodies[channel.name] != nil }
  }
}
