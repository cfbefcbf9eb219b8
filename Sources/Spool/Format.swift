import Platform

/// The file FORMAT: what this spool is, where it belongs, and the last batch that was decided for it.
///
///     herald.spool/1
///     machine 1234…
///     path /srv/shop/var/spool
///     batch 17 0comv4ipe94g7papus235532rg
struct Format: Hashable {
  static let version = "herald.spool/1"

  var machine: String
  var path: String
  var last: BatchMark?

  /// For a spool that belongs to this machine and path.
  init(here folder: SpoolFolder, last: BatchMark?) {
    machine = Machine.machineID
    path = folder.root
    self.last = last
  }

  /// The spool's, or nil if it has none yet.
  init?(reading folder: SpoolFolder) throws(SpoolProblem) {
    let file = folder.formatFile
    let bytes: [UInt8]
    do throws(Errno) { bytes = try FileSystem.read(file, limit: 1 << 16) } catch {
      if error == .noSuchFile { return nil }
      throw SpoolProblem(.system(error), path: file)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.first == Self.version[...] else {
      throw SpoolProblem(.notASpool("this spool has a format that this herald does not know"), path: file)
    }
    var values: [Substring: Substring] = [:]
    for line in lines.dropFirst() {
      guard let blank = line.firstIndex(of: " ") else { continue }
      values[line[..<blank]] = line[line.index(after: blank)...]
    }
    guard let machine = values["machine"], let path = values["path"] else {
      throw SpoolProblem(.notASpool("FORMAT does not say where this spool belongs"), path: file)
    }
    self.machine = String(machine)
    self.path = String(path)
    if let parts = values["batch"]?.split(separator: " "), parts.count == 2, let sequence = Int64(parts[0]) {
      last = BatchMark(sequence: sequence, name: String(parts[1]))
    }
  }

  /// Throws if the spool belongs to another machine or path.
  func check(_ folder: SpoolFolder) throws(SpoolProblem) {
    guard machine == Machine.machineID, path == folder.root else {
      throw SpoolProblem(.elsewhere(machine: machine, place: path), path: folder.root)
    }
  }

  func write(_ folder: SpoolFolder) throws(SpoolProblem) {
    var text = "\(Self.version)\nmachine \(machine)\npath \(path)\n"
    if let last { text += "batch \(last.sequence) \(last.name)\n" }
    let file = folder.formatFile
    try on(file) { () throws(Errno) in try FileSystem.writeDurably(file, Array(text.utf8)) }
  }

  /// Removes what runs left that died while they replaced the file; their drafts bear their numbers.
  static func discardDrafts(in folder: SpoolFolder) {
    for name in (try? FileSystem.sortedNames(folder.root)) ?? [] where name.hasPrefix("FORMAT.new-") {
      try? FileSystem.unlink(folder.root + "/" + name)
    }
  }
}
