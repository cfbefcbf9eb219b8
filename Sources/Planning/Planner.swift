package import Campaigns
package import CivilTime
package import Diagnostics
import Platform
import Rules
import Tables

/// What a run would do, decided from the exports, the campaigns and what earlier runs remember.
///
/// One direction: sieve → load → gates → settlement. Nothing is written and no clock is read: the same exports,
/// campaigns, history and `now` give the same decisions, with any number of threads.
package struct Planner: Sendable {
  package struct Request: Sendable {
    package var now: Instant
    /// `--now` was given: `fresh` does not apply.
    package var isNowGiven: Bool
    package var threads: Int
    /// Every candidate is loaded and decided one by one, also those that a scan could rule out and count.
    package var wantsEveryDecision: Bool
    /// Only what concerns this record.
    package var subject: Subject?
    /// Only these subjects, by campaign (index in the project's, also one that is not enabled): their keys.
    package var subjects: [Int: Set<String>]?
    /// A person lets so many messages of a campaign through in this run; `all` for the house's limit.
    package var allowed: [String: Int] = [:]
    /// Entities whose exports a person lets through although they shrank.
    package var accepted: Set<Int> = []
    /// What the spool still has of earlier messages: asked again whether they may go.
    package var unsent = UnsentJobs()
    /// Of a test; nil: shares are drawn.
    package var assumptions: Assumptions?

    package init(
      now: Instant, isNowGiven: Bool, threads: Int, wantsEveryDecision: Bool = false, subject: Subject? = nil
    ) {
      self.now = now
      self.isNowGiven = isNowGiven
      self.threads = threads
      self.wantsEveryDecision = wantsEveryDecision
      self.subject = subject
    }
  }

  /// What a test assumes instead of drawing shares: nobody is held out and everybody has the first variant, unless said.
  package struct Assumptions: Hashable, Sendable {
    package var isHeldOut: Bool
    package var variant: String?
    package init(isHeldOut: Bool = false, variant: String? = nil) {
      self.isHeldOut = isHeldOut
      self.variant = variant
    }
  }

  /// A record by its entity (index in the project's) and key.
  package struct Subject: Sendable {
    package var entity: Int
    package var key: String
    package init(entity: Int, key: String) {
      self.entity = entity
      self.key = key
    }
  }

  let project: Project
  let history: any History
  let request: Request

  package init(project: Project, history: any History, request: Request) {
    self.project = project
    self.history = history
    self.request = request
  }

  package func plan() throws(Diagnostic) -> Plan {
    let lastRun = history.lastRun
    let programs = project.campaigns.indices
      .filter { index in request.subjects.map { $0[index] != nil } ?? project.campaigns[index].enabled }
      .map { CampaignProgram($0, project, now: request.now, lastRun: lastRun) }
    var exports = ExportSet(project, used: Set(programs.flatMap(\.exports)), request)
    exports.require(namedColumns(programs))
    let (found, store) = try load(programs, &exports)
    let plan = decide(programs, found, store, exports)
    if let problem = history.problem { throw problem }
    return plan
  }

  /// Finds the candidates and loads what they can reach: by program, those that were only counted, and the subjects' rows.
  private func load(
    _ programs: [CampaignProgram], _ exports: inout ExportSet
  ) throws(Diagnostic) -> (found: [(counted: [Outcome: Int], rows: [Int])], store: RecordStore) {
    var loader = Loader(
      schema: project.schema, sources: project.entities, exports: exports.opened, threads: request.threads)
    let roots = programs.map {
      loader.add(CampaignProgram.tree($0.campaign, project.schema), campaign: $0.campaign.id)
    }
    var search = CandidateSearch(self, programs, exports)
    try search.run(&loader, roots)
    for (entity, report) in search.reports { exports.add(report, of: entity) }
    try loader.run()
    for (entity, report) in loader.reports { exports.add(report, of: entity) }
    exports.compare(project, history, joins: loader.joins(), accepted: request.accepted)
    let (store, subjects) = store(&loader, roots)
    return (zip(search.found, subjects).map { ($0.counted, $1) }, store)
  }

  /// The columns that the campaigns' rules and texts name, by entity, and those that choose between duplicates.
  private func namedColumns(_ programs: [CampaignProgram]) -> [Int: Set<ColumnIndex>] {
    var columns: [Int: Set<ColumnIndex>] = [:]
    for program in programs {
      CampaignProgram.tree(program.campaign, project.schema)
        .addNamedColumns(to: &columns, project.entities, project.schema)
    }
    for entity in columns.keys {
      if case .newest(let field) = project.entities[entity].duplicates { columns[entity]?.insert(field) }
    }
    return columns
  }

  /// What was loaded as records; and by root which of them were asked for, in the export's order.
  private func store(_ loader: inout Loader, _ roots: [Int]) -> (store: RecordStore, subjects: [[Int]]) {
    var assembly = Assembly(schema: project.schema, sources: project.entities, names: loader.names)
    assembly.build(loader.takeRows())
    let subjects = roots.map { assembly.rows(of: loader.branches[$0].node.entity, in: loader.branches[$0].need) }
    let store = RecordStore(
      entities: assembly.takeEntities(), targets: project.schema.entities.map { $0.links.map(\.target) },
      history: history, customerKey: CustomerKeys(project).key)
    return (store, subjects)
  }

  /// Decides over a store that is ready.
  ///
  /// - Parameter found: by program, the candidates that were only counted, and the subjects' rows.
  func decide(
    _ programs: [CampaignProgram], _ found: [(counted: [Outcome: Int], rows: [Int])], _ store: RecordStore,
    _ exports: ExportSet
  ) -> Plan {
    var decisions: [Decision] = []
    var counted: [Int: [Outcome: Int]] = [:]
    var deciders: [Int: CampaignDecisions] = [:]
    var subjects: [Int: [Int]] = [:]
    var endings: [PastSequence] = []
    var beginnings: [Int: [BeginningChange]] = [:]
    let suppression = SuppressionList(project, history: history)
    let waiting = Dictionary(grouping: request.unsent.waiting.values.sorted { $0.id < $1.id }, by: \.campaign)
    var lost = jobsOfNoCampaign(waiting)
    for (program, found) in zip(programs, found) {
      let decider = CampaignDecisions(
        program: program, project: project, store: store, history: history, exports: exports.states,
        suppression: suppression, now: request.now, threads: request.threads, unsent: request.unsent,
        assumptions: request.assumptions)
      deciders[program.index] = decider
      counted[program.index] =
        exports.isUsable(program) ? found.counted : [.staleData: found.counted.values.reduce(0, +)]
      let rows = found.rows
      subjects[program.index] = rows
      let ofCampaign = decider.lost(waiting[program.campaign.id] ?? [], isWhole: request.subject == nil)
      lost += ofCampaign.values.sorted { $0.job.id < $1.job.id }
      decisions.reserveCapacity(decisions.count + rows.count)
      decisions += decider.decide(rows, lost: ofCampaign)
      endings += decider.finishedSequences()
      let changes = decider.firstSeenChanges(rows)
      if !changes.isEmpty { beginnings[program.index] = changes }
    }
    let settled = Settlement(project: project, deciders: deciders, store: store, history: history, request: request)
      .settle(decisions)
    return Plan(
      project: project, now: request.now, decisions: settled.decisions, lost: lost, alarms: settled.alarms,
      held: settled.held, beginnings: beginnings, endings: endings, counted: counted, exports: exports,
      suppression: suppression, store: store,
      deciders: deciders, subjects: subjects, threads: request.threads)
  }
}

extension Planner {
  /// Jobs of campaigns that are no longer in the project, or are switched off. One whose file is broken sits out: its jobs
  /// stay.
  private func jobsOfNoCampaign(_ waiting: [String: [WaitingJob]]) -> [Withdrawal] {
    guard request.subject == nil, request.subjects == nil else { return [] }
    let known = Set(project.campaigns.filter(\.enabled).map(\.id) + project.broken.map(\.id))
    return waiting.keys.filter { !known.contains($0) }.sorted().flatMap { id in
      let isOff = project.campaigns.contains { $0.id == id }
      let reason = isOff ? "the campaign is switched off" : "the project has no such campaign any more"
      return (waiting[id] ?? []).map { Withdrawal(job: $0, purpose: .owed, outcome: .stopped, reason: reason) }
    }
  }
}

/// Finds the customer's key of any record, for `told`: through the to-one links, as rules write `customer`.
struct CustomerKeys: Sendable {
  private let paths: [[Int]?]

  init(_ project: Project) {
    let target = project.schema.entity(named: "customer")
    paths = project.schema.entities.indices.map { entity in
      target.flatMap { project.schema.toOnePath(from: entity, to: $0) }
    }
  }

  func key(_ store: RecordStore, _ record: RecordID) -> String? {
    guard let path = paths[Int(record.entity)] else { return nil }
    var record = record
    for link in path {
      guard let next = store.follow(link: link, of: record) else { return nil }
      record = next
    }
    return store.key(of: record)
  }
}

extension Schema {
  /// The links from one entity to another over to-one links, the shortest way; empty from itself; nil if there is none.
  func toOnePath(from: Int, to: Int) -> [Int]? {
    var paths: [Int: [Int]] = [from: []]
    var open = [from]
    while !open.isEmpty {
      let entity = open.removeFirst()
      if entity == to { return paths[entity] }
      for (index, link) in entities[entity].links.enumerated() where link.kind == .one && paths[link.target] == nil {
        paths[link.target] = (paths[entity] ?? []) + [index]
        open.append(link.target)
      }
    }
    return nil
  }
}
