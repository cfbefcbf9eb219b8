import Platform

/// A job's file, where it lies.
package struct SpooledJob: Hashable, Sendable {
  package let channel: String
  package let place: Place
  package let name: JobName
  package let path: String
  /// A worker has begun to send it.
  package let isBegun: Bool
}

/// A file or folder that is not the spool's, or is broken. It is reported and left alone.
package struct Stray: Hashable, Sendable {
  package let path: String
  package let reason: String
}

/// What was in the spool: a moving picture, since workers go on.
package struct Listing: Hashable, Sendable {
  package internal(set) var jobs: [SpooledJob] = []
  package internal(set) var strays: [Stray] = []
}

extension SpoolFolder {
  /// The jobs in these places, by channel, then place, then in the order that workers take them.
  package func list(
    channels: [String]? = nil, places: [Place] = [.queue, .work]
  ) throws(SpoolProblem) -> Listing {
    var listing = Listing()
    let all = try self.channels()
    for channel in channels.map({ wanted in all.filter(wanted.contains) }) ?? all {
      for place in places {
        let folder = folder(channel, place)
        switch place {
        case .queue:
          for chunk in try entries(of: folder) {
            guard ChunkName(chunk.name) != nil else {
              listing.strays.append(Stray(path: folder + "/" + chunk.name, reason: "not a chunk's name"))
              continue
            }
            try add(folder + "/" + chunk.name, channel, place, to: &listing)
          }
        case .work:
          for worker in try entries(of: folder) { try add(folder + "/" + worker.name, channel, place, to: &listing) }
        default: try add(folder, channel, place, to: &listing)
        }
      }
    }
    return listing
  }

  /// The jobs in any place whose id begins so.
  package func find(idPrefix: String) throws(SpoolProblem) -> [SpooledJob] {
    try list(places: Place.allCases).jobs.filter { $0.name.id.hasPrefix(idPrefix) }
  }

  /// A job's bytes, or nil if it has been taken away meanwhile.
  package func read(_ job: SpooledJob) throws(SpoolProblem) -> [UInt8]? {
    do throws(Errno) { return try FileSystem.read(job.path, limit: JobFile.largest) } catch {
      if error == .noSuchFile { return nil }
      throw SpoolProblem(.system(error), path: job.path)
    }
  }

  private func add(
    _ folder: String, _ channel: String, _ place: Place, to listing: inout Listing
  ) throws(SpoolProblem) {
    for entry in try entries(of: folder) {
      let path = folder + "/" + entry.name
      if place == .work ? entry.name == "lock" : entry.name.hasSuffix(".receipt") { continue }
      let isBegun = place == .work && entry.name.hasPrefix("@")
      guard entry.isReachable, let name = JobName(isBegun ? entry.name.dropFirst() : entry.name[...]) else {
        listing.strays.append(Stray(path: path, reason: "not a job's name"))
        continue
      }
      guard JobFile.isWhole(path) else {
        listing.strays.append(Stray(path: path, reason: "torn: its last byte is not a newline"))
        continue
      }
      listing.jobs.append(SpooledJob(channel: channel, place: place, name: name, path: path, isBegun: isBegun))
    }
  }

  /// Sorted; none of a folder that is gone.
  private func entries(of folder: String) throws(SpoolProblem) -> [DirectoryEntry] {
    do throws(Errno) { return try FileSystem.list(folder).sorted { $0.name < $1.name } } catch {
      if error == .noSuchFile { return [] }
      if error == .notDirectory { return [] }
      throw SpoolProblem(.system(error), path: folder)
    }
  }
}
