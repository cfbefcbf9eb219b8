import Foundation
import Testing

/// What one run remembers for the next, through the real ledger.
@Suite struct MemoryTests {
  /// Campaigns on two orders, both due at noon of 2 March.
  static func shop(_ more: String, purpose: String = "marketing", start: String = "order.promised_at") throws -> Shop {
    let shop = try Shop()
    try shop.write(
      "herald.yaml",
      Shop.house + "links: {unsubscribe: \"https://two.example/u?c={{ customer.key }}\"}\n")
    try shop.write("customers.csv", "Email,Name,ok\nanna@x.example,Anna,yes\n")
    try shop.write(
      "orders.csv",
      "Order,Email,promised_at,delivered_at\nO1,anna@x.example,2026-03-01T10:00:00Z,\n"
        + "O2,anna@x.example,2026-03-01T11:00:00Z,\n")
    try shop.write(
      "late.yaml",
      """
      purpose: \(purpose)
      each: order
      start: \(start)
      when: order.delivered_at == null
      via: [email]
      \(more)
      send:
        - after: 1d
          before: 10d
          email: {subject: "{{ order.key }}", text: "Hello {{ customer.name }}"}

      """)
    return shop
  }

  /// `O1: sent`, sorted.
  private func decisions(_ shop: Shop, _ now: String) throws -> [String] {
    let lines = try shop.at(now, "plan", "--decisions", "-").output.split(separator: "\n")
    return try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      let subject = object["subject"] as? [String: Any] ?? [:]
      return "\(subject["key"] ?? ""): \(object["outcome"] ?? "")"
    }.sorted()
  }

  private func run(_ shop: Shop, _ now: String, _ more: String...) throws -> HeraldProgram.Result {
    // Exports prove nothing about what is due after they were made.
    for name in ["orders.csv", "customers.csv"] {
      try FileManager.default.setAttributes(
        [.modificationDate: try #require(ISO8601DateFormatter().date(from: now))], ofItemAtPath: "\(shop.path)/\(name)")
    }
    return try shop.herald(["run", "--now", now] + more)
  }

  @Test func capsCountWhatEarlierRunsTold() throws {
    let shop = try Self.shop("cap: 1 per 48h")
    #expect(try run(shop, "2026-03-02T12:00:00Z").code == 0)
    #expect(try decisions(shop, "2026-03-02T12:00:00Z") == ["O1: already-sent", "O2: capped"])
    #expect(try run(shop, "2026-03-04T11:59:59Z").code == 0)
    #expect(try decisions(shop, "2026-03-04T11:59:59Z") == ["O1: already-sent", "O2: capped"])
    #expect(try run(shop, "2026-03-04T12:00:00Z").code == 0)
    #expect(try decisions(shop, "2026-03-04T12:00:00Z") == ["O1: already-sent", "O2: already-sent"])
  }

  @Test func aHoldoutIsRecordedAndTakesNoCap() throws {
    let shop = try Self.shop("holdout: 100%\ncap: 1 per 48h")
    #expect(try run(shop, "2026-03-02T12:00:00Z").code == 0)
    #expect(try shop.herald("spool", "list").output.contains("0 jobs"))
    #expect(try decisions(shop, "2026-03-02T12:00:00Z") == ["O1: already-sent", "O2: already-sent"])
    let explained = try shop.at("2026-03-02T12:00:00Z", "explain", "order", "O1").output
    #expect(explained.contains("held out since"), "\(explained)")
  }

  @Test func aMessageIsOwedAgain() throws {
    let shop = try Self.shop("again_after: 3d", purpose: "service")
    #expect(try run(shop, "2026-03-02T12:00:00Z").code == 0)
    #expect(try decisions(shop, "2026-03-05T11:59:59Z") == ["O1: already-sent", "O2: already-sent"])
    #expect(try run(shop, "2026-03-05T12:00:00Z").code == 0)
    #expect(try shop.herald("spool", "list").output.contains("4 jobs"))
    #expect(try decisions(shop, "2026-03-05T12:00:00Z") == ["O1: already-sent", "O2: already-sent"])
  }

  @Test func theFirstSightIsKept() throws {
    let shop = try Self.shop("", purpose: "service", start: "first_seen")
    #expect(try run(shop, "2026-03-02T12:00:00Z").code == 0)
    #expect(try decisions(shop, "2026-03-03T11:59:59Z") == [])
    #expect(try run(shop, "2026-03-03T12:00:00Z").code == 0)
    #expect(try shop.herald("spool", "list").output.contains("2 jobs"))
  }

  @Test func aRunOverItsLimitWritesNothingUntilAPersonSaysSo() throws {
    let shop = try Self.shop("limit: 1 per run", purpose: "service")
    let held = try run(shop, "2026-03-02T12:00:00Z")
    #expect(held.code == 1)
    #expect(
      held.errors.contains("late writes nothing in this run: 2 messages are over its limit of 1 per run"), "\(held)")
    #expect(held.errors.contains("herald run --allow late=2"))
    #expect(try shop.herald("spool", "list").output.contains("0 jobs"))
    #expect(try run(shop, "2026-03-02T12:05:00Z", "--allow", "late=2").code == 0)
    #expect(try shop.herald("spool", "list").output.contains("2 jobs"))
  }

  @Test(arguments: [
    (["--allow", "late"], "is not understood"), (["--allow", "lat=3"], "did you mean “late”?"),
    (["--allow", "late=-1"], "is not understood"),
  ])
  func allowSaysWhatItWants(_ arguments: [String], _ says: String) throws {
    let shop = try Self.shop("")
    let result = try shop.herald(["plan"] + arguments)
    #expect(result.code == 64 && result.errors.contains(says), "\(result)")
  }

  /// The variant that the first step pinned stays, whatever becomes of the shares.
  @Test func aVariantIsPinnedInTheLedger() throws {
    let shop = try Self.shop("split: {plain: 100%, gift: 0%}", purpose: "service")
    let text =
      try String(contentsOfFile: shop.path + "/late.yaml", encoding: .utf8) + """
          - after: 2d
            before: 10d
            email: {subject: {plain: Plain, gift: Gift}, text: "Hello {{ customer.name }}"}

        """
    try shop.write("late.yaml", text)
    #expect(try run(shop, "2026-03-02T12:00:00Z").code == 0)
    try shop.write("late.yaml", text.replacing("plain: 100%, gift: 0%", with: "plain: 0%, gift: 100%"))
    #expect(try run(shop, "2026-03-03T12:00:00Z").code == 0)
    let jobs = try shop.herald("spool", "list", "--json").output
    #expect(jobs.split(separator: "\n").count == 4)
    let spooled = try HeraldProgram.shell("cat \(shop.path)/var/spool/email/queue/*/*.json").output
    #expect(spooled.contains(#""subject":"Plain""#) && !spooled.contains(#""subject":"Gift""#), "\(spooled)")
  }
}
