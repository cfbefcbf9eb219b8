#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a filesystem has left for us (statvfs(3): what root keeps for itself is not counted).
package struct VolumeSpace: Hashable, Sendable {
  /// Bytes that a file's size is rounded up to.
  package let blockSize: Int64
  package let freeBlocks: Int64
  /// Nil on filesystems that make inodes as needed.
  package let freeInodes: Int64?

  package var freeBytes: Int64 { freeBlocks * blockSize }

  package init(blockSize: Int64, freeBlocks: Int64, freeInodes: Int64?) {
    self.blockSize = blockSize
    self.freeBlocks = freeBlocks
    self.freeInodes = freeInodes
  }

  /// Of the filesystem that the path lies on.
  package init(at path: String) throws(Errno) {
    var raw = statvfs()
    _ = try Syscalls.perform(.space, path) { unsafe statvfs(path, &raw) }
    self.init(
      blockSize: Int64(raw.f_frsize), freeBlocks: Int64(raw.f_bavail),
      freeInodes: raw.f_files == 0 ? nil : Int64(raw.f_favail))
  }
}
