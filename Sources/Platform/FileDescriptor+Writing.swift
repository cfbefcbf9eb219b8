import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension FileDescriptor {
  /// Writes all of the bytes at the current place, in as many calls as it takes.
  package borrowing func writeAll(_ bytes: [UInt8]) throws(Errno) { try writeAll(unsafe bytes.span.bytes) }

  package borrowing func writeAll(_ bytes: RawSpan) throws(Errno) {
    let number = number
    var written = 0
    while written < bytes.byteCount {
      do throws(Errno) { try Syscalls.permit(.write, path) } catch {
        // A crash in the middle of a write leaves part of it behind.
        if let plan = Syscalls.plan, plan.tears() {
          _ = libcWrite(number, bytes.extracting(first: bytes.byteCount / 2))
        }
        throw error
      }
      let count = libcWrite(number, bytes.extracting(droppingFirst: written))
      if count >= 0 { written += count; continue }
      let error = Errno.current
      if error != .interrupted { throw error }
    }
  }

  /// Writes all of the bytes from `offset` on.
  package borrowing func pwrite(_ bytes: [UInt8], at offset: Int64) throws(Errno) {
    let number = number
    var written = 0
    while written < bytes.count {
      written += try Syscalls.perform(.write, path) {
        unsafe bytes.withUnsafeBytes {
          unsafe libcPwrite(
            number, $0.baseAddress?.advanced(by: written), $0.count - written, off_t(offset) + off_t(written))
        }
      }
    }
  }

  /// Waits until the file's bytes and its size are on the disk; for a directory, its names.
  package borrowing func sync() throws(Errno) {
    let number = number
    #if canImport(Darwin)
      _ = try Syscalls.perform(.fsync, path) { fcntl(number, F_FULLFSYNC) }
    #else
      _ = try Syscalls.perform(.fsync, path) { fsync(number) }
    #endif
  }

  /// As `sync`, without times that nobody needs to read the file back.
  package borrowing func syncData() throws(Errno) {
    #if canImport(Darwin)
      try sync()
    #else
      let number = number
      _ = try Syscalls.perform(.fdatasync, path) { fdatasync(number) }
    #endif
  }

  /// Waits until all that was written to this file's filesystem is on the disk.
  ///
  /// An error of a write since the descriptor was opened is reported here, once (syncfs(2), Linux 5.8): open it before
  /// the first write, and do not try again.
  package borrowing func syncFilesystem() throws(Errno) {
    let number = number
    _ = try Syscalls.perform(.syncfs, path) { herald_syncfs(number) }
  }

  package borrowing func truncate(to size: Int64) throws(Errno) {
    let number = number
    _ = try Syscalls.perform(.truncate, path) { ftruncate(number, off_t(size)) }
  }
}

private func libcWrite(_ number: CInt, _ bytes: RawSpan) -> Int {
  unsafe bytes.withUnsafeBytes { unsafe write(number, $0.baseAddress, $0.count) }
}

#if canImport(Glibc)
  private let libcPwrite = unsafe Glibc.pwrite
#elseif canImport(Darwin)
  private let libcPwrite = unsafe Darwin.pwrite
#endif
