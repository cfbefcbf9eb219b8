import Testing

@testable import Planning

/// Tasks for a person: which queue, which skills, and what does not apply to our own people.
@Suite struct RouteTests {
  static func campaign(_ routes: String, body: String = "{title: \"Call {{ customer.name }}\", note: Late}") -> String {
    """
    purpose: marketing
    each: order
    start: order.created_at
    via: [agent]
    cap: 0 per day
    \(routes)
    send:
      - after: 1h
        before: 9d
        agent: \(body)
    """
  }

  static let routes = """
    route:
      - {when: order.total > 100, queue: gold, skills: ["{{ customer.locale }}", claims]}
      - {when: order.status == "open", queue: "desk-{{ order.status }}"}
      - {queue: care, skills: [calm]}
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var routes = RouteTests.routes
    var body = "{title: \"Call {{ customer.name }}\", note: Late}"
    var order = "open,150"
    let expected: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(
      name: "the first that is true, with skills",
      expected: #""message":{"note":"Late","queue":"gold","skills":["de","claims"],"title":"Call Anna"}"#),
    Case(
      name: "the second", order: "open,50",
      expected: #""message":{"note":"Late","queue":"desk-open","title":"Call Anna"}"#
    ),
    Case(
      name: "the last, for all", order: "paid,50",
      expected: #""message":{"note":"Late","queue":"care","skills":["calm"],"title":"Call Anna"}"#),
    Case(
      name: "what cannot be decided is not taken", order: "paid,",
      expected: #""message":{"note":"Late","queue":"care","skills":["calm"],"title":"Call Anna"}"#),
    Case(
      name: "the body's own queue stands", body: "{title: T, queue: mine}",
      expected: #""message":{"queue":"mine","skills":["de","claims"],"title":"T"}"#),
    Case(
      name: "without routes", routes: "", expected: #""message":{"note":"Late","title":"Call Anna"}"#),
    Case(name: "no route", routes: "route: [{when: order.total > 1000, queue: gold}]", expected: "unreachable"),
    Case(
      name: "no route, and a queue of its own", routes: "route: [{when: order.total > 1000, queue: gold}]",
      body: "{title: T, queue: mine}", expected: #""message":{"queue":"mine","title":"T"}"#),
  ])
  func route(_ test: Case) throws {
    let house =
      TestShop.house.replacing("channels:\n", with: "channels:\n  agent: {to: \"'care@test.example'\"}\n")
      .replacing("quiet: none", with: "quiet: 00:00-24:00")
    let shop = try TestShop(
      house: house, campaigns: ["call": Self.campaign(test.routes, body: test.body)],
      [
        "customers": ["anna@x.example,Anna,,Europe/Berlin,DE,de,,,"],
        "orders": ["O1,anna@x.example,2026-03-02T09:00:00Z,,\(test.order)"],
      ])
    let jobs = try shop.jobs()
    if test.expected == "unreachable" {
      let decision = try #require(try shop.plan().decisions.first)
      #expect(decision.outcome == .unreachable)
      #expect(try shop.plan().words(for: decision) == "agent: no route to a queue")
    } else {
      #expect(jobs.count == 1)
      #expect(jobs.first?.contains(test.expected) == true, "\(jobs)")
      #expect(jobs.first?.contains(#""quiet":[],"#) == true, "no worker waits for a customer's night: \(jobs)")
    }
  }
}
