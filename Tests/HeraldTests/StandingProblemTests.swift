import Foundation
import TestSupport
import Testing

/// The same problem exits 1 when it is new and then once a day: cron mails what matters.
@Suite struct StandingProblemTests {
  private func run(_ shop: Shop, _ time: String) throws -> HeraldProgram.Result { try shop.at(time, "run") }

  private func expectTold(_ result: HeraldProgram.Result, _ words: String, _ when: String) {
    #expect(result.code == 1 && result.errors.contains(words), "\(when): \(result)")
  }

  private func expectSilent(_ result: HeraldProgram.Result, _ when: String) {
    #expect(result.code == 0 && result.errors.isEmpty && result.output.isEmpty, "\(when): \(result)")
  }

  @Test func newThenDailyThenForgotten() throws {
    let shop = try Shop()
    let typo = Shop.late.replacing("delivered_at ==", with: "deliverd_at ==")
    try shop.write("typo.yaml", typo)
    expectTold(try run(shop, "2026-03-02T12:00:00Z"), "typo sits out", "new")
    expectSilent(try run(shop, "2026-03-02T12:15:00Z"), "a quarter of an hour later")
    expectSilent(try run(shop, "2026-03-03T11:59:00Z"), "not quite a day later")
    expectTold(try run(shop, "2026-03-03T12:00:00Z"), "typo sits out", "a day later")
    expectSilent(try run(shop, "2026-03-03T12:15:00Z"), "told again")
    // Mended, it is forgotten; back again, it is new.
    try shop.write(
      "typo.yaml", "# Off.\nenabled: no\n" + Shop.late.split(separator: "\n").dropFirst().joined(separator: "\n"))
    expectSilent(try run(shop, "2026-03-03T12:30:00Z"), "mended")
    try shop.write("typo.yaml", typo)
    expectTold(try run(shop, "2026-03-03T12:45:00Z"), "typo sits out", "back")
    // The others ran all the while.
    #expect(shop.jobs().count == 1)
  }

  /// A second problem is news; only it is told.
  @Test func eachProblemByItself() throws {
    let shop = try Shop()
    try shop.write("typo.yaml", Shop.late.replacing("delivered_at ==", with: "deliverd_at =="))
    expectTold(try run(shop, "2026-03-02T12:00:00Z"), "typo sits out", "the first")
    try FileManager.default.removeItem(atPath: shop.folder.path("orders.csv"))
    let second = try run(shop, "2026-03-02T12:15:00Z")
    expectTold(second, "order cannot be used", "the second")
    #expect(!second.errors.contains("typo"), "\(second)")
    expectSilent(try run(shop, "2026-03-02T12:30:00Z"), "both stand")
  }

  /// Rejected rows are one problem, however many they are.
  @Test func numbersAreNoNews() throws {
    let shop = try Shop()
    let bad = { (count: Int) in
      BadInputTests.header + BadInputTests.many + String(repeating: "O3,anna@x.example\n", count: count)
        + "O4,bert@x.example,,\n"
    }
    try shop.write("orders.csv", bad(1))
    expectTold(try run(shop, "2026-03-02T12:00:00Z"), "1 row of order cannot be read", "new")
    try shop.write("orders.csv", bad(2))
    expectSilent(try run(shop, "2026-03-02T12:15:00Z"), "one more row")
  }

  /// A legal notice that can reach nobody is told once for each, and all of them once a day.
  @Test func eachNoticeThatReachesNobodyIsNews() throws {
    let shop = try Shop()
    try shop.write(
      "late.yaml",
      Shop.late.replacing("purpose: service", with: "purpose: legal\nbegins: 2026-01-01")
        .replacing("      before: 10d\n", with: ""))
    let row = { (name: String) in "\(name),nobody,2026-03-01T10:00:00Z,\n" }
    try shop.write("orders.csv", ExportGuardTests.header + row("O1"))
    expectTold(try run(shop, "2026-03-02T12:00:00Z"), "late: 1 owed notice can reach nobody", "the first")
    expectSilent(try run(shop, "2026-03-02T12:15:00Z"), "the first, again")
    try shop.write("orders.csv", ExportGuardTests.header + row("O1") + row("O2"))
    expectTold(try run(shop, "2026-03-02T12:30:00Z"), "late: 2 owed notices can reach nobody", "a second")
    expectSilent(try run(shop, "2026-03-02T12:45:00Z"), "both, again")
    expectTold(try run(shop, "2026-03-03T12:30:00Z"), "2 owed notices", "a day later")
    let ledger = try shop.folder.read("var/ledger.sqlite")
    #expect(!ledger.contains("unreachable/late/O"), "no key of a record names a problem")
  }

  @Test func withoutAnyExportEachRunIsTheSameProblem() throws {
    let shop = try Shop()
    for name in ["orders.csv", "customers.csv"] {
      try FileManager.default.removeItem(atPath: shop.folder.path(name))
    }
    let first = try run(shop, "2026-03-02T12:00:00Z")
    #expect(first.code == 65 && first.errors.contains("orders.csv"), "\(first)")
    expectSilent(try run(shop, "2026-03-02T12:15:00Z"), "again")
    #expect(try run(shop, "2026-03-03T12:15:00Z").code == 65)
  }

  /// What the crash of an earlier run left is made good in silence.
  @Test func aRunThatFinishesAnothersWorkIsSilent() throws {
    let count = try CrashTests.changes(3)
    var resumed = 0
    for instant in stride(from: count / 2, through: count, by: 1) where resumed == 0 {
      let shop = try CrashTests.shop(orders: 3)
      _ = try HeraldProgram.run(
        ["-C", shop.path, "run", "--now", Shop.now], environment: ["HERALD_CRASH_AT": String(instant)])
      guard shop.jobs().isEmpty,
        let staged = try? FileManager.default.contentsOfDirectory(atPath: shop.path + "/var/spool/stage"),
        !staged.isEmpty
      else { continue }
      let after = try run(shop, Shop.now)
      if shop.jobs().count == 3 { resumed += 1 }
      expectSilent(after, "after change \(instant)")
    }
    #expect(resumed > 0)
  }
}
