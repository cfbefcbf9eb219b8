import Campaigns
import CivilTime
import Platform
import Testing

@testable import Planning

/// A message that its channel did not carry goes on by the next of `via`: as the same message.
@Suite struct FallbackTests {
  static let house = TestShop.house.replacing("sms: {to", with: "sms: {receipts: yes, to")

  static func campaign(
    _ edits: (String, String)..., purpose: String = "service", via: String = "[email, sms]", extra: String = "",
    steps: [String] = ["after: 1h\n    before: 3d"]
  ) -> String {
    """
    purpose: \(purpose)
    each: order
    start: order.created_at
    via: \(via)
    \(extra)
    send:
    \(steps.map { "  - \($0)\n    email: {subject: Hi, text: Hello}\n    sms: Hello\n" }.joined())
    """
  }

  static func shop(_ campaign: String, customer: String = "anna@x.example,Anna,+491701234567,,,,,true,true")
    throws -> TestShop
  {
    try TestShop(
      house: house, campaigns: ["order": campaign],
      ["customers": [customer], "orders": ["O1,anna@x.example,2026-03-02T10:00:00Z,,open,50"]])
  }

  /// What a run decides about the one order, with the reason.
  static func line(_ plan: Plan) -> String {
    plan.decisions.map { decision in
      let campaign = plan.project.campaigns[decision.campaign]
      let channel = decision.channel.map { " by \(plan.project.channels[$0].name)" } ?? ""
      let words = plan.words(for: decision)
      return "\(campaign.steps[decision.step].name) \(decision.outcome.rawValue)\(channel)"
        + (words.isEmpty ? "" : ": \(words)")
    }.joined(separator: "; ")
  }

  /// Sends at noon, lets that become of the latest job at one, and gives what is decided at `now`.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var campaign: String
    var customer = "anna@x.example,Anna,+491701234567,,,,,true,true"
    var became: DeliveryState? = .failed
    var now = "2026-03-02T14:00:00Z"
    var shows: String
    var testDescription: String { name }
  }

  static let failedAt = "email failed at 2026-03-02T13:00:00Z"
  static let cases = [
    Case(name: "a failure goes on by the next", campaign: campaign(), shows: "1h sent by sms: \(failedAt)"),
    Case(
      name: "what may have been sent does not", campaign: campaign(), became: .unknown,
      shows: "1h already-sent: sent at 2026-03-02T12:00:00Z"),
    Case(
      name: "nor what a person dropped", campaign: campaign(), became: .dropped,
      shows: "1h already-sent: sent at 2026-03-02T12:00:00Z"),
    Case(
      name: "no other channel reaches them", campaign: campaign(), customer: "anna@x.example,Anna,,,,,,true,true",
      shows: "1h unreachable: \(failedAt), and sms has no address"),
    Case(
      name: "no other channel may", campaign: campaign(),
      customer: "anna@x.example,Anna,+491701234567,,,,,true,false",
      shows: "1h unreachable: \(failedAt), and sms has no consent"),
    Case(name: "there is no other channel", campaign: campaign(via: "[email]"), shows: "1h unreachable: \(failedAt)"),
    Case(
      name: "a rule now says no", campaign: campaign(extra: "unless: now > timestamp('2026-03-02T13:00:00Z')"),
      shows: "1h unless: \(failedAt); unless: now > timestamp('2026-03-02T13:00:00Z')"),
    Case(
      name: "quiet hours hold it", campaign: campaign(extra: "quiet: 13:00-15:00"),
      shows: "1h quiet: \(failedAt); until 2026-03-02T15:00:00Z"),
    Case(
      name: "its window has closed", campaign: campaign(steps: ["after: 1h\n    before: 3h"]),
      shows: "1h expired: \(failedAt); its window closed at 2026-03-02T13:00:00Z"),
    Case(
      name: "a closed window and no other channel",
      campaign: campaign(
        via: "[email]", steps: ["after: 1h\n    before: 3h"]), shows: ""),
    Case(
      name: "preferred counts once", campaign: campaign(via: "[preferred, email, sms]"),
      customer: "anna@x.example,Anna,+491701234567,,,,email,true,true", shows: "1h sent by sms: \(failedAt)"),
    Case(
      name: "a cap counts it once", campaign: campaign(extra: "cap: 1 per 7d"),
      shows: "1h sent by sms: \(failedAt)"),
    Case(
      name: "the later step waits for it",
      campaign: campaign(
        steps: ["after: 1h\n    before: 3d", "after: 3h\n    before: 3d"]), shows: "1h sent by sms: \(failedAt)"),
    Case(
      name: "but not where nobody is reached",
      campaign: campaign(
        steps: ["after: 1h\n    before: 3d", "after: 3h\n    before: 3d"]),
      customer: "anna@x.example,Anna,,,,,,true,true", shows: "3h sent by email"),
    Case(
      name: "the last step of a sequence",
      campaign: campaign(
        extra: "again_after: 9d"), shows: "1h sent by sms: \(failedAt)"),
    Case(
      name: "no report in time", campaign: campaign(via: "[sms, email]", extra: "fallback_after: 90m"), became: .sent,
      shows: "1h sent by email: sms reported no delivery within 1h30m"),
    Case(
      name: "not yet", campaign: campaign(via: "[sms, email]", extra: "fallback_after: 3h"), became: .sent,
      shows:
        "1h already-sent: sent at 2026-03-02T12:00:00Z, and waits for a delivery report until 2026-03-02T15:00:00Z, "
        + "then email"),
    Case(
      name: "it was delivered", campaign: campaign(via: "[sms, email]", extra: "fallback_after: 90m"),
      became: .delivered, shows: "1h already-sent: sent at 2026-03-02T12:00:00Z"),
    Case(
      name: "a channel without reports", campaign: campaign(extra: "fallback_after: 90m"), became: .sent,
      shows: "1h already-sent: sent at 2026-03-02T12:00:00Z"),
    Case(
      name: "the last channel", campaign: campaign(via: "[sms]", extra: "fallback_after: 90m"), became: .sent,
      shows: "1h already-sent: sent at 2026-03-02T12:00:00Z"),
    Case(
      name: "no report, and nobody else to ask",
      campaign: campaign(
        purpose: "marketing", via: "[sms, email]", extra: "fallback_after: 90m"),
      customer: "anna@x.example,Anna,+491701234567,,,,,false,true", became: .sent,
      shows: "1h already-sent: sms reported no delivery within 1h30m, and email has no consent"),
    Case(
      name: "a job that a worker has", campaign: campaign(via: "[sms, email]", extra: "fallback_after: 90m"),
      became: nil, shows: "1h already-sent: sent at 2026-03-02T12:00:00Z"),
  ]

  @Test(arguments: cases) func decides(_ test: Case) throws {
    let shop = try Self.shop(test.campaign, customer: test.customer)
    let first = try shop.run(TestShop.now)
    let message = try #require(first.decisions.first?.message)
    if let became = test.became {
      shop.history.note(became, of: message, at: try #require(ISOTime.parse("2026-03-02T13:00:00Z", zone: .utc)))
    }
    for name in TestShop.headers.keys { try shop.setMade("\(name).csv", test.now) }
    #expect(Self.line(try shop.plan(test.now)) == test.shows)
    #expect(try shop.plan(test.now).tally() == shop.plan(test.now, everyDecision: false).tally())
  }

  /// The same message under the new channel's id, from attempt 1; nothing else moves.
  @Test func isTheSameMessage() throws {
    let shop = try Self.shop(
      Self.campaign(
        purpose: "marketing", extra: "split: {a: 50%, b: 50%}\ncap: 1 per 7d",
        steps: ["after: 1h\n    before: 3d", "after: 5d"]))
    let first = try shop.run(TestShop.now)
    let told = try #require(first.decisions.first)
    let message = try #require(told.message)
    shop.history.note(.failed, of: message, at: first.now)
    let sequence = shop.history.pastSequences
    var jobs: [Job] = []
    let plan = try shop.plan("2026-03-02T14:00:00Z") { jobs.append($0) }
    let again = try #require(plan.decisions.first)
    #expect(again.message == message && again.variant == told.variant && again.start == told.start)
    #expect(again.attempt == 1 && jobs.map(\.attempt) == [1] && jobs.map(\.channel) == ["sms"])
    #expect(plan.moves.map(\.from) == ["email"] && plan.moves.map(\.channel) == ["sms"])
    shop.record(plan)
    #expect(shop.history.pastSequences == sequence)
    #expect(shop.history.told.values.map(\.count) == [1])
    // It failed, too: there is nothing left, and it is told once.
    shop.history.note(.failed, of: message, at: plan.now)
    #expect(
      Self.line(try shop.plan("2026-03-02T15:00:00Z")) == "1h unreachable: sms failed at 2026-03-02T14:00:00Z")
  }

  /// Where the record moved, the message stays where it was.
  @Test func startIsPinned() throws {
    let shop = try Self.shop(Self.campaign(steps: ["after: 1h\n    before: 1d"]))
    let first = try shop.run(TestShop.now)
    shop.history.note(.failed, of: try #require(first.decisions.first?.message), at: first.now)
    try shop.replace(
      "orders", ["O1,anna@x.example,2026-03-01T20:00:00Z,,open,50"], made: "2026-03-02T14:00:00Z")
    let plan = try shop.plan("2026-03-02T14:00:00Z")
    #expect(plan.decisions.map(\.start) == first.decisions.map(\.start))
  }

  /// A late report from the first channel: it has arrived, whatever became of the second; also where it is owed again.
  @Test(arguments: [PastMessage.State.told, .owed]) func whatHasArrivedGoesNoFurther(_ state: PastMessage.State) throws
  {
    let shop = try Self.shop(Self.campaign())
    let message = try #require(try shop.run(TestShop.now).decisions.first?.message)
    shop.history.note(.failed, of: message, at: try #require(ISOTime.parse("2026-03-02T13:00:00Z", zone: .utc)))
    try shop.run("2026-03-02T14:00:00Z")
    shop.history.note(.failed, of: message, at: try #require(ISOTime.parse("2026-03-02T14:30:00Z", zone: .utc)))
    shop.history.messages[message]?.jobs[0].state = .delivered
    shop.history.messages[message]?.state = state
    for name in TestShop.headers.keys { try shop.setMade("\(name).csv", "2026-03-02T15:00:00Z") }
    let plan = try shop.plan("2026-03-02T15:00:00Z")
    #expect(plan.decisions.map(\.outcome) == [.alreadySent])
    #expect(try plan.tally() == shop.plan("2026-03-02T15:00:00Z", everyDecision: false).tally())
  }

  /// It counts again as it goes on, so another message of the same run finds the cap used up.
  @Test func itsPlaceUnderACapIsItsOwn() throws {
    let shop = try Self.shop(Self.campaign(extra: "cap: 1 per 7d"))
    try shop.replace(
      "orders",
      ["O1,anna@x.example,2026-03-02T10:30:00Z,,open,50", "O2,anna@x.example,2026-03-02T12:00:00Z,,open,50"],
      made: TestShop.now)
    let message = try #require(try shop.run(TestShop.now).decisions.first { $0.outcome == .sent }?.message)
    shop.history.note(.failed, of: message, at: try #require(ISOTime.parse("2026-03-02T13:00:00Z", zone: .utc)))
    // The other would be served first.
    try shop.replace(
      "orders",
      ["O1,anna@x.example,2026-03-02T10:30:00Z,,open,50", "O2,anna@x.example,2026-03-02T10:00:00Z,,open,50"],
      made: "2026-03-02T14:00:00Z")
    try shop.run("2026-03-02T14:00:00Z")
    #expect(try shop.outcomes("2026-03-02T14:00:00Z") == ["O1/1h: already-sent", "O2/1h: capped"])
    #expect(shop.history.told.values.map(\.count) == [1])
  }

  /// A task for a person is nothing that the customer was told.
  @Test func aTaskForAPersonTellsNobody() throws {
    let shop = try TestShop(
      house: Self.house.replacing("  sms: {receipts", with: "  agent: {to: \"'care@x.example'\"}\n  sms: {receipts"),
      campaigns: [
        "call": """
        purpose: service
        each: order
        start: order.created_at
        via: [agent]
        route: {queue: care}
        send: [{after: 1h, agent: {title: Call, note: Call}}]
        """,
        "mail": Self.campaign(extra: "unless: told(\"call\", 7d)", steps: ["after: 3h\n    before: 3d"]),
      ],
      [
        "customers": ["anna@x.example,Anna,,,,,,true,true"],
        "orders": ["O1,anna@x.example,2026-03-02T10:00:00Z,,open,50"],
      ])
    try shop.run(TestShop.now)
    #expect(try shop.run("2026-03-02T14:00:00Z").tally() == ["call already-sent 1", "mail sent 1"])
  }

  /// A job that waits, as the spool shows it.
  static func waiting(_ plan: Plan, _ shop: TestShop, attempt: Int) throws -> WaitingJob {
    let decision = try #require(plan.decisions.first { $0.outcome == .sent })
    let message = try #require(decision.message)
    let job = try #require(shop.history.messages[message]?.jobs.last)
    return WaitingJob(
      id: job.id, attempt: attempt, channel: job.channel, notBefore: decision.due, message: message, campaign: "order",
      step: "1h", entity: "order", subject: plan.subjectKey(decision), start: decision.start, decided: plan.now)
  }

  static func plan(_ shop: TestShop, _ now: String, waiting: WaitingJob) throws -> Plan {
    for name in TestShop.headers.keys { try shop.setMade("\(name).csv", now) }
    var request = Planner.Request(
      now: try #require(ISOTime.parse(now, zone: .utc)), isNowGiven: true, threads: 1, wantsEveryDecision: true)
    request.unsent = UnsentJobs(waiting: [waiting])
    return try Planner(project: try shop.project(), history: shop.history, request: request).plan()
  }

  /// Another order owes the same message, and takes over the job of one that lost its reason: under an attempt that no file
  /// has had, though the ledger never heard that it was deferred.
  @Test func takesOverUnderAnAttemptOfItsOwn() throws {
    let shop = try Self.shop(Self.campaign(extra: "one_per: customer\nunless: order.status == \"cancelled\""))
    let first = try shop.run(TestShop.now)
    let waiting = try Self.waiting(first, shop, attempt: 3)
    try shop.replace(
      "orders",
      ["O1,anna@x.example,2026-03-02T10:00:00Z,,cancelled,50", "O2,anna@x.example,2026-03-02T10:00:00Z,,open,50"],
      made: "2026-03-02T14:00:00Z")
    let plan = try Self.plan(shop, "2026-03-02T14:00:00Z", waiting: waiting)
    #expect(plan.moves.map(\.channel) == ["email"] && plan.moves.map(\.attempt) == [4])
    #expect(plan.withdrawals.map(\.purpose) == [.moved])
  }

  /// The rules that a waiting job is held against know its start as it was pinned: so do those that decide again.
  @Test func aLostJobStaysWhereItWas() throws {
    let shop = try Self.shop(Self.campaign(extra: "unless: order.paid_at > start"))
    try shop.replace(
      "orders", ["O1,anna@x.example,2026-03-02T10:00:00Z,2026-03-02T09:00:00Z,open,50"], made: TestShop.now)
    let first = try shop.run(TestShop.now)
    let waiting = try Self.waiting(first, shop, attempt: 1)
    // Paid after the pinned start, and before the new one.
    try shop.replace(
      "orders", ["O1,anna@x.example,2026-03-02T12:00:00Z,2026-03-02T11:00:00Z,open,50"], made: "2026-03-02T14:00:00Z")
    let plan = try Self.plan(shop, "2026-03-02T14:00:00Z", waiting: waiting)
    #expect(plan.decisions.map(\.outcome) == [.unless] && plan.decisions.map(\.start) == first.decisions.map(\.start))
    #expect(plan.withdrawals.map(\.purpose) == [.owed])
  }
}
