import Platform
import Tables

/// A file of lines in the state folder, gzipped or plain, that lines may be taken out of.
struct LineFile {
  let path: String

  private var isPacked: Bool { path.hasSuffix(".gz") }

  /// The files of rejected rows and of runs' decisions, in order.
  static func rejects(state: String) -> [LineFile] { files(state + "/rejects", suffix: ".jsonl") }

  static func decisions(state: String) -> [LineFile] {
    let runs = state + "/runs"
    return ((try? FileSystem.sortedNames(runs)) ?? []).flatMap { files(runs + "/" + $0, suffix: ".jsonl.gz") }
  }

  private static func files(_ folder: String, suffix: String) -> [LineFile] {
    let names = (try? FileSystem.sortedNames(folder)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.map { LineFile(path: folder + "/" + $0) }
  }

  func each(_ body: ([UInt8]) -> Void) throws(Errno) {
    if isPacked { return try GzipLines.read(path, body) }
    for line in try FileSystem.read(path, limit: 1 << 30).split(separator: 0x0A) { body(Array(line)) }
  }

  /// Takes lines out, in one step; a file that loses all of them goes.
  /// - Returns: how many.
  func remove(where isWanted: ([UInt8]) -> Bool) throws(Errno) -> Int {
    var (removed, kept) = (0, 0)
    try each { if isWanted($0) { removed += 1 } else { kept += 1 } }
    guard removed > 0 else { return 0 }
    if kept == 0 { try FileSystem.unlink(path) } else { try rewrite { !isWanted($0) } }
    try FileSystem.syncDirectory(FileSystem.parent(of: path))
    return removed
  }

  private func rewrite(_ isKept: ([UInt8]) -> Bool) throws(Errno) {
    guard isPacked else {
      var bytes: [UInt8] = []
      try each { if isKept($0) { bytes += $0 + [0x0A] } }
      return try FileSystem.writeDurably(path, bytes)
    }
    let draft = path + ".new"
    do { try FileSystem.unlink(draft) } catch .noSuchFile {}
    let packed = try GzipWriter(creating: draft)
    var failure: Errno?
    try each { line in
      guard failure == nil, isKept(line) else { return }
      do throws(Errno) { try packed.write(line + [0x0A]) } catch { failure = error }
    }
    if let failure { throw failure }
    try packed.finish()
    try FileSystem.rename(draft, to: path)
  }
}
