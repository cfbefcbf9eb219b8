import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calls on paths.
package enum FileSystem {
  /// Of the file that a symbolic link leads to.
  package static func status(_ path: String) throws(Errno) -> FileStatus {
    var raw = stat()
    _ = try Syscalls.perform(.stat, path) { unsafe stat(path, &raw) }
    return FileStatus(raw)
  }

  /// Of a symbolic link itself.
  package static func linkStatus(_ path: String) throws(Errno) -> FileStatus {
    var raw = stat()
    _ = try Syscalls.perform(.stat, path) { unsafe lstat(path, &raw) }
    return FileStatus(raw)
  }

  /// Whether there is anything of that name; a file that cannot be asked about counts as missing.
  package static func exists(_ path: String) -> Bool { (try? linkStatus(path)) != nil }

  package static func makeDirectory(_ path: String, mode: UInt32 = 0o700) throws(Errno) {
    _ = try Syscalls.perform(.makeDirectory, path) { unsafe mkdir(path, mode_t(mode)) }
  }

  /// The directory and those above it that are missing; fine if all are there. Says whether it made one.
  @discardableResult
  package static func makeDirectories(_ path: String, mode: UInt32 = 0o700) throws(Errno) -> Bool {
    do {
      try makeDirectory(path, mode: mode)
      return true
    } catch .exists {
      guard try status(path).kind == .directory else { throw .notDirectory }
      return false
    } catch .noSuchFile {
      let above = parent(of: path)
      guard above != path else { throw .noSuchFile }
      try makeDirectories(above, mode: mode)
      return try makeDirectories(path, mode: mode)
    }
  }

  /// Replaces what has the new name. `EXDEV` between filesystems.
  package static func rename(_ from: String, to: String) throws(Errno) {
    _ = try Syscalls.perform(.rename, from) { libcRename(from, to) }
  }

  /// As `rename`, but `EEXIST` if the new name is taken (`RENAME_NOREPLACE`).
  package static func renameNoReplace(_ from: String, to: String) throws(Errno) {
    _ = try Syscalls.perform(.rename, from) { unsafe herald_rename_flags(AT_FDCWD, from, AT_FDCWD, to, 1) }
  }

  /// Each takes the other's name in one step (`RENAME_EXCHANGE`).
  package static func exchange(_ one: String, _ other: String) throws(Errno) {
    _ = try Syscalls.perform(.exchange, one) { unsafe herald_rename_flags(AT_FDCWD, one, AT_FDCWD, other, 2) }
  }

  package static func unlink(_ path: String) throws(Errno) {
    _ = try Syscalls.perform(.unlink, path) { libcUnlink(path) }
  }

  package static func removeDirectory(_ path: String) throws(Errno) {
    _ = try Syscalls.perform(.removeDirectory, path) { unsafe rmdir(path) }
  }

  /// A second name for a file. `EEXIST` if the name is taken.
  package static func link(_ from: String, to: String) throws(Errno) {
    _ = try Syscalls.perform(.link, from) { unsafe linkat(AT_FDCWD, from, AT_FDCWD, to, 0) }
  }

  package static func setMode(_ path: String, _ mode: UInt32) throws(Errno) {
    _ = try Syscalls.perform(.setMode, path) { unsafe chmod(path, mode_t(mode)) }
  }

  /// Sets the modification time, and the access time with it.
  package static func setModified(_ path: String, _ time: FileStatus.Time) throws(Errno) {
    let stamp = timespec(tv_sec: Int(time.seconds), tv_nsec: Int(time.nanoseconds))
    _ = try Syscalls.perform(.setTimes, path) { unsafe utimensat(AT_FDCWD, path, [stamp, stamp], 0) }
  }

  /// The absolute path without links, `.` and `..`; the file must be there.
  package static func resolve(_ path: String) throws(Errno) -> String {
    try Syscalls.permit(.resolve, path)
    guard let text = unsafe realpath(path, nil) else { throw .current }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  /// Sets the process's mask of permissions that new files do not get; the one before is returned.
  @discardableResult
  package static func setUmask(_ mask: UInt32) -> UInt32 { UInt32(umask(mode_t(mask))) }

  /// The path without its last part; `.` for a bare name, `/` for the root.
  package static func parent(of path: String) -> String {
    var bytes = Substring(path).utf8
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    var above = bytes[..<slash]
    while above.last == UInt8(ascii: "/") { above.removeLast() }
    return above.isEmpty ? "/" : String(Substring(above))
  }
}

#if canImport(Glibc)
  private func libcRename(_ from: String, _ to: String) -> CInt { unsafe Glibc.rename(from, to) }
  private func libcUnlink(_ path: String) -> CInt { unsafe Glibc.unlink(path) }
#elseif canImport(Darwin)
  private func libcRename(_ from: String, _ to: String) -> CInt { unsafe Darwin.rename(from, to) }
  private func libcUnlink(_ path: String) -> CInt { unsafe Darwin.unlink(path) }
#endif
