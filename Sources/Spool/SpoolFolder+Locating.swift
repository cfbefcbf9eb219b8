import Platform

extension SpoolFolder {
  /// Where the files of these jobs lie, by id: every attempt in every place. Looks at names only.
  package func locate(_ ids: Set<String>) throws(SpoolProblem) -> [String: [SpooledJob]] {
    var found: [String: [SpooledJob]] = [:]
    try eachJob { job in if ids.contains(job.name.id) { found[job.name.id, default: []].append(job) } }
    return found
  }

  /// Hands over every job of the spool by its name, without a look inside. Workers go on: a moving picture.
  package func eachJob(_ body: (SpooledJob) -> Void) throws(SpoolProblem) {
    for channel in try channels() {
      for place in Place.allCases {
        let home = folder(channel, place)
        let inside = place == .queue || place == .work ? try names(in: home).map { home + "/" + $0 } : [home]
        for folder in inside {
          for file in try names(in: folder) {
            let isBegun = place == .work && file.hasPrefix("@")
            guard let name = JobName(isBegun ? file.dropFirst() : file[...]) else { continue }
            body(SpooledJob(channel: channel, place: place, name: name, path: folder + "/" + file, isBegun: isBegun))
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
