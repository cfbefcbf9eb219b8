package import Campaigns
import CivilTime
import JSON
import Platform
import Rules

/// Runs the cases of one campaign, all of it in memory: real records, gates and texts over the rows of a test, at each
/// instant of its run, with exports that are made at that instant and a history of what its earlier instants sent.
///
/// Nothing of the shop's is read: no exports, no suppression lists, no ledger, no clock. `fresh` and an export's age do not
/// apply, `only_to` neither. Links are signed with a key that is the same everywhere.
package struct Rehearsal: Sendable {
  private let project: Project
  private let campaign: Int

  /// - Parameter campaign: its index in the project.
  package init(project: Project, campaign: Int) {
    var project = project
    project.campaigns[campaign].enabled = true
    project.suppressions = []
    project.onlyTo = nil
    self.project = project
    self.campaign = campaign
  }

  /// The results by file and case, in their order.
  package static func run(_ files: [CaseFile], project: Project, threads: Int) -> [[CaseResult]] {
    let cases = files.indices.flatMap { file in files[file].cases.indices.map { (file: file, test: $0) } }
    let rehearsals = files.map { file in
      project.campaigns.firstIndex { $0.id == file.campaign }.map { Rehearsal(project: project, campaign: $0) }
    }
    let results = parallel(cases.count, chunk: 1, threads: threads) { range in
      range.map { rehearsals[cases[$0].file]?.run(files[cases[$0].file].cases[cases[$0].test]) }
    }.flatMap { $0 }
    var grouped: [[CaseResult]] = Array(repeating: [], count: files.count)
    for (place, result) in zip(cases, results) { if let result { grouped[place.file].append(result) } }
    return grouped
  }

  package func run(_ test: CampaignCase) -> CaseResult {
    let clock = ContinuousClock()
    let begin = clock.now
    var run = RehearsalRun(project: project, campaign: campaign, test: test)
    run.runAll()
    let stops = run.stops.stops(run.program, zone: project.zone)
    let verdict = CaseVerdict(project: project, test: test, messages: run.messages, stops: stops)
    let failures = verdict.failures
    return CaseResult(
      failures: failures, messages: run.messages, stops: stops, microseconds: (clock.now - begin).microseconds)
  }
}

/// One test on its way through its instants.
private struct RehearsalRun {
  let project: Project
  let test: CampaignCase
  let given: GivenRows
  private(set) var program: CampaignProgram
  private(set) var messages: [RehearsedMessage] = []
  private(set) var stops = StopRecord()
  /// What was sent, for the receipts of the test.
  private var sent: [(message: Hash128, step: String, key: String, at: Instant)] = []
  /// Those of the test that have not come in, in the order of time.
  private var receipts: [GivenReceipt]
  private var history: RehearsalHistory
  private var store: (state: Int, records: RecordStore)?

  init(project: Project, campaign: Int, test: CampaignCase) {
    self.project = project
    self.test = test
    given = GivenRows(test.records, project)
    history = RehearsalHistory()
    receipts = test.receipts.sorted { $0.at < $1.at }
    program = CampaignProgram(campaign, project, now: test.from, lastRun: nil)
  }

  mutating func runAll() {
    for now in sequence(first: test.from, next: { [every = test.every] in $0.adding(every) }) {
      guard now <= test.to else { break }
      run(at: now)
    }
  }

  private mutating func run(at now: Instant) {
    takeIn(until: now)
    program = CampaignProgram(program, now: now, lastRun: history.lastRun)
    var request = Planner.Request(now: now, isNowGiven: true, threads: 1)
    request.assumptions = Planner.Assumptions(isHeldOut: test.isHeldOut, variant: test.variant)
    let planner = Planner(project: project, history: history, request: request)
    let records = records(at: now)
    var plan = planner.decide(program, over: records)
    // A signing key that is the same everywhere, so that tests can name links.
    try? plan.render(batch: "test", signKey: Array("test".utf8)) { [decisions = plan.decisions] job in
      if let message = decisions[job.decision].message {
        let step = program.campaign.steps[decisions[job.decision].step].name
        sent.append((message, step, records.key(of: decisions[job.decision].subject), now))
      }
      messages.append(RehearsedMessage(at: now, job: (try? JSONValue.parse(job.bytes)) ?? .null))
    }
    for decision in plan.decisions { stops.note(decision, subject: plan.subjectKey(decision), at: now) }
    history.record(plan)
  }

  /// What became of messages by now.
  private mutating func takeIn(until now: Instant) {
    while let receipt = receipts.first, receipt.at <= now {
      receipts.removeFirst()
      for message in sent where message.at <= receipt.at {
        guard receipt.step.map({ $0 == message.step }) ?? true, receipt.key.map({ $0 == message.key }) ?? true,
          receipt.via == nil || history.messages[message.message]?.channel == receipt.via
        else { continue }
        history.note(DeliveryState(receipt.state), of: message.message, at: receipt.at)
      }
    }
  }

  /// What an export of that instant has; made anew only when something has happened since the last.
  private mutating func records(at now: Instant) -> RecordStore {
    let state = given.state(at: now)
    if var known = store, known.state == state {
      known.records.history = history
      return known.records
    }
    let records = given.store(at: now, history: history)
    store = (state, records)
    return records
  }
}

extension Planner {
  /// Decides one campaign over records that are at hand, as if their exports had been made this moment.
  fileprivate func decide(_ program: CampaignProgram, over store: RecordStore) -> Plan {
    let rows = Array(store.entities[program.campaign.each].ordinals)
    return decide([program], [(counted: [:], rows: rows)], store, ExportSet(project, madeAt: request.now))
  }
}

extension DeliveryState {
  fileprivate init(_ state: GivenReceipt.State) {
    self =
      switch state {
      case .sent: .sent
      case .delivered: .delivered
      case .failed: .failed
      case .unknown: .unknown
      }
  }
}

extension Duration {
  fileprivate var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
