#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An exclusive `flock` on a file, held until this value ends, at the latest with the process.
///
/// It belongs to the open file: a child that inherits the descriptor holds it too. Not for network filesystems.
package struct FileLock: ~Copyable, Sendable {
  package let descriptor: FileDescriptor

  /// Makes the file if it is missing. `EWOULDBLOCK` if someone else holds it: there is no waiting.
  package init(_ path: String) throws(Errno) {
    let descriptor = try FileDescriptor(opening: path, .readWrite)
    let number = descriptor.number
    _ = try Syscalls.perform(.lock, path) { flock(number, LOCK_EX | LOCK_NB) }
    self.descriptor = descriptor
  }

  /// Lets go of the lock now, whoever has inherited the descriptor: closing alone would leave it with a child that has
  /// been forked and not yet executed its program.
  package borrowing func release() {
    let number = descriptor.number
    _ = flock(number, LOCK_UN)
  }
}
