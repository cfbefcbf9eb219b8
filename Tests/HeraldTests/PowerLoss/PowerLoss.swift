import CShims
import Foundation
import Platform
import Testing

/// How the power is lost, and whether this machine can lose it: that takes root, loop devices, mkfs and a kernel that
/// shuts a filesystem down when asked.
struct PowerLoss: CustomTestStringConvertible, Sendable {
  let format: Volume.Format
  /// Whether the journal still reaches the disk: names without the data that they lead to. Else nothing does.
  let keepsJournal: Bool

  var testDescription: String { "\(format), \(keepsJournal ? "names kept" : "nothing kept")" }

  /// For a program that shall lose the power of `volume` at its `instant`-th change to the disk.
  func environment(at instant: Int, of volume: Volume) -> [String: String] {
    [
      "HERALD_CRASH_AT": String(instant), "HERALD_POWER_LOSS": volume.path,
      "HERALD_POWER_LOSS_KEEPS": keepsJournal ? "journal" : "nothing",
    ]
  }

  /// `make test-crash` asks for these tests; they take minutes.
  static let isAskedFor = ProcessInfo.processInfo.environment["HERALD_CRASH"] == "1"

  /// All that this machine can do; what it cannot is told once.
  static let cases: [PowerLoss] =
    isAskedFor
    ? [Volume.Format.ext4, .xfs].flatMap { format in
      guard let reason = whatIsMissing(for: format) else {
        return [false, true].map { PowerLoss(format: format, keepsJournal: $0) }
      }
      print("skipped: power loss on \(format): \(reason)")
      return []
    } : []

  /// Whether there can be loop mounts at all.
  static let canMount: Bool = {
    guard isAskedFor else { return false }
    guard let reason = failure(of: { _ = try Volume(.ext4) }) else { return true }
    print("skipped: tests on images: \(reason)")
    return false
  }()

  private static func whatIsMissing(for format: Volume.Format) -> String? {
    failure {
      let volume = try Volume(format)
      let directory = try FileDescriptor(opening: volume.path, .directory)
      guard herald_shut_filesystem_down(directory.number, 2) == 0 else {
        throw Volume.Failure(description: "the kernel does not shut it down: \(Errno.current.words)")
      }
    }
  }

  private static func failure(of body: () throws -> Void) -> String? {
    guard geteuid() == 0 else { return "it takes root" }
    do { try body() } catch { return "\(error)" }
    return nil
  }
}

extension Trait where Self == ConditionTrait {
  static var losesPower: Self {
    .enabled(if: !PowerLoss.cases.isEmpty, "make test-crash runs it, where there are root and loop devices")
  }

  static var mountsImages: Self {
    .enabled(if: PowerLoss.canMount, "make test-crash runs it, where there are root and loop devices")
  }
}
