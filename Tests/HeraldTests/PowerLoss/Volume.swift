import Foundation
import Platform
import TestSupport

/// A filesystem of a test's own: an image on a loop device, mounted below a temporary folder. It unmounts itself, and the
/// loop device goes with the mount, also when the test failed.
final class Volume: Sendable {
  enum Format: String, CaseIterable, CustomStringConvertible, Sendable {
    case ext4, xfs
    /// ext4 without a journal: nothing is promised there.
    case unjournaled

    var description: String { rawValue }

    fileprivate var maker: String { self == .xfs ? "mkfs.xfs" : "mkfs.ext4" }

    fileprivate func options(inodes: Int?) -> [String] {
      switch self {
      // Nothing is set aside for root, who may be the one who tests.
      // Blocks are as large as a page: SQLite's shared memory takes a page's first byte for the whole of it.
      case .ext4: ["-q", "-F", "-m", "0", "-b", "4096"] + (inodes.map { ["-N", "\($0)"] } ?? [])
      case .unjournaled: ["-q", "-F", "-O", "^has_journal"]
      case .xfs: ["-q", "-f"]
      }
    }

    /// The least that its mkfs makes, with room for the tests.
    fileprivate var usualMegabytes: Int { self == .xfs ? 300 : 64 }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let format: Format
  /// Where it is mounted.
  let path: String
  private let folder: TemporaryFolder
  private let image: String

  /// - Parameter inodes: how many files an ext4 has room for.
  init(_ format: Format, megabytes: Int? = nil, inodes: Int? = nil) throws {
    self.format = format
    folder = try TemporaryFolder()
    image = folder.path("image")
    path = folder.path("mount")
    try FileSystem.makeDirectory(path)
    try FileSystem.replace(image, with: [])
    try Self.call(["truncate", "-s", "\(megabytes ?? format.usualMegabytes)M", image])
    try Self.call([format.maker] + format.options(inodes: inodes) + [image])
    try mount()
  }

  deinit {
    do { try unmount() } catch { _ = try? Self.call(["umount", "-l", path]) }
  }

  /// What a machine does that comes back: the filesystem is mounted afresh, which replays its journal.
  func powerCycle() throws {
    try unmount()
    try mount()
  }

  func remount(_ options: String) throws { try Self.call(["mount", "-o", "remount,\(options)", path]) }

  private func mount() throws {
    try Self.call(["mount", "-t", format == .xfs ? "xfs" : "ext4", "-o", "loop", image, path])
  }

  /// A command that outlived its worker may hold the filesystem for a moment.
  private func unmount() throws {
    for _ in 0..<100 {
      if (try? Self.call(["umount", path])) != nil { return }
      Thread.sleep(forTimeInterval: 0.05)
    }
    try Self.call(["umount", path])
  }

  private static func call(_ words: [String]) throws {
    let result = try HeraldProgram.call(
      "/usr/bin/env", words, environment: ["PATH": "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"])
    guard result.code == 0 else {
      throw Failure(description: "\(words[0]): \(result.errors.trimmingCharacters(in: .whitespacesAndNewlines))")
    }
  }
}
