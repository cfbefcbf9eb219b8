import CSQLite
import Platform

/// A bare connection.
///
/// Safe: the handle is open from init to deinit and never leaves.
@safe final class BenchDatabase {
  private let handle: OpaquePointer

  struct Problem: Error { var message: String }

  init(_ path: String) throws {
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else { throw Problem(message: "cannot open \(path)") }
    unsafe handle = opened
  }

  deinit { unsafe _ = sqlite3_close_v2(handle) }

  func run(_ sql: String) throws {
    guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw problem }
  }

  func texts(_ sql: String) throws -> [String] {
    let statement = unsafe try prepare(sql)
    defer { unsafe _ = sqlite3_finalize(statement) }
    var texts: [String] = []
    while unsafe sqlite3_step(statement) == SQLITE_ROW {
      if let text = unsafe sqlite3_column_text(statement, 0) { texts.append(unsafe String(cString: text)) }
    }
    return texts
  }

  /// The first message's key from this place on.
  func key(from place: Hash128) throws -> Hash128? {
    let hex = Self.hex(place.high) + Self.hex(place.low)
    return try texts("SELECT lower(hex(key)) FROM messages WHERE key >= x'\(hex)' LIMIT 1").first.flatMap { text in
      guard let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.dropFirst(16), radix: 16) else {
        return nil
      }
      return Hash128(high: high, low: low)
    }
  }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private func prepare(_ sql: String) throws -> OpaquePointer {
    var prepared: OpaquePointer?
    guard unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil) == SQLITE_OK, let prepared = unsafe prepared else {
      throw problem
    }
    return unsafe prepared
  }

  private var problem: Problem { Problem(message: unsafe String(cString: sqlite3_errmsg(handle))) }
}
