import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A name in a directory.
package struct DirectoryEntry: Hashable, Sendable {
  package let name: String
  /// Nil where the filesystem does not say without a `stat`.
  package let kind: FileStatus.Kind?
  /// False for a name that is not UTF-8: `name` shows it repaired, and cannot be used to reach it.
  package let isReachable: Bool
}

extension FileSystem {
  /// The entries but `.` and `..`, in the order of the directory (none in particular).
  package static func list(_ path: String) throws(Errno) -> [DirectoryEntry] {
    try Syscalls.permit(.list, path)
    guard let directory = unsafe opendir(path) else { throw .current }
    defer { unsafe _ = closedir(directory) }
    var entries: [DirectoryEntry] = []
    while true {
      errno = 0
      guard let raw = unsafe readdir(directory) else {
        if errno != 0 { throw .current }
        return entries
      }
      guard let name = unsafe herald_dirent_name(raw) else { continue }
      let text = unsafe String(validatingCString: name)
      if text == "." || text == ".." { continue }
      entries.append(
        DirectoryEntry(
          name: unsafe text ?? String(cString: name), kind: unsafe kind(type: herald_dirent_type(raw)),
          isReachable: text != nil))
    }
  }

  /// The names in order of their bytes; those that are not UTF-8 are left out.
  package static func sortedNames(_ path: String) throws(Errno) -> [String] {
    try list(path).filter(\.isReachable).map(\.name).sorted()
  }

  private static func kind(type: UInt8) -> FileStatus.Kind? {
    switch CInt(type) {
    case CInt(DT_REG): .regular
    case CInt(DT_DIR): .directory
    case CInt(DT_LNK): .symbolicLink
    case CInt(DT_FIFO): .fifo
    case CInt(DT_SOCK): .socket
    case CInt(DT_CHR), CInt(DT_BLK): .device
    default: nil
    }
  }

  /// Removes a directory with all it holds; fine if it is not there. Links are removed, never followed.
  package static func removeTree(_ path: String) throws(Errno) {
    let entries: [DirectoryEntry]
    do { entries = try list(path) } catch .noSuchFile { return } catch .notDirectory { return try unlink(path) }
    for entry in entries {
      let inside = path + "/" + entry.name
      let isDirectory =
        if let kind = entry.kind { kind == .directory } else { try linkStatus(inside).kind == .directory }
      if isDirectory { try removeTree(inside) } else { try unlink(inside) }
    }
    try removeDirectory(path)
  }
}
