import CivilTime
import Diagnostics
import Platform

extension ExportInput {
  /// Opens one file, or says why that is impossible and what to do.
  static func open(_ match: FilePattern.Match, _ mapping: ExportMapping) throws(Diagnostic) -> ExportInput {
    let kind: FileStatus.Kind
    do throws(Errno) {
      // Asked before opening, since opening some devices does something.
      kind = try FileSystem.status(match.location).kind
    } catch {
      throw problem(error, match, mapping)
    }
    try check(kind, match.path)
    let stored: StoredFile
    do throws(Errno) { stored = try StoredFile(opening: match.location) } catch {
      throw problem(error, match, mapping)
    }
    try check(stored.status.kind, match.path)
    let modified = stored.status.modified
    let file = ExportFile(
      path: match.path, location: match.location, size: stored.size,
      modified: Instant(seconds: modified.seconds, nanoseconds: modified.nanoseconds) ?? Instant(microseconds: 0),
      isGzip: false)
    return try ExportInput(file, stored, mapping)
  }

  /// Looks at the first bytes: gzip is known by its own, not by a name.
  init(_ file: ExportFile, _ bytes: any StoredBytes, _ mapping: ExportMapping) throws(Diagnostic) {
    guard file.size > 0 else {
      throw Diagnostic(
        .error, "“\(file.path)” is empty", advice: "an export without rows still has a header; look at what writes it",
        file: file.path)
    }
    var file = file
    let magic: [UInt8]
    do throws(SourceProblem) {
      magic = try ExportInput(file: file, bytes: bytes, isTranscoded: false).head(4)
      file.isGzip = magic.starts(with: [0x1F, 0x8B])
      let head = try ExportInput(file: file, bytes: bytes, isTranscoded: false).head(3)
      // A byte order mark proves UTF-8, whatever the mapping says.
      self.init(file: file, bytes: bytes, isTranscoded: mapping.encoding != .utf8 && head != FileLayout.byteOrderMark)
    } catch {
      throw error.diagnostic(file.path)
    }
    if magic.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw Diagnostic(
        .error, "“\(file.path)” is a zip archive or a workbook, not text", advice: "save it as CSV (UTF-8)",
        file: file.path)
    }
  }

  private static func check(_ kind: FileStatus.Kind, _ path: String) throws(Diagnostic) {
    switch kind {
    case .regular: return
    case .directory:
      throw Diagnostic(
        .error, "“\(path)” is a directory",
        advice: "name a file, or those in it with a pattern such as “\(path)/*.csv”",
        file: path)
    case .fifo, .socket, .device, .symbolicLink, .other:
      throw Diagnostic(
        .error, "“\(path)” is not a file but a \(kind == .fifo ? "FIFO" : kind == .socket ? "socket" : "device")",
        advice: "an export must be a file, since it is read more than once", file: path)
    }
  }

  private static func problem(_ error: Errno, _ match: FilePattern.Match, _ mapping: ExportMapping) -> Diagnostic {
    let path = match.path
    switch error {
    case .noSuchFile, .notDirectory:
      return Diagnostic(.error, "there is no file “\(path)”", advice: adviceForMissing(match, mapping), file: path)
    case .permission, .notPermitted:
      return Diagnostic(
        .error, "no permission to read “\(path)”", advice: "let the account that runs herald read it: chmod or chown",
        file: path)
    case .tooManyLinks:
      return Diagnostic(.error, "“\(path)” is a symbolic link that leads in a circle", file: path)
    case Errno(rawValue: 24):
      return Diagnostic(
        .error, "too many files are open at “\(path)”", advice: "raise the limit: ulimit -n", file: path)
    default: return Diagnostic(.error, "“\(path)” cannot be read: \(error.words)", file: path)
    }
  }

  private static func adviceForMissing(_ match: FilePattern.Match, _ mapping: ExportMapping) -> String {
    let folder = FileSystem.parent(of: match.location)
    let name = match.path.split(separator: "/").last.map(String.init) ?? match.path
    if let names = try? FileSystem.sortedNames(folder), let near = nearest(to: name, in: names) {
      let above = FileSystem.parent(of: match.path)
      return "did you mean “\(above == "." ? near : above + "/" + near)”?"
    }
    return "does the other system drop it there? “file:” of \(mapping.entity) in herald.yaml names it"
  }
}

extension SourceProblem {
  /// For people. The file's name stands before it.
  func diagnostic(_ path: String) -> Diagnostic {
    switch self {
    case .system(let error): Diagnostic(.error, "“\(path)” cannot be read: \(error.words)", file: path)
    case .corrupt(let words):
      Diagnostic(
        .error, "the gzip file “\(path)” is damaged: \(words)", advice: "copy or export it again; “gzip -t” checks one",
        file: path)
    }
  }
}
