import Platform

extension SpoolFolder {
  /// Whether the channel rests: nobody takes jobs from it.
  public func isPaused(_ channel: String) -> Bool { FileSystem.exists(pauseFile(channel)) }

  /// Lets the channel rest until `resume`. The reason is for people.
  public func pause(_ channel: String, reason: String) throws(SpoolProblem) {
    let file = pauseFile(channel)
    try on(file) { () throws(Errno) in try FileSystem.writeDurably(file, Array((reason + "\n").utf8)) }
  }

  /// Says whether it was paused.
  @discardableResult
  public func resume(_ channel: String) throws(SpoolProblem) -> Bool {
    let file = pauseFile(channel)
    do throws(Errno) { try FileSystem.unlink(file) } catch {
      if error == .noSuchFile { return false }
      throw SpoolProblem(.system(error), path: file)
    }
    return true
  }
}
