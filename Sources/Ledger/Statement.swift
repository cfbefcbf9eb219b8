import CSQLite
import Platform

/// A prepared statement. It lives in its connection's table and is not used after it.
///
/// Safe: the handle is good from init to deinit and never leaves; SQLite copies what is bound.
@safe final class Statement {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe _ = sqlite3_finalize(handle) }

  func step() -> Int32 { unsafe sqlite3_step(handle) }

  /// Ready to run again; the parameters keep their values.
  func reset() { unsafe _ = sqlite3_reset(handle) }

  // Binding can only fail for an index that the statement does not have or for want of memory.

  func bind(_ index: Int32, _ value: Int64?) {
    if let value { unsafe _ = sqlite3_bind_int64(handle, index, value) } else { bindNull(index) }
  }

  func bind(_ index: Int32, _ value: String?) {
    guard var value else { return bindNull(index) }
    value.withUTF8 { utf8 in
      unsafe _ = sqlite3_bind_text(
        handle, index, UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self), Int32(utf8.count),
        copied)
    }
  }

  /// Its sixteen bytes.
  func bind(_ index: Int32, _ value: Hash128) {
    let words = (value.high.bigEndian, value.low.bigEndian)
    unsafe withUnsafeBytes(of: words) { bytes in
      unsafe _ = sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), copied)
    }
  }

  func bind(_ index: Int32, _ value: Hash128?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }

  private func bindNull(_ index: Int32) { unsafe _ = sqlite3_bind_null(handle, index) }

  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func text(_ column: Int32) -> String {
    guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
    let count = unsafe Int(sqlite3_column_bytes(handle, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// Zero for anything but sixteen bytes, which the table's checks keep out.
  func hash(_ column: Int32) -> Hash128 {
    guard let start = unsafe sqlite3_column_blob(handle, column), unsafe sqlite3_column_bytes(handle, column) == 16
    else {
      return Hash128(high: 0, low: 0)
    }
    return unsafe Hash128(
      high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}

/// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
private let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
