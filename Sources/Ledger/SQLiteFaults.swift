#if DEBUG
  import CSQLite
  import Platform

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// Leads SQLite's own changes to the disk through the seam for system calls, so that tests can fail and count them
  /// (`xSetSystemCall`, <https://sqlite.org/c3ref/vfs.html>). Without a fault plan they go straight through.
  enum SQLiteFaults {
    private typealias Write = @convention(c) (CInt, UnsafeRawPointer?, Int, off_t) -> Int
    private typealias Truncate = @convention(c) (CInt, off_t) -> CInt
    private typealias Unlink = @convention(c) (UnsafePointer<CChar>?) -> CInt
    private typealias Open = @convention(c) (UnsafePointer<CChar>?, CInt, CInt) -> CInt

    static func install() { _ = installed }

    // The calls that SQLite had before; written once, before any of ours can run.
    nonisolated(unsafe) private static var write: Write?
    nonisolated(unsafe) private static var truncate: Truncate?
    nonisolated(unsafe) private static var unlink: Unlink?
    nonisolated(unsafe) private static var open: Open?

    private static let installed: Bool = {
      guard let vfs = unsafe sqlite3_vfs_find(nil) else { return false }
      for name in ["pwrite", "pwrite64"] {
        guard let known = unsafe vfs.pointee.xGetSystemCall(vfs, name) else { continue }
        unsafe write = unsafeBitCast(known, to: Write.self)
        let ours: Write = { file, bytes, count, offset in
          guard SQLiteFaults.allows(.write) else { return -1 }
          return unsafe SQLiteFaults.write?(file, bytes, count, offset) ?? -1
        }
        unsafe _ = vfs.pointee.xSetSystemCall(vfs, name, unsafeBitCast(ours, to: sqlite3_syscall_ptr.self))
      }
      if let known = unsafe vfs.pointee.xGetSystemCall(vfs, "ftruncate") {
        unsafe truncate = unsafeBitCast(known, to: Truncate.self)
        let ours: Truncate = { file, size in
          guard SQLiteFaults.allows(.truncate) else { return -1 }
          return unsafe SQLiteFaults.truncate?(file, size) ?? -1
        }
        unsafe _ = vfs.pointee.xSetSystemCall(vfs, "ftruncate", unsafeBitCast(ours, to: sqlite3_syscall_ptr.self))
      }
      if let known = unsafe vfs.pointee.xGetSystemCall(vfs, "unlink") {
        unsafe unlink = unsafeBitCast(known, to: Unlink.self)
        let ours: Unlink = { path in
          guard SQLiteFaults.allows(.unlink) else { return -1 }
          return unsafe SQLiteFaults.unlink?(path) ?? -1
        }
        unsafe _ = vfs.pointee.xSetSystemCall(vfs, "unlink", unsafeBitCast(ours, to: sqlite3_syscall_ptr.self))
      }
      if let known = unsafe vfs.pointee.xGetSystemCall(vfs, "open") {
        unsafe open = unsafeBitCast(known, to: Open.self)
        let ours: Open = { path, flags, mode in
          guard SQLiteFaults.allows(flags & O_CREAT != 0 ? .create : .open) else { return -1 }
          return unsafe SQLiteFaults.open?(path, flags, mode) ?? -1
        }
        unsafe _ = vfs.pointee.xSetSystemCall(vfs, "open", unsafeBitCast(ours, to: sqlite3_syscall_ptr.self))
      }
      return true
    }()

    private static func allows(_ call: SystemCall) -> Bool {
      do throws(Errno) {
        try Syscalls.permit(call, "ledger")
        return true
      } catch {
        errno = error.rawValue
        return false
      }
    }
  }
#endif
