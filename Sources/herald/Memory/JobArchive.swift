import JSON
import Platform
import Spool
import Tables

/// `var/archive/`: jobs that were sent or dropped and have left the spool, for as long as `keep: {jobs: …}` says. What was
/// told is found there by `spool show`, `resend` and `access`.
///
/// A file a page of an intake, named by the time (microseconds), a line a job:
/// `{"channel":"email","file":"4.1772….json","job":{…},"place":"done/sent"}`. A crash may leave a job in two of them.
struct JobArchive {
  let folder: String

  init(state: String) { folder = state + "/archive" }

  /// A job as it was.
  struct Entry {
    var channel: String
    var name: JobName
    /// The job's own line.
    var job: [UInt8]
  }

  /// The files, the latest first.
  var files: [LineFile] {
    ((try? FileSystem.sortedNames(folder)) ?? []).filter { $0.hasSuffix(".jsonl.gz") }.reversed().map {
      LineFile(path: folder + "/" + $0)
    }
  }

  /// The latest attempt of each of these jobs.
  func find(_ ids: Set<String>) throws(Failure) -> [String: Entry] {
    var found: [String: Entry] = [:]
    guard !ids.isEmpty else { return found }
    for file in files {
      do throws(Errno) {
        try file.each { line in
          guard let entry = Self.entry(line), ids.contains(entry.name.id) else { return }
          if let known = found[entry.name.id], known.name.attempt >= entry.name.attempt { return }
          found[entry.name.id] = entry
        }
      } catch {
        if error == .noSuchFile { continue }
        throw Failure(.inputOutput, "cannot read \(file.path): \(error.words)")
      }
    }
    return found
  }

  /// The ids that begin so, each once.
  func ids(beginningWith word: String) throws(Failure) -> Set<String> {
    var found: Set<String> = []
    for file in files {
      do throws(Errno) {
        try file.each { line in
          if let entry = Self.entry(line), entry.name.id.hasPrefix(word) { found.insert(entry.name.id) }
        }
      } catch {
        if error == .noSuchFile { continue }
        throw Failure(.inputOutput, "cannot read \(file.path): \(error.words)")
      }
    }
    return found
  }

  /// The job in a line; nil for what is none.
  static func job(_ line: [UInt8]) -> [UInt8]? { entry(line)?.job }

  private static func entry(_ line: [UInt8]) -> Entry? {
    guard let value = try? JSONValue.parse(line), let job = value["job"],
      let name = value["file"]?.string.flatMap({ JobName($0) }), let channel = value["channel"]?.string
    else { return nil }
    var writer = JSONWriter()
    writer.value(job)
    return Entry(channel: channel, name: name, job: writer.bytes + [0x0A])
  }
}

/// One file of the archive while it is written.
final class ArchivePage {
  private let folder: String
  private let draft: String
  private let file: GzipWriter

  /// - Parameter folder: of the archive; made if it is missing.
  init(_ folder: String) throws(Errno) {
    self.folder = folder
    draft = folder + "/draft.new"
    if try FileSystem.makeDirectories(folder) { try FileSystem.syncDirectory(FileSystem.parent(of: folder)) }
    // Of a run that died: its jobs are still in the spool.
    do { try FileSystem.unlink(draft) } catch .noSuchFile {}
    file = try GzipWriter(creating: draft)
  }

  func add(_ job: JobFile, _ entry: IntakeEntry) throws(Errno) {
    var writer = JSONWriter()
    writer.object { out in
      out.text("channel", entry.channel)
      out.text("file", entry.name.description)
      out.key("job")
      out.raw(Array(job.bytes.dropLast()))
      out.text("place", entry.place.rawValue)
    }
    try file.write(writer.bytes + [0x0A])
  }

  /// On the disk when it returns, under its name.
  func finish() throws(Errno) {
    try file.finish()
    var number = SystemClock.microseconds
    while true {
      do {
        try FileSystem.renameNoReplace(draft, to: "\(folder)/\(number).jsonl.gz")
        break
      } catch .exists { number += 1 }
    }
    try FileSystem.syncDirectory(folder)
  }
}
