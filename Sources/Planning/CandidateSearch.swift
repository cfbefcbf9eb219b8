import Campaigns
import CivilTime
import Diagnostics
import Platform
import Rules
import Tables

/// Finds the subjects that the campaigns may be about: one sieve over each export that a start is read from.
struct CandidateSearch {
  struct Found: Sendable {
    /// The rows of the subject's entity to load and decide.
    var need = Need()
    /// Candidates that were ruled out by their row alone, and only counted.
    var counted: [Outcome: Int] = [:]
  }

  private let planner: Planner
  private let programs: [CampaignProgram]
  private let exports: ExportSet

  init(_ planner: Planner, _ programs: [CampaignProgram], _ exports: ExportSet) {
    self.planner = planner
    self.programs = programs
    self.exports = exports
    found = Array(repeating: Found(), count: programs.count)
  }

  /// What was found, in the programs' order.
  private(set) var found: [Found]
  /// What the scans met, by entity.
  private(set) var reports: [Int: ScanReport] = [:]

  /// Finds the subjects and tells the loader of them.
  ///
  /// - Parameter roots: of the programs' trees.
  mutating func run(_ loader: inout Loader, _ roots: [Int]) throws(Diagnostic) {
    if let subjects = planner.request.subjects {
      for index in programs.indices {
        for key in subjects[programs[index].index] ?? [] { found[index].need.keys.insert(key) }
      }
    } else if let subject = planner.request.subject {
      let finder = SubjectFinder(planner.project, exports, subject, threads: planner.request.threads)
      for index in programs.indices { found[index].need = try finder.need(programs[index].campaign.each) }
    } else {
      try sift(&loader, roots)
    }
    for index in programs.indices { loader.want(found[index].need, of: roots[index]) }
  }

  /// One pass over each export that a start is read from.
  private mutating func sift(_ loader: inout Loader, _ roots: [Int]) throws(Diagnostic) {
    // Those are decided by what was pinned, whatever their row says now.
    var inProgress = programs.map { program in
      planner.history.openSequences(campaign: program.campaign.id).reduce(into: KeySet()) { $0.insert($1.subjectKey) }
    }
    for job in planner.request.unsent.waiting.values {
      guard let index = programs.firstIndex(where: { $0.campaign.id == job.campaign }) else { continue }
      inProgress[index].insert(job.subject)
    }
    for index in programs.indices {
      found[index].need.keys = inProgress[index]
      if case .anything = programs[index].source { found[index].need.all = true }
    }
    for (entity, searches) in searches(inProgress).sorted(by: { $0.key < $1.key }) {
      guard let export = exports.opened[entity] else { continue }
      var wanted = Need()
      for index in programs.indices where programs[index].campaign.each == entity {
        wanted.keys.formUnion(found[index].need.keys)
      }
      let sieve = Sieve(
        entity: entity, searches: searches,
        keeping: Sieve.Keeping(columns: loader.columns(of: entity), wanted: loader.probe(wanted, of: entity)))
      var result = try sieve.run(
        over: export, schema: planner.project.schema, now: planner.request.now, calendar: planner.project.calendar,
        threads: planner.request.threads)
      reports[entity] = result.report
      if result.isUnique {
        let hits = zip(searches, result.found).filter { $0.0.keepsRows }
          .map { (root: roots[$0.0.campaign], rows: $0.1.hits) }
        loader.take(result.kept, of: entity, complete: wanted, hits: hits)
      } else {
        for index in searches.indices { result.found[index].keys.formUnion(result.kept.keys(result.found[index].hits)) }
      }
      for (search, hit) in zip(searches, result.found) { add(hit, search.campaign, &found[search.campaign]) }
    }
  }

  /// What is looked for, by entity.
  private func searches(_ inProgress: [KeySet]) -> [Int: [Sieve.Search]] {
    var searches: [Int: [Sieve.Search]] = [:]
    for (index, program) in programs.enumerated() {
      // What begins now (`first_seen`) matters to later runs, also before any window can open; it is not looked for by time.
      guard let range = program.windows.startRange ?? (program.start == nil ? 0...0 : nil),
        let (entity, search) = search(index, range, inProgress[index])
      else { continue }
      searches[entity, default: []].append(search)
    }
    return searches
  }

  private func search(
    _ index: Int, _ range: ClosedRange<Int64>, _ inProgress: KeySet
  ) -> (entity: Int, search: Sieve.Search)? {
    let program = programs[index]
    switch program.source {
    case .own(let start):
      let each = program.campaign.each
      let counting = counting(program, inProgress)
      return (
        each,
        Sieve.Search(
          campaign: index, start: start, range: range, conditions: counting == nil ? [] : terms(program), collects: 0,
          keepsRows: true, counting: counting)
      )
    case .witness(let entity, let term, let field):
      return (
        entity,
        Sieve.Search(
          campaign: index, start: term, range: range, conditions: [], collects: field, keepsRows: false, counting: nil)
      )
    case .linked(let entity, let term, _):
      return (
        entity,
        Sieve.Search(
          campaign: index, start: term, range: range, conditions: [], collects: 0, keepsRows: false, counting: nil)
      )
    case .conditions:
      // A subject that is left out has no start, so it is no candidate, and whatever began for it is over.
      return (
        program.campaign.each,
        Sieve.Search(
          campaign: index, start: nil, range: range, conditions: terms(program), collects: 0, keepsRows: true,
          counting: nil)
      )
    case .anything: return nil
    }
  }

  /// The conditions on the subject's own row, in the form that a scan runs.
  private func terms(_ program: CampaignProgram) -> [VectorTerm] {
    let mapping = planner.project.entities[program.campaign.each].mapping
    return program.rowConditions.map { VectorTerm($0, schema: planner.project.schema, mapping: mapping) }
  }

  /// Rows may be ruled out and counted in the scan only where that gives exactly what deciding them one by one would:
  /// each row is a subject of its own, its exports are healthy, and the ledger can be asked by its key alone.
  private func counting(_ program: CampaignProgram, _ inProgress: KeySet) -> Sieve.Counting? {
    let source = planner.project.entities[program.campaign.each]
    guard !planner.request.wantsEveryDecision, source.mapping.items.isEmpty,
      source.duplicates == .error, program.isHealthy(exports)
    else { return nil }
    let hasHistory = planner.history.hasMessages(campaign: program.campaign.id)
    if hasHistory,
      !program.onePer.isEmpty || program.campaign.steps.count > 1 || program.campaign.againAfter != nil
    {
      return nil
    }
    return Sieve.Counting(
      windows: program.windows, inProgress: inProgress,
      provenUntil: program.exports.filter { exports.states[$0].covers }.compactMap { exports.states[$0].madeAt }.min(),
      keepsKeys: hasHistory)
  }

  private func add(_ hit: Sieve.Found, _ index: Int, _ found: inout Found) {
    let program = programs[index]
    if case .linked(_, _, let field) = program.source {
      found.need.links[field, default: KeySet()].formUnion(hit.keys)
    } else {
      found.need.keys.formUnion(hit.keys)
    }
    if hit.stale > 0 { found.counted[.staleData] = hit.stale }
    guard hit.noMatch > 0 else { return }
    let (sent, undelivered) = alreadySent(hit.failed, program)
    for key in undelivered { found.need.keys.insert(key) }
    found.counted[.noMatch] = hit.noMatch - sent - undelivered.count
    if sent > 0 { found.counted[.alreadySent] = sent }
  }

  /// How many of the ruled-out subjects have their message, since that gate comes before the rules; and the keys of those
  /// whose message may go on by another channel, or is owed again, which are decided one by one.
  private func alreadySent(_ keys: KeySet, _ program: CampaignProgram) -> (sent: Int, undelivered: [String]) {
    guard !keys.isEmpty, let step = program.campaign.steps.first else { return (0, []) }
    let entity = planner.project.entities[program.campaign.each].name
    var subjects: [Hash128: String] = [:]
    for index in 0..<keys.count {
      let key = keys.string(index)
      let message = MessageKeys(
        project: planner.project.id, campaign: program.campaign, entity: entity, values: [key])
      subjects[message.message(step: step.name, repetition: 0)] = key
    }
    let messages = subjects.keys.sorted()
    var sent = 0
    var undelivered: [String] = []
    for (message, past) in zip(messages, planner.history.decided(messages)) {
      guard let past else { continue }
      if past.state == .owed || (past.state == .told && program.mayReopen(past)), let key = subjects[message] {
        undelivered.append(key)
      } else {
        sent += 1
      }
    }
    return (sent, undelivered)
  }
}

extension CampaignProgram {
  /// Nothing is known yet against any export that the campaign reads.
  fileprivate func isHealthy(_ exports: ExportSet) -> Bool {
    self.exports.allSatisfy { exports.states[$0].unusable == nil && !exports.states[$0].isOld }
  }
}
