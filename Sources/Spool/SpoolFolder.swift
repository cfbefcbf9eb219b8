import Platform

/// The spool: a folder on one local filesystem.
public struct SpoolFolder: Hashable, Sendable {
  /// Absolute, without links.
  package let root: String
  private let device: UInt64

  /// An existing spool.
  public init(opening path: String) throws(SpoolProblem) {
    let status: FileStatus
    do throws(Errno) { status = try FileSystem.status(path) } catch {
      throw SpoolProblem(error == .noSuchFile ? .notASpool("there is no spool here") : .system(error), path: path)
    }
    guard status.kind == .directory else { throw SpoolProblem(.notASpool("the spool is not a folder"), path: path) }
    guard status.owner == Machine.userID else { throw SpoolProblem(.otherOwner, path: path) }
    root = try on(path) { () throws(Errno) in try FileSystem.resolve(path) }
    device = status.device
  }

  /// Makes the spool if it is missing.
  package init(creating path: String) throws(SpoolProblem) {
    try on(path) { () throws(Errno) in
      if try FileSystem.makeDirectories(path) { try FileSystem.syncDirectory(FileSystem.parent(of: path)) }
    }
    try self.init(opening: path)
    let (stage, root) = (stage, root)
    try on(stage) { () throws(Errno) in
      if try FileSystem.makeDirectories(stage) { try FileSystem.syncDirectory(root) }
    }
    try requireSameDevice(stage)
  }

  package var lockFile: String { root + "/lock" }
  package var formatFile: String { root + "/FORMAT" }
  package var stage: String { root + "/stage" }

  package func stage(batch: String) -> String { stage + "/" + batch }
  package func channel(_ channel: String) -> String { root + "/" + channel }
  package func folder(_ channel: String, _ place: Place) -> String { root + "/" + channel + "/" + place.rawValue }
  package func pauseFile(_ channel: String) -> String { root + "/" + channel + "/paused" }

  /// Throws if the path is on another filesystem than the spool.
  package func requireSameDevice(_ path: String) throws(SpoolProblem) {
    guard try on(path, { () throws(Errno) in try FileSystem.status(path).device }) == device else {
      throw SpoolProblem(.otherDevice, path: path)
    }
  }

  /// Letters, digits, `-` and `_`, and none of the spool's own names.
  package static func isChannelName(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetterOrDigit(first), !["stage", "lock", "FORMAT"].contains(name) else {
      return false
    }
    return name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }

  /// The channels that have a folder, in order.
  package func channels() throws(SpoolProblem) -> [String] {
    let root = root
    let entries = try on(root) { () throws(Errno) in try FileSystem.list(root) }
    return entries.filter { $0.isReachable && $0.kind != .regular && Self.isChannelName($0.name) }.map(\.name).sorted()
  }

  /// The batches that were begun and not yet published, as far as their names are a batch's.
  package func stagedBatches() throws(SpoolProblem) -> [String] {
    try names(in: stage).filter { $0.utf8.allSatisfy(isLowerOrDigit) }
  }

  /// Makes the channel's folders, durably; cheap if they are there. Throws if one of them is on another filesystem: a
  /// job that was sent and cannot be renamed to `done/` is a job in doubt.
  package func prepare(_ channel: String) throws(SpoolProblem) {
    guard Self.isChannelName(channel) else { throw SpoolProblem(.badChannel(channel), path: root) }
    let (root, home) = (root, self.channel(channel))
    try on(home) { () throws(Errno) in
      var isNew = false
      for place in Place.allCases {
        if try FileSystem.makeDirectories(home + "/" + place.rawValue) { isNew = true }
      }
      guard isNew else { return }
      for made in [home + "/done", home, root] { try FileSystem.syncDirectory(made) }
    }
    for place in Place.allCases { try requireSameDevice(folder(channel, place)) }
  }
}

/// Where in a channel a job lies: its state is its location.
package enum Place: String, Hashable, Sendable, CaseIterable {
  case queue, work, held, dead, corrupt
  case sent = "done/sent"
  case failed = "done/failed"
  case deferred = "done/deferred"
  case unknown = "done/unknown"
  /// Taken out of the queue: owed again, or, with a receipt, over for good.
  case withdrawn = "done/withdrawn"
  /// A person decided that it is not to be sent; its message stays told. The place says it all: no receipt.
  case dropped = "done/dropped"
}
