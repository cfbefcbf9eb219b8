import Testing

@testable import Planning

/// What random shops showed (Reference/): empty and unreadable values where nobody had looked.
@Suite struct UnknownCellTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let campaign: String
    let rows: [String: [String]]
    let expected: [String]
    var testDescription: String { name }
  }

  static func cart(_ rule: String) -> String {
    """
    purpose: service
    each: cart
    start: cart.updated_at
    when:
      - \(rule)
    via: [email]
    send:
      - after: 1h
        any: {subject: s, text: t}
    """
  }

  static let items = [
    "customers": ["anna@x.example,Anna,,,,,,true,true"],
    "carts": [
      "C1,anna@x.example,2026-03-02T10:00:00Z,50,Tent,", "C2,anna@x.example,2026-03-02T10:00:00Z,50,Tent,soon",
      "C3,anna@x.example,2026-03-02T10:00:00Z,50,Tent,9", "C4,anna@x.example,2026-03-02T10:00:00Z,50,,",
      "C5,anna@x.example,2026-03-02T10:00:00Z,50,,soon",
    ],
  ]

  static let cases: [Case] = [
    Case(
      name: "items are counted where nothing reads their fields", campaign: cart("cart.items.size() > 0"), rows: items,
      expected: ["C1/1h: sent", "C2/1h: sent", "C3/1h: sent", "C4/1h: no-match", "C5/1h: sent"]),
    Case(
      name: "an item whose price is empty or unreadable is one", campaign: cart("cart.items.all(i, i.price < 10)"),
      rows: items,
      expected: ["C1/1h: no-data", "C2/1h: no-data", "C3/1h: sent", "C4/1h: sent", "C5/1h: no-data"]),
    Case(
      name: "nobody knows what was told to a customer who is not known",
      campaign: """
        purpose: service
        each: order
        start: order.created_at
        unless:
          - told("late", 7d)
        via: [agent]
        send:
          - after: 1h
            agent: {title: Call, queue: care}
        """,
      rows: [
        "customers": ["anna@x.example,Anna,,,,,,true,true"],
        "orders": ["O1,,2026-03-02T10:00:00Z,,paid,50", "O2,anna@x.example,2026-03-02T10:00:00Z,,paid,50"],
      ],
      expected: ["O1/1h: no-data", "O2/1h: sent"]),
    Case(
      name: "a text that prints an empty value takes no place under a cap",
      campaign: """
        purpose: service
        each: order
        start: order.created_at
        cap: 1 per 7d
        via: [email]
        send:
          - after: 1h
            any: {subject: s, text: "{{ order.status }}"}
        """,
      rows: [
        "customers": ["anna@x.example,Anna,,,,,,true,true"],
        "orders": [
          "O1,anna@x.example,2026-03-02T09:00:00Z,,,50", "O2,anna@x.example,2026-03-02T10:00:00Z,,paid,50",
          "O3,anna@x.example,2026-03-02T10:30:00Z,,paid,50", "O4,anna@x.example,2026-03-02T10:45:00Z,,,50",
        ],
      ],
      expected: ["O1/1h: no-data", "O2/1h: sent", "O3/1h: outranked", "O4/1h: no-data"]),
  ]

  /// A legal campaign that has just begun looks at no record by its time yet, but must see what is true from now on.
  @Test func firstSeenBeginsBeforeAnyWindowCanOpen() throws {
    let shop = try TestShop(
      campaigns: [
        "late": """
        purpose: legal
        begins: 2026-03-02
        each: ticket
        start: first_seen
        when: ticket.open
        via: [email]
        send:
          - after: 3d
            any: {subject: s, text: t}
        """
      ],
      [
        "customers": ["anna@x.example,Anna,,,,,,true,true"], "tickets": ["T1,anna@x.example,2026-03-01T10:00:00Z,"],
      ])
    for (now, expected) in [
      ("2026-03-02T12:00:00Z", [String]()), ("2026-03-05T11:59:59Z", []), ("2026-03-05T12:00:00Z", ["T1/3d: sent"]),
    ] {
      for name in TestShop.headers.keys { try shop.setMade("\(name).csv", now) }
      #expect(try shop.outcomes(now) == expected, "at \(now)")
      shop.record(try shop.plan(now))
    }
  }

  @Test(arguments: cases) func outcomes(_ test: Case) throws {
    let house = TestShop.house.replacing("prefer:", with: "  agent: {to: \"'care@x.example'\"}\nprefer:")
      .replacing("key: Cart\n", with: "key: Cart\n    reject_limit: 100%\n")
    let shop = try TestShop(house: house, campaigns: ["late": test.campaign], test.rows)
    #expect(try shop.outcomes() == test.expected)
  }
}
