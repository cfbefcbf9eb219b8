import Diagnostics
import Platform

/// A path, or a glob with `*` and `?` in any of its parts.
struct FilePattern {
  /// As written.
  let text: String
  /// What a relative pattern is relative to.
  let directory: String

  struct Match {
    /// As the user would type it.
    var path: String
    var location: String
  }

  var isGlob: Bool { text.utf8.contains(UInt8(ascii: "*")) || text.utf8.contains(UInt8(ascii: "?")) }

  /// A path for `open` from one that is relative to the directory.
  private func location(_ path: String) -> String {
    path.hasPrefix("/") || directory.isEmpty ? path : directory + "/" + path
  }

  /// The files of that name, in name order: directories that a glob meets are left out. Those that are named without a
  /// glob are not looked at.
  func matches() throws(Errno) -> [Match] {
    guard isGlob else { return [Match(path: text, location: location(text))] }
    var found = [text.hasPrefix("/") ? "/" : ""]
    let parts = text.split(separator: "/").map(String.init)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      var next: [String] = []
      for folder in found {
        guard part.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) else {
          next.append(folder + part + (isLast ? "" : "/"))
          continue
        }
        for name in try names(in: folder, like: part) {
          let path = folder + name
          let isFolder = (try? FileSystem.status(location(path)).kind) == .directory
          if isFolder != isLast { next.append(isLast ? path : path + "/") }
        }
      }
      found = next
    }
    return found.filter { FileSystem.exists(location($0)) }.map { Match(path: $0, location: location($0)) }
  }

  /// Hidden names only for a pattern that begins with a dot.
  private func names(in folder: String, like pattern: String) throws(Errno) -> [String] {
    let names: [String]
    do { names = try FileSystem.sortedNames(location(folder.isEmpty ? "." : folder)) } catch .noSuchFile {
      return []
    } catch .notDirectory { return [] }
    return names.filter { name in
      !(name.hasPrefix(".") && !pattern.hasPrefix(".")) && Self.isMatch(Array(name.utf8), Array(pattern.utf8))
    }
  }

  /// `*` for any characters, `?` for one byte of ASCII or one character.
  static func isMatch(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
    let name = Array(String(decoding: name, as: UTF8.self).unicodeScalars)
    let pattern = Array(String(decoding: pattern, as: UTF8.self).unicodeScalars)
    var (at, place) = (0, 0)
    var star: (at: Int, place: Int)?
    while at < name.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (at, place)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[at] {
        at += 1
        place += 1
      } else if let last = star {
        // The star takes one more.
        star = (last.at + 1, last.place)
        at = last.at + 1
        place = last.place + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
