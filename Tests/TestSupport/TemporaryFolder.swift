import Platform

/// A folder of a test's own that removes itself.
package final class TemporaryFolder: Sendable {
  /// Absolute, without links.
  package let path: String

  package init() throws {
    // In memory where there is such a place: thousands of syncs would make the disk's speed the tests' speed.
    let base = Environment.value("TMPDIR") ?? (FileSystem.exists("/dev/shm") ? "/dev/shm" : "/tmp")
    let now = SystemClock.now()
    let mark = Hash128(
      "\(Machine.processID)", "\(now.seconds)", "\(now.nanoseconds)", "\(UInt64.random(in: 0 ... .max))")
    let folder = "\(base)/herald-test-\(mark.base32)"
    try FileSystem.makeDirectory(folder)
    path = try FileSystem.resolve(folder)
  }

  deinit { try? FileSystem.removeTree(path) }

  package func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file, with the folders above it, and returns its path.
  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String {
    let file = path(name)
    try FileSystem.makeDirectories(FileSystem.parent(of: file))
    try FileSystem.replace(file, with: Array(text.utf8))
    return file
  }

  package func read(_ name: String) throws -> String {
    String(decoding: try FileSystem.read(path(name)), as: UTF8.self)
  }
}
