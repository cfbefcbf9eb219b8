import CivilTime
import Platform
import Testing

@testable import Planning

/// What comes out does not depend on how often an export had to be read: in order, where one pass is enough, or not.
@Suite struct PassTests {
  static let campaign = """
    purpose: service
    each: order
    start: order.created_at
    when: order.status == "open"
    until: customer.orders.exists(o, o.status == "returned")
    via: [email]
    send:
      - after: 1h
        before: 5d
        any: {subject: Hi, text: "{{ order.key }} {{ customer.name }} {{ order.total }}"}

    """

  /// Order i was placed i hours ago; every fifth is paid.
  static let orders = (100..<300).map { number in
    let placed = Instant(microseconds: (1_772_452_800 - Int64(number - 100) * 3600) * 1_000_000)
    return "O\(number),c\(number % 17)@x.example,\(placed.rfc3339),,\(number % 5 == 0 ? "paid" : "open"),50"
  }
  static let customers = (0..<17).map { "c\($0)@x.example,Name \($0),,,,,,yes,yes" }

  static func outcomes(_ orders: [String], threads: Int = 1, everyDecision: Bool = true) throws -> [String] {
    let shop = try TestShop(campaigns: ["late": campaign], ["orders": orders, "customers": customers.shuffled()])
    var lines: [String] = []
    let plan = try shop.plan(threads: threads, everyDecision: everyDecision) {
      lines.append(String(decoding: $0.bytes, as: UTF8.self))
    }
    return lines.sorted() + plan.tally()
  }

  @Test(arguments: [1, 2, 3, 8], [true, false])
  func inAnyOrder(_ threads: Int, _ everyDecision: Bool) throws {
    let expected = try Self.outcomes(Self.orders, everyDecision: everyDecision)
    #expect(expected.count { $0.contains("\"channel\"") } == 96)
    #expect(try Self.outcomes(Self.orders.reversed(), threads: threads, everyDecision: everyDecision) == expected)
    #expect(try Self.outcomes(Self.orders.shuffled(), threads: threads, everyDecision: everyDecision) == expected)
  }

  /// A key that stands twice is known to be ambiguous, wherever its other row is, of a time that nobody looks for and of a
  /// customer that nothing else leads to.
  @Test(arguments: [("O111", "2026-01-01T10:00:00Z"), ("O291", "2026-03-02T10:00:00Z")])
  func aSecondRowIsFound(_ key: String, _ time: String) throws {
    let other = "\(key),nobody@x.example,\(time),,open,50"
    let place = Self.orders.firstIndex { $0.hasPrefix(key) } ?? 0
    var beside = Self.orders
    beside.insert(other, at: place)
    #expect(try Self.outcomes(Self.orders).contains { $0.contains("\"\(key)\"") } == (key == "O111"))
    for orders in [beside, [other] + Self.orders, Self.orders + [other], beside.shuffled()] {
      let found = try Self.outcomes(orders)
      #expect(!found.contains { $0.contains("\"\(key)\"") })
      #expect(found.contains { $0.contains("\"O112\"") })
    }
  }
}
