import Foundation
import TestSupport
import Testing

/// State folders that cannot take a run: on filesystems of their own, which only root can mount.
@Suite(.enabled(if: geteuid() == 0, "not root: no filesystem can be mounted")) struct StateFolderTests {
  /// A small filesystem in memory, unmounted at the end.
  final class Volume {
    let path: String

    init?(size: String) throws {
      path = NSTemporaryDirectory() + "herald-volume-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      guard try HeraldProgram.shell("mount -t tmpfs -o size=\(size) tmpfs \(path)").code == 0 else { return nil }
    }

    func remount(_ options: String) throws { _ = try HeraldProgram.shell("mount -o remount,\(options) \(path)") }

    deinit {
      _ = try? HeraldProgram.shell("umount -l \(path); rmdir \(path)")
    }
  }

  private func run(_ shop: Shop, _ volume: Volume) throws -> HeraldProgram.Result {
    try shop.at(Shop.now, "run", "--state", volume.path + "/var")
  }

  private func queued(_ volume: Volume) -> Int {
    let names = FileManager.default.enumerator(atPath: volume.path + "/var/spool")?.compactMap { $0 as? String } ?? []
    return names.count { $0.contains("/queue/") && $0.hasSuffix(".json") }
  }

  @Test func aFullDiskDecidesNothingAndTheNextRunMakesUpForIt() throws {
    let shop = try CrashTests.shop(orders: 300)
    guard let volume = try Volume(size: "300k") else { return print("skipped: a tmpfs cannot be mounted here") }
    let full = try run(shop, volume)
    #expect(full.code == 75 && full.errors.contains("free some space"), "\(full)")
    #expect(queued(volume) == 0)
    try volume.remount("size=16m")
    #expect(try run(shop, volume).code == 0)
    #expect(queued(volume) == 300)
  }

  @Test func aReadOnlyFolderIs77AndStillPlans() throws {
    let shop = try Shop()
    guard let volume = try Volume(size: "4m") else { return print("skipped: a tmpfs cannot be mounted here") }
    #expect(try run(shop, volume).code == 0)
    try volume.remount("ro")
    let refused = try run(shop, volume)
    #expect(refused.code == 77 && refused.errors.contains("Read-only"), "\(refused)")
    let plan = try shop.at(Shop.now, "plan", "--state", volume.path + "/var")
    #expect(plan.code == 0 && plan.output.contains("already-sent"), "\(plan)")
  }
}
