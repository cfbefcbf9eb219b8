import Foundation
import TestSupport
import Testing

/// What is wrong with an export is told with its place and what to do, with the right exit code, and the rest goes on.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Written over the orders.
    let orders: Content
    /// Of `plan`.
    let code: Int32
    /// What its errors must say.
    let says: [String]
    /// How many are still sent.
    var sent = 0
    var testDescription: String { name }
  }

  enum Content: Sendable {
    case text(String)
    case bytes([UInt8])
    case missing, directory, fifo
  }

  static let header = "Order,Email,promised_at,delivered_at\n"
  static let late = "O1,anna@x.example,2026-03-01T10:00:00Z,\n"
  /// Enough good rows that one bad is under reject_limit.
  static let many = (10..<210).map { "O\($0),bert@x.example,2020-01-01T00:00:00Z,\n" }.joined()

  static let cases: [Case] = [
    Case(name: "a missing file", orders: .missing, code: 1, says: ["orders.csv", "order cannot be used"]),
    Case(name: "a directory", orders: .directory, code: 1, says: ["orders.csv", "directory"]),
    Case(name: "a FIFO", orders: .fifo, code: 1, says: ["orders.csv"]),
    Case(name: "an empty file", orders: .text(""), code: 1, says: ["orders.csv", "empty"]),
    Case(
      name: "a header without a mapped column", orders: .text("Order,Email,promissed_at,delivered_at\n" + late),
      code: 1,
      says: ["orders.csv", "promised_at", "promissed_at"]),
    Case(
      name: "a cut-off last row", orders: .text(header + late + "O3,anna@x.ex"), code: 1,
      says: ["orders.csv:3", "cut off"]),
    Case(
      name: "an unclosed quote", orders: .text(header + late + many + "\"O3,anna@x.example,,\n"), code: 1,
      says: ["orders.csv:203:1", "quote"]),
    Case(
      name: "a wrong field count",
      orders: .text(header + late + many + "O3,anna@x.example\n" + "O4,bert@x.example,,\n"),
      code: 1, says: ["orders.csv:203", "2 fields", "4"], sent: 1),
    Case(
      name: "too many rejected rows", orders: .text(header + late + "O3,anna@x.example\n" + "O4,bert@x.example,,\n"),
      code: 1, says: ["orders.csv:3", "reject_limit"]),
    Case(
      name: "invalid UTF-8",
      orders: .bytes(
        Array((header + late + many).utf8) + [0x4F, 0x39, 0xFF] + Array(",x,,\nO4,bert@x.example,,\n".utf8)),
      code: 1, says: ["orders.csv:203:3", "UTF-8"], sent: 1),
    Case(
      name: "a date that is none", orders: .text(header + late + many + "O3,anna@x.example,tomorrow,\n"), code: 0,
      says: [],
      sent: 1),
    Case(
      name: "a column of dates that are none", orders: .text(header + late + "O3,anna@x.example,tomorrow,\n"), code: 1,
      says: ["orders.csv:3", "promised_at", "reject_limit"]),
  ]

  @Test(arguments: cases) func export(_ test: Case) throws {
    let shop = try Shop()
    let path = shop.folder.path("orders.csv")
    switch test.orders {
    case .text(let text): try shop.write("orders.csv", text)
    case .bytes(let bytes): try shop.write("orders.csv", bytes)
    case .missing: try FileManager.default.removeItem(atPath: path)
    case .directory:
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case .fifo:
      try FileManager.default.removeItem(atPath: path)
      #expect(unsafe mkfifo(path, 0o600) == 0)
    }
    let plan = try shop.at(Shop.now, "plan", "--jobs", "-")
    #expect(plan.code == test.code, "\(plan.errors)")
    #expect(plan.output.split(separator: "\n").count == test.sent)
    for words in test.says { #expect(plan.errors.contains(words), "\(words) is not in: \(plan.errors)") }
    // A run says the same and sends the same.
    let run = try shop.at(Shop.now, "run")
    #expect(run.code == test.code, "\(run.errors)")
    #expect(shop.jobs().count == test.sent)
  }

  @Test func aBrokenCampaignSitsOutAndTheOthersRun() throws {
    let shop = try Shop()
    try shop.write("typo.yaml", Shop.late.replacing("delivered_at ==", with: "deliverd_at =="))
    let run = try shop.at(Shop.now, "run")
    #expect(run.code == 1)
    #expect(run.errors.contains("typo.yaml:5:13") && run.errors.contains("did you mean “delivered_at”?"))
    #expect(shop.jobs().count == 1)
    #expect(try shop.herald("check").code == 78)
  }

  @Test func brokenHeraldYAMLIs78() throws {
    let shop = try Shop()
    try shop.write("herald.yaml", "id: two\nshopp: Two\n")
    let run = try shop.at(Shop.now, "run")
    #expect(run.code == 78 && run.errors.contains("herald.yaml:2:1"))
  }

  @Test func aLedgerThatIsNoSQLiteIs74() throws {
    let shop = try Shop()
    try shop.write("var/ledger.sqlite", "this is no database, but a text that is longer than its header would be\n")
    for verb in ["run", "plan"] {
      let result = try shop.at(Shop.now, verb)
      #expect(result.code == 74 && result.errors.contains("ledger.sqlite"), "\(verb): \(result)")
    }
    #expect(shop.jobs().isEmpty)
  }

  @Test func aStateFolderThatIsAFileIsAClearError() throws {
    let shop = try Shop()
    try shop.write("var", "a file")
    let run = try shop.at(Shop.now, "run")
    #expect([73, 74].contains(run.code) && run.errors.contains("var"), "\(run)")
  }

  /// Root may write everywhere, so this cannot be tried as root.
  @Test(.enabled(if: geteuid() != 0, "run as root: permissions hold nobody back"))
  func noPermissionIs77() throws {
    let shop = try Shop()
    #expect(unsafe chmod(shop.path, 0o500) == 0)
    defer { unsafe _ = chmod(shop.path, 0o700) }
    #expect(try shop.at(Shop.now, "run").code == 77)
  }
}
