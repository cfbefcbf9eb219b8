import Foundation
import JSON
import TestSupport
import Testing

/// `messages` and `resend`: the list for the apology, and its remedy.
@Suite struct ResendTests {
  static let later = "2026-03-02T14:00:00Z"

  /// A shop whose messages were sent: the jobs lie in `done/sent`, as a worker leaves them.
  static func sent(orders: Int = 2, house: String = Shop.house) throws -> Shop {
    let shop = try CrashTests.shop(orders: orders)
    try shop.write("herald.yaml", house)
    #expect(try shop.at(Shop.now, "run").code == 0)
    _ = try HeraldProgram.shell("cd \(shop.path)/var/spool/email && mv queue/*/*.json done/sent/ && rmdir queue/*")
    return shop
  }

  static func ids(_ shop: Shop) throws -> [String] {
    try shop.herald("messages", "--ids").output.split(separator: "\n").map(String.init)
  }

  /// The only job in the queue.
  static func job(_ shop: Shop) throws -> JSONValue {
    let text = try HeraldProgram.shell("cat \(shop.path)/var/spool/email/queue/*/*.json").output
    return try JSONValue.parse(text)
  }

  @Test func messagesSaysWhoWasToldWhat() throws {
    let shop = try Self.sent()
    let table = try shop.herald("messages").output
    #expect(table.contains("2026-03-02 12:00  late, 1d"), "\(table)")
    #expect(table.contains("order O2") && table.contains("anna@x.example") && table.hasSuffix("2 messages\n"))
    for line in table.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    let lines = try shop.herald("messages", "--json").output.split(separator: "\n").map {
      try JSONValue.parse(String($0))
    }
    #expect(lines.count == 2 && lines.allSatisfy { $0["v"]?.int == 1 && $0["customer"]?.string == "anna@x.example" })
    #expect(lines.allSatisfy { $0["state"]?.string == "queued" && $0["id"]?.string?.count == 26 })
  }

  @Test(arguments: [
    (["--campaign", "late"], 2), (["--campaign", "other"], 0), (["--customer", " Anna@X.example"], 2),
    (["--customer", "bert@x.example"], 0), (["--since", "2026-03-02T12:00:00Z"], 2),
    (["--since", "2026-03-02T12:00:01Z"], 0), (["--until", "2026-03-02T12:00:00Z"], 0), (["--since", "1h"], 0),
    (["--state", "queued"], 2), (["--state", "owed"], 0), (["--state", "holdout"], 0),
  ])
  func messagesAnswersEachQuestion(_ options: [String], _ count: Int) throws {
    let shop = try Self.sent()
    let found = try HeraldProgram.run(["-C", shop.path, "messages", "--ids"] + options)
    #expect(found.code == 0 && found.output.split(separator: "\n").count == count, "\(found)")
  }

  @Test func messagesBeforeTheFirstRunAndMistakes() throws {
    let shop = try Shop()
    #expect(try shop.herald("messages").output == "0 messages\n")
    #expect(try shop.herald("messages", "--state", "queud").errors.contains("did you mean “queued”?"))
    #expect(try shop.herald("messages", "--since", "noon").code == 64)
  }

  @Test func aMessageIsToldAgainAsItWas() throws {
    let shop = try Self.sent(orders: 1)
    let first = try JSONValue.parse(
      try HeraldProgram.shell("cat \(shop.path)/var/spool/email/done/sent/*.json").output)
    let id = try #require(Self.ids(shop).first)
    // The records say another thing by now, and another address; the text stays as it was.
    try shop.write("late.yaml", Shop.late.replacing("is late", with: "IS LATE"))
    let resend = try shop.at(Self.later, "resend", String(id.prefix(9)))
    #expect(resend.code == 0 && resend.output == "\(id): spooled again by email, attempt 2\n", "\(resend)")
    let job = try Self.job(shop)
    #expect(job["message"] == first["message"] && job["id"]?.string == id && job["to"] == first["to"])
    #expect(job["not_before"]?.string == Self.later && job["batch"] != first["batch"])
    // As long as it had at first: nine days.
    #expect(job["expires_at"]?.string == "2026-03-11T14:00:00Z")
    #expect(job.members.map { $0.map(\.key) == $0.map(\.key).sorted() } == true)
    let again = try shop.at(Self.later, "resend", id)
    #expect(again.code == 1 && again.output.contains("it still waits in the queue"), "\(again)")
    #expect(try shop.at(Self.later, "run").code == 0 && shop.jobs().count == 1)
  }

  @Test func withoutItsFileItIsMadeAnew() throws {
    let shop = try Self.sent(orders: 1)
    _ = try HeraldProgram.shell("rm \(shop.path)/var/spool/email/done/sent/*")
    try shop.write("late.yaml", Shop.late.replacing("is late", with: "IS LATE"))
    let id = try #require(Self.ids(shop).first)
    #expect(try shop.at(Self.later, "resend", id).code == 0)
    let job = try Self.job(shop)
    #expect(job["message"]?["subject"]?.string == "Order O1 IS LATE" && job["id"]?.string == id)
    #expect(shop.jobs().first?.contains(".02.\(id)") == true)
  }

  @Test func whatHoldsHolds() throws {
    let house = Shop.house + "suppress: {email: {all: bounces.csv}}\n"
    let shop = try Self.sent(orders: 1, house: Shop.house)
    let id = try #require(Self.ids(shop).first)
    try shop.write("herald.yaml", house)
    try shop.write("bounces.csv", "address\nAnna@x.example\n")
    let suppressed = try shop.at(Self.later, "resend", id)
    #expect(suppressed.code == 1 && suppressed.output.contains("not told again: suppressed"), "\(suppressed)")
    try shop.write("herald.yaml", Shop.house + "only_to: [me@x.example]\n")
    #expect(try shop.at(Self.later, "resend", id).code == 1)
    // Consent for service is asked for where the channel has a rule for it.
    try shop.write(
      "herald.yaml", Shop.house.replacing("consent: customer.ok", with: "consent: {service: customer.ok}"))
    try shop.write("customers.csv", "Email,Name,ok\nanna@x.example,Anna,no\n")
    let withoutConsent = try shop.at(Self.later, "resend", id)
    #expect(withoutConsent.output.contains("no consent"), "\(withoutConsent)")
    // Nor is a consent guessed where the records are gone.
    try shop.write("orders.csv", BadInputTests.header + "O9,bert@x.example,2026-03-01T10:00:00Z,\n")
    let gone = try shop.at(Self.later, "resend", id)
    #expect(gone.output.contains("its consent is unknown"), "\(gone)")
    // Without such a rule a service message may go to where it went.
    try shop.write("herald.yaml", Shop.house)
    #expect(try shop.at(Self.later, "resend", id).code == 0)
    #expect(try Self.job(shop)["to"]?["address"]?.string == "anna@x.example")
  }

  @Test func quietHoursPutItOff() throws {
    let shop = try Self.sent(orders: 1)
    try shop.write("herald.yaml", Shop.house.replacing("quiet: none", with: "quiet: 13:00-16:00"))
    let id = try #require(Self.ids(shop).first)
    let resend = try shop.at(Self.later, "resend", id)
    #expect(resend.code == 0 && resend.output.contains("for 2026-03-02T16:00:00Z: quiet hours"), "\(resend)")
    #expect(shop.jobs().first?.contains("5.1772467200.") == false && shop.jobs().count == 1)
    #expect(try Self.job(shop)["not_before"]?.string == "2026-03-02T16:00:00Z")
  }

  @Test func idsComeFromStandardInputToo() throws {
    let shop = try Self.sent(orders: 3)
    let ids = try Self.ids(shop)
    let resend = try HeraldProgram.run(
      ["-C", shop.path, "resend", "-", "--now", Self.later], input: (ids + ids + ["zzzz"]).joined(separator: "\n"))
    #expect(resend.code == 1 && shop.jobs().count == 3, "\(resend)")
    #expect(resend.output.contains("zzzz: not told again: no message has a job of this id"))
    #expect(try shop.herald("resend", "zzzz").code == 66)
  }

  @Test func aStoppedCampaignIsNotToldAgain() throws {
    let shop = try Self.sent(orders: 1)
    let id = try #require(Self.ids(shop).first)
    _ = try shop.herald("stop", "late")
    let resend = try shop.at(Self.later, "resend", id)
    #expect(resend.code == 1 && resend.output.contains("late is stopped"), "\(resend)")
  }

  /// Killed just before any of its changes to the disk, and then asked for again: the queue has it once.
  @Test func aResendThatIsKilledAnywhereIsWholeOrNotAtAll() throws {
    let counted = try Self.sent(orders: 1)
    let file = counted.folder.path("count")
    let id = try #require(Self.ids(counted).first)
    _ = try HeraldProgram.run(
      ["-C", counted.path, "resend", id, "--now", Self.later], environment: ["HERALD_CRASH_COUNT": file])
    let count = try #require(Int(counted.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(count > 15)
    for instant in 1...count {
      let shop = try Self.sent(orders: 1)
      let killed = try HeraldProgram.run(
        ["-C", shop.path, "resend", id, "--now", Self.later], environment: ["HERALD_CRASH_AT": String(instant)])
      #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
      let again = try shop.at(Self.later, "resend", id)
      #expect(again.code == 0 || again.output.contains("still waits"), "change \(instant): \(again)")
      #expect(try shop.at(Self.later, "run").code == 0)
      #expect(shop.jobs().count == 1 && shop.staged().isEmpty, "change \(instant): \(shop.jobs())")
    }
  }
}

/// `try`: a trial to oneself.
@Suite struct TryTests {
  @Test func aTrialGoesToYouAloneAndLeavesNoTrace() throws {
    let shop = try Shop()
    // O2 was delivered: in earnest nothing would go.
    let tried = try shop.at(Shop.now, "try", "late", "O2", "--to", "Me@x.example")
    #expect(tried.code == 0 && tried.output.contains("in earnest: no-match"), "\(tried)")
    let job = try ResendTests.job(shop)
    #expect(job["to"]?["address"]?.string == "me@x.example" && job["trial"]?.bool == true)
    #expect(job["message"]?["subject"]?.string == "[trial] Order O2 is late")
    #expect(job["id"]?.string?.hasPrefix("x") == true && job["quiet"]?.array?.isEmpty == true)
    #expect(try shop.herald("messages").output == "0 messages\n")
    // A stop does not take it back, and another trial is another job.
    #expect(try shop.herald("stop", "all").output.contains("0 jobs"))
    #expect(try shop.at(Shop.now, "try", "late", "O1", "--to", "me@x.example").output.contains("in earnest: stopped"))
    #expect(shop.jobs().count == 2)
    _ = try shop.herald("resume", "all")
    #expect(try shop.at(Shop.now, "run").code == 0 && shop.jobs().count == 3)
  }

  @Test(arguments: [
    (["late", "O1"], 64, "where the trial goes"), (["lite", "O1", "--to", "a@x.example"], 64, "did you mean “late”?"),
    (["late", "O9", "--to", "a@x.example"], 66, "no export has this order"),
    (["late", "O1", "--to", "nobody"], 64, "no address for email"),
    (["late", "O1", "--to", "a@x.example", "--step", "2d"], 64, "there is no step “2d”"),
    (["late", "O1", "--to", "a@x.example", "--channel", "sms"], 64, "there is no channel"),
  ])
  func mistakes(_ arguments: [String], _ code: Int32, _ says: String) throws {
    let shop = try Shop()
    let tried = try HeraldProgram.run(["-C", shop.path, "try", "--now", Shop.now] + arguments)
    #expect(tried.code == code && tried.errors.contains(says), "\(tried)")
    #expect(shop.jobs().isEmpty)
  }

  @Test func stepVariantAndLocaleAreChosen() throws {
    let shop = try Shop()
    try shop.write(
      "late.yaml",
      Shop.late.replacing("via: [email]", with: "via: [email]\nsplit: {plain: 50%, gift: 50%}\npriority: 7").replacing(
        #"email: {subject: "Order {{ order.key }} is late", text: "Hello {{ customer.name }}"}"#,
        with: #"email: {subject: {en: "Late", de: "Verspätet"}, text: {plain: "P", gift: "G"}}"#))
    let tried = try shop.at(
      Shop.now, "try", "late", "O1", "--to", "me@x.example", "--variant", "gift", "--locale", "de", "--step", "1d")
    #expect(tried.code == 0, "\(tried)")
    let job = try ResendTests.job(shop)
    #expect(job["message"]?["subject"]?.string == "[trial] Verspätet" && job["message"]?["text"]?.string == "G")
    #expect(job["variant"]?.string == "gift" && job["locale"]?.string == "de")
  }
}
