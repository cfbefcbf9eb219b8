import Foundation
import JSON
import TestSupport
import Testing

/// What failed for good, or may have been sent, is told: legal messages one by one, others that there are any.
@Suite struct TroubleTests {
  /// Three messages are in the queue.
  static func shop(legal: Bool, onUnknown: String = "unknown") throws -> Shop {
    let shop = try CrashTests.shop(orders: 3)
    try shop.write(
      "herald.yaml",
      Shop.house.replacing("consent: customer.ok}", with: "consent: customer.ok, on_unknown: \(onUnknown)}"))
    if legal {
      try shop.write(
        "late.yaml",
        Shop.late.replacing("purpose: service", with: "purpose: legal\nbegins: 2026-01-01")
          .replacing("      before: 10d\n", with: ""))
    }
    #expect(try shop.at(Shop.now, "run").code == 0)
    return shop
  }

  /// The first job in the queue ends so, at noon.
  static func end(_ shop: Shop, _ place: String) throws {
    try SpoolVerbTests.shell(
      shop, "echo '{\"at\":\"2026-03-02T12:05:00Z\"}' > done/\(place)/${1##*/}.receipt; mv $1 done/\(place)/")
  }

  @Test func eachLegalOneIsNews() throws {
    let shop = try Self.shop(legal: true)
    try Self.end(shop, "unknown")
    let id = try #require(shop.jobs("email", "done/unknown").first).suffix(31).prefix(10)
    let first = try shop.at("2026-03-02T12:15:00Z", "run")
    #expect(
      first.code == 1 && first.errors.contains("late: 1 message may have been sent or not (unknown: \(id)): "),
      "\(first)")
    #expect(first.errors.contains("herald messages --campaign late --state unknown lists them; ask the provider"))
    let again = try shop.at("2026-03-02T12:30:00Z", "run")
    #expect(again.code == 0 && again.errors.isEmpty, "\(again)")
    try Self.end(shop, "unknown")
    let second = try shop.at("2026-03-02T12:45:00Z", "run")
    #expect(second.code == 1 && second.errors.contains("late: 2 messages may have been"), "\(second)")
    let daily = try shop.at("2026-03-03T12:45:00Z", "run")
    #expect(daily.code == 1 && daily.errors.contains("late: 2 messages may have been"), "\(daily)")
    #expect(try shop.herald("doctor").output.contains("herald messages --state unknown lists them"))
    // A person has decided about one, then about the other.
    #expect(try shop.herald("spool", "drop", String(id)).output == "dropped: 1 job\n")
    let one = try shop.at("2026-03-04T12:45:00Z", "run")
    #expect(one.code == 1 && one.errors.contains("late: 1 message may have been"), "\(one)")
    #expect(try shop.herald("spool", "drop", "ALL", "--state", "dead").code == 0)
    let none = try shop.at("2026-03-05T12:45:00Z", "run")
    #expect(none.code == 0 && none.errors.isEmpty, "\(none)")
    #expect(try SpoolVerbTests.states(shop) == ["dropped", "dropped", "queued"])
  }

  @Test func othersAreCountedOnceAndThenDaily() throws {
    let shop = try Self.shop(legal: false)
    try Self.end(shop, "unknown")
    let first = try shop.at("2026-03-02T12:15:00Z", "run")
    #expect(
      first.code == 0 && first.errors.contains("late: 1 message may have been sent or not (unknown): "), "\(first)")
    try Self.end(shop, "unknown")
    let again = try shop.at("2026-03-02T12:30:00Z", "run")
    #expect(again.code == 0 && again.errors.isEmpty, "\(again)")
    try Self.end(shop, "failed")
    let other = try shop.at("2026-03-02T12:45:00Z", "run")
    #expect(other.errors.contains("late: 1 message could not be sent (failed): "), "\(other)")
    #expect(!other.errors.contains("or not"), "\(other)")
    // Of yesterday, and all that is new is that a day has passed: told once more, since no run saw it for a day.
    let daily = try shop.at("2026-03-03T12:46:00Z", "run")
    #expect(daily.errors.contains("late: 2 messages may have been"), "\(daily)")
    let old = try shop.at("2026-03-05T12:46:00Z", "run")
    #expect(old.code == 0 && !old.errors.contains("messages may"), "\(old)")
  }

  @Test func messagesSaySinceWhen() throws {
    let shop = try Self.shop(legal: false)
    try Self.end(shop, "failed")
    _ = try shop.at("2026-03-02T12:15:00Z", "run")
    let lines = try shop.herald("messages", "--json").output.split(separator: "\n").map {
      try JSONValue.parse(String($0))
    }
    let since = Set(lines.map { "\($0["state"]?.string ?? "") \($0["since"]?.string ?? "")" })
    #expect(since == ["failed 2026-03-02T12:05:00Z", "queued 2026-03-02T12:00:00Z"])
  }

  /// What a dead worker had begun follows the channel's policy, also where a stop or a repair finds it.
  @Test(arguments: [("stop", "unknown"), ("stop", "retry"), ("repair", "unknown"), ("repair", "retry")])
  func deadWorkersFollowThePolicy(_ verb: String, _ policy: String) throws {
    let shop = try Self.shop(legal: false, onUnknown: policy)
    try SpoolVerbTests.shell(
      shop, "dead=work/$(uname -n).b.1.1; mkdir -p $dead && touch $dead/lock && mv $1 $dead/@${1##*/}")
    if verb == "stop" {
      let stop = try shop.herald("stop", "all")
      #expect(stop.output.contains("\(policy == "retry" ? 3 : 2) jobs taken back"), "\(stop)")
      #expect(shop.jobs("email", "done/unknown").count == (policy == "retry" ? 0 : 1))
    } else {
      let repair = try shop.herald("spool", "check", "--repair")
      let words =
        policy == "retry" ? "to be tried again, though they may have been sent" : "unknown: they may have been"
      #expect(repair.output.contains(words), "\(repair)")
      #expect(shop.jobs("email", "done/deferred").count == (policy == "retry" ? 1 : 0))
    }
    #expect(shop.jobs("email", "work").isEmpty)
  }
}
