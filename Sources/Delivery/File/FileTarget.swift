import Platform

/// Where a dry drain writes to: a folder that is there, or a file.
enum FileTarget: Hashable, Sendable {
  case folder(String)
  case file(String)

  /// Throws where nothing can be written. A path with a slash at its end is a folder, made if it is missing.
  init(_ path: String) throws(Errno) {
    if path.hasSuffix("/") { _ = try FileSystem.makeDirectories(String(path.dropLast())) }
    do throws(Errno) {
      if try FileSystem.status(path).kind == .directory {
        self = .folder(path.hasSuffix("/") && path != "/" ? String(path.dropLast()) : path)
        return
      }
    } catch .noSuchFile {}
    try FileDescriptor(opening: path, .append).close()
    self = .file(path)
  }
}
