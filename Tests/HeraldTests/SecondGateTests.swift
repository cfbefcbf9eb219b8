import Foundation
import Ledger
import TestSupport
import Testing

/// Jobs that wait are asked again in each run, through the built program.
@Suite struct SecondGateTests {
  static let later = "2026-03-02T12:15:00Z"
  static let header = "Order,Email,promised_at,over,hold\n"
  static let open = "O1,anna@x.example,2026-03-01T10:00:00Z,no,no\n"
  static let held = "O1,anna@x.example,2026-03-01T10:00:00Z,no,yes\n"
  static let over = "O1,anna@x.example,2026-03-01T10:00:00Z,yes,no\n"

  static let house = """
    id: gate
    shop: Gate
    zone: UTC
    currency: EUR
    quiet: none
    channels:
      email: {to: customer.key, consent: {service: customer.mail_ok}}
      sms: {to: customer.phone, receipts: yes}
    data:
      customer: {file: customers.csv, key: Email, fields: {phone: Phone, mail_ok: mail_ok}}
      order:
        file: orders.csv
        key: Order
        fields: {customer: Email, promised_at: promised_at, over: over, hold: hold}

    """

  static let late = """
    purpose: service
    each: order
    start: order.promised_at
    until: order.over == "yes"
    unless: order.hold == "yes"
    via: [email, sms]
    cap: 1 per 7d
    send:
      - after: 1d
        before: 10d
        email: {subject: Late, text: Late}
        sms: Late

    """

  static func shop(
    _ edits: (String, String)..., house: String = house, rows: String = open, mail: String = "yes"
  ) throws -> Shop {
    let shop = try Shop()
    try shop.write("herald.yaml", house)
    try shop.write("late.yaml", edits.reduce(late) { $0.replacing($1.0, with: $1.1) })
    try customers(shop, mail: mail)
    try shop.write("orders.csv", header + rows)
    return shop
  }

  static func customers(_ shop: Shop, mail: String, phone: String = "+491701234567") throws {
    try shop.write("customers.csv", "Email,Phone,mail_ok\nanna@x.example,\(phone),\(mail)\n")
  }

  static func ledger(_ shop: Shop) throws -> LedgerStore {
    try LedgerStore.open(shop.path + "/var/ledger.sqlite", heraldID: "gate")
  }

  /// Of the one message: where its jobs lie, by channel, place and attempt.
  static func places(_ shop: Shop) -> [String] {
    ["email", "sms"].flatMap { channel in
      ["queue", "held", "done/deferred", "done/withdrawn", "work"].flatMap { place in
        shop.jobs(channel, place).map { name in "\(channel) \(place) \(name.split(separator: ".")[3])" }
      }
    }
  }

  /// After a first run at noon something changes, and a second run looks again.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var campaign: [(String, String)] = []
    var change: @Sendable (Shop) throws -> Void
    var places: [String]
    /// What `plan` and `explain` say before the second run.
    var plan = ""
    var explain = ""
    var testDescription: String { name }
  }

  static let waits = ["email queue 01"]
  static let takenBack = ["email done/withdrawn 01"]
  static let cases = [
    Case(name: "nothing has changed", change: { _ in }, places: waits, explain: "late: already-sent"),
    Case(
      name: "unless", change: { try $0.write("orders.csv", header + held) }, places: takenBack,
      plan: "late: 1 job would be taken back from the queue: 1 unless\n",
      explain: "late: unless for order O1\n  because its job by email is taken back; unless: order.hold == \"yes\"\n"),
    Case(
      name: "until", change: { try $0.write("orders.csv", header + over) }, places: takenBack,
      plan: "late: 1 job would be taken back from the queue: 1 until\n", explain: "late: until"),
    Case(
      name: "no record", change: { try $0.write("orders.csv", header) }, places: takenBack,
      plan: "late: 1 job would be taken back from the queue: 1 no-data\n"),
    Case(
      name: "a legal one without a record", campaign: legal, change: { try $0.write("orders.csv", header) },
      places: waits),
    Case(
      name: "unknown", change: { try $0.write("orders.csv", header + open.replacing("no,no", with: "no,")) },
      places: takenBack, explain: "late: no-data"),
    Case(
      name: "unknown of a legal one", campaign: legal,
      change: { try $0.write("orders.csv", header + open.replacing("no,no", with: "no,")) }, places: waits),
    Case(
      name: "an export that is not there",
      change: { try FileManager.default.removeItem(atPath: $0.path + "/orders.csv") },
      places: waits),
    Case(
      name: "the other channel, where it has no consent any more", change: { try customers($0, mail: "no") },
      places: takenBack + ["sms queue 01"],
      plan: "late: 1 job would be taken back from the queue: 1 for another channel\n",
      explain: "late: sent for order O1\n  because its job by email is taken back\n"),
    Case(
      name: "no channel any more", change: { try customers($0, mail: "no", phone: "") }, places: takenBack,
      explain: "late: no-consent"),
    Case(
      name: "a campaign that was removed",
      change: { try FileManager.default.removeItem(atPath: $0.path + "/late.yaml") },
      places: takenBack, plan: "late: 1 job would be taken back from the queue: 1 stopped\n"),
    Case(
      name: "a campaign that is switched off", change: { try $0.write("late.yaml", late + "enabled: no\n") },
      places: takenBack),
    Case(name: "a campaign that is broken", change: { try $0.write("late.yaml", late + "cup: 3\n") }, places: waits),
    Case(
      name: "a step that is gone",
      change: {
        try $0.write(
          "late.yaml", late.replacing("after: 1d", with: "after: 25h").replacing("cap: 1 per 7d\n", with: ""))
      },
      places: takenBack + ["email queue 01"]),
    Case(
      name: "held, and lost its reason",
      change: { shop in
        let email = shop.path + "/var/spool/email"
        _ = try HeraldProgram.shell("cd \(email) && mv queue/*/*.json held/")
        try shop.write("orders.csv", header + held)
      }, places: takenBack),
    Case(
      name: "deferred, and lost its reason",
      change: { shop in
        let email = shop.path + "/var/spool/email"
        _ = try HeraldProgram.shell("cd \(email) && mv queue/*/*.json done/deferred/")
        try shop.write("orders.csv", header + held)
      }, places: takenBack),
    Case(
      name: "with a worker",
      change: { shop in
        let email = shop.path + "/var/spool/email"
        _ = try HeraldProgram.shell(
          "cd \(email) && mkdir work/elsewhere.b.1.1 && mv queue/*/*.json work/elsewhere.b.1.1/")
        try shop.write("orders.csv", header + held)
      }, places: ["email work 01"], explain: "late: already-sent"),
    Case(
      name: "told again by a person",
      change: { shop in
        let email = shop.path + "/var/spool/email"
        _ = try HeraldProgram.shell("cd \(email) && mv queue/*/*.json dead/")
        let id = try #require(shop.jobs("email", "dead").first).split(separator: ".")[4]
        let resend = try shop.at("2026-03-02T12:10:00Z", "resend", String(id))
        #expect(resend.code == 0, "\(resend)")
        try shop.write("orders.csv", header + held)
      }, places: ["email queue 02"]),
    Case(
      name: "a trial",
      change: { shop in
        #expect(try shop.at(Shop.now, "try", "late", "O1", "--to", "me@x.example", "--channel", "email").code == 0)
        try shop.write("orders.csv", header + held)
      }, places: ["email queue 01", "email done/withdrawn 01"]),
    Case(
      name: "a rule that asks about this very campaign",
      campaign: [("unless: order.hold == \"yes\"", "unless: told(\"late\", 3d)")], change: { _ in }, places: waits),
  ]

  static let legal = [
    ("purpose: service", "purpose: legal\nbegins: 2026-01-01"), ("cap: 1 per 7d\n", ""),
  ]

  @Test(arguments: cases) func asksAgain(_ test: Case) throws {
    let shop = try Self.shop()
    try shop.write("late.yaml", test.campaign.reduce(Self.late) { $0.replacing($1.0, with: $1.1) })
    #expect(try shop.at(Shop.now, "run").code == 0)
    #expect(Self.places(shop) == Self.waits)
    try test.change(shop)
    let before = Self.places(shop)
    let plan = try shop.at(Self.later, "plan")
    #expect(test.plan.isEmpty || plan.output.hasSuffix(test.plan), "\(plan)")
    #expect(plan.output.contains("taken back") == test.places.contains { $0.contains("withdrawn") }, "\(plan)")
    if !test.explain.isEmpty {
      let explain = try shop.at(Self.later, "explain", "order", "O1")
      #expect(explain.output.hasPrefix(test.explain), "\(explain)")
    }
    #expect(Self.places(shop) == before, "to look changes nothing")
    for _ in 0..<2 {
      let run = try shop.at(Self.later, "run")
      #expect([0, 1, 66, 65].contains(run.code), "\(run)")
      #expect(
        Self.places(shop).filter { !$0.contains("withdrawn") }.sorted()
          == test.places.filter { !$0.contains("withdrawn") }.sorted(), "\(run)")
    }
  }

  /// What was taken back for a reason that is no more goes again, once, under the next attempt.
  @Test func goesAgainWhenItsReasonIsBack() throws {
    let shop = try Self.shop()
    _ = try shop.at(Shop.now, "run")
    try shop.write("orders.csv", Self.header + Self.held)
    _ = try shop.at(Self.later, "run")
    let messages = try shop.herald("messages")
    #expect(messages.output.contains("owed"), "\(messages)")
    try shop.write("orders.csv", Self.header + Self.open)
    for _ in 0..<2 { #expect(try shop.at(Self.later, "run").code == 0) }
    #expect(Self.places(shop).filter { !$0.contains("withdrawn") } == ["email queue 02"])
  }

  /// Another order of the customer owes the same message: it takes the job over once, and is asked about from then on.
  @Test func anotherRecordTakesItOver() throws {
    let shop = try Self.shop(("each: order\n", "each: order\none_per: customer\n"))
    _ = try shop.at(Shop.now, "run")
    let other = Self.open.replacing("O1", with: "O2")
    try shop.write("orders.csv", Self.header + Self.held + other)
    for _ in 0..<3 {
      #expect(try shop.at(Self.later, "run").code == 0)
      #expect(Self.places(shop).filter { !$0.contains("withdrawn") } == ["email queue 02"])
    }
    #expect(try Self.ledger(shop).messages(subjectEntity: "order", key: "O2").map(\.attempt) == [2])
    // Owed again, and decided for the first one.
    try shop.write("orders.csv", Self.header + Self.held + other.replacing("no,no", with: "no,yes"))
    _ = try shop.at(Self.later, "run")
    try shop.write("orders.csv", Self.header + Self.open + other.replacing("no,no", with: "no,yes"))
    for _ in 0..<3 {
      #expect(try shop.at(Self.later, "run").code == 0)
      #expect(Self.places(shop).filter { !$0.contains("withdrawn") } == ["email queue 03"])
    }
  }

  /// `until` is for good: also when it is no longer true.
  @Test func untilIsForGood() throws {
    let shop = try Self.shop()
    _ = try shop.at(Shop.now, "run")
    try shop.write("orders.csv", Self.header + Self.over)
    _ = try shop.at(Self.later, "run")
    #expect(
      try HeraldProgram.shell("cat \(shop.path)/var/spool/email/done/withdrawn/*.receipt").output
        .contains(#""outcome":"withdrawn","reason":"until: order.over == \"yes\"""#))
    try shop.write("orders.csv", Self.header + Self.open)
    _ = try shop.at(Self.later, "run")
    #expect(Self.places(shop).filter { !$0.contains("withdrawn") }.isEmpty)
    let explain = try shop.at(Self.later, "explain", "order", "O1")
    #expect(explain.output.hasPrefix("late: until for order O1\n  because over: its job was taken back"), "\(explain)")
    #expect(try shop.herald("messages").output.contains("withdrawn"))
  }

  /// A failure goes on by the next channel, with a job of its own; a second failure reaches nobody.
  @Test func aFailureGoesOnByTheNextChannel() throws {
    let shop = try Self.shop()
    _ = try shop.at(Shop.now, "run")
    func fail(_ channel: String) throws {
      let name = try #require(shop.jobs(channel).first)
      let spool = shop.path + "/var/spool/\(channel)"
      let moved = try HeraldProgram.shell(
        """
        cd \(spool) && echo '{"at":"2026-03-02T12:05:00Z"}' > done/failed/\(name).receipt && mv queue/*/*.json done/failed/
        """)
      #expect(moved.code == 0, "\(moved)")
    }
    try fail("email")
    for _ in 0..<2 {
      #expect(try shop.at(Self.later, "run").code == 0)
      #expect(Self.places(shop) == ["sms queue 01"])
    }
    let listed = try shop.herald("messages")
    #expect(listed.output.contains("1 message\n") && listed.output.contains("sms"), "\(listed)")
    try fail("sms")
    _ = try shop.at("2026-03-02T12:30:00Z", "run")
    let explain = try shop.at("2026-03-02T12:30:00Z", "explain", "order", "O1")
    #expect(
      explain.output.contains("late: unreachable") && explain.output.contains("because sms failed at"), "\(explain)")
    #expect(Self.places(shop).isEmpty)
  }

  /// Without a delivery report in time, and with nobody who claimed it, the job is taken out of the queue first.
  @Test func withoutAReportTheNextChannelFollows() throws {
    let shop = try Self.shop(("via: [email, sms]", "via: [sms, email]\nfallback_after: 2h"))
    _ = try shop.at(Shop.now, "run")
    #expect(Self.places(shop) == ["sms queue 01"])
    _ = try shop.at("2026-03-02T13:45:00Z", "run")
    let explain = try shop.at("2026-03-02T13:45:00Z", "explain", "order", "O1")
    #expect(
      explain.output.contains("waits for a delivery report until 2026-03-02T14:00:00Z, then email\n"), "\(explain)")
    #expect(Self.places(shop) == ["sms queue 01"])
    for _ in 0..<2 {
      #expect(try shop.at("2026-03-02T14:00:00Z", "run").code == 0)
      #expect(Self.places(shop).filter { !$0.contains("withdrawn") } == ["email queue 01"])
    }
  }

  /// Killed just before any of the changes that the run makes when it takes a job back: told once, or not at all where its
  /// reason is gone.
  @Test(arguments: ["unless", "moved", "until"]) func aRunThatIsKilledAnywhereTellsOnce(_ kind: String) throws {
    func prepared() throws -> Shop {
      let shop = try Self.shop()
      #expect(try shop.at(Shop.now, "run").code == 0)
      switch kind {
      case "unless": try shop.write("orders.csv", Self.header + Self.held)
      case "until": try shop.write("orders.csv", Self.header + Self.over)
      default: try Self.customers(shop, mail: "no")
      }
      return shop
    }
    let counted = try prepared()
    let file = counted.folder.path("count")
    _ = try HeraldProgram.run(
      ["-C", counted.path, "run", "--now", Self.later], environment: ["HERALD_CRASH_COUNT": file])
    let count = try #require(Int(counted.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(count > 5)
    // Some of the changes for each kind: together they meet every step on the way.
    let offset = ["unless": 0, "moved": 2][kind] ?? 4
    for instant in stride(from: 1 + offset, through: count, by: 6) {
      let shop = try prepared()
      let killed = try HeraldProgram.run(
        ["-C", shop.path, "run", "--now", Self.later], environment: ["HERALD_CRASH_AT": String(instant)])
      #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
      #expect([0, 1].contains(try shop.at(Self.later, "run").code))
      let unsent = Self.places(shop).filter { !$0.contains("withdrawn") }
      #expect(unsent == (kind == "moved" ? ["sms queue 01"] : []), "change \(instant): \(Self.places(shop))")
      // Its reason is back: it goes, and once; what is over does not.
      try shop.write("orders.csv", Self.header + Self.open)
      _ = try shop.at(Self.later, "run")
      let again = Self.places(shop).filter { !$0.contains("withdrawn") }
      #expect(again.count == (kind == "until" ? again.count : 1), "change \(instant): \(Self.places(shop))")
      #expect(again.count <= 1)
    }
  }
}
