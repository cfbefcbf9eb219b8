package import Platform

/// What a look at every file of the spool found. Nothing is changed by it; workers go on.
package struct Examination: Hashable, Sendable {
  package internal(set) var defects: [Defect] = []
  /// By hash of a job's id: the latest attempt that a file or receipt tells of. What lies in `corrupt/` tells of nothing.
  package internal(set) var attempts: [Hash128: Int] = [:]
  /// Ids of jobs that may still be sent.
  package internal(set) var pending: Set<String> = []

  /// Whether anything is left of a job's attempt, or of a later one.
  package func has(_ id: String, attempt: Int) -> Bool { attempts[Hash128(id)].map { $0 >= attempt } ?? false }

  /// Ids of which there is more than one file.
  var several: Set<String> = []

  mutating func note(_ name: JobName, isReceipt: Bool) {
    let hash = Hash128(name.id)
    if let known = attempts[hash] {
      if !isReceipt { several.insert(name.id) }
      attempts[hash] = max(known, name.attempt)
    } else {
      attempts[hash] = name.attempt
    }
  }
}

extension SpoolFolder {
  /// Looks at every file: minutes for millions.
  package func examine() throws(SpoolProblem) -> Examination {
    var found = Examination()
    try examineRoot(&found)
    for channel in try channels() where isChannel(channel) {
      try examineTop(channel, &found)
      for place in Place.onTheWay { try examine(channel, place, &found) }
      // What a run is taking in at the moment, or was when it died.
      for (folder, place) in intakeFolders(channel) {
        checkAccess(folder, channel, isFolder: true, &found)
        try examineFiles(folder, channel, place, nil, &found)
      }
    }
    try findDoubles(&found)
    // A worker may have taken what looked wrong for a moment.
    found.defects = found.defects.filter { FileSystem.exists($0.path) }.sorted {
      ($0.kind, $0.path) < ($1.kind, $1.path)
    }
    return found
  }

  /// A folder of another's may lie beside the channels.
  package func isChannel(_ name: String) -> Bool { FileSystem.exists(folder(name, .queue)) }

  private func examineRoot(_ found: inout Examination) throws(SpoolProblem) {
    checkAccess(root, "", isFolder: true, &found)
    for name in try names(in: root) {
      if ["FORMAT", "lock", "stage"].contains(name) {
        checkAccess(root + "/" + name, "", isFolder: name == "stage", &found)
      } else if name.hasPrefix("FORMAT.new-") {
        found.defects.append(Defect(.draft, root + "/" + name, detail: "a half-written FORMAT"))
      } else if !Self.isChannelName(name) || !isChannel(name) {
        found.defects.append(Defect(.foreign, root + "/" + name, detail: "not a channel of the spool"))
      }
    }
  }

  private func examineTop(_ channel: String, _ found: inout Examination) throws(SpoolProblem) {
    let home = self.channel(channel)
    let known = Set(Place.allCases.map { $0.rawValue.split(separator: "/")[0] } + ["intake"])
    checkAccess(home, channel, isFolder: true, &found)
    for name in try names(in: home) where !known.contains(name[...]) && !name.hasPrefix(".") {
      // Files there are signs for the workers: `paused`, a rate.
      guard (try? FileSystem.linkStatus(home + "/" + name))?.kind != .regular else { continue }
      found.defects.append(Defect(.foreign, home + "/" + name, channel: channel, detail: "not a place of the spool"))
    }
    let done = Place.allCases.compactMap { $0.rawValue.split(separator: "/").dropFirst().first }
    let intake = intakeFolders(channel).compactMap { $0.path.split(separator: "/").last }
    for (folder, places) in [(home + "/done/", done), (home + "/intake/", intake)] {
      for name in try names(in: folder) where !places.contains(name[...]) {
        found.defects.append(Defect(.foreign, folder + name, channel: channel, detail: "not a place of the spool"))
      }
    }
  }

  private func examine(_ channel: String, _ place: Place, _ found: inout Examination) throws(SpoolProblem) {
    let home = folder(channel, place)
    checkAccess(home, channel, isFolder: true, &found)
    switch place {
    case .queue:
      for name in try names(in: home) {
        let path = home + "/" + name
        if let chunk = ChunkName(name) {
          checkAccess(path, channel, isFolder: true, &found)
          try examineFiles(path, channel, place, chunk, &found)
        } else if let job = JobName(name) {
          found.note(job, isReceipt: false)
          found.pending.insert(job.id)
          found.defects.append(
            Defect(.stranded, path, channel: channel, name: job, detail: "no worker looks beside the chunks"))
        } else {
          found.defects.append(Defect(.foreign, path, channel: channel, detail: "not a chunk of jobs"))
        }
      }
    case .work:
      for name in try names(in: home) where !name.hasPrefix(".new-") {
        try examineFiles(home + "/" + name, channel, place, nil, &found)
      }
    // Whatever lies there was put aside: nothing of it counts, and nothing of it is wrong.
    case .corrupt: break
    default: try examineFiles(home, channel, place, nil, &found)
    }
  }

  private func examineFiles(
    _ home: String, _ channel: String, _ place: Place, _ chunk: ChunkName?, _ found: inout Examination
  ) throws(SpoolProblem) {
    let entries: [DirectoryEntry]
    do throws(Errno) { entries = try FileSystem.list(home) } catch {
      if error == .noSuchFile { return }
      if error == .notDirectory {
        found.defects.append(Defect(.foreign, home, channel: channel, detail: "not a folder of jobs"))
        return
      }
      throw SpoolProblem(.system(error), path: home)
    }
    for entry in entries {
      if place == .work, entry.name == "lock" { continue }
      examine(entry, in: home, channel, place, chunk, &found)
    }
  }

  private func examine(
    _ entry: DirectoryEntry, in home: String, _ channel: String, _ place: Place, _ chunk: ChunkName?,
    _ found: inout Examination
  ) {
    let path = home + "/" + entry.name
    func note(_ kind: Defect.Kind, _ detail: String, _ name: JobName? = nil) {
      found.defects.append(Defect(kind, path, channel: channel, name: name, detail: detail))
    }
    guard entry.isReachable else { return note(.foreign, "its name is not UTF-8") }
    let plain = place == .work && entry.name.hasPrefix("@") ? entry.name.dropFirst() : entry.name[...]
    guard let status = try? FileSystem.linkStatus(path) else { return }
    if status.kind != .regular { return note(.foreign, "not a file") }
    if plain.hasSuffix(".receipt"), let name = JobName(plain.dropLast(".receipt".count)) {
      found.note(name, isReceipt: true)
      return checkAccess(path, channel, isFolder: false, &found)
    }
    if Self.isDraft(plain) { return note(.draft, "a half-written file") }
    guard let name = JobName(plain) else { return note(.foreign, "not a job’s name") }
    checkAccess(path, channel, isFolder: false, &found)
    if let detail = tornness(path, place) {
      // Nothing of it was sent and nothing can be, but by a worker that has it.
      if place == .work { found.note(name, isReceipt: false) } else { note(.torn, detail, name) }
      return
    }
    found.note(name, isReceipt: false)
    guard place.isPending else { return }
    found.pending.insert(name.id)
    if let chunk, chunk.rank != name.rank || chunk.due < name.notBefore {
      note(.misfiled, "its chunk is of another priority or time", name)
    }
  }

  /// As `FileSystem.writeDurably` names what it has not renamed yet.
  private static func isDraft(_ name: Substring) -> Bool {
    guard let mark = name.firstRange(of: ".new-") else { return false }
    let file = name[..<mark.lowerBound]
    return JobName(file.hasSuffix(".receipt") ? file.dropLast(".receipt".count) : file) != nil
  }

  /// What is wrong with a job's bytes; nil if nothing is, or if it is gone.
  private func tornness(_ path: String, _ place: Place) -> String? {
    guard JobFile.isWhole(path) else { return "torn: its last byte is not a newline" }
    // What is over is not read by anybody: its end is enough.
    guard place.isPending || place == .dead, let bytes = try? bytes(path) else { return nil }
    return JobFile(bytes) == nil ? "no job: it is not one JSON object with what a job has" : nil
  }

  private func checkAccess(_ path: String, _ channel: String, isFolder: Bool, _ found: inout Examination) {
    guard let status = try? FileSystem.linkStatus(path), status.kind == (isFolder ? .directory : .regular) else {
      return
    }
    if status.owner != Machine.userID {
      found.defects.append(Defect(.owner, path, channel: channel, detail: "owned by user \(status.owner)"))
    } else if status.mode & 0o077 != 0 {
      found.defects.append(
        Defect(.permissions, path, channel: channel, detail: "others may use it: mode \(String(status.mode, radix: 8))")
      )
    }
  }
}

extension Place {
  /// What lies there may still be sent.
  package var isPending: Bool { [.queue, .work, .held, .deferred].contains(self) }
}

extension Defect.Kind: Comparable {
  /// In the order of the list.
  package static func < (a: Self, b: Self) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}
