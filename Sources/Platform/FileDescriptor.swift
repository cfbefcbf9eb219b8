import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file that closes itself. Always close-on-exec.
package struct FileDescriptor: ~Copyable, Sendable {
  /// How a file is opened. A closed set, so that what changes the disk is known by name.
  package enum Access: Sendable {
    /// To read. Never waits for a writer of a FIFO: look at `status().kind` before reading.
    case read
    /// A directory: to sync it, or to open files inside it.
    case directory
    /// A new file to write; `EEXIST` if there is one (`O_EXCL`).
    case create
    /// To write, emptied or new.
    case replace
    /// To write at the end, made if it is missing.
    case append
    /// To read and write, made if it is missing.
    case readWrite

    var call: SystemCall {
      switch self {
      case .read, .directory: .open
      case .create, .replace, .append, .readWrite: .create
      }
    }

    var flags: CInt {
      switch self {
      case .read: O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
      case .directory: O_RDONLY | O_DIRECTORY | O_CLOEXEC
      case .create: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      case .replace: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
      case .append: O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
      case .readWrite: O_RDWR | O_CREAT | O_CLOEXEC
      }
    }
  }

  /// The number that the kernel knows it by; it lives no longer than this value.
  package private(set) var number: CInt
  /// As it was opened, for records of calls.
  package let path: String

  /// Takes over an open descriptor.
  package init(adopting number: CInt, path: String) {
    self.number = number
    self.path = path
  }

  /// - Parameter mode: permissions of a file that this makes, less the umask.
  package init(opening path: String, _ access: Access, mode: UInt32 = 0o600) throws(Errno) {
    let number = try Syscalls.perform(access.call, path) { unsafe herald_open(path, access.flags, mode) }
    self.init(adopting: number, path: path)
  }

  /// A file in this directory: no path to walk, and the same directory even if it is renamed meanwhile.
  package borrowing func opening(_ name: String, _ access: Access, mode: UInt32 = 0o600) throws(Errno) -> FileDescriptor
  {
    let number = number
    let opened = try Syscalls.perform(access.call, name) { unsafe herald_openat(number, name, access.flags, mode) }
    return FileDescriptor(adopting: opened, path: name)
  }

  deinit { if number >= 0 { _ = shut(number) } }

  /// Closes and says whether that went well, which on some filesystems is where a write's failure shows.
  package consuming func close() throws(Errno) {
    // The descriptor is gone whatever close says (Linux releases it even on EINTR), and a fault must not leak it.
    let result = shut(number)
    let error = Errno.current
    number = -1
    try Syscalls.permit(.close, path)
    if result != 0, error != .interrupted { throw error }
  }

  package borrowing func status() throws(Errno) -> FileStatus {
    let number = number
    var raw = stat()
    _ = try Syscalls.perform(.stat, path) { unsafe fstat(number, &raw) }
    return FileStatus(raw)
  }
}

#if canImport(Glibc)
  private func shut(_ number: CInt) -> CInt { Glibc.close(number) }
#elseif canImport(Darwin)
  private func shut(_ number: CInt) -> CInt { Darwin.close(number) }
#endif
