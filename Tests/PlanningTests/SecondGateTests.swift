import Campaigns
import CivilTime
import Testing

@testable import Planning

/// What becomes of a job that nobody has claimed, when a run looks at it again.
@Suite struct SecondGateTests {
  static let later = "2026-03-02T12:30:00Z"
  static let anna = "anna@x.example,Anna,+491701234567,,,,,true,true"
  static let order = "O1,anna@x.example,2026-03-02T10:00:00Z,,open,50"

  /// What lies in the spool.
  enum Job: Sendable { case waiting, held, claimed }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var purpose = "service"
    var extra = ""
    var via = "[email, sms]"
    var window = "before: 3d"
    var customers = [anna]
    var orders = [order]
    var job = Job.waiting
    var now = later
    /// What is taken back, and what goes by another channel.
    var shows: [String]
    var testDescription: String { name }
  }

  static let unless = "unless: order.status == \"held\""
  static let until = "until: order.paid_at != null"
  static let paid = "O1,anna@x.example,2026-03-02T10:00:00Z,2026-03-02T12:10:00Z,open,50"
  static let legal = "begins: 2026-01-01"

  static let cases = [
    Case(name: "nothing has changed", shows: []),
    Case(
      name: "unless", extra: unless, orders: [order.replacing("open", with: "held")],
      shows: ["owed unless: unless: order.status == \"held\""]),
    Case(
      name: "unless, and it is held by a person", extra: unless, orders: [order.replacing("open", with: "held")],
      job: .held, shows: ["owed unless: unless: order.status == \"held\""]),
    Case(
      name: "unless, and a worker has it", extra: unless, orders: [order.replacing("open", with: "held")],
      job: .claimed, shows: []),
    Case(
      name: "when", extra: "when: order.total > 20", orders: [order.replacing("50", with: "10")],
      shows: ["owed no-match: when: order.total > 20"]),
    Case(
      name: "until is for good", extra: until, orders: [paid], shows: ["forGood until: until: order.paid_at != null"]),
    Case(
      name: "a rule that nobody can answer", extra: "when: order.total > 20",
      orders: [order.replacing("50", with: "")], shows: ["owed no-data: order.total is empty in when: order.total > 20"]
    ),
    Case(
      name: "what is owed by law is not forgotten for that", purpose: "legal",
      extra: legal + "\nwhen: order.total > 20",
      window: "name: it", orders: [order.replacing("50", with: "")], shows: []),
    Case(name: "its record is gone", orders: [], shows: ["owed no-data: no export has its record any more"]),
    Case(
      name: "its record is gone, and it is owed by law", purpose: "legal", extra: legal, window: "name: it", orders: [],
      shows: []),
    Case(
      name: "no consent on its channel", purpose: "marketing",
      customers: [anna.replacing("true,true", with: "false,true")],
      shows: ["moved no-consent: email: no consent", "email to sms"]),
    Case(
      name: "no consent on any", purpose: "marketing", customers: [anna.replacing("true,true", with: "false,false")],
      shows: ["owed no-consent: email: no consent"]),
    Case(
      name: "no channel of that name in via", via: "[sms]",
      shows: ["moved unreachable: the campaign has no channel email any more", "email to sms"]),
    Case(name: "quiet hours are not asked again", extra: "quiet: 12:15-13:00", shows: []),
    Case(name: "nor caps", purpose: "marketing", extra: "cap: 1 per 7d", shows: []),
    Case(name: "nor its window", window: "before: 3h", now: "2026-03-02T13:00:00Z", shows: []),
  ]

  @Test(arguments: cases) func decides(_ test: Case) throws {
    func campaign(_ via: String, _ extra: String) -> String {
      """
      purpose: \(test.purpose)
      each: order
      start: order.created_at
      via: \(via)
      \(extra)
      send:
        - after: 1h
          \(test.window)
          email: {subject: Hi, text: Hello}
          sms: Hello

      """
    }
    let first = test.purpose == "legal" ? Self.legal : ""
    let shop = try TestShop(
      campaigns: ["order": campaign("[email, sms]", first)], ["customers": [Self.anna], "orders": [Self.order]])
    let plan = try shop.run(TestShop.now)
    let told = try #require(plan.decisions.first)
    #expect(told.outcome == .sent)
    let id = String(repeating: "a", count: 26)
    let job = WaitingJob(
      id: id, channel: "email", notBefore: told.due, isHeld: test.job == .held, message: try #require(told.message),
      campaign: "order", step: plan.project.campaigns[told.campaign].steps[told.step].name, entity: "order",
      subject: "O1",
      start: told.start, decided: plan.now)
    try shop.write("order.yaml", campaign(test.via, test.extra))
    try shop.replace("customers", test.customers, made: test.now)
    try shop.replace("orders", test.orders, made: test.now)
    for name in TestShop.headers.keys { try shop.setMade("\(name).csv", test.now) }
    let unsent = test.job == .claimed ? UnsentJobs(claimed: [id]) : UnsentJobs(waiting: [job])
    for threads in [1, 2] {
      let again = try shop.plan(test.now, threads: threads, unsent: unsent)
      let shows =
        again.withdrawals.map { "\($0.purpose) \($0.outcome.rawValue): \($0.reason)" }
        + again.moves.map { "\($0.from) to \($0.channel)" }
      #expect(shows == test.shows)
      #expect(again.withdrawals.allSatisfy { $0.job == job })
    }
  }

  /// Another was quicker: nothing is decided about what it has.
  @Test func aWorkerThatWasQuickerKeepsIt() throws {
    let shop = try TestShop(
      campaigns: [
        "order": """
        purpose: marketing
        each: order
        start: order.created_at
        via: [email, sms]
        send: [{after: 1h, before: 3d, email: {subject: Hi, text: Hello}, sms: Hello}]

        """
      ], ["customers": [Self.anna], "orders": [Self.order]])
    let plan = try shop.run(TestShop.now)
    let told = try #require(plan.decisions.first)
    let id = String(repeating: "a", count: 26)
    let job = WaitingJob(
      id: id, channel: "email", notBefore: told.due, message: try #require(told.message), campaign: "order", step: "1h",
      entity: "order", subject: "O1", start: told.start, decided: plan.now)
    try shop.replace("customers", [Self.anna.replacing("true,true", with: "false,true")], made: Self.later)
    for name in TestShop.headers.keys { try shop.setMade("\(name).csv", Self.later) }
    var again = try shop.plan(Self.later, unsent: UnsentJobs(waiting: [job]))
    #expect(again.moves.map(\.channel) == ["sms"])
    again.leave([id])
    #expect(again.moves.isEmpty && again.withdrawals.isEmpty)
    #expect(again.decisions.map(\.outcome) == [.alreadySent])
  }
}
