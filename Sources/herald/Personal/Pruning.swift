import Campaigns
import CivilTime
import Ledger
import Planning
import Platform
import Spool

/// Removes what is older than `keep:` allows. Under the run lock.
struct Pruning {
  struct Counts {
    /// Files of dead jobs, and of jobs that have left the spool.
    var jobs = 0
    var runs = 0
    var rejects = 0
    var pages = 0
    var messages = 0
    var hasMore = false

    mutating func add(_ other: Counts) {
      jobs += other.jobs
      runs += other.runs
      rejects += other.rejects
      pages += other.pages
      messages += other.messages
      hasMore = other.hasMore
    }
  }

  let project: Project
  let folder: SpoolFolder
  let ledger: LedgerStore
  let hash: KeyedHash
  let now: Instant

  /// A run prunes once a day, and so much of each kind at a time that nobody waits for it.
  static let slice = 2000
  private static let note = "pruned"

  /// What a run does: nothing if a day has not passed since all was done.
  func runDaily() throws {
    if let last = try ledger.note(Self.note).flatMap({ Int64($0) }),
      (0..<86_400_000_000).contains(now.microseconds - last)
    {
      return
    }
    if try !slice(Self.slice).hasMore { try ledger.setNote(Self.note, String(now.microseconds)) }
  }

  /// All of it.
  func runWhole() throws -> Counts {
    var counts = Counts()
    repeat { counts.add(try slice(Self.slice * 5)) } while counts.hasMore
    if counts.messages > 0 { try ledger.compact() }
    return counts
  }

  private func slice(_ limit: Int) throws -> Counts {
    var counts = Counts()
    if let before = now.subtracting(project.keep.jobs)?.seconds {
      counts.jobs = try folder.prune(before: before, limit: limit)
      counts.hasMore = counts.jobs == limit
    }
    counts.jobs += try removeOld(in: "archive", project.keep.jobs, limit)
    counts.runs = try removeOld(in: "runs", project.keep.decisions, limit)
    counts.rejects = try removeOld(in: "rejects", project.keep.rejects, limit)
    counts.pages = try removeOld(in: "pages", project.keep.pages, limit)
    if let before = now.subtracting(project.keep.messages)?.microseconds {
      let (erased, hasMore) = try ledger.prune(before: before, limit: limit, hash: hash)
      counts.messages = erased.messages
      counts.hasMore = counts.hasMore || hasMore
      if erased.messages > 0 { try ledger.setNote("hash_key", hash.hash("mark").base32) }
    }
    counts.hasMore =
      counts.hasMore || [counts.jobs, counts.runs, counts.rejects, counts.pages].contains { $0 >= limit }
    return counts
  }

  /// Files or folders of the state folder that were last written before the span began.
  private func removeOld(in name: String, _ span: TimeSpan, _ limit: Int) throws -> Int {
    let home = project.state + "/" + name
    guard let before = now.subtracting(span)?.seconds else { return 0 }
    do throws(Errno) {
      var old: [String] = []
      for name in try FileSystem.sortedNames(home) where old.count < limit {
        guard let status = try? FileSystem.linkStatus(home + "/" + name), status.modified.seconds < before else {
          continue
        }
        old.append(home + "/" + name)
      }
      for path in old { try FileSystem.removeTree(path) }
      return old.count
    } catch {
      // What is no folder is not ours to prune; whoever wants to write there says so.
      if error == .noSuchFile || error == .notDirectory { return 0 }
      throw Failure(.inputOutput, "cannot prune \(home): \(error.words)")
    }
  }
}
