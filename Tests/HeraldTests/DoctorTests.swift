import Foundation
import JSON
import TestSupport
import Testing

/// `doctor` names what is wrong, says what to do, and changes nothing.
@Suite struct DoctorTests {
  private func lines(_ shop: Shop) throws -> (code: Int32, lines: [JSONValue]) {
    let result = try shop.herald("doctor", "--json")
    return (result.code, try result.output.split(separator: "\n").map { try JSONValue.parse(String($0)) })
  }

  private func verdict(_ shop: Shop, _ subject: String) throws -> String? {
    try lines(shop).lines.first { $0["subject"]?.string == subject }?["verdict"]?.string
  }

  private func says(_ shop: Shop, _ subject: String) throws -> String {
    try lines(shop).lines.filter { $0["subject"]?.string == subject }.compactMap { $0["says"]?.string }
      .joined(separator: "; ")
  }

  /// On a disk: in memory doctor rightly warns of the filesystem.
  private func shop() throws -> Shop {
    let shop = try ClockTests.shop()
    #expect(try shop.herald("run").code == 0)
    return shop
  }

  @Test func aHealthyShop() throws {
    let shop = try shop()
    // SQLite's own files beside an open ledger come and go.
    let files = {
      try FileManager.default.subpathsOfDirectory(atPath: shop.path).filter { !$0.contains("sqlite-") }.sorted()
    }
    let before = try files()
    let result = try shop.herald("doctor")
    for line in result.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(try files() == before)
    for subject in [
      "campaigns", "export order", "time zones", "run lock", "ledger", "clock", "problems", "permissions",
    ] {
      #expect(try verdict(shop, subject) == "ok", "\(subject): \(result.output)")
    }
    let bad = try lines(shop).lines.filter { $0["verdict"]?.string == "bad" }.compactMap { $0["subject"]?.string }
    #expect(Set(bad).isSubset(of: ["filesystem", "disk"]), "\(result.output)")
    #expect(result.code == (bad.isEmpty ? 0 : 1))
    #expect(try says(shop, "channel email").contains("1 in the queue"))
    #expect(try says(shop, "export order").contains("1 rows when last used"))
  }

  @Test func aShopThatNeverRan() throws {
    let shop = try Shop()
    _ = try shop.herald("doctor")
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/var"))
    #expect(try verdict(shop, "ledger") == "look" && verdict(shop, "state folder") == "look")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let subject: String
    let says: String
    var verdict = "bad"
    let spoil: @Sendable (Shop) throws -> Void
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "a missing export", subject: "export order", says: "no file") {
      try FileManager.default.removeItem(atPath: $0.folder.path("orders.csv"))
    },
    Case(name: "an old export", subject: "export order", says: "3 d old") {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -260_000)], ofItemAtPath: $0.folder.path("orders.csv"))
    },
    Case(name: "an export of the future", subject: "export order", says: "in the future", verdict: "look") {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: 9000)], ofItemAtPath: $0.folder.path("orders.csv"))
    },
    Case(name: "a broken campaign", subject: "campaign typo", says: "sits out") {
      try $0.write("typo.yaml", Shop.late.replacing("delivered_at ==", with: "deliverd_at =="))
    },
    Case(name: "a clock that went back", subject: "clock", says: "behind the last run") {
      _ = try $0.at(ClockTests.time(864_000), "run")
    },
    Case(name: "open permissions", subject: "permissions", says: "others may read") {
      unsafe _ = chmod($0.folder.path("var/ledger.sqlite"), 0o644)
    },
    Case(name: "a standing problem", subject: "problem broken/typo", says: "stands for") {
      try $0.write("typo.yaml", Shop.late.replacing("delivered_at ==", with: "deliverd_at =="))
      _ = try $0.herald("run")
    },
    Case(name: "a ledger that is none", subject: "ledger", says: "not a ledger") {
      for name in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: $0.folder.path("var/ledger.sqlite" + name))
      }
      try $0.write("var/ledger.sqlite", String(repeating: "this is a text ", count: 20))
    },
    Case(name: "another herald's ledger", subject: "ledger", says: "id: two") {
      try $0.write("herald.yaml", Shop.house.replacing("id: two", with: "id: three"))
    },
    Case(name: "a paused channel", subject: "channel email", says: "paused", verdict: "look") {
      try $0.write("var/spool/email/paused", "")
    },
    Case(name: "a dead letter", subject: "channel email", says: "1 in dead/", verdict: "look") {
      try $0.write("var/spool/email/dead/x", "")
    },
  ]

  @Test(arguments: cases) func finds(_ test: Case) throws {
    let shop = try shop()
    try test.spoil(shop)
    let (code, lines) = try lines(shop)
    let found = lines.filter { $0["subject"]?.string == test.subject && $0["verdict"]?.string == test.verdict }
    #expect(found.contains { $0["says"]?.string?.contains(test.says) ?? false }, "\(lines)")
    #expect(found.allSatisfy { $0["advice"]?.string?.isEmpty == false }, "what to do: \(found)")
    if test.verdict == "bad" { #expect(code == 1) }
  }

  @Test func theLockAndWorkersShowWhoIsAlive() throws {
    let shop = try shop()
    let lock = unsafe open(shop.path + "/var/spool/lock", O_RDWR)
    #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
    #expect(try says(shop, "run lock").contains("a run is at work"))
    close(lock)
    #expect(try says(shop, "run lock") == "free")
    // A worker that holds its place while it sends, and one that left it without a word.
    let inside = shop.folder.path("seen")
    let doctor = "\(HeraldProgram.path) -C \(shop.path) doctor --json > \(inside)"
    _ = try shop.herald("drain", "email", "--", "sh", "-c", "cat > /dev/null; \(doctor); exit 0")
    #expect(try shop.folder.read("seen").contains("1 worker"))
    #expect(try says(shop, "channel email").contains("0 workers"))
  }
}
