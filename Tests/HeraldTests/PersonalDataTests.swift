import Foundation
import JSON
import Platform
import TestSupport
import Testing

/// `access`, `forget`, `prune`: what is held on a customer, and that it goes.
@Suite struct PersonalDataTests {
  static let later = "2026-03-02T14:00:00Z"
  /// What must be nowhere once Anna is forgotten.
  static let traces = ["anna@x.example", "Anna Fuchs", "+4915112345678"]

  /// Anna's messages by mail and phone lie in every folder of the spool, in the ledger with a sequence in progress, in the
  /// record of a run and in the rejected rows; Bert's beside them.
  static func shop() throws -> Shop {
    let shop = try Shop()
    try shop.write(
      "herald.yaml",
      Shop.house.replacing(
        "fields: {name: Name, ok: ok}", with: "fields: {name: Name, phone: Phone, ok: ok}, reject_limit: 50%"
      )
      .replacing("  email:", with: "  sms: {to: customer.phone, consent: customer.ok}\n  email:"))
    try shop.write(
      "customers.csv",
      "Email,Name,Phone,ok\nAnna@x.example,Anna Fuchs,+49 151 12345678,yes\nbert@x.example,Bert Hase,+4915187654321,yes\n"
        + "anna@x.example,Anna Fuchs\n")
    let rows = (1...8).map { "O\($0),\($0 == 8 ? "bert" : "anna")@x.example,2026-03-01T10:00:00Z,\n" }
    try shop.write("orders.csv", BadInputTests.header + rows.joined())
    try shop.write(
      "call.yaml",
      Shop.late.replacing(
        "email: {subject: \"Order {{ order.key }} is late\", text: \"Hello {{ customer.name }}\"}",
        with: "sms: {text: \"Hello {{ customer.name }}\"}\n  - after: 3d\n    sms: {text: \"Still\"}"
      )
      .replacing("[email]", with: "[sms]"))
    let run = try shop.at(Shop.now, "run")
    #expect(shop.jobs().count == 8 && shop.jobs("sms").count == 8, "\(run)")
    let moved = try HeraldProgram.shell(
      """
      cd \(shop.path)/var/spool/email && set -- queue/*/*.json &&
      mv $1 done/sent/ && mv $2 done/failed/ && mv $3 dead/ && mv $4 held/ && mv $5 done/deferred/ &&
      echo '{"reason":"no such user anna@x.example"}' > done/failed/$(basename $2).receipt &&
      echo 'torn Anna@x.example' > corrupt/1.torn
      """)
    #expect(moved.code == 0, "\(moved)")
    try FileManager.default.createDirectory(atPath: shop.path + "/var/runs/r1", withIntermediateDirectories: true)
    _ = try HeraldProgram.shell(
      "cd \(shop.path) && \(HeraldProgram.path) plan --now \(Shop.now) --decisions - | gzip > var/runs/r1/decisions.jsonl.gz"
    )
    return shop
  }

  /// Where a text stands: in the bytes of a file, packed or not, or in its name, in whatever case.
  static func places(_ text: String, in shop: Shop) throws -> [String] {
    let found = try HeraldProgram.shell(
      """
      cd \(shop.path)/var && (grep -rliF -e '\(text)' . ; find . -iname '*\(text)*';
      find . -name '*.gz' | while read f; do gzip -dc $f | grep -qiF -e '\(text)' && echo $f; done)
      """)
    return found.output.split(separator: "\n").map(String.init)
  }

  @Test func forgetLeavesNoTraceInAnyFile() throws {
    let shop = try Self.shop()
    for trace in Self.traces { #expect(try !Self.places(trace, in: shop).isEmpty, "\(trace): nothing to forget") }
    let before = try Self.places("bert@x.example", in: shop).count
    let forget = try shop.herald("forget", " ANNA@x.example ")
    #expect(forget.code == 0 && forget.output.hasPrefix("forgotten: 14 messages"), "\(forget)")
    for trace in Self.traces { #expect(try Self.places(trace, in: shop) == [], "\(trace)") }
    #expect(try Self.places("bert@x.example", in: shop).count >= before - 1, "Bert's is left")
    #expect(try shop.herald("messages", "--ids").output.split(separator: "\n").count == 2)
    #expect(try shop.herald("access", "anna@x.example").output.hasPrefix("forgotten ("))
    #expect(try shop.herald("forget", "anna@x.example").code == 0, "twice does no harm")
  }

  /// Nobody is told twice for having been forgotten, whatever the exports still say.
  @Test func theForgottenHearNothingOfWhatBeganBefore() throws {
    let shop = try Self.shop()
    #expect(try shop.herald("forget", "anna@x.example").code == 0)
    let waiting = shop.jobs().count + shop.jobs("sms").count
    _ = try shop.at(Self.later, "run")
    #expect(shop.jobs().count + shop.jobs("sms").count == waiting)
    // Another order that began before she was forgotten.
    let bert = "O8,bert@x.example,2026-03-01T10:00:00Z,\n"
    try shop.write("orders.csv", BadInputTests.header + bert + "O77,anna@x.example,2026-03-01T10:00:00Z,\n")
    _ = try shop.at(Self.later, "run")
    #expect(shop.jobs().count + shop.jobs("sms").count == waiting)
    #expect(try shop.at(Self.later, "explain", "order", "O77").output.contains("suppressed"))
    // A later order is a new relation, as far as it is no marketing.
    let late = Date(timeIntervalSinceNow: 3600).ISO8601Format()
    let now = Date(timeIntervalSinceNow: 2 * 86_400).ISO8601Format()
    try shop.write("orders.csv", BadInputTests.header + "O78,anna@x.example,\(late),\n")
    _ = try HeraldProgram.shell("cd \(shop.path) && touch -d '+3 days' orders.csv customers.csv")
    #expect(try shop.at(now, "explain", "order", "O78", "--campaign", "late").output.contains("late: sent"))
    try shop.write(
      "herald.yaml",
      try shop.folder.read("herald.yaml") + "links: {unsubscribe: \"https://two.example/u?c={{ customer.key }}\"}\n")
    try shop.write("late.yaml", Shop.late.replacing("purpose: service", with: "purpose: marketing"))
    let marketing = try shop.at(now, "explain", "order", "O78", "--campaign", "late")
    #expect(marketing.output.contains("suppressed"), "\(marketing)")
  }

  @Test func aLedgerFromABackupIsClearedAgain() throws {
    let shop = try Self.shop()
    let backup = try HeraldProgram.shell(
      "cd \(shop.path)/var && sqlite3 ledger.sqlite 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null 2>&1; cp ledger.sqlite ../backup && cp -r spool ../spool && cp -r runs rejects .."
    )
    #expect(backup.code == 0)
    #expect(try shop.herald("forget", "anna@x.example").code == 0)
    _ = try HeraldProgram.shell(
      "cd \(shop.path)/var && rm -f ledger.sqlite-*; cp ../backup ledger.sqlite; rm -r spool; cp -r ../spool spool; cp -r ../runs ../rejects ."
    )
    #expect(try !Self.places(Self.traces[0], in: shop).isEmpty, "the backup has her")
    // Exports without her: what is left could only be the backup's.
    try shop.write("customers.csv", "Email,Name,Phone,ok\nbert@x.example,Bert Hase,+4915187654321,yes\n")
    try shop.write("orders.csv", BadInputTests.header + "O8,bert@x.example,2026-03-01T10:00:00Z,\n")
    _ = try shop.at(Self.later, "run", "--accept", "order", "--accept", "customer")
    for trace in Self.traces { #expect(try Self.places(trace, in: shop) == [], "\(trace)") }
    #expect(try shop.herald("messages", "--ids").output.split(separator: "\n").count == 2)
  }

  /// Killed just before any of its changes to the disk, and then a plain run: nothing is left of her.
  @Test func aForgetThatIsKilledIsFinishedByTheNextRun() throws {
    let counted = try Self.shop()
    let file = counted.folder.path("count")
    _ = try HeraldProgram.run(
      ["-C", counted.path, "forget", "anna@x.example"], environment: ["HERALD_CRASH_COUNT": file])
    let count = try #require(Int(counted.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(count > 40)
    for instant in stride(from: 5, through: count, by: max(1, count / 12)) {
      let shop = try Self.shop()
      let killed = try HeraldProgram.run(
        ["-C", shop.path, "forget", "anna@x.example"], environment: ["HERALD_CRASH_AT": String(instant)])
      #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
      guard FileManager.default.fileExists(atPath: shop.path + "/var/forgotten") else { continue }
      try shop.write("customers.csv", "Email,Name,Phone,ok\nbert@x.example,Bert Hase,+4915187654321,yes\n")
      try shop.write("orders.csv", BadInputTests.header + "O8,bert@x.example,2026-03-01T10:00:00Z,\n")
      _ = try shop.at(Self.later, "run")
      for trace in Self.traces { #expect(try Self.places(trace, in: shop) == [], "change \(instant): \(trace)") }
    }
  }

  @Test func anotherKeyThanTheHashesWereMadeWithIsRefused() throws {
    let shop = try Self.shop()
    #expect(try shop.herald("forget", "anna@x.example").code == 0)
    try FileManager.default.removeItem(atPath: shop.path + "/var/sign.key")
    let run = try shop.at(Self.later, "run")
    #expect(run.code == 74 && run.errors.contains("restore it"), "\(run)")
  }

  @Test func accessShowsAllThatIsHeld() throws {
    let shop = try Self.shop()
    try shop.write("bounces.csv", "anna@x.example\n")
    try shop.write(
      "herald.yaml", try shop.folder.read("herald.yaml") + "suppress: {email: {all: bounces.csv}}\n")
    let lines = try shop.herald("access", "anna@x.example", "--json").output.split(separator: "\n").map {
      try JSONValue.parse(String($0))
    }
    let kinds = Dictionary(grouping: lines) { $0["kind"]?.string ?? "" }.mapValues(\.count)
    #expect(kinds["message"] == 14 && kinds["reject"] == 1, "\(kinds)")
    #expect(kinds["decision"] ?? 0 >= 14, "\(kinds)")
    // Fourteen jobs, a receipt and a torn file.
    #expect(kinds["job"] == 16 && kinds["suppression"] == 3, "\(kinds)")
    #expect(lines.allSatisfy { $0["v"]?.int == 1 })
    let text = try shop.herald("access", "anna@x.example").output
    #expect(text.contains("job (dead)") && text.hasSuffix("\(lines.count) entries\n"))
    #expect(try shop.herald("access", "nobody@x.example").output == "0 entries\n")
  }

  // MARK: - keep

  /// A shop whose message of long ago was sent, with files of a run, a reject and a page of that time.
  static func old(days: Int, keep: String) throws -> (shop: Shop, now: String) {
    let shop = try Shop()
    try shop.write("herald.yaml", Shop.house + "keep: {\(keep)}\n")
    let past = Date(timeIntervalSinceNow: Double(-days) * 86_400)
    let promised = past.addingTimeInterval(-90_000).ISO8601Format()
    try shop.write("orders.csv", BadInputTests.header + "O1,anna@x.example,\(promised),\n")
    #expect(try shop.at(past.ISO8601Format(), "run").code == 0)
    let stamp = past.ISO8601Format().replacing("-", with: "").replacing(":", with: "").replacing("T", with: "")
      .dropLast(3)
    _ = try HeraldProgram.shell(
      """
      cd \(shop.path)/var && mv spool/email/queue/*/*.json spool/email/dead/ && mkdir -p runs/r1 rejects pages archive
      echo x | gzip > archive/1.jsonl.gz; echo x > rejects/a.jsonl; echo x > pages/p.html; echo x > runs/r1/manifest.json
      touch -t \(stamp) spool/email/dead/* archive/* rejects/a.jsonl pages/p.html runs/r1/manifest.json runs/r1
      """)
    return (shop, Date().ISO8601Format())
  }

  @Test(arguments: [
    ("jobs: 20d", "removed: 2 files of jobs, 0 records of runs, 0 files of rejected rows, 0 pages, 0 messages\n"),
    ("decisions: 20d", "removed: 0 files of jobs, 1 records of runs, 0 files of rejected rows, 0 pages, 0 messages\n"),
    ("rejects: 20d", "removed: 0 files of jobs, 0 records of runs, 1 files of rejected rows, 0 pages, 0 messages\n"),
    ("pages: 20d", "removed: 0 files of jobs, 0 records of runs, 0 files of rejected rows, 1 pages, 0 messages\n"),
    ("messages: 20d", "removed: 0 files of jobs, 0 records of runs, 0 files of rejected rows, 0 pages, 1 messages\n"),
  ])
  func eachKindIsKeptAsLongAsItsKeySays(_ keep: String, _ says: String) throws {
    let (shop, now) = try Self.old(days: 25, keep: keep)
    #expect(try shop.at(now, "prune").output == says)
    #expect(try shop.at(now, "prune").output.filter(\.isNumber) == "00000")
  }

  @Test func aRunPrunesAndNobodyIsToldTwice() throws {
    let (shop, _) = try Self.old(days: 25, keep: "messages: 20d, jobs: 20d")
    #expect(try shop.herald("messages").output.hasSuffix("1 message\n"))
    #expect(try shop.at(Date().ISO8601Format(), "run").code == 0)
    #expect(try shop.herald("messages").output == "0 messages\n")
    #expect(shop.jobs().isEmpty && shop.jobs("email", "dead").isEmpty)
    // What the run of then decided is kept as long as decisions are.
    let places = try Self.places("anna@x.example", in: shop).filter { !$0.contains("ledger") && !$0.contains("/runs/") }
    #expect(places == [])
    try shop.write(
      "late.yaml",
      Shop.late.replacing("purpose: service", with: "purpose: legal\nbegins: 2020-01-01").replacing(
        "    before: 10d\n", with: ""))
    let again = try shop.at(Date().ISO8601Format(), "plan")
    #expect(again.output.contains("already-sent") && again.code == 0, "\(again)")
  }

  /// Errors, warnings and the names of files hold no address, whatever is wrong with the exports.
  @Test func nothingPersonalInWordsOrNames() throws {
    let shop = try Self.shop()
    let secrets = Self.traces + ["bert@x.example", "Bert Hase", "anna"]
    try shop.write("bounces.csv", "x")
    var words = ""
    let spoilt = [
      "Email,Name,Phone,ok\nanna@x.example,Anna Fuchs,+49 151 12345678,perhaps\n",
      "Email,Name,Phone,ok\nanna@x.example,Anna Fuchs,+49 151 12345678,yes\nanna@x.example,Anna Fuchs,+49 151 12345678,no\n",
      "Email,Name,Phone,ok\n\"anna@x.example,Anna Fuchs,+49 151 12345678,yes\n",
      "Email,Name,Phone\nanna@x.example,Anna Fuchs,+49 151 12345678\n",
      "Email,Name,Phone,ok\nanna@x.example,Anna Fuchs,+49 151 12345678,yes,more,and more\n",
    ]
    for text in spoilt {
      try shop.write("customers.csv", text)
      words += try shop.at(Self.later, "run").errors
      words += try shop.at(Self.later, "plan").errors + shop.herald("check").errors
    }
    words += try shop.herald("spool", "list").errors + shop.herald("stop", "late").errors
    for secret in secrets { #expect(!words.localizedCaseInsensitiveContains(secret), "\(secret) in \(words)") }
    let names = FileManager.default.enumerator(atPath: shop.path + "/var")?.compactMap { $0 as? String } ?? []
    for name in names { #expect(!name.contains("@") && !name.lowercased().contains("anna"), "\(name)") }
  }
}
