import Campaigns
import CivilTime
import JSON
import Planning
import Platform
import Spool
import Tables

/// The record of one run, in the state folder: `runs/<id>/manifest.json` and `decisions.jsonl.gz`.
///
/// Written after the decision, for people: a crash in between loses the record and nothing else. A folder without a
/// manifest is such a one. A run that decided nothing and had nothing to tell leaves none: the ledger's `runs` has its
/// counts, and a cron of every minute would bury the others.
///
/// The decisions are all that were made one by one. Candidates that the scan of an export ruled out by their row alone
/// are in the manifest's counts only.
struct RunFolder {
  static let manifestName = "manifest.json"
  static let decisionsName = "decisions.jsonl.gz"

  let state: String
  var folder: String { state + "/runs" }

  func write(_ log: RunLog, _ project: Project, now: Instant, mark: BatchMark) throws(Failure) {
    do throws(Errno) {
      try FileSystem.makeDirectories(folder)
      let id = try makeFolder(now, mark)
      let path = folder + "/" + id
      if let plan = log.plan { try writeDecisions(plan, to: path) }
      try FileSystem.writeDurably(path + "/" + Self.manifestName, manifest(log, project, id: id, now: now))
      try FileSystem.syncDirectory(folder)
    } catch {
      throw Failure(.inputOutput, "cannot keep the run's record in \(folder): \(error.words)")
    }
  }

  /// `20260302T120000Z-17`: when it was and the batch's number, so that a sorted listing is the order of the runs.
  private func makeFolder(_ now: Instant, _ mark: BatchMark) throws(Errno) -> String {
    let stem = now.rfc3339.filter { $0 != "-" && $0 != ":" } + "-\(mark.sequence)"
    var (id, number) = (stem, 1)
    while true {
      do throws(Errno) {
        try FileSystem.makeDirectory(folder + "/" + id)
        return id
      } catch {
        guard error == .exists, number < 1000 else { throw error }
        number += 1
        id = "\(stem).\(number)"
      }
    }
  }

  private func writeDecisions(_ plan: Plan, to path: String) throws(Errno) {
    let draft = path + "/." + Self.decisionsName
    let file = try GzipWriter(creating: draft)
    let lines = DecisionFile(plan)
    var bytes: [UInt8] = []
    for decision in plan.decisions {
      bytes += lines.line(decision)
      guard bytes.count > 1 << 18 else { continue }
      try file.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try file.write(bytes)
    try file.finish()
    try FileSystem.rename(draft, to: path + "/" + Self.decisionsName)
  }

  // MARK: - Looking back

  /// The runs that have a record, the oldest first.
  func all() -> [String] {
    let names = (try? FileSystem.sortedNames(folder)) ?? []
    return names.filter { !$0.hasPrefix(".") && FileSystem.exists("\(folder)/\($0)/\(Self.manifestName)") }
      .sorted { Self.order($0) < Self.order($1) }
  }

  /// By time, then by the batch's number as a number.
  private static func order(_ id: String) -> (String, Int, Int) {
    let parts = id.split(separator: "-", maxSplits: 1)
    let numbers = (parts.count > 1 ? parts[1] : "").split(separator: ".").compactMap { Int($0) }
    return (String(parts.first ?? ""), numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 1)
  }

  func manifest(of id: String) throws(Errno) -> JSONValue? {
    let bytes = try FileSystem.read("\(folder)/\(id)/\(Self.manifestName)", limit: 1 << 26)
    return try? JSONValue.parse(bytes)
  }

  /// Each decision of a run that has a record of them, with its line.
  func decisions(of id: String, _ body: (JSONValue, [UInt8]) -> Void) throws(Errno) {
    try GzipLines.read("\(folder)/\(id)/\(Self.decisionsName)") { line in
      if let value = try? JSONValue.parse(line) { body(value, line) }
    }
  }
}
