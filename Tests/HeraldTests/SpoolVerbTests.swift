import Foundation
import JSON
import TestSupport
import Testing

/// `herald spool …` as an operator types it.
@Suite struct SpoolVerbTests {
  static let verbs = ["list", "show", "shape", "hold", "release", "retry", "drop", "pause", "resume", "check"]

  /// Late orders in the queue, and none of them done.
  static func shop(orders: Int = 3) throws -> Shop {
    let shop = try CrashTests.shop(orders: orders)
    #expect(try shop.at(Shop.now, "run").code == 0)
    return shop
  }

  /// As `shop`, with jobs that never expire: by the real clock the others have.
  static func lasting(orders: Int = 3) throws -> Shop {
    let shop = try shop(orders: orders)
    try shell(
      shop,
      #"""
      for file in queue/*/*.json; do
        mv $file $(echo $file | sed -E 's/([0-9]{10})\.[0-9]{10}\.([0-9]{2})/\1.9999999999.\2/')
      done
      """#)
    return shop
  }

  /// In the folder of the channel `email`; the jobs in the queue are `$1`, `$2` …
  @discardableResult
  static func shell(_ shop: Shop, _ script: String) throws -> String {
    let result = try HeraldProgram.shell("cd \(shop.path)/var/spool/email && set -- queue/*/*.json; \(script)")
    #expect(result.code == 0, "\(script): \(result)")
    return result.output
  }

  static func ids(_ shop: Shop, _ options: String...) throws -> [String] {
    try shop.herald(["spool", "list", "--ids"] + options).output.split(separator: "\n").map(String.init)
  }

  static func states(_ shop: Shop) throws -> [String] {
    try shop.herald("messages", "--json").output.split(separator: "\n")
      .compactMap { try JSONValue.parse(String($0))["state"]?.string }.sorted()
  }

  @Test(arguments: verbs) func helpOfEachVerbFitsATerminal(_ verb: String) throws {
    let help = try HeraldProgram.run("spool", verb, "--help")
    #expect(help.code == 0 && help.output.contains("usage: herald spool \(verb)"), "\(help)")
    #expect(help.output.contains("examples"))
    for line in help.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(try HeraldProgram.run("help", "spool", verb).output == help.output)
    #expect(try HeraldProgram.run("spool", "--help").output.contains("\n  \(verb) "))
  }

  @Test(arguments: [
    (["spool"], 64, "usage: herald spool"), (["spool", "lst"], 64, "did you mean “list”?"),
    (["spool", "hold"], 64, "something is missing"), (["spool", "drop", "a1b"], 64, "too short for an id"),
    (["spool", "hold", "ALL", "abcd"], 64, "ALL stands alone"),
    (["spool", "hold", "abcd"], 66, "no job has an id that begins with “abcd”"),
    (["spool", "hold", "ALL", "--channel", "emial"], 64, "did you mean “email”?"),
    (["spool", "drop", "ALL", "--campaign", "lat"], 64, "did you mean “late”?"),
    (["spool", "list", "--state", "hold"], 64, "did you mean “held”?"),
    (["spool", "hold", "ALL", "--state", "dead"], 64, "hold does nothing about jobs that are dead"),
    (["spool", "retry", "ALL", "--state", "sent"], 64, "retry does nothing about jobs that are sent"),
    (["spool", "pause", "fax"], 64, "there is no channel “fax”"),
    (["spool", "show", "abcd"], 66, "no job has an id"),
  ])
  func mistakes(_ arguments: [String], _ code: Int, _ says: String) throws {
    let shop = try Self.shop(orders: 1)
    let result = try shop.herald(arguments)
    #expect(result.code == Int32(code) && (result.errors + result.output).contains(says), "\(result)")
    #expect(shop.jobs().count == 1)
  }

  @Test func beforeTheFirstRun() throws {
    let shop = try Shop()
    for verb in ["list", "shape", "check"] {
      let result = try shop.herald("spool", verb)
      #expect(result.code == 66 && result.errors.contains("there is no spool here"), "\(result)")
    }
  }

  @Test func listShowsWhatIsAskedFor() throws {
    let shop = try Self.shop(orders: 4)
    try Self.shell(shop, "mv $1 held/; mv $2 done/deferred/; mv $3 dead/; echo x > corrupt/notes.txt")
    let table = try shop.herald("spool", "list")
    #expect(table.code == 0 && table.output.contains("3 jobs at"), "\(table)")
    for line in table.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for (state, count) in [("queued", 1), ("held", 1), ("deferred", 1), ("dead", 1), ("sent", 0)] {
      #expect(try Self.ids(shop, "--state", state).count == count, "\(state)")
    }
    #expect(try Self.ids(shop, "--state", "held", "--state", "dead", "--campaign", "late").count == 2)
    #expect(try Self.ids(shop, "--channel", "email").count == 3)
    let lines = try shop.herald("spool", "list", "--json").output.split(separator: "\n")
      .map { try JSONValue.parse(String($0)) }
    #expect(lines.map { $0["state"]?.string } == ["deferred", "held", "queued"])
    #expect(lines.allSatisfy { $0["v"]?.int == 1 && $0["id"]?.string?.count == 26 && $0["attempt"]?.int == 1 })
    #expect(lines.allSatisfy { $0["expires"]?.string?.hasSuffix("Z") == true })
    let corrupt = try shop.herald("spool", "list", "--state", "corrupt")
    #expect(corrupt.output.contains("email/corrupt/notes.txt"), "\(corrupt)")
    #expect(!table.output.contains("anna@"), "no addresses unless they are asked for")
  }

  @Test func holdAndReleaseByIDByInputAndAll() throws {
    let shop = try Self.shop(orders: 4)
    let ids = try Self.ids(shop)
    let one = try shop.herald("spool", "hold", String(ids[0].prefix(8)))
    #expect(one.code == 0 && one.output == "held: 1 job\n", "\(one)")
    let again = try shop.herald("spool", "hold", ids[0])
    #expect(again.code == 1 && again.output == "held: 0 jobs\nnot held: 1 held\n", "\(again)")
    let input = try HeraldProgram.run(
      ["-C", shop.path, "spool", "hold", "-"], input: "\(ids[1])\n\(ids[2].prefix(10)) zzzz9\n")
    #expect(input.code == 1 && input.output == "held: 2 jobs\n", "\(input)")
    #expect(input.errors.contains("no job has an id that begins with “zzzz9”"), "\(input)")
    #expect(shop.jobs().count == 1 && shop.jobs("email", "held").count == 3)
    let dry = try shop.herald("spool", "release", "ALL", "-n")
    #expect(dry.output == "would be released: 3 jobs\n" && shop.jobs().count == 1, "\(dry)")
    #expect(try shop.herald("spool", "release", "ALL", "--campaign", "late").output == "released: 3 jobs\n")
    #expect(Set(try Self.ids(shop)) == Set(ids) && shop.jobs().count == 4)
    #expect(try shop.herald("spool", "hold", "ALL").output == "held: 4 jobs\n")
    // A run goes on and leaves them there.
    #expect(try shop.at(StopTests.later, "run").code == 0)
    #expect(shop.jobs().isEmpty && shop.jobs("email", "held").count == 4)
  }

  @Test func whatAWorkerHasIsNotHeldAndSaid() throws {
    let shop = try Self.shop(orders: 3)
    let ids = try Self.ids(shop)
    try Self.shell(shop, "mkdir work/elsewhere.b.1.1 && mv $1 work/elsewhere.b.1.1/@${1##*/}")
    let one = try shop.herald("spool", "drop", ids[0])
    #expect(one.code == 1 && one.output.contains("not dropped: 1 with a worker and may still go"), "\(one)")
    let all = try shop.herald("spool", "hold", "ALL")
    #expect(all.code == 0 && all.output == "held: 2 jobs\nnot held: 1 with a worker and may still go\n", "\(all)")
    #expect(try shop.herald("spool", "list").output.contains("sending"))
  }

  @Test func aBeginningOfSeveralIDsNamesNone() throws {
    let shop = try Self.shop(orders: 1)
    try Self.shell(
      shop,
      """
      for end in a b; do
        echo '{"campaign":"late"}' > held/5.1772447400.9999999999.01.aaaaaaaaaaaaaaaaaaaaaaaaa$end.json
      done
      """)
    for verb in ["release", "drop", "show"] {
      let result = try shop.herald("spool", verb, "aaaaaaaa")
      #expect(result.errors.contains("2 jobs have an id that begins with “aaaaaaaa”: give more of it"), "\(result)")
      #expect(result.code == 66)
    }
    #expect(shop.jobs("email", "held").count == 2)
    #expect(try shop.herald("spool", "release", "aaaaaaaaaaaaaaaaaaaaaaaaab").code == 0)
    #expect(shop.jobs("email", "held").count == 1)
  }

  @Test func aDroppedMessageStaysToldUntilItIsResent() throws {
    let shop = try Self.shop(orders: 2)
    let id = try #require(Self.ids(shop).first)
    let text = try shop.herald("spool", "show", id, "--json").output
    #expect(try shop.herald("spool", "drop", id).output == "dropped: 1 job\n")
    #expect(try Self.states(shop) == ["dropped", "queued"])
    #expect(try shop.at(StopTests.later, "run").code == 0)
    #expect(shop.jobs().count == 1 && shop.jobs("email", "done/dropped").isEmpty, "the run has taken it in")
    let again = try shop.herald("spool", "drop", id)
    #expect(again.code == 66 && again.errors.contains("is no longer in the spool: dropped"), "\(again)")
    let resend = try shop.at(StopTests.later, "resend", id)
    #expect(resend.code == 0 && resend.output.contains("attempt 2"), "\(resend)")
    #expect(try Self.states(shop) == ["queued", "queued"])
    let job = try JSONValue.parse(shop.herald("spool", "show", id, "--json").output)
    #expect(job["message"] == (try JSONValue.parse(text))["message"], "as it was")
    // The old file does not undo it.
    #expect(try shop.herald("spool", "drop", "ALL", "--campaign", "late", "-n").output == "would be dropped: 2 jobs\n")
    #expect(try shop.at("2026-03-02T12:30:00Z", "run").code == 0)
    #expect(try Self.states(shop) == ["queued", "queued"] && shop.jobs().count == 2)
  }

  /// Killed just before any of its changes to the disk, then done again or left to the next run: the message is in the
  /// queue and told, or dropped and told; never owed again, and never twice.
  @Test func aDropThatIsKilledAnywhere() throws {
    let count = try Self.changes(["spool", "drop", "ALL"])
    #expect(count > 8)
    for instant in stride(from: 1, through: count, by: 3) {
      let shop = try Self.shop(orders: 2)
      let killed = try HeraldProgram.run(
        ["-C", shop.path, "spool", "drop", "ALL"], environment: ["HERALD_CRASH_AT": String(instant)])
      #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
      if instant % 2 == 0 { #expect(try shop.herald("spool", "drop", "ALL").code == 0) }
      #expect(try shop.at(StopTests.later, "run").code == 0)
      let queued = shop.jobs()
      #expect(shop.jobs("email", "done/dropped").isEmpty, "the run has taken them in")
      let states = [String](repeating: "dropped", count: 2 - queued.count)
      #expect(try Self.states(shop) == states + [String](repeating: "queued", count: queued.count), "\(instant)")
      #expect(instant % 2 == 1 || queued.isEmpty)
    }
  }

  /// How many changes to the disk a verb makes in a fresh shop of two orders.
  private static func changes(_ arguments: [String]) throws -> Int {
    let shop = try shop(orders: 2)
    let file = shop.folder.path("count")
    _ = try HeraldProgram.run(["-C", shop.path] + arguments, environment: ["HERALD_CRASH_COUNT": file])
    return try #require(Int(shop.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func pausingLetsAChannelRest() throws {
    let shop = try Self.lasting(orders: 2)
    let pause = try shop.herald("spool", "pause", "email", "--reason", "wrong sender")
    #expect(pause.code == 0 && pause.output == "email rests now: 2 jobs wait\n", "\(pause)")
    let again = try shop.herald("spool", "pause", "email")
    #expect(again.output.contains("email rests since") && again.output.contains(": wrong sender"), "\(again)")
    _ = try shop.herald("drain", "email", "--", "true")
    #expect(shop.jobs().count == 2, "nobody takes any")
    #expect(try shop.herald("spool", "list").output.contains(": wrong sender"))
    #expect(try shop.herald("spool", "shape").output.contains(": wrong sender"))
    let resume = try shop.herald("spool", "resume", "ALL")
    #expect(resume.output.contains("email goes on, having rested for") && resume.errors.contains("herald drain email"))
    #expect(try shop.herald("drain", "email", "--", "true").code == 0)
    #expect(shop.jobs().isEmpty && shop.jobs("email", "done/sent").count == 2)
    #expect(try shop.herald("spool", "resume", "email").output.hasPrefix("email did not rest: 0 jobs due"))
  }

  /// The command of the drain itself pauses the channel in the middle of its work.
  @Test func pausingWhileAWorkerDrains() throws {
    let shop = try Self.lasting(orders: 6)
    let pause = "\(HeraldProgram.path) -C \(shop.path) spool pause email >&2; exit 0"
    _ = try shop.herald("drain", "email", "--", "sh", "-c", "cat > /dev/null; \(pause)")
    let sent = shop.jobs("email", "done/sent").count
    // What it had in hand may have gone; the rest is in the queue, and nobody's.
    #expect(sent >= 1 && sent < 6 && shop.jobs().count == 6 - sent && shop.jobs("email", "work").isEmpty)
  }

  @Test func showIsWhatTheReaderSees() throws {
    let shop = try Self.shop(orders: 1)
    let id = try #require(Self.ids(shop).first)
    let page = try shop.herald("spool", "show", String(id.prefix(3)))
    #expect(page.code == 0)
    for part in [
      "job       \(id)", "email/queue", "attempt 1, due", "expires   2026-03-11", "late, 1d, order O1",
      "To: Anna <anna@x.example>", "Subject: Order O1 is late", "\nHello Anna\n", "ledger    queued",
    ] {
      #expect(page.output.contains(part), "\(part): \(page.output)")
    }
    let raw = try shop.herald("spool", "show", id, "--json").output
    #expect(raw == (try Self.shell(shop, "cat $1")))
    // A receipt that no run has taken in, and an attempt before.
    try Self.shell(
      shop,
      """
      name=${1##*/}
      echo '{"at":"2026-03-02T12:01:00Z","outcome":"deferred","reason":"mailbox busy"}' > done/deferred/$name.receipt
      """)
    let tried = try shop.herald("spool", "show", id).output
    #expect(tried.contains("receipts  attempt 1: deferred, 2026-03-02 12:01: mailbox busy"), "\(tried)")
  }

  /// A text of others may not write on our terminal.
  @Test func showPrintsNoControlCharacters() throws {
    let shop = try Self.shop(orders: 1)
    let id = try #require(Self.ids(shop).first)
    try Self.shell(shop, #"sed -i 's/Hello/\\u001b[31m\\rHello\\u202e/' $1"#)
    #expect(try shop.herald("spool", "show", id, "--json").output.contains("u001b"))
    let page = try shop.herald("spool", "show", id).output
    #expect(page.contains("Hello") && !page.contains("\u{1B}") && !page.contains("\r") && !page.contains("\u{202E}"))
  }

  @Test func showCountsTheSegmentsOfAShortMessage() throws {
    let shop = try Shop()
    try shop.write(
      "herald.yaml",
      Shop.house.replacing(
        "  email: {to: customer.key, consent: customer.ok}",
        with: "  sms: {to: \"'+351910000001'\", consent: customer.ok}"))
    try shop.write(
      "late.yaml",
      Shop.late.replacing("via: [email]", with: "via: [sms]").replacing(
        #"email: {subject: "Order {{ order.key }} is late", text: "Hello {{ customer.name }}"}"#,
        with: #"sms: {text: "Hello {{ customer.name }}, your order is late 😬"}"#))
    let run = try shop.at(Shop.now, "run")
    #expect(run.code == 0, "\(run)")
    let id = try #require(Self.ids(shop).first)
    let page = try shop.herald("spool", "show", id).output
    #expect(page.contains("To: +351910000001") && page.contains("(1 segment of UCS-2, "), "\(page)")
  }

  @Test func shapeFitsATerminal() throws {
    let shop = try Self.shop(orders: 2)
    try Self.shell(shop, "mv $1 dead/")
    let shape = try shop.herald("spool", "shape")
    #expect(shape.code == 0 && shape.output.contains("email") && shape.output.contains("1 dead"), "\(shape)")
    for line in shape.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    let line = try JSONValue.parse(shop.herald("spool", "shape", "--json").output)
    #expect(line["channel"]?.string == "email" && line["due"]?.array?.first?["count"]?.int == 1)
  }
}
