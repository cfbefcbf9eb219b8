import Platform

extension SpoolFolder {
  /// Where the files of these jobs lie, by id: every attempt in every place. Looks at names only.
  package func locate(_ ids: Set<String>) throws(SpoolProblem) -> [String: [SpooledJob]] {
    var found: [String: [SpooledJob]] = [:]
    try eachJob { job in if ids.contains(job.name.id) { found[job.name.id, default: []].append(job) } }
    return found
  }

  /// Hands over the jobs of these channels and places by their names, without a look inside: by channel, then place, then
  /// in the order that workers take them. Workers go on: a moving picture.
  ///
  /// Places are looked at in the order in which they are given. In the usual one (what a job goes through) no job is
  /// missed that moves on while we look.
  package func eachJob(
    channels: [String]? = nil, places: [Place] = Place.onTheWay,
    _ body: (SpooledJob) throws(SpoolProblem) -> Void
  ) throws(SpoolProblem) {
    let all = try self.channels()
    for channel in channels.map({ wanted in all.filter(wanted.contains) }) ?? all {
      for place in places {
        let home = folder(channel, place)
        let inside = place == .queue || place == .work ? try names(in: home).map { home + "/" + $0 } : [home]
        for folder in inside {
          for file in try names(in: folder) {
            let isBegun = place == .work && file.hasPrefix("@")
            guard let name = JobName(isBegun ? file.dropFirst() : file[...]) else { continue }
            try body(
              SpooledJob(channel: channel, place: place, name: name, path: folder + "/" + file, isBegun: isBegun))
          }
        }
      }
    }
  }

  /// Sorted; none of a folder that is gone, and none of what is no folder.
  func names(in folder: String) throws(SpoolProblem) -> [String] {
    do throws(Errno) { return try FileSystem.sortedNames(folder) } catch {
      if error == .noSuchFile || error == .notDirectory { return [] }
      throw SpoolProblem(.system(error), path: folder)
    }
  }
}

extension Place {
  /// Every place, in the order in which jobs go through them.
  package static let onTheWay: [Place] = [
    .deferred, .held, .queue, .work, .sent, .failed, .unknown, .withdrawn, .dropped, .dead, .corrupt,
  ]
}
