package import Foundation

/// The folder of cases that others wrote: `HERALD_SUITES`, else `../shared/suites` beside the package.
package enum Suites {
  package static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["HERALD_SUITES"] { return URL(fileURLWithPath: path) }
    return URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("../shared/suites").standardizedFileURL
  }()

  /// Whether a suite is there; says so if not, since its tests are then skipped.
  package static func has(_ name: String) -> Bool {
    let found = FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    if !found { print("skipped: no \(name) in \(folder.path); set HERALD_SUITES") }
    return found
  }

  package static func files(_ name: String, ending: String) -> [URL] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(name).path)
    return (names ?? []).sorted().filter { $0.hasSuffix(ending) }
      .map { folder.appendingPathComponent(name).appendingPathComponent($0) }
  }

  /// `Data(contentsOf:)` leaks on an empty file, which the address sanitizer rightly says.
  package static func bytes(_ file: URL) throws -> [UInt8] {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    return Array(try handle.readToEnd() ?? Data())
  }

  /// The lines of a text file that are not empty.
  package static func lines(_ name: String) throws -> [String] {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }
}
