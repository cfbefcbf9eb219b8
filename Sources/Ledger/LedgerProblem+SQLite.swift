import CSQLite
import Platform

extension LedgerProblem {
  /// From an extended result code of SQLite (<https://sqlite.org/rescode.html>) and the system's error behind it.
  init(code: Int32, message: String, systemError: Int32, path: String) {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self = .busy(path: path)
    case SQLITE_FULL: self = .noRoom(path: path)
    case SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH: self = .permission(path: path)
    case SQLITE_NOTADB: self = .notALedger(path: path)
    case SQLITE_CORRUPT: self = .damaged(path: path, detail: message)
    case SQLITE_CANTOPEN: self = Self.cannotOpen(Errno(rawValue: systemError), path)
    case SQLITE_IOERR:
      let error = Errno(rawValue: systemError)
      self =
        error == .noSpace
        ? .noRoom(path: path)
        : .inputOutput(path: path, detail: systemError == 0 ? "\(message), \(code)" : error.words)
    default: self = .defect(path: path, detail: "\(message), \(code)")
    }
  }

  /// From a system call of ours on the ledger's file.
  init(_ error: Errno, path: String) {
    switch error {
    case .noSpace: self = .noRoom(path: path)
    default: self = Self.cannotOpen(error, path)
    }
  }

  private static func cannotOpen(_ error: Errno, _ path: String) -> LedgerProblem {
    switch error {
    case .permission, .notPermitted, .readOnly: .permission(path: path)
    case .noSpace: .noRoom(path: path)
    case .noSuchFile where hasNoInodes(path): .noRoom(path: path)
    case .inputOutput: .inputOutput(path: path, detail: error.words)
    default: .cannotOpen(path: path, detail: error.rawValue == 0 ? "no reason given" : error.words)
    }
  }

  /// Where SQLite cannot make a file it tries to open it to read, and the error that is left says only that it is missing.
  private static func hasNoInodes(_ path: String) -> Bool {
    guard let free = try? VolumeSpace(at: FileSystem.parent(of: path)).freeInodes else { return false }
    return free == 0
  }
}
