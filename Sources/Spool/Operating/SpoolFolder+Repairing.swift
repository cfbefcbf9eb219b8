import Platform

extension SpoolFolder {
  /// Mends what can be mended by itself: nothing is deleted, and what cannot be read or is there twice is moved to
  /// `corrupt/`. Under the run lock. When it returns, that is on the disk.
  /// - Returns: what was done; nil if there is nothing to do, or the file was gone.
  package func repair(_ defect: Defect) throws(SpoolProblem) -> String? {
    switch defect.kind {
    case .foreign, .owner: return nil
    case .torn, .doubled, .draft: return try aside(defect)
    case .permissions:
      let (path, isFolder) = (defect.path, (try? FileSystem.linkStatus(defect.path))?.kind == .directory)
      try on(path) { () throws(Errno) in try FileSystem.setMode(path, isFolder ? 0o700 : 0o600) }
      return isFolder ? "mode 700" : "mode 600"
    case .stranded, .misfiled:
      guard let name = defect.name else { return nil }
      let others = try locate([name.id])[name.id, default: []].filter { $0.path != defect.path && $0.place != .corrupt }
      let own = SpooledJob(
        channel: defect.channel, place: .queue, name: name, path: defect.path, isBegun: false)
      if Self.superfluous(others + [own]).contains(own) || !JobFile.isWhole(defect.path) { return try aside(defect) }
      return try refile(own)
    }
  }

  private func aside(_ defect: Defect) throws(SpoolProblem) -> String? {
    guard !defect.channel.isEmpty else {
      // Beside the channels there is no corrupt/: a draft of FORMAT is ours, and its bytes are FORMAT's.
      return nil
    }
    try prepare(defect.channel)
    guard try setAside(defect.path, defect.channel) else { return nil }
    try settle(
      targets: [folder(defect.channel, .corrupt)], sources: [FileSystem.parent(of: defect.path)])
    return "moved to corrupt/"
  }

  private func refile(_ job: SpooledJob) throws(SpoolProblem) -> String? {
    let chunk = try on(job.path) { () throws(Errno) in try enqueue(job.path, as: job.name, job.channel) }
    guard let chunk else { return nil }
    let queue = folder(job.channel, .queue)
    try settle(targets: [queue, chunk], sources: [FileSystem.parent(of: job.path)])
    return "put into its chunk"
  }
}
