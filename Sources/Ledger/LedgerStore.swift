import CSQLite
import Platform
import Synchronization

/// The ledger: the SQLite file that remembers what was told to whom.
///
/// Any thread may ask; calls take turns. Only one run at a time writes, under the spool's lock.
package final class LedgerStore: Sendable {
  package enum Access: Hashable, Sendable {
    /// For a run. Brings an older ledger to this version, and refuses one that belongs elsewhere.
    case readWrite
    /// For `adopt`: as `readWrite`, wherever the ledger belongs.
    case adopting
  }

  /// As it was given.
  package let path: String
  private let connection: Mutex<Connection>

  private init(_ connection: sending Connection, path: String) {
    self.path = path
    self.connection = Mutex(connection)
  }

  /// Opens the ledger, makes it if it is missing, and holds it to the place and the herald that it belongs to.
  /// - Parameter heraldID: herald.yaml's `id`.
  package static func open(_ path: String, _ access: Access = .readWrite, heraldID: String) throws(LedgerProblem)
    -> LedgerStore
  {
    let isNew = !FileSystem.exists(path)
    if isNew { try create(path) }
    let connection = try connect(path)
    try Schema.migrate(connection)
    if isNew { try syncFolder(of: path) }
    let binding = try Binding.current(ledger: path, heraldID: heraldID)
    switch access {
    case .readWrite: try binding.check(connection)
    case .adopting: break
    }
    return LedgerStore(connection, path: path)
  }

  /// Opens the ledger to look only: nil if there is none. Leaves no file behind but SQLite's own beside the ledger,
  /// and works in a folder that cannot be written to.
  package static func openReadOnly(_ path: String) throws(LedgerProblem) -> LedgerStore? {
    guard FileSystem.exists(path) else { return nil }
    let connection = try connectReadOnly(path)
    guard try Schema.version(connection) > 0 else { return nil }
    try Schema.bridge(connection)
    return LedgerStore(connection, path: path)
  }

  /// The ledger goes on from here: this machine, this path, this herald.
  package func adopt(heraldID: String) throws(LedgerProblem) {
    let binding = try Binding.current(ledger: path, heraldID: heraldID)
    try withConnection { connection throws(LedgerProblem) in try binding.write(connection) }
  }

  /// The clock was wrong at earlier runs: time goes on from `now`. What they decided stays told; what they saw begin
  /// later than now begins now.
  /// - Parameter now: microseconds since 1970.
  package func adoptClock(now: Int64) throws(LedgerProblem) {
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        try connection.insert(RunRecord(now: now, finished: now), batch: nil)
        try connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('clock', last_insert_rowid())")
        let update = try connection.statement("UPDATE first_seen SET since = ?1 WHERE since > ?1")
        update.bind(1, now)
        try connection.run(update)
      }
    }
  }

  /// One caller at a time.
  func withConnection<Result: Sendable>(
    _ body: (Connection) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    try connection.withLock { connection throws(LedgerProblem) in try body(connection) }
  }

  /// Leaves the connection for a new one: after an error of COMMIT only a fresh look tells what is on the disk.
  func reconnect() throws(LedgerProblem) {
    try connection.withLock { connection throws(LedgerProblem) in connection = try Self.connect(path) }
  }
}

extension LedgerStore {
  private static func create(_ path: String) throws(LedgerProblem) {
    do throws(Errno) {
      try FileDescriptor(opening: path, .readWrite).close()
    } catch { throw LedgerProblem(error, path: path) }
  }

  private static func syncFolder(of path: String) throws(LedgerProblem) {
    do throws(Errno) {
      try FileSystem.syncDirectory(FileSystem.parent(of: path))
    } catch { throw LedgerProblem(error, path: path) }
  }

  private static func connect(_ path: String) throws(LedgerProblem) -> Connection {
    let connection = try Connection(opening: path, path: path, flags: SQLITE_OPEN_READWRITE)
    // A first look at the header: SQLite opens any file, and takes one that it may not write as read-only.
    _ = try Schema.version(connection)
    guard connection.isWritable else { throw .permission(path: path) }
    try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")
    // What is erased leaves no bytes behind.
    try connection.execute("PRAGMA secure_delete = ON")
    return connection
  }

  private static func connectReadOnly(_ path: String) throws(LedgerProblem) -> Connection {
    do throws(LedgerProblem) {
      let connection = try Connection(opening: path, path: path, flags: SQLITE_OPEN_READONLY)
      _ = try Schema.version(connection)
      return connection
    } catch {
      // In a read-only folder SQLite cannot make the files that share the log. Without a log there is nothing to share.
      switch error {
      case .cannotOpen, .permission:
        guard isEmptyOrMissing(path + "-wal") else { throw error }
        let uri = "file:" + escaped(path) + "?immutable=1"
        return try Connection(opening: uri, path: path, flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
      default: throw error
      }
    }
  }

  private static func isEmptyOrMissing(_ path: String) -> Bool {
    do throws(Errno) {
      return try FileSystem.status(path).size == 0
    } catch { return error == .noSuchFile }
  }

  /// A path inside a `file:` URI.
  private static func escaped(_ path: String) -> String {
    path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
  }
}
