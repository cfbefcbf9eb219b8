import Foundation
import TestSupport
import Testing

/// A clock that jumps, and state folders that are copied, moved or restored.
@Suite struct ClockTests {
  /// A shop whose order is late by the real clock.
  static func shop() throws -> Shop {
    let shop = try Shop()
    try write(shop, ["O1"])
    return shop
  }

  static func write(_ shop: Shop, _ names: [String]) throws {
    let late = Date(timeIntervalSinceNow: -100_000).ISO8601Format()
    try shop.write("orders.csv", ExportGuardTests.header + names.map { "\($0),anna@x.example,\(late),\n" }.joined())
  }

  static func time(_ seconds: Double) -> String { Date(timeIntervalSinceNow: seconds).ISO8601Format() }

  @Test func aClockThatWentBackIsRefused() throws {
    let shop = try Self.shop()
    #expect(try shop.at("2026-03-02T12:00:00Z", "run").code == 0)
    #expect(try shop.at("2026-03-02T11:55:00Z", "run").code == 0)
    // Many small steps back are no way round it.
    #expect(try shop.at("2026-03-02T11:54:59Z", "run").code == 75)
    let back = try shop.at("2026-03-02T11:00:00Z", "run")
    #expect(back.code == 75 && back.errors.contains("herald adopt --clock"), "\(back)")
  }

  /// The clock was a week ahead for a run: what that told stays told, and time goes on from now.
  @Test func adoptingTheClockGoesOnFromNow() throws {
    let shop = try Self.shop()
    #expect(try shop.at(Self.time(7 * 86_400), "run").code == 0)
    #expect(shop.jobs().count == 1)
    try Self.write(shop, ["O1", "O2"])
    #expect(try shop.herald("run").code == 75)
    let adopted = try shop.herald("adopt", "--clock")
    #expect(adopted.code == 0 && adopted.output.contains("from here on it is"), "\(adopted)")
    let run = try shop.herald("run")
    #expect(run.code == 0 && shop.jobs().count == 2, "only the second order is new: \(run)")
    #expect(try shop.herald("run").code == 0 && shop.jobs().count == 2)
    // It still may not go back from here.
    #expect(try shop.at(Self.time(-3600), "run").code == 75)
    #expect(try shop.herald("adopt", "--clock").output.contains("nothing to adopt"))
  }

  @Test func adoptingTheClockDoesNotAdoptACopy() throws {
    let (shop, copy) = (try Self.shop(), try Self.shop())
    _ = try shop.at(Self.time(86_400), "run")
    try FileManager.default.copyItem(atPath: shop.path + "/var", toPath: copy.path + "/var")
    #expect(try copy.herald("adopt", "--clock").code == 74)
  }

  @Test func aMovedFolderRefusesUntilItIsAdopted() throws {
    let (shop, other) = (try Self.shop(), try TemporaryFolder())
    #expect(try shop.herald("run").code == 0)
    let moved = other.path("moved")
    try FileManager.default.moveItem(atPath: shop.path, toPath: moved)
    defer { try? FileManager.default.moveItem(atPath: moved, toPath: shop.path) }
    let refused = try HeraldProgram.run("-C", moved, "run")
    #expect(refused.code == 74 && refused.errors.contains("herald adopt"), "\(refused)")
    #expect(try HeraldProgram.run("-C", moved, "adopt").code == 0)
    #expect(try HeraldProgram.run("-C", moved, "run").code == 0)
  }

  /// A ledger from a backup does not know the last batch: everybody in it would be told again.
  @Test func aRestoredLedgerRefusesUntilItIsAdopted() throws {
    let shop = try Self.shop()
    #expect(try shop.herald("run").code == 0)
    let (ledger, backup) = (shop.folder.path("var/ledger.sqlite"), shop.folder.path("backup.sqlite"))
    try FileManager.default.copyItem(atPath: ledger, toPath: backup)
    try Self.write(shop, ["O1", "O2"])
    #expect(try shop.herald("run").code == 0 && shop.jobs().count == 2)
    for name in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: ledger + name) }
    try FileManager.default.copyItem(atPath: backup, toPath: ledger)
    let refused = try shop.herald("run")
    #expect(refused.code == 74 && refused.errors.contains("adopt"), "\(refused)")
    #expect(shop.jobs().count == 2)
    #expect(try shop.herald("adopt").code == 0)
  }
}
