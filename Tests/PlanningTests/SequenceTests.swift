import Testing

@testable import Planning

/// Steps in a row: one a run, pinned starts, what passes unsent.
@Suite struct SequenceTests {
  static let cart = """
    purpose: service
    each: cart
    start: cart.updated_at
    when:
      - cart.items.size() > 0
    until:
      - customer.orders.exists(o, o.created_at > start)
    via: [email]
    send:
      - after: 1h
        before: 24h
        any: {subject: "{{ cart.items.first.name }}", text: first}
      - after: 24h
        before: 48h
        any: {subject: s, text: second}
      - after: 72h
        before: 84h
        any: {subject: s, text: third}
    """

  static func shop(
    _ campaign: String = cart, carts: [String] = ["C1,anna@x.example,2026-03-02T10:00:00Z,50,Tent,50"],
    orders: [String] = []
  ) throws -> TestShop {
    try TestShop(
      campaigns: ["cart": campaign],
      ["customers": ["anna@x.example,Anna,,,,,,true,true"], "carts": carts, "orders": orders],
      made: "2026-04-01T00:00:00Z")
  }

  @Test func stepsGoOneByOne() throws {
    let shop = try Self.shop()
    for (now, expected) in [
      ("2026-03-02T10:59:59Z", [String]()),
      ("2026-03-02T11:00:00Z", ["C1/1h: sent"]),
      ("2026-03-02T12:00:00Z", ["C1/1h: already-sent"]),
      ("2026-03-03T10:00:00Z", ["C1/24h: sent"]),
      ("2026-03-04T10:00:00Z", []),  // between two windows
      ("2026-03-05T10:00:00Z", ["C1/72h: sent"]),
      ("2026-03-05T11:00:00Z", ["C1/72h: already-sent"]),
    ] {
      #expect(try shop.outcomes(now) == expected, "at \(now)")
      shop.record(try shop.plan(now))
    }
  }

  @Test func aStepThatPassedUnsentEndsTheSequence() throws {
    let shop = try Self.shop()
    #expect(try shop.outcomes("2026-03-03T12:00:00Z") == ["C1/24h: expired"])
  }

  @Test func skipOKLetsTheNextStepGo() throws {
    let campaign = Self.cart.replacing("before: 24h\n", with: "before: 24h\n    skip: ok\n")
    #expect(try Self.shop(campaign).outcomes("2026-03-03T12:00:00Z") == ["C1/24h: sent"])
  }

  @Test func anOrderAfterTheStartEndsIt() throws {
    let shop = try Self.shop(orders: ["O1,anna@x.example,2026-03-02T10:30:00Z,,paid,50"])
    #expect(try shop.outcomes("2026-03-02T12:00:00Z") == ["C1/1h: until"])
  }

  @Test func anEditedCartKeepsItsPace() throws {
    let shop = try Self.shop()
    shop.record(try shop.plan("2026-03-02T11:00:00Z"))
    // Edited a day later: by its row it would start again; its start was pinned.
    try shop.write("carts.csv", TestShop.headers["carts"]! + "\nC1,anna@x.example,2026-03-03T09:30:00Z,80,Tent,80\n")
    try shop.setMade("carts.csv", "2026-04-01T00:00:00Z")
    #expect(try shop.outcomes("2026-03-03T10:30:00Z") == ["C1/24h: sent"])
  }

  @Test func twoStepsDueAtOnceGoInTwoRuns() throws {
    let campaign = Self.cart.replacing("before: 24h\n", with: "before: 60h\n")
    let shop = try Self.shop(campaign)
    #expect(try shop.outcomes("2026-03-03T12:00:00Z") == ["C1/1h: sent"])
    shop.record(try shop.plan("2026-03-03T12:00:00Z"))
    #expect(try shop.outcomes("2026-03-03T12:15:00Z") == ["C1/24h: sent"])
  }

  @Test func itemsAreGatheredFromAllRowsOfTheKey() throws {
    let shop = try Self.shop(carts: [
      "C1,anna@x.example,2026-03-02T10:00:00Z,50,Tent,30", "C2,anna@x.example,2026-03-02T10:00:00Z,50,,",
      "C1,,,,Rope,20",
    ])
    #expect(try shop.outcomes("2026-03-02T12:00:00Z") == ["C1/1h: sent", "C2/1h: no-match"])
    var lines: [String] = []
    var plan = try shop.plan("2026-03-02T12:00:00Z")
    try plan.render(batch: "b", signKey: []) { lines.append(String(decoding: $0.bytes, as: UTF8.self)) }
    #expect(lines.count == 1 && lines[0].contains(#""subject":"Tent""#))
  }
}
