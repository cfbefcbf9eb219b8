import Campaigns
import CivilTime
import Diagnostics
import Tables

/// The exports of a run: opened, and what is known of their health.
struct ExportSet: Sendable {
  private(set) var opened: [Export?]
  private(set) var states: [ExportState]
  private(set) var reports: [Int: ScanReport] = [:]
  /// Why an export could not be opened, or must not be used.
  private(set) var problems: [Int: Diagnostic] = [:]
  /// Those that can be read and are not trusted, since they shrank.
  private(set) var shrunk: Set<Int> = []
  /// By entity what the ledger is to remember, where that has changed.
  private(set) var measures: [Int: ExportMeasure] = [:]

  init(_ project: Project, used: Set<Int>, _ request: Planner.Request) {
    opened = Array(repeating: nil, count: project.entities.count)
    states = project.entities.map {
      ExportState(name: $0.name, madeAt: nil, unusable: nil, isOld: false, covers: $0.covers)
    }
    for entity in used.sorted() {
      do throws(Diagnostic) {
        let export = try Export(opening: project.entities[entity].mapping)
        opened[entity] = export
        states[entity].madeAt = export.madeAt
        if !request.isNowGiven, let fresh = project.entities[entity].fresh,
          request.now.since(export.madeAt) > fresh
        {
          states[entity].isOld = true
        }
      } catch {
        problems[entity] = error
        states[entity].unusable = error.message
      }
    }
  }

  /// Exports that are made at that instant and have nothing wrong with them: those of a test.
  init(_ project: Project, madeAt now: Instant) {
    opened = Array(repeating: nil, count: project.entities.count)
    states = project.entities.map {
      ExportState(name: $0.name, madeAt: now, unusable: nil, isOld: false, covers: $0.covers)
    }
  }

  /// An export whose header lacks an optional column serves all who do not name it; if one of the campaigns does, it is
  /// unusable, as with a column that it must have.
  mutating func require(_ columns: [Int: Set<ColumnIndex>]) {
    for (entity, columns) in columns where problems[entity] == nil {
      guard let absent = opened[entity]?.absent, let column = columns.filter({ absent[$0] != nil }).min(),
        let problem = absent[column]
      else { continue }
      problems[entity] = problem
      states[entity].unusable = problem.message
    }
  }

  func isUsable(_ program: CampaignProgram) -> Bool { program.exports.allSatisfy { states[$0].unusable == nil } }

  /// Takes in what a scan met; what goes beyond the export's limits makes it unusable.
  mutating func add(_ report: ScanReport, of entity: Int) {
    reports[entity, default: ScanReport()].merge(report)
    guard let merged = reports[entity], problems[entity] == nil, let limit = opened[entity]?.mapping.rejectLimit else {
      return
    }
    if let problem = merged.problem(limit: limit, mapping: opened[entity]?.mapping) {
      problems[entity] = problem
      states[entity].unusable = problem.message
    }
  }
}

extension ExportSet {
  /// Holds each export that was read against the one that was last used. What shrank makes it unusable.
  mutating func compare(
    _ project: Project, _ history: any History, joins: [Int: [ExportMeasure.Join: ExportMeasure.JoinShare]],
    accepted: Set<Int>
  ) {
    for (entity, report) in reports.sorted(by: { $0.key < $1.key }) where problems[entity] == nil {
      guard let export = opened[entity] else { continue }
      let past = history.exportMeasure(entity: states[entity].name)
      let check = ShrinkGuard(
        source: project.entities[entity], past: past, isAccepted: accepted.contains(entity))
      let found = joins[entity] ?? [:]
      // As exactly as the ledger keeps it.
      let madeAt = Instant(microseconds: export.madeAt.microseconds)
      var measure = check.measure(madeAt: madeAt, rows: report.rows, joins: found)
      if let why = check.objection(madeAt: madeAt, rows: report.rows, joins: found), var kept = past {
        kept.refused = ExportMeasure.Refusal(madeAt: madeAt, why: why)
        measure = kept
        states[entity].unusable = why
        shrunk.insert(entity)
        problems[entity] = Diagnostic(
          .error, why,
          advice: "see whether what writes it is whole; if it is right, herald run --accept \(states[entity].name)",
          file: export.files.first?.path)
      }
      if measure != past { measures[entity] = measure }
    }
  }
}

extension ScanReport {
  /// What makes an export unusable although it could be read.
  fileprivate func problem(limit: Double, mapping: ExportMapping?) -> Diagnostic? {
    if let cutOff { return cutOff }
    if let changedWhileRead { return changedWhileRead }
    let all = rows + rejectedCount
    if rejectedCount > 0, Double(rejectedCount) > limit * Double(all) {
      var problem = rejected.first?.diagnostic ?? Diagnostic(.error, "")
      problem.message =
        "\(rejectedCount) of \(all) rows cannot be read, over reject_limit; the first: \(problem.message)"
      return problem
    }
    for (column, count) in cells.sorted(by: { $0.key < $1.key })
    where count.unreadable > 0 && Double(count.unreadable) > limit * Double(count.read) {
      var problem = count.first ?? Diagnostic(.error, "")
      let name = mapping?.name(of: column) ?? ""
      problem.message =
        "\(count.unreadable) of \(count.read) cells of \(name) cannot be read, over reject_limit; the first: \(problem.message)"
      return problem
    }
    return nil
  }
}

extension ExportMapping {
  func name(of column: ColumnIndex) -> String {
    if column == 0 { return "key" }
    return column <= fields.count ? fields[column - 1].name : items[column - 1 - fields.count].name
  }
}
