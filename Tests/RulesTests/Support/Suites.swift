import Foundation

/// Where the conformance suites are: `HERALD_SUITES`, else beside the package.
enum Suites {
  static let cel = folder.appendingPathComponent("cel-cases.jsonl").path

  private static var folder: URL {
    if let named = ProcessInfo.processInfo.environment["HERALD_SUITES"] { return URL(fileURLWithPath: named) }
    return URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent()  // Support
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("../shared/suites").standardized
  }

  static func isThere(_ path: String) -> Bool {
    if FileManager.default.fileExists(atPath: path) { return true }
    print("skipped: there is no \(path); HERALD_SUITES names the folder of the suites")
    return false
  }

  static func lines(_ path: String) -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").map(String.init)
  }
}
