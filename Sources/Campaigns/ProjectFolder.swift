import Diagnostics
import Platform

/// The files of a project: those of its folder, or a test's.
package struct ProjectFolder {
  /// As given; paths of exports are relative to it.
  let directory: String
  /// Of the files at the top, sorted.
  let names: [String]
  /// Of the files in `snippets/`, sorted.
  let snippetNames: [String]
  private let contents: [String: String]?

  /// A folder of the disk.
  init(directory: String) throws(Diagnostic) {
    self.directory = directory
    contents = nil
    do throws(Errno) {
      names = try FileSystem.sortedNames(directory)
    } catch {
      throw Diagnostic(
        .error, "\(directory): \(error.words)", advice: "“herald init \(directory)” makes a project to start from")
    }
    snippetNames = (try? FileSystem.sortedNames("\(directory)/snippets")) ?? []
  }

  /// From texts by path, as they would stand in a folder.
  package init(files: [String: String], directory: String = ".") {
    self.directory = directory
    contents = files
    names = files.keys.filter { !$0.contains("/") }.sorted()
    snippetNames = files.keys.filter { $0.hasPrefix("snippets/") }.map { String($0.dropFirst(9)) }.sorted()
  }

  func has(_ path: String) -> Bool { contents.map { $0[path] != nil } ?? FileSystem.exists("\(directory)/\(path)") }

  /// Reads one file by its path in the folder.
  func file(_ path: String) throws(Diagnostic) -> YAMLFile {
    if let contents { return YAMLFile(name: path, text: contents[path] ?? "") }
    let bytes: [UInt8]
    do throws(Errno) {
      let descriptor = try FileDescriptor(opening: "\(directory)/\(path)", .read)
      let status = try descriptor.status()
      // A FIFO would wait for its writer, and a folder has no text.
      guard status.kind == .regular else { throw status.kind == .directory ? .isDirectory : .invalid }
      // What is over the limit is refused below, by its size; so is a file that grows past it meanwhile.
      bytes = try descriptor.readToEnd(limit: max(YAMLFile.sizeLimit, Int(clamping: status.size)) + 1)
    } catch {
      throw Diagnostic(.error, error.words, file: path)
    }
    return try YAMLFile(name: path, bytes: bytes)
  }
}
