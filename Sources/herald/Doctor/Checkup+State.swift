import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Platform
import Spool

/// The state folder and what lies in it.
extension Checkup {
  mutating func checkState() {
    guard FileSystem.exists(project.state) else {
      return add(.look, "state folder", "\(project.state) is not there yet", "the first herald run makes it")
    }
    checkRoom()
    checkFilesystem()
    checkPermissions()
  }

  private mutating func checkRoom() {
    guard let space = try? VolumeSpace(at: project.state) else {
      return add(.bad, "disk", "cannot be asked for its room", "look at the disk")
    }
    let megabytes = space.freeBytes >> 20
    let inodes = space.freeInodes.map { ", \(grouped(Int($0))) inodes" } ?? ""
    let verdict: Verdict =
      megabytes < 64 || space.freeInodes ?? .max < 1000
      ? .bad : megabytes < 1024 || space.freeInodes ?? .max < 50_000 ? .look : .ok
    add(verdict, "disk", "\(grouped(Int(megabytes))) MB\(inodes) free", "a run that finds no room decides nothing")
  }

  private mutating func checkFilesystem() {
    guard let mount = Mount(of: project.state) else {
      return add(.look, "filesystem", "not known", "herald's promises need a local one with a journal")
    }
    if mount.isReadOnly { add(.bad, "filesystem", "\(mount.type), read-only", "mount it to be written") }
    switch mount.trust {
    case .journaled: add(.ok, "filesystem", "\(mount.type), with a journal")
    case .memory:
      add(
        .bad, "filesystem", "\(mount.type): in memory",
        "a restart would lose who was told; move it to a disk with state: in herald.yaml")
    case .network:
      add(.bad, "filesystem", "\(mount.type): over the network", "locks and renames hold on a local disk only")
    case .unjournaled:
      add(
        .look, "filesystem", "\(mount.type), without a journal",
        "a loss of power can tear what was written; kill -9 cannot")
    case .unknown:
      add(.look, "filesystem", "\(mount.type): not known whether it has a journal", "ext4 and xfs are known to do")
    }
  }

  /// The folders and files near the top: what lies deeper cannot be reached past them.
  private mutating func checkPermissions() {
    var open: [String] = []
    var others = 0
    for path in [project.state] + children(project.state) + children(project.state + "/spool") {
      guard let status = try? FileSystem.linkStatus(path) else { continue }
      if status.owner != Machine.userID { others += 1 }
      if status.mode & 0o077 != 0, status.kind != .symbolicLink { open.append(path) }
    }
    if others > 0, Machine.userID != 0 {
      add(
        .bad, "owner", "\(others) files are another account's", "run herald as one account; chown -R the state folder")
    }
    guard let first = open.first else { return add(.ok, "permissions", "for their owner only") }
    add(
      .bad, "permissions", "others may read \(first)" + (open.count > 1 ? " and \(open.count - 1) more" : ""),
      "chmod -R go= \(project.state)")
  }

  private func children(_ folder: String) -> [String] {
    ((try? FileSystem.sortedNames(folder)) ?? []).map { folder + "/" + $0 }
  }

  mutating func checkLock() {
    switch try? FileLock.holder(of: project.state + "/spool/lock") {
    case nil: break
    case .nobody: add(.ok, "run lock", "free")
    case .process(let id): add(.ok, "run lock", "held by process \(id): a run is at work")
    case .somebody: add(.ok, "run lock", "held: a run is at work")
    }
  }

  mutating func checkLedger(_ ledger: LedgerStore) {
    do throws(LedgerProblem) {
      if let problem = try ledger.misplacement(heraldID: project.id) {
        add(.bad, "ledger", problem.diagnostic.message, problem.diagnostic.advice)
      }
      let damage = try ledger.quickCheck()
      add(
        damage.isEmpty ? .ok : .bad, "ledger", damage.first ?? "whole (quick_check)",
        "restore it from a backup, then herald adopt")
      try checkRuns(ledger)
      try checkBatches(ledger)
      try checkProblems(ledger)
    } catch {
      add(.bad, "ledger", error.diagnostic.message, error.diagnostic.advice)
    }
  }

  private mutating func checkBatches(_ ledger: LedgerStore) throws(LedgerProblem) {
    let batches = try ledger.unpublishedBatches().map(\.name)
    guard !batches.isEmpty else { return }
    let folder = try? SpoolFolder(opening: project.state + "/spool")
    let lost = folder.flatMap { try? LostBatches.find(ledger, $0) } ?? []
    for batch in batches {
      if lost.contains(batch) {
        add(.bad, "batch \(batch)", "decided, and gone from the stage: no run can go on", "herald spool check --repair")
      } else {
        add(.look, "batch \(batch)", "decided and not in the queue yet", "the next herald run finishes it")
      }
    }
  }

  private mutating func checkRuns(_ ledger: LedgerStore) throws(LedgerProblem) {
    guard let last = try ledger.lastRun().map(Instant.init(microseconds:)) else {
      return add(.look, "clock", "no run yet", nil)
    }
    let ago = now.since(last).seconds
    if ago < -300 {
      add(
        .bad, "clock", "\(roughly(-ago)) behind the last run (\(last.rfc3339))",
        "set the clock right; if it was wrong then and is right now, herald adopt --clock")
    } else {
      add(
        ago > 86_400 ? .look : .ok, "clock", "the last run was \(roughly(max(0, ago))) ago",
        "does cron call herald run? herald schedule prints the line")
    }
  }

  private mutating func checkProblems(_ ledger: LedgerStore) throws(LedgerProblem) {
    let problems = try ledger.problems()
    let heads = problems.filter { problem in
      !problems.contains { problem.identity.hasPrefix($0.identity + "/") }
    }
    if heads.isEmpty { add(.ok, "problems", "none stands") }
    for problem in heads {
      let since = now.since(Instant(microseconds: problem.firstAt)).seconds
      let kind = problem.identity.split(separator: "/").first ?? ""
      let isOfJobs = ["failed", "unknown"].contains(kind)
      add(
        isOfJobs ? .look : .bad, "problem \(problem.identity)", "stands for \(roughly(max(0, since)))",
        isOfJobs ? "herald messages --state \(kind) lists them" : "herald plan says what it is")
    }
  }
}
