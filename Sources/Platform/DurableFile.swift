extension FileSystem {
  /// The whole file, or `EFBIG` if it is larger than `limit` bytes, `EISDIR`/`EINVAL` if it is no regular file.
  package static func read(_ path: String, limit: Int = .max) throws(Errno) -> [UInt8] {
    let file = try FileDescriptor(opening: path, .read)
    switch try file.status().kind {
    case .regular: return try file.readToEnd(limit: limit)
    case .directory: throw .isDirectory
    default: throw .invalid
    }
  }

  /// Replaces the file in one step, so that a reader sees the old bytes or the new. Not synced.
  package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(Errno) {
    try replace(path, with: bytes, mode: mode, durably: false)
  }

  /// As `replace`, and on the disk when it returns: a file beside it, fsync, rename, fsync of the directory.
  package static func writeDurably(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws(Errno) {
    try replace(path, with: bytes, mode: mode, durably: true)
  }

  private static func replace(_ path: String, with bytes: [UInt8], mode: UInt32, durably: Bool) throws(Errno) {
    let draft = path + ".new-\(Machine.processID)"
    do {
      let file = try FileDescriptor(opening: draft, .replace, mode: mode)
      try file.writeAll(bytes)
      if durably { try file.sync() }
      try file.close()
      try rename(draft, to: path)
    } catch {
      try? unlink(draft)
      throw error
    }
    if durably { try syncDirectory(parent(of: path)) }
  }

  /// Waits until the directory's names are on the disk.
  package static func syncDirectory(_ path: String) throws(Errno) {
    let directory = try FileDescriptor(opening: path, .directory)
    try directory.sync()
    try directory.close()
  }
}
