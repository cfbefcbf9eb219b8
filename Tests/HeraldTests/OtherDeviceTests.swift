import Foundation
import Platform
import TestSupport
import Testing

/// A part of the spool that is a link to another filesystem: nothing can be renamed to there, and copying is not safe.
/// Said before anything is decided or sent, since after that it is too late.
@Suite(.enabled(if: OtherDevice.folder != nil, "it takes two filesystems: /dev/shm and /tmp"))
struct OtherDeviceTests {
  @Test(arguments: ["stage", "email/queue", "email/done"]) func aRunDecidesNothing(_ part: String) throws {
    let shop = try ClockTests.shop()
    #expect(try shop.herald("run").code == 0)
    try ClockTests.write(shop, ["O1", "O2"])
    let (there, back) = try move(part, of: shop)
    defer { try? FileManager.default.removeItem(atPath: there) }
    let refused = try shop.herald("run")
    #expect(refused.code == 74 && refused.errors.contains("another filesystem"), "\(refused)")
    try back()
    #expect(try shop.herald("run").code == 0)
    #expect(shop.jobs().count == 2)
  }

  @Test(arguments: ["email/queue", "email/work", "email/done", "email/done/sent"])
  func aDrainSendsNothing(_ part: String) throws {
    let shop = try ClockTests.shop()
    #expect(try shop.herald("run").code == 0)
    let (there, back) = try move(part, of: shop)
    defer { try? FileManager.default.removeItem(atPath: there) }
    let seen = shop.folder.path("seen")
    let refused = try shop.herald("drain", "email", "--", "touch", seen)
    #expect(refused.code == 74 && refused.errors.contains("another filesystem"), "\(refused)")
    #expect(!FileSystem.exists(seen))
    try back()
    #expect(try shop.herald("drain", "email", "--", "touch", seen).code == 0)
    #expect(shop.jobs("email", "done/sent").count == 1)
  }

  /// Puts a link to a copy elsewhere in the place of a part of the spool.
  private func move(_ part: String, of shop: Shop) throws -> (there: String, back: () throws -> Void) {
    let (place, aside) = (shop.path + "/var/spool/" + part, shop.path + "/aside")
    let there = try #require(OtherDevice.folder) + "/herald-elsewhere-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.copyItem(atPath: place, toPath: there)
    try FileSystem.rename(place, to: aside)
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: there)
    return (
      there,
      {
        try FileSystem.unlink(place)
        try FileSystem.rename(aside, to: place)
      }
    )
  }
}

private enum OtherDevice {
  /// A folder that is not on the filesystem of the tests' own folders.
  static let folder: String? = {
    guard let here = try? TemporaryFolder(), let device = try? FileSystem.status(here.path).device else { return nil }
    return ["/tmp", "/dev/shm", HeraldProgram.root].first { path in
      guard let other = try? FileSystem.status(path).device else { return false }
      return other != device
    }
  }()
}
