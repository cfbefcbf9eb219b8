import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `stat` says of a file.
package struct FileStatus: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case regular, directory, symbolicLink, fifo, socket, device, other }

  package struct Time: Hashable, Comparable, Sendable {
    /// Since 1970, UTC.
    package let seconds: Int64
    /// 0 ..< 1,000,000,000.
    package let nanoseconds: Int32

    package init(seconds: Int64, nanoseconds: Int32 = 0) {
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    package static func < (a: Self, b: Self) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }
  }

  package let kind: Kind
  /// Bytes.
  package let size: Int64
  package let modified: Time
  /// Of the last change to its bytes, name or permissions.
  package let changed: Time
  package let device: UInt64
  package let inode: UInt64
  /// The permission bits, `0o7777` and below.
  package let mode: UInt32
  /// User id.
  package let owner: UInt32
  package let links: Int
  /// Units of 512 bytes that the file occupies.
  package let blocks: Int64

  init(_ raw: stat) {
    kind = Kind(mode: UInt32(raw.st_mode))
    size = Int64(raw.st_size)
    #if canImport(Darwin)
      modified = Time(seconds: Int64(raw.st_mtimespec.tv_sec), nanoseconds: Int32(raw.st_mtimespec.tv_nsec))
      changed = Time(seconds: Int64(raw.st_ctimespec.tv_sec), nanoseconds: Int32(raw.st_ctimespec.tv_nsec))
    #else
      modified = Time(seconds: Int64(raw.st_mtim.tv_sec), nanoseconds: Int32(raw.st_mtim.tv_nsec))
      changed = Time(seconds: Int64(raw.st_ctim.tv_sec), nanoseconds: Int32(raw.st_ctim.tv_nsec))
    #endif
    device = UInt64(truncatingIfNeeded: raw.st_dev)
    inode = UInt64(raw.st_ino)
    mode = UInt32(raw.st_mode) & 0o7777
    owner = UInt32(raw.st_uid)
    links = Int(raw.st_nlink)
    blocks = Int64(raw.st_blocks)
  }
}

extension FileStatus.Kind {
  /// From the type bits of `st_mode`, which have the same values on every Unix (sys/stat.h).
  init(mode: UInt32) {
    switch mode & 0o170000 {
    case 0o100000: self = .regular
    case 0o040000: self = .directory
    case 0o120000: self = .symbolicLink
    case 0o010000: self = .fifo
    case 0o140000: self = .socket
    case 0o020000, 0o060000: self = .device
    default: self = .other
    }
  }
}
