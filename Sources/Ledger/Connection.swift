import CSQLite

/// An open SQLite database with its prepared statements. One thread at a time; `LedgerStore` sees to that.
///
/// Safe: the handle is open from init to deinit and never leaves.
@safe final class Connection {
  let path: String
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// - Parameter name: a path or a `file:` URI.
  /// - Parameter flags: `SQLITE_OPEN_…`.
  init(opening name: String, path: String, flags: Int32) throws(LedgerProblem) {
    #if DEBUG
      SQLiteFaults.install()
    #endif
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      let problem = unsafe LedgerProblem(
        code: code, message: "cannot open", systemError: opened.map { unsafe sqlite3_system_errno($0) } ?? 0, path: path
      )
      // SQLite wants a handle closed even when opening it failed.
      unsafe _ = sqlite3_close_v2(opened)
      throw problem
    }
    self.path = path
    unsafe handle = opened
    unsafe _ = sqlite3_busy_timeout(opened, 5000)
  }

  deinit {
    statements.removeAll()
    unsafe _ = sqlite3_close_v2(handle)
  }

  /// Runs statements that give no rows.
  func execute(_ sql: String) throws(LedgerProblem) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw problem(code) }
  }

  /// The prepared statement for the text, made at its first use.
  func statement(_ sql: String) throws(LedgerProblem) -> Statement {
    if let known = statements[sql] { return known }
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared = unsafe prepared else { throw problem(code) }
    let statement = unsafe Statement(prepared)
    statements[sql] = statement
    return statement
  }

  /// Whether a transaction is open.
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// Rows that the last statement inserted, changed or deleted.
  var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

  /// False where SQLite fell back to reading, for want of permission.
  var isWritable: Bool { unsafe sqlite3_db_readonly(handle, "main") == 0 }

  func problem(_ code: Int32) -> LedgerProblem {
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    return LedgerProblem(
      code: code, message: message, systemError: unsafe sqlite3_system_errno(handle), path: path)
  }

  /// Does `body` for the first row, if there is one.
  func first<Result>(
    _ sql: String, _ bind: (Statement) -> Void = { _ in }, _ body: (Statement) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result? {
    let statement = try statement(sql)
    bind(statement)
    defer { statement.reset() }
    return try step(statement) ? try body(statement) : nil
  }

  func all<Result>(
    _ sql: String, _ bind: (Statement) -> Void = { _ in }, _ body: (Statement) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> [Result] {
    let statement = try statement(sql)
    bind(statement)
    defer { statement.reset() }
    var rows: [Result] = []
    while try step(statement) { rows.append(try body(statement)) }
    return rows
  }

  /// Runs a statement that gives no rows and makes it ready for the next use.
  func run(_ statement: Statement) throws(LedgerProblem) {
    defer { statement.reset() }
    _ = try step(statement)
  }

  /// True for a row, false at the end.
  @inline(__always)
  func step(_ statement: Statement) throws(LedgerProblem) -> Bool {
    switch statement.step() {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw problem(code)
    }
  }
}
