import Platform
import Synchronization

/// A folder of zone files, read when asked for and kept.
final class ZoneDatabase: Sendable {
  /// `$TZDIR`, else where the OS keeps the files that it updates.
  static let system = ZoneDatabase(
    directory: Environment.value("TZDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/usr/share/zoneinfo")

  let directory: String
  /// Nil for a name that has no file.
  private let zones = Mutex<[String: Zone?]>([:])
  private let countries = Mutex<[String: [Zone]]?>(nil)

  init(directory: String) { self.directory = directory }

  func zone(_ name: String) -> Zone? {
    if let known = zones.withLock({ $0[name] }) { return known }
    guard Self.isName(name) else { return nil }
    // Read outside the lock: two threads may read the same file once each, and none waits for the disk.
    let bytes: [UInt8]
    do throws(Errno) { bytes = try read(name) } catch {
      if error == .noSuchFile || error == .notDirectory { zones.withLock { $0[name] = .some(nil) } }
      return nil
    }
    let zone = ZoneTable(name: name, file: bytes).map { Zone($0) }
    zones.withLock { $0[name] = .some(zone) }
    return zone
  }

  /// Letters, digits and `+-_` in parts divided by `/`, so that no name leaves the folder; and not the copies of the
  /// database that count differently or that stand for something else.
  static func isName(_ name: String) -> Bool {
    guard name.utf8.count <= 64, let first = name.utf8.first, isLetter(first) else { return false }
    guard !name.hasPrefix("right/"), !name.hasPrefix("posix/"), !name.contains("//") else { return false }
    guard !["localtime", "posixrules", "Factory"].contains(name) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || $0 &- 0x30 <= 9 || "+-_/".utf8.contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  private func read(_ name: String) throws(Errno) -> [UInt8] {
    try FileDescriptor(opening: directory + "/" + name, .read).readToEnd(limit: 1 << 20)
  }

  private func lines(_ name: String) -> [Substring]? {
    guard let bytes = try? read(name) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  /// As the database itself says, in `+VERSION` (macOS) or `tzdata.zi`; else what the system's package is called. Not
  /// kept: it is asked for once a run.
  var version: String? {
    let said = [(file: "+VERSION", mark: ""), ("version", ""), ("tzdata.zi", "# version ")].lazy.compactMap { entry in
      self.lines(entry.file)?.first.flatMap { $0.hasPrefix(entry.mark) ? $0.dropFirst(entry.mark.count) : nil }
    }
    return said.compactMap(Self.release).first ?? packaged("/var/lib/dpkg/status")
  }

  /// `2025b` of `2025b-0+deb12u2`; nil if it is no release's name.
  private static func release(_ text: Substring) -> String? {
    let name = text.drop { $0 == " " }.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let isYear = name.prefix(4).allSatisfy(\.isNumber) && name.count >= 5
    return isYear && name.dropFirst(4).allSatisfy(\.isLetter) ? String(name) : nil
  }

  /// From dpkg's list, where that is what keeps the folder up to date.
  private func packaged(_ list: String) -> String? {
    guard directory == "/usr/share/zoneinfo", let bytes = try? FileDescriptor(opening: list, .read).readToEnd() else {
      return nil
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: "Package: tzdata") else { return nil }
    let mark = "Version: "
    return lines[start...].prefix { !$0.isEmpty }.first { $0.hasPrefix(mark) }.flatMap {
      Self.release($0.dropFirst(mark.count))
    }
  }

  /// In the order of the table, which puts the zone of the most people first.
  func zones(ofCountry code: String) -> [Zone] {
    let table = countries.withLock { known in
      if let known { return known }
      let read = readCountries()
      known = read
      return read
    }
    return table[code.uppercased()] ?? []
  }

  private func readCountries() -> [String: [Zone]] {
    var table: [String: [Zone]] = [:]
    for line in lines("zone1970.tab") ?? lines("zone.tab") ?? [] where !line.hasPrefix("#") {
      let columns = line.split(separator: "\t")
      guard columns.count >= 3, let zone = zone(String(columns[2])) else { continue }
      for code in columns[0].split(separator: ",") { table[String(code), default: []].append(zone) }
    }
    return table
  }

  /// Every name that has a file, sorted.
  var allNames: [String] {
    var names: [String] = []
    func add(_ folder: String, _ prefix: String) {
      for entry in (try? FileSystem.list(folder)) ?? [] where Self.isName(prefix + entry.name) {
        // The names of zones and their folders are capitalised; `leapseconds`, `right` and the like are not.
        guard let first = entry.name.utf8.first, first & 0x20 == 0 || !prefix.isEmpty else { continue }
        let path = folder + "/" + entry.name
        if isDirectory(entry, path) { add(path, prefix + entry.name + "/") } else { names.append(prefix + entry.name) }
      }
    }
    add(directory, "")
    return names.sorted()
  }

  private func isDirectory(_ entry: DirectoryEntry, _ path: String) -> Bool {
    if let kind = entry.kind, kind != .symbolicLink { return kind == .directory }
    return (try? FileSystem.status(path))?.kind == .directory
  }
}
