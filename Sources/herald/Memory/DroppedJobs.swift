import Ledger
import Platform
import Spool

/// Jobs that a person dropped, as the ledger learns of them.
enum DroppedJobs {
  /// When `done/dropped/` was last read, and found as it is.
  private static let note = "dropped"

  /// Tells the ledger of all that lie in `done/dropped/`; those that it knows change nothing.
  static func record(_ folder: SpoolFolder, _ ledger: LedgerStore) throws {
    let mark = try mark(folder)
    let jobs = try folder.dropped()
    try ledger.record(jobs.map { JobOutcome(id: $0.id, attempt: $0.attempt, state: .dropped) })
    if let mark { try ledger.setNote(note, mark) }
  }

  /// As `record`, for a run: next to no time where nothing was dropped since. A `drop` that was cut short before it told
  /// the ledger is made good here, before anybody decides on a fallback for a message that only seems to wait.
  static func recordNew(_ folder: SpoolFolder, _ ledger: LedgerStore) throws {
    let mark = try mark(folder)
    if let mark, try mark.isEmpty || ledger.note(note) == mark { return }
    try record(folder, ledger)
  }

  /// Changes with every job that comes to the folders; empty where there is none, nil while one changes just now, since
  /// the filesystem's clock does not tell two changes of one moment apart.
  private static func mark(_ folder: SpoolFolder) throws -> String? {
    var parts: [String] = []
    let now = SystemClock.now().seconds
    for channel in try folder.channels() {
      let path = folder.folder(channel, .dropped)
      guard let status = try? FileSystem.status(path), status.size > 0, try !FileSystem.list(path).isEmpty else {
        continue
      }
      if now - status.modified.seconds < 2 { return nil }
      parts.append("\(channel) \(status.modified.seconds).\(status.modified.nanoseconds)")
    }
    return parts.joined(separator: ", ")
  }
}
