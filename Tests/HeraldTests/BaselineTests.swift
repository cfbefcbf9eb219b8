import Foundation
import TestSupport
import Testing

/// `run --baseline`: what is owed now is handled, and nobody is told; what comes later is told as ever.
@Suite struct BaselineTests {
  /// Orders that are late, each with what its customer's consent makes of it.
  static func shop() throws -> Shop {
    let shop = try Shop()
    try shop.write("orders.csv", ExportGuardTests.orders(1...30) { $0 % 3 == 0 ? "" : "c\($0)@x.example" })
    try shop.write("customers.csv", ExportGuardTests.customers(30))
    return shop
  }

  @Test func whatIsOwedNowIsHandledAndWhatComesLaterGoes() throws {
    let shop = try Self.shop()
    let dry = try shop.at(Shop.now, "run", "-n", "--baseline")
    #expect(dry.code == 0 && dry.output.contains("would be handled"), "\(dry)")
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/var"), "a dry run writes nothing")
    // Also those that could not have been reached.
    let baseline = try shop.at(Shop.now, "run", "--baseline")
    #expect(baseline.code == 0 && baseline.output.contains("late           30"), "\(baseline)")
    #expect(shop.jobs().isEmpty)
    #expect(try shop.at(Shop.now, "run").code == 0 && shop.jobs().isEmpty)
    let explained = try shop.at(Shop.now, "explain", "order", "O1").output
    #expect(explained.contains("late: already-sent") && explained.contains("before the campaign was switched on"))
    try shop.write("orders.csv", ExportGuardTests.orders(1...31))
    try shop.write("customers.csv", ExportGuardTests.customers(31))
    #expect(try shop.at("2026-03-02T12:15:00Z", "run").code == 0 && shop.jobs().count == 1)
    // A second baseline has nothing left to handle.
    #expect(try shop.at("2026-03-02T12:15:00Z", "run", "--baseline").output.contains("late            0"))
  }

  @Test func onlyTheCampaignThatIsNamed() throws {
    let shop = try Self.shop()
    try shop.write("other.yaml", Shop.late)
    let baseline = try shop.at(Shop.now, "run", "--baseline", "other")
    #expect(baseline.code == 0 && baseline.output.contains("other") && !baseline.output.contains("late"), "\(baseline)")
    #expect(try shop.at(Shop.now, "run", "--baseline=othr").errors.contains("did you mean “other”?"))
    _ = try shop.at(Shop.now, "run")
    #expect(shop.jobs().count == 20)
  }

  /// A sequence is handled whole: its second step is not sent to somebody who never heard the first.
  @Test func sequencesAreHandledWhole() throws {
    let shop = try Self.shop()
    try shop.write(
      "late.yaml",
      Shop.late.replacing("before: 10d", with: "before: 2d") + """
          - after: 2d
            before: 10d
            email: {subject: "Order {{ order.key }} is still late", text: "Hello"}

        """)
    #expect(try shop.at(Shop.now, "run", "--baseline").output.contains("30"))
    let later = try shop.at("2026-03-03T12:00:00Z", "run")
    #expect(later.code == 0 && shop.jobs().isEmpty, "\(later)")
    #expect(try shop.at("2026-03-03T12:00:00Z", "plan").output.contains("already-sent"))
  }

  /// What has been true for nobody knows how long has not begun now.
  @Test func whatIsSeenForTheFirstTimeHasBegunBefore() throws {
    let shop = try Self.shop()
    try shop.write(
      "late.yaml", Shop.late.replacing("start: order.promised_at", with: "start: first_seen"))
    #expect(try shop.at(Shop.now, "run", "--baseline").code == 0)
    try shop.write("orders.csv", ExportGuardTests.orders(1...31) { "c\($0)@x.example" })
    try shop.write("customers.csv", ExportGuardTests.customers(31))
    _ = try shop.at("2026-03-02T12:15:00Z", "run")
    let later = try shop.at("2026-03-03T12:30:00Z", "run")
    #expect(later.code == 0 && shop.jobs().count == 1, "\(later)")
  }

  /// One that waits for a newer export is not known to be owed.
  @Test func whatWaitsForAnExportIsSaid() throws {
    let shop = try Self.shop()
    let old = Date(timeIntervalSince1970: 1_772_438_400)  // 2026-03-02T08:00:00Z, before the step was due
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: shop.folder.path("customers.csv"))
    let baseline = try shop.at(Shop.now, "run", "--baseline")
    #expect(baseline.code == 1 && baseline.errors.contains("30 wait for newer exports"), "\(baseline)")
  }
}
