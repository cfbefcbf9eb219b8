import Foundation
import JSON
import TestSupport
import Testing

/// What became of messages, from the workers and from providers, through the program.
@Suite struct ReceiptsTests {
  static let later = "2026-03-02T12:15:00Z"

  /// Three messages were sent to Anna, one each order.
  static func shop(receipts: String = "yes") throws -> Shop {
    let shop = try CrashTests.shop(orders: 3)
    try shop.write(
      "herald.yaml", Shop.house.replacing("consent: customer.ok}", with: "consent: customer.ok, receipts: \(receipts)}")
    )
    #expect(try shop.at(Shop.now, "run").code == 0)
    return shop
  }

  static func states(_ shop: Shop) throws -> [String: Int] {
    let output = try shop.herald("messages", "--json").output
    let lines = try output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    return Dictionary(lines.map { ($0["state"]?.string ?? "", 1) }, uniquingKeysWith: +)
  }

  @Test func whatWorkersSayIsInTheNextRunsMessages() throws {
    let shop = try Self.shop()
    let moved = try HeraldProgram.shell(
      """
      cd \(shop.path)/var/spool/email && set -- queue/*/*.json &&
      mv $1 done/sent/ && mv $3 done/unknown/ &&
      echo '{"at":"2026-03-02T12:05:00Z","reason":"no such mailbox"}' > done/failed/$(basename $2).receipt && mv $2 done/failed/
      """)
    #expect(moved.code == 0, "\(moved)")
    let id = String(shop.jobs("email", "done/sent")[0].suffix(31).dropLast(5))
    _ = try shop.at(Self.later, "run")
    #expect(try Self.states(shop) == ["sent": 1, "failed": 1, "unknown": 1])
    #expect(shop.jobs("email", "done").isEmpty && shop.jobs("email", "dead").count == 2)
    // What was told is still to be seen, and told again as it was.
    let shown = try shop.herald("spool", "show", id)
    let words = ["Hello Anna", "attempt 1: sent"]
    #expect(shown.code == 0 && words.allSatisfy(shown.output.contains), "\(shown)")
    #expect(try shop.herald("access", "anna@x.example").output.contains("job (archive)"))
    let again = try shop.at(Self.later, "resend", id)
    #expect(again.code == 0 && shop.jobs().count == 1, "\(again)")
  }

  @Test func aBounceSparesTheAddressAndIsExplained() throws {
    let shop = try Self.shop()
    _ = try HeraldProgram.shell("cd \(shop.path)/var/spool/email && mv queue/*/*.json done/sent/")
    try shop.write("bounces.csv", "event,address,at\nHard Bounce,ANNA@x.example,2026-03-02T12:10:00Z\n")
    let first = try shop.herald("receipts", shop.path + "/bounces.csv")
    #expect(first.code == 0 && first.output == "email: 1 report: 1 bounced\n", "\(first)")
    let second = try shop.herald("receipts", shop.path + "/bounces.csv")
    #expect(second.code == 0 && second.output == "email: 1 report; 1 known before\n", "\(second)")
    try shop.write("orders.csv", BadInputTests.header + "O9,anna@x.example,2026-03-01T10:00:00Z,\n")
    _ = try shop.at(Self.later, "run", "--accept", "order")
    #expect(shop.jobs().isEmpty)
    let explain = try shop.at(Self.later, "explain", "order", "O9")
    #expect(explain.output.contains("suppressed: bounced on 2026-03-02"), "\(explain)")
    #expect(try shop.herald("access", "anna@x.example").output.contains("bounced"))
    // A person's way back.
    let lift = try shop.herald("receipts", "--lift", "Anna@x.example")
    #expect(lift.code == 0 && lift.output.contains("may be written to"), "\(lift)")
    #expect(try shop.herald("receipts", "--lift", "Anna@x.example").code == 66)
    _ = try shop.herald("receipts", shop.path + "/bounces.csv")
    _ = try shop.at(Self.later, "run", "--accept", "order")
    #expect(shop.jobs().count == 1, "the old report does not bring it back")
  }

  @Test func aReportIsMatchedByAnyOfItsIDs() throws {
    let shop = try Self.shop()
    let jobs = shop.jobs()
    let ids = jobs.map { String($0.suffix(31).dropLast(5)) }
    _ = try HeraldProgram.shell(
      """
      cd \(shop.path)/var/spool/email && set -- queue/*/*.json &&
      echo '{"at":"2026-03-02T12:05:00Z","provider_id":"SM77"}' > done/sent/\(jobs[2]).receipt && mv "$@" done/sent/
      """)
    try shop.write(
      "reports.jsonl",
      #"{"event":"delivered","id":"\#(ids[0])","at":"1772453400"}"# + "\n"
        + #"{"event":"DELIVERED","provider_id":"<\#(ids[1])@two.example>","at":"2026-03-02T12:10:00Z"}"# + "\n"
        + #"{"event":"failed","provider_id":"SM77","at":"2026-03-02T12:10:00Z","reason":"mailbox full"}"# + "\n")
    let taken = try shop.herald("receipts", "--channel", "email", shop.path + "/reports.jsonl")
    #expect(taken.code == 0 && taken.output == "email: 3 reports: 2 delivered, 1 failed\n", "\(taken)")
    #expect(try Self.states(shop) == ["delivered": 2, "failed": 1])
  }

  @Test func whatNobodyKnowsIsKeptAndTold() throws {
    let shop = try Self.shop()
    try shop.write(
      "reports.csv", "event,id,address,at\nvanished,,anna@x.example,\ndelivered,nobody,,\ndelivered,,,yesterday\n")
    let taken = try shop.herald("receipts", shop.path + "/reports.csv")
    #expect(taken.code == 1 && taken.output.hasPrefix("email: 3 reports\n"), "\(taken)")
    for words in ["an unknown event", "of no message that was sent", "no time that can be read"] {
      #expect(taken.errors.contains(words), "\(taken)")
    }
    #expect(!taken.errors.contains("anna"))
    let kept = try HeraldProgram.shell("cat \(shop.path)/var/rejects/receipts-*.jsonl | wc -l")
    #expect(kept.output.trimmingCharacters(in: .whitespacesAndNewlines) == "3")
    // Who is forgotten is in no rejected row.
    _ = try shop.herald("forget", "anna@x.example")
    #expect(try PersonalDataTests.places("anna@x.example", in: shop).filter { $0.contains("rejects") } == [])
  }

  @Test func columnsAndWordsAreMapped() throws {
    let shop = try Self.shop(
      receipts: "{fields: {id: tag, event: status, at: when, address: to}, map: {unsubscribed: [weg], bounced: tot}}")
    try shop.write(
      "reports.csv",
      "tag,status,when,to\n\(shop.jobs()[0].suffix(31).dropLast(5)),Weg,2026-03-02 12:10,anna@x.example\n")
    let taken = try shop.herald("receipts", shop.path + "/reports.csv")
    #expect(taken.output == "email: 1 report: 1 unsubscribed\n", "\(taken)")
    // A service message still goes.
    try shop.write("orders.csv", BadInputTests.header + "O9,anna@x.example,2026-03-01T10:00:00Z,\n")
    _ = try shop.at(Self.later, "run", "--accept", "order")
    #expect(shop.jobs().contains { $0.contains(".01.") } && shop.jobs().count >= 1)
    #expect(try shop.at(Self.later, "explain", "order", "O9").output.contains("late: "))
  }

  @Test func aChannelNeedsReceipts() throws {
    let shop = try Shop()
    try shop.write("reports.csv", "event,id\ndelivered,x\n")
    let none = try shop.herald("receipts", shop.path + "/reports.csv")
    #expect(none.code == 64 && none.errors.contains("no channel has receipts"), "\(none)")
    #expect(try shop.herald("receipts", "--channel", "email", shop.path + "/reports.csv").code == 64)
    try shop.write(
      "herald.yaml", Shop.house.replacing("consent: customer.ok}", with: "consent: customer.ok, receipts: yes}"))
    let with = try shop.herald("receipts", shop.path + "/reports.csv")
    #expect(with.code == 1 && with.errors.contains("of no message that was sent"), "\(with)")
    let gone = try shop.herald("receipts", shop.path + "/nothing.csv")
    #expect(gone.code == 65, "\(gone)")
  }
}
