import Platform

extension SpoolFolder {
  /// Moves a job into the queue, under a name that says when. It lands in its minute's chunk of retries.
  func enqueue(_ path: String, as name: JobName, _ channel: String) throws(SpoolProblem) {
    let chunk = ChunkName(rank: name.rank, due: ChunkName.minute(after: name.notBefore), origin: .retry)
    let target = "\(folder(channel, .queue))/\(chunk)"
    while true {
      do throws(Errno) {
        try FileSystem.makeDirectories(target)
        try FileSystem.renameNoReplace(path, to: "\(target)/\(name)")
        return
      } catch {
        // A worker that found the chunk empty may have removed it between the two calls.
        if error == .noSuchFile, FileSystem.exists(path) { continue }
        throw SpoolProblem(.system(error), path: path)
      }
    }
  }
}
