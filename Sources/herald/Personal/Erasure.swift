import Campaigns
import CivilTime
import Ledger
import Planning
import Platform
import Spool

/// Takes customers out of everything that herald keeps. Under the run lock.
///
/// The hashes are on the disk first (`ForgottenFile`): an erasure that was cut short, or undone by a backup of the
/// ledger, is finished by the next run, since the ledger's mark is not that of the list.
struct Erasure {
  struct Counts {
    var messages = 0
    var jobs = 0
    var lines = 0
    /// Jobs that a worker has: they stay.
    var claimed = 0
  }

  let project: Project
  let folder: SpoolFolder
  let ledger: LedgerStore

  /// What customers are called in `data:`.
  static let entity = "customer"
  private static let mark = "forgotten"

  /// Erases one customer who was put on the list just now.
  func erase(key: String, addresses: Set<String>, forgotten: Forgotten, now: Instant) throws -> Counts {
    let match = PersonMatch.known(key: key, entity: Self.entity, addresses: addresses)
    return try erase([key], match, forgotten, before: { _ in now.microseconds })
  }

  /// Does again what the ledger does not know of: after a crash, or with a ledger from a backup.
  func replay(_ forgotten: Forgotten) throws {
    guard !forgotten.entries.isEmpty, try ledger.note(Self.mark) != forgotten.mark else { return }
    let customers = try ledger.customers { forgotten.since($0) != nil }
    _ = try erase(customers, .forgotten(forgotten, entity: Self.entity), forgotten) {
      forgotten.since($0)?.microseconds ?? 0
    }
  }

  private func erase(
    _ customers: [String], _ match: PersonMatch, _ forgotten: Forgotten, before: (String) -> Int64
  ) throws -> Counts {
    var counts = Counts()
    // Files first: once the ledger has forgotten whose they are, nothing else tells.
    let jobs = try folder.erase { match.matches(job: $0) || (!Self.isJob($0) && match.matches(reject: $0)) }
    counts.jobs = jobs.erased
    counts.claimed = jobs.claimed
    counts.lines = try lines(match)
    for customer in customers {
      counts.messages += try ledger.erase(
        customer: customer, entity: Self.entity, before: before(customer), hash: forgotten.hash
      ).messages
    }
    try ledger.setNote("hash_key", forgotten.hash.hash("mark").base32)
    try compact(forgotten)
    // What a worker still has is looked for again.
    if counts.claimed == 0 { try ledger.setNote(Self.mark, forgotten.mark) }
    return counts
  }

  /// Once for each list: writing the ledger anew takes its time, and a job that a worker keeps brings us here again.
  private func compact(_ forgotten: Forgotten) throws {
    let note = "compacted"
    guard try ledger.note(note) != forgotten.mark else { return }
    try ledger.compact()
    try ledger.setNote(note, forgotten.mark)
  }

  /// Receipts and what is corrupt are no jobs: any word of them may be an address.
  private static func isJob(_ bytes: [UInt8]) -> Bool { JobFile(bytes) != nil }

  private func lines(_ match: PersonMatch) throws -> Int {
    var count = 0
    for file in LineFile.rejects(state: project.state) {
      count += try Self.kept(file) { () throws(Errno) in try file.remove { match.matches(reject: $0) } }
    }
    for file in JobArchive(state: project.state).files {
      count += try Self.kept(file) { () throws(Errno) in
        try file.remove { JobArchive.job($0).map { match.matches(job: $0) } ?? match.matches(reject: $0) }
      }
    }
    for file in LineFile.decisions(state: project.state) {
      count += try Self.kept(file) { () throws(Errno) in try file.remove { match.matches(decision: $0) } }
    }
    return count
  }

  private static func kept(_ file: LineFile, _ body: () throws(Errno) -> Int) throws -> Int {
    do throws(Errno) { return try body() } catch {
      if error == .noSuchFile { return 0 }
      throw Failure(.inputOutput, "cannot erase from \(file.path): \(error.words)")
    }
  }
}
