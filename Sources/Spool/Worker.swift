import Platform

/// A worker's place in a channel: a folder of its own that it holds a lock in, so that its death shows at once.
///
///     var worker = try Worker(in: spool, channel: "email")
///     while let job = try worker.claim(now: now) {
///       guard let file = try worker.open(job) else { continue }     // torn: it was put aside
///       try worker.begin(job)                                        // from here on it may have been sent
///       try worker.finish(job, .sent)                                // or .failed, .deferred, .unknown
///     }
///     try worker.close()
///
/// Where sending is quick, claim and begin several jobs at a time: they share one wait for the disk. Whatever was claimed
/// and not sent is given back by `putBack`, also after `begin`.
///
/// One thread at a time. Several workers may run side by side, in this process or others.
public struct Worker: ~Copyable {
  /// `host.boot id.process.start`.
  public let name: String
  /// The channel that it works for.
  public let channel: String
  /// Jobs that another worker took first.
  public internal(set) var lostRaces = 0
  /// Files and folders in the queue that are not the spool's, by path; they are left alone.
  public internal(set) var strays: [String] = []
  /// Not for senders: measures what it costs to wait for the disk, once a hundred jobs or a tenth of a second.
  package var syncsByGroups = true
  /// Receipts that the disk had no room for; their outcomes were recorded.
  public internal(set) var lostReceipts = 0

  let folder: SpoolFolder
  let path: String
  let lock: FileLock
  /// Its folder, held open, so that renames have no path to walk.
  let home: FileDescriptor
  var search = Search()
  /// Claimed and marked as begun.
  var begun: Set<JobName> = []
  var unsynced = Unsynced()

  /// Claims a place. Call `SpoolFolder.reclaim` once in a while to take back what dead workers left.
  public init(in folder: SpoolFolder, channel: String) throws(SpoolProblem) {
    try folder.prepare(channel)
    let work = folder.folder(channel, .work)
    let base = "\(Machine.hostName).\(Machine.bootID).\(Machine.processID).\(Machine.processStart)"
    let draft = work + "/.new-" + base + "." + String(UInt32.random(in: 0 ... .max), radix: 36)
    // Locked before it gets its name, so that nobody ever sees a worker that looks dead.
    try on(draft) { () throws(Errno) in try FileSystem.makeDirectory(draft) }
    let lock = try on(draft) { () throws(Errno) in try FileLock(draft + "/lock") }
    let name = try Self.settle(draft, in: work, base)
    let path = work + "/" + name
    home = try on(path) { () throws(Errno) in try FileDescriptor(opening: path, .directory) }
    self.lock = lock
    self.name = name
    self.channel = channel
    self.folder = folder
    self.path = path
  }

  /// The descriptor of the lock: a child that sends holds it too, so that an orphan is not taken for dead.
  package var lockNumber: Int32 { lock.descriptor.number }

  /// Waits until all outcomes are on the disk, and leaves. Jobs still claimed stay for whoever reclaims them.
  public mutating func close() throws(SpoolProblem) {
    try syncOutcomes()
    try? FileSystem.unlink(path + "/lock")
    try? FileSystem.removeDirectory(path)
  }

  /// The draft's final name: the base, with a number behind it for the second worker of a process.
  private static func settle(_ draft: String, in work: String, _ base: String) throws(SpoolProblem) -> String {
    var number = 1
    while true {
      let name = number == 1 ? base : "\(base).\(number)"
      do throws(Errno) {
        try FileSystem.renameNoReplace(draft, to: work + "/" + name)
        return name
      } catch {
        guard error == .exists || error == .notEmpty else { throw SpoolProblem(.system(error), path: draft) }
        number += 1
      }
    }
  }
}

/// A job that a worker has taken: nobody else can.
public struct ClaimedJob: Hashable, Sendable {
  /// What the file name says: it wins over what is inside.
  public let name: JobName
  /// The channel whose queue it came from.
  public let channel: String
  /// `name` as it is written.
  let fileName: String
}
