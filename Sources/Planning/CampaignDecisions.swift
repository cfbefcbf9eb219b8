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

  init(
    program: CampaignProgram, project: Project, store: RecordStore, history: any History, exports: [ExportState],
    suppression: SuppressionList, now: Instant, threads: Int
  ) {
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
    var start: Instant
    var isInProgress: Bool
    var keys: MessageKeys?
    var keyProblem: KeyProblem?
  }

  struct KeyProblem: Error, Sendable {
    var rule: Int
    var unknown: Unknown
  }

  /// Decides for these rows of the subject's entity, in their order.
  func decide(_ rows: [Int]) -> [Decision] {
    let open = Dictionary(
      history.openSequences(campaign: program.campaign.id).map { ($0.key, $0.start) }, uniquingKeysWith: min)
    let prospects = parallel(rows.count, threads: threads) { [self] range in
      let context = context()
      return range.compactMap { prospect(rows[$0], open, context) }
    }.flatMap { $0 }
    let decided = decidedMessages(prospects)
    return parallel(prospects.count, threads: threads) { [self] range in
      let context = context()
      return range.compactMap { decide(prospects[$0], decided, context) }
    }.flatMap { $0 }
  }

  func context() -> GateContext {
    GateContext(
      project: project, program: program,
      evaluator: Evaluator(store: store, schema: project.schema, now: now, calendar: project.calendar), now: now,
      exports: exports, suppression: suppression)
  }

  private func prospect(_ row: Int, _ open: [Hash128: Instant], _ context: GateContext) -> Prospect? {
    let subject = RecordID(entity: program.campaign.each, row: row)
    var prospect = Prospect(row: row, start: now, isInProgress: false, keys: nil, keyProblem: nil)
    switch onePerValues(subject, context) {
    case .success(let values):
      prospect.keys = MessageKeys(
        project: project.id, campaign: program.campaign, entity: project.entities[program.campaign.each].name,
        values: values)
    case .failure(let problem): prospect.keyProblem = problem
    }
    if let sequence = prospect.keys?.sequence, let pinned = open[sequence] {
      prospect.start = pinned
      prospect.isInProgress = true
    } else {
      guard case .timestamp(let start)? = try? context.evaluator.evaluate(program.start, subject: subject) else {
        return nil
      }
      prospect.start = start
    }
    return program.windows.admits(prospect.start) ? prospect : nil
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

  /// By message: when it was decided. The ledger is probed once, in sorted order.
  private func decidedMessages(_ prospects: [Prospect]) -> [Hash128: Instant] {
    guard history.hasMessages(campaign: program.campaign.id) else { return [:] }
    let keys = Set(
      prospects.flatMap { prospect in
        program.campaign.steps.compactMap { prospect.keys?.message(step: $0.name) }
      }
    ).sorted()
    var found: [Hash128: Instant] = [:]
    for (key, instant) in zip(keys, history.decided(keys)) { if let instant { found[key] = instant } }
    return found
  }

  private func decide(
    _ prospect: Prospect, _ decided: [Hash128: Instant], _ context: GateContext
  ) -> Decision? {
    guard var candidate = candidate(prospect, decided) else { return nil }
    let held = gates.lazy.compactMap { $0.hold(&candidate, context) }.first
    return Decision(
      campaign: program.index, subject: candidate.subject, step: candidate.placed.step, start: prospect.start,
      due: candidate.placed.due, closes: candidate.placed.closes, outcome: held?.outcome ?? .sent,
      reason: held?.reason ?? .none, next: held?.next, channel: held == nil ? candidate.channel : nil,
      message: prospect.keys?.message(step: program.campaign.steps[candidate.placed.step].name),
      sequence: prospect.keys?.sequence, isInProgress: prospect.isInProgress)
  }

  private func candidate(_ prospect: Prospect, _ decided: [Hash128: Instant]) -> Candidate? {
    let messages = program.campaign.steps.map { step in prospect.keys.flatMap { decided[$0.message(step: step.name)] } }
    guard let current = program.windows.current(prospect.start, isSent: { messages[$0] != nil }) else { return nil }
    return Candidate(
      subject: RecordID(entity: program.campaign.each, row: prospect.row), start: prospect.start,
      placed: current.placed, decidedAt: messages[current.placed.step], passedStep: current.passedStep,
      keyProblem: prospect.keyProblem.map { ($0.rule, $0.unknown) }, channel: nil)
  }
}
