import Platform

/// The jobs of one run, written beside the queue where no worker looks. Nothing is decided by it.
///
/// An error of `append` or `sync` removes the batch. One that is dropped unpublished is removed by the next recovery.
package struct StagedBatch: ~Copyable {
  package let mark: BatchMark
  /// How many jobs it has.
  package private(set) var count = 0

  private let folder: SpoolFolder
  /// Seconds since 1970: what is due by then goes into chunks that are due then.
  private let now: Int64
  /// Opened before the first write, so that syncfs reports every error since.
  private let filesystem: FileDescriptor
  private var open: [ChunkKey: OpenChunk] = [:]
  private var chunksOfChannel: [String: Int] = [:]
  private var chunkPaths: [String] = []
  /// The files, still open, while there are so few that they are synced one by one.
  private var unsynced: [HeldFile] = []
  private var sum = (high: UInt64(0), low: UInt64(0))

  /// From this many jobs on, one syncfs is cheaper than an fsync each.
  package static let usualLimit = 100
  private let syncTogetherFrom: Int

  private struct ChunkKey: Hashable {
    var channel: String
    var rank: Int
    var due: Int64
  }

  private struct OpenChunk {
    var path: String
    var jobs: Int
  }

  /// Arrays cannot hold a descriptor itself, which cannot be copied.
  private final class HeldFile {
    let file: FileDescriptor
    init(_ file: consuming FileDescriptor) { self.file = file }
  }

  /// Looks for room, then makes the stage.
  /// - Parameters:
  ///   - lock: held by this run, and for as long as it publishes.
  ///   - now: seconds since 1970.
  package init(
    _ mark: BatchMark, in folder: SpoolFolder, lock: borrowing RunLock, now: Int64, expecting size: ExpectedSize,
    syncTogetherFrom: Int = usualLimit
  ) throws(SpoolProblem) {
    guard !mark.name.isEmpty, mark.name.utf8.allSatisfy(isLowerOrDigit) else {
      throw SpoolProblem(.defect("“\(mark.name)” cannot be a batch's name"), path: folder.root)
    }
    try size.requireRoom(at: folder.root)
    let stage = folder.stage
    let filesystem = try on(stage) { () throws(Errno) in try FileDescriptor(opening: stage, .directory) }
    let path = folder.stage(batch: mark.name)
    try on(path) { () throws(Errno) in try FileSystem.makeDirectory(path) }
    self.filesystem = filesystem
    self.mark = mark
    self.folder = folder
    self.now = now
    self.syncTogetherFrom = syncTogetherFrom
  }

  package var manifest: BatchManifest {
    BatchManifest(mark: mark, count: count, hash: Hash128(high: sum.high, low: sum.low))
  }

  /// Writes a job's file.
  /// - Parameters:
  ///   - rank: 9 − priority.
  ///   - notBefore: seconds since 1970, as is `expires`.
  ///   - bytes: the file, whose last byte is a newline.
  package mutating func append(
    channel: String, rank: Int, notBefore: Int64, expires: Int64?, attempt: Int = 1, id: String, bytes: [UInt8]
  ) throws(SpoolProblem) {
    do throws(SpoolProblem) {
      guard let name = JobName(rank: rank, notBefore: notBefore, expires: expires, attempt: attempt, id: id),
        bytes.last == UInt8(ascii: "\n")
      else { throw SpoolProblem(.defect("job \(id) does not fit the spool's format"), path: folder.root) }
      let fileName = name.description
      let file = try chunk(channel: channel, rank: rank, due: due(notBefore)) + "/" + fileName
      try write(file, bytes)
      note(channel, fileName, bytes)
    } catch {
      remove()
      throw error
    }
  }

  /// Waits until all of it is on the disk. There is no second try: an error that was reported once is forgotten.
  mutating func sync() throws(SpoolProblem) {
    do throws(SpoolProblem) {
      if count < syncTogetherFrom { try syncOneByOne() } else { try syncTogether() }
    } catch {
      remove()
      throw error
    }
  }

  /// Removes the batch as far as that can be done; the next recovery does the rest.
  package mutating func remove() {
    unsynced = []
    try? FileSystem.removeTree(folder.stage(batch: mark.name))
  }
}

extension StagedBatch {
  /// Now for what is due, else the end of the minute: `due` of a chunk is never before a job in it.
  private func due(_ notBefore: Int64) -> Int64 { notBefore <= now ? now : ChunkName.minute(after: notBefore) }

  /// The path of a chunk with room for one more.
  private mutating func chunk(channel: String, rank: Int, due: Int64) throws(SpoolProblem) -> String {
    let key = ChunkKey(channel: channel, rank: rank, due: due)
    if let known = open[key], known.jobs < ChunkName.capacity {
      open[key]?.jobs += 1
      return known.path
    }
    let home = folder.stage(batch: mark.name) + "/" + channel
    if chunksOfChannel[channel] == nil {
      // Made now, so that nothing is left that could fail between the decision and the queue but the renames.
      try folder.prepare(channel)
      try on(home) { () throws(Errno) in try FileSystem.makeDirectory(home) }
    }
    let path = home + "/" + freeName(channel, rank, due)
    try on(path) { () throws(Errno) in try FileSystem.makeDirectory(path) }
    chunkPaths.append(path)
    open[key] = OpenChunk(path: path, jobs: 1)
    return path
  }

  /// The next chunk's name that the queue does not have. It can only have one after an old ledger was adopted, which
  /// counts its batches from where it was; found out after the decision, the batch could never be published.
  private mutating func freeName(_ channel: String, _ rank: Int, _ due: Int64) -> String {
    var sequence = chunksOfChannel[channel, default: 0]
    defer { chunksOfChannel[channel] = sequence + 1 }
    while true {
      let name = ChunkName(rank: rank, due: due, origin: .batch(mark.name, sequence: sequence)).description
      if !FileSystem.exists(folder.folder(channel, .queue) + "/" + name) { return name }
      sequence += 1
    }
  }

  private mutating func write(_ path: String, _ bytes: [UInt8]) throws(SpoolProblem) {
    do throws(Errno) {
      let file = try FileDescriptor(opening: path, .create)
      try file.writeAll(bytes)
      if count < syncTogetherFrom - 1 {
        unsynced.append(HeldFile(file))
      } else {
        unsynced = []
        try file.close()
      }
    } catch { throw SpoolProblem(.system(error), path: path) }
  }

  private mutating func note(_ channel: String, _ name: String, _ bytes: [UInt8]) {
    var builder = Hash128.Builder()
    builder.add(channel)
    builder.add(name)
    builder.add(bytes.span)
    let hash = builder.finish()
    sum = (sum.high &+ hash.high, sum.low &+ hash.low)
    count += 1
  }

  private mutating func syncTogether() throws(SpoolProblem) {
    do throws(Errno) { try filesystem.syncFilesystem() } catch {
      throw SpoolProblem(.system(error), path: folder.stage)
    }
  }

  private mutating func syncOneByOne() throws(SpoolProblem) {
    let batch = folder.stage(batch: mark.name)
    do throws(Errno) {
      for held in unsynced { try held.file.sync() }
      unsynced = []
      let channels = chunksOfChannel.keys.sorted().map { batch + "/" + $0 }
      for directory in chunkPaths + channels + [batch, folder.stage] { try FileSystem.syncDirectory(directory) }
    } catch { throw SpoolProblem(.system(error), path: batch) }
  }
}
