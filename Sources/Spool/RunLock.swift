import Platform

/// The right to publish: one run at a time has it, until this value ends, at the latest with the process.
package struct RunLock: ~Copyable, Sendable {
  private let lock: FileLock

  /// Throws `busy` at once if another run has it.
  package init(_ folder: SpoolFolder) throws(SpoolProblem) {
    do throws(Errno) { lock = try FileLock(folder.lockFile) } catch {
      throw SpoolProblem(error == .wouldBlock ? .busy : .system(error), path: folder.lockFile)
    }
  }

  deinit { lock.release() }
}
