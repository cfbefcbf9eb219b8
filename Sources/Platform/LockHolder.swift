#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension FileLock {
  /// Who holds a lock file, asked without touching the lock, so that nobody who wants it meanwhile is turned away.
  package enum Holder: Hashable, Sendable {
    case nobody
    /// The process that took it; a child that inherited it may hold it by now.
    case process(Int)
    case somebody
  }

  /// `ENOENT` if there is no such file.
  package static func holder(of path: String) throws(Errno) -> Holder {
    let status = try FileSystem.status(path)
    guard let table = try? FileSystem.read("/proc/locks") else { return try holderByTrying(path) }
    for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
      // 1: FLOCK  ADVISORY  WRITE 4711 fd:01:1234567 0 EOF (proc(5))
      let fields = line.split(separator: " ")
      guard fields.count > 5, fields[1] == "FLOCK", let process = Int(fields[4]) else { continue }
      let place = fields[5].split(separator: ":")
      guard place.count == 3, UInt64(place[2]) == status.inode, isSame(place, status.device) else { continue }
      return .process(process)
    }
    return .nobody
  }

  /// Filesystems without a device of their own (overlay, btrfs) show another number here than `stat` does.
  private static func isSame(_ place: [Substring], _ device: UInt64) -> Bool {
    let major = (device >> 8) & 0xFFF
    let minor = (device & 0xFF) | ((device >> 12) & 0xFFF00)
    return major == 0 || (UInt64(place[0], radix: 16) == major && UInt64(place[1], radix: 16) == minor)
  }

  /// Where the system has no list of locks: a shared lock for an instant.
  private static func holderByTrying(_ path: String) throws(Errno) -> Holder {
    let descriptor = try FileDescriptor(opening: path, .read)
    let number = descriptor.number
    do throws(Errno) {
      _ = try Syscalls.perform(.lock, path) { flock(number, LOCK_SH | LOCK_NB) }
    } catch {
      if error == .wouldBlock { return .somebody }
      throw error
    }
    _ = flock(number, LOCK_UN)
    return .nobody
  }
}
