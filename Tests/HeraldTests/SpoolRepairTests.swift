import Foundation
import JSON
import TestSupport
import Testing

/// `herald spool retry` and `check --repair`: what an operator does when something went wrong.
@Suite struct SpoolRepairTests {
  typealias Verbs = SpoolVerbTests

  static func check(_ shop: Shop, _ options: String...) throws -> (code: Int32, lines: [JSONValue]) {
    let result = try shop.herald(["spool", "check", "--json"] + options)
    return (result.code, try result.output.split(separator: "\n").map { try JSONValue.parse(String($0)) })
  }

  /// Retry

  @Test func aDeadLetterIsTriedAgain() throws {
    let shop = try Verbs.lasting(orders: 2)
    let ids = try Verbs.ids(shop)
    try Verbs.shell(shop, "mv $1 $2 dead/")
    #expect(try shop.herald("spool", "retry", "ALL", "-n").output == "would be retried: 2 jobs at most\n")
    let retry = try shop.herald("spool", "retry", ids[0])
    #expect(retry.code == 0 && retry.output == "retried: 1 job\n", "\(retry)")
    #expect(shop.jobs().map { $0.contains(".02.\(ids[0]).json") } == [true])
    #expect(shop.jobs("email", "dead").count == 1)
    let job = try JSONValue.parse(shop.herald("spool", "show", ids[0], "--json").output)
    #expect(job["attempt_limit"]?.int == 9, "eight attempts of its own")
    #expect(try Verbs.states(shop) == ["queued", "queued"])
    let again = try shop.herald("spool", "retry", ids[0])
    #expect(again.code == 1 && again.output == "retried: 0 jobs\nnot retried: 1 in the queue\n", "\(again)")
    #expect(try shop.herald("spool", "retry", "ALL").output == "retried: 1 job\n")
    #expect(shop.jobs("email", "dead").isEmpty && shop.jobs().count == 2)
    #expect(try shop.herald("drain", "email", "--", "true").code == 0)
    #expect(shop.jobs("email", "done/sent").count == 2)
  }

  @Test func whatMustNotBeToldAgainIsLeft() throws {
    let shop = try Verbs.lasting(orders: 3)
    let ids = try Verbs.ids(shop)
    try Verbs.shell(shop, "mv $1 done/unknown/; mv $2 dead/; mv $3 done/sent/")
    let all = try shop.herald("spool", "retry", "ALL")
    #expect(all.code == 0 && all.output.contains("retried: 1 job\nnot retried: 1 unknown: they may"), "\(all)")
    let sent = try shop.herald("spool", "retry", ids[2])
    #expect(sent.code == 66 && sent.errors.contains("is no longer in the spool: sent"), "\(sent)")
    // It lies with the dead by now, but a list of those is no word about it.
    let listed = try HeraldProgram.run("-C", shop.path, "spool", "retry", "-", input: ids[0] + "\n")
    #expect(listed.output.contains("not retried: 1 unknown: they may"), "\(listed)")
    // A person may insist.
    #expect(try shop.herald("spool", "retry", ids[0]).output.hasPrefix("retried: 1 job"))
    #expect(shop.jobs().count == 2)
  }

  /// A run has taken them in to `dead/`: the ledger knows which is which.
  @Test(arguments: [("unknown", 0), ("failed", 1)])
  func whatARunHasTakenInIsFoundByItsState(_ state: String, _ index: Int) throws {
    let shop = try Verbs.lasting(orders: 3)
    let ids = try Verbs.ids(shop)
    try Verbs.shell(shop, "mv $1 done/unknown/; mv $2 done/failed/; mv $3 dead/")
    _ = try shop.at(StopTests.later, "run")
    #expect(shop.jobs("email", "dead").count == 3 && shop.jobs("email", "done").isEmpty)
    let other = state == "unknown" ? "failed" : "unknown"
    let dry = try shop.herald("spool", "retry", "ALL", "--state", state, "-n")
    #expect(dry.output == "would be retried: 1 job at most\n", "\(dry)")
    // A list is no word about what may have been sent.
    let listed = try HeraldProgram.run("-C", shop.path, "spool", "retry", "-", input: ids[0] + "\n")
    #expect(listed.output.contains("not retried: 1 unknown: they may"), "\(listed)")
    let retry = try shop.herald("spool", "retry", "ALL", "--state", state)
    #expect(retry.code == 0 && retry.output == "retried: 1 job\n", "\(retry)")
    #expect(shop.jobs().map { $0.contains(".02.\(ids[index]).json") } == [true])
    #expect(shop.jobs("email", "dead").count == 2)
    #expect(try shop.herald("spool", "retry", "ALL", "--state", state).output == "retried: 0 jobs\n")
    #expect(try shop.herald("spool", "retry", "ALL", "--state", other).output == "retried: 1 job\n")
    #expect(try shop.herald("spool", "retry", "ALL", "--state", "dead").output == "retried: 1 job\n")
  }

  @Test func anExpiredOrStoppedOneIsLeft() throws {
    let shop = try Verbs.shop(orders: 1)
    try Verbs.shell(shop, "mv $1 dead/")
    let expired = try shop.herald("spool", "retry", "ALL")
    #expect(expired.output == "retried: 0 jobs\nnot retried: 1 expired meanwhile\n", "\(expired)")
    let lasting = try Verbs.lasting(orders: 1)
    try Verbs.shell(lasting, "mv $1 dead/")
    _ = try lasting.herald("stop", "late")
    let stopped = try lasting.herald("spool", "retry", "ALL")
    #expect(stopped.output.contains("not retried: 1 of a stopped campaign"), "\(stopped)")
    #expect(lasting.jobs().isEmpty && lasting.jobs("email", "dead").count == 1)
  }

  @Test func whatWaitsForAnotherAttemptGoesNow() throws {
    let shop = try Verbs.lasting(orders: 2)
    _ = try shop.herald("drain", "email", "--", "sh", "-c", "cat > /dev/null; exit 75")
    #expect(shop.jobs().allSatisfy { $0.contains(".02.") } && shop.jobs().count == 2)
    #expect(try shop.herald("drain", "email", "--", "true").code == 0)
    #expect(shop.jobs("email", "done/sent").isEmpty, "they wait")
    #expect(try shop.herald("spool", "shape").output.contains("for later, by minutes until due"))
    #expect(try shop.herald("spool", "retry", "ALL", "--channel", "email").output == "retried: 2 jobs\n")
    #expect(try shop.herald("drain", "email", "--", "true").code == 0)
    #expect(shop.jobs("email", "done/sent").count == 2)
  }

  /// Killed just before any of its changes to the disk, then done again, and a run: each job is in the queue once.
  @Test func aRetryThatIsKilledAnywhere() throws {
    func shop() throws -> Shop {
      let shop = try Verbs.lasting(orders: 2)
      try Verbs.shell(shop, "mv $1 $2 dead/")
      return shop
    }
    let counted = try shop()
    let file = counted.folder.path("count")
    _ = try HeraldProgram.run(["-C", counted.path, "spool", "retry", "ALL"], environment: ["HERALD_CRASH_COUNT": file])
    let count = try #require(Int(counted.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(count > 20)
    for instant in stride(from: 1, through: count, by: 5) {
      let shop = try shop()
      let killed = try HeraldProgram.run(
        ["-C", shop.path, "spool", "retry", "ALL"], environment: ["HERALD_CRASH_AT": String(instant)])
      #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
      #expect(try shop.herald("spool", "retry", "ALL").code == 0)
      #expect(shop.jobs().count == 2 && Set(shop.jobs().map { $0.suffix(31) }).count == 2, "change \(instant)")
      #expect(shop.jobs().allSatisfy { $0.contains(".02.") } && shop.jobs("email", "dead").isEmpty, "\(instant)")
      #expect(try Verbs.states(shop) == ["queued", "queued"])
    }
  }

  /// Check

  @Test func aSoundSpool() throws {
    let shop = try Verbs.shop(orders: 2)
    let check = try shop.herald("spool", "check")
    #expect(check.code == 0 && check.output == "the spool is sound: 2 jobs\n", "\(check)")
    #expect(try shop.herald("spool", "check", "--repair").output == "the spool is sound: nothing to mend\n")
  }

  @Test(arguments: [
    ("a torn job", "printf x > $1", "torn", true), ("a foreign file", "echo x > queue/notes", "foreign", false),
    ("a doubled job", "cp $1 held/", "doubled", true), ("an open job", "chmod 644 $1", "permissions", true),
    ("a job beside the chunks", "mv $1 queue/", "stranded", true), ("a lost job", "rm $1", "lost-jobs", true),
    (
      "a stranger", #"echo '{"campaign":"x"}' > held/5.1772447400.9999999999.01.aaaaaaaaaaaaaaaaaaaaaaaaaa.json"#,
      "unknown-job", false
    ),
  ])
  func findsAndMends(_ name: String, _ script: String, _ kind: String, _ isMended: Bool) throws {
    let shop = try Verbs.shop(orders: 2)
    try Verbs.shell(shop, script)
    let check = try Self.check(shop)
    #expect(check.code == 1 && check.lines.contains { $0["kind"]?.string == kind }, "\(name): \(check)")
    #expect(check.lines.allSatisfy { $0["advice"]?.string?.isEmpty == false })
    let words = try shop.herald("spool", "check")
    #expect(words.code == 1 && words.output.contains("\(kind): ") && words.output.contains("→"), "\(words)")
    let repair = try Self.check(shop, "--repair")
    #expect(repair.code == (isMended ? 0 : 1), "\(name): \(repair)")
    #expect(try Self.check(shop).code == (isMended ? 0 : 1), "and again")
    // Whatever was lost is owed, under the same id and the next attempt; nothing is told twice.
    #expect(try shop.at(StopTests.later, "run").code == 0)
    let ids = (shop.jobs() + shop.jobs("email", "held")).map { $0.suffix(31) }.filter { !$0.hasPrefix("aaaa") }
    #expect(ids.count == 2 && Set(ids).count == 2, "\(name): \(ids)")
  }

  /// Decided, then the stage was removed by hand: the case that ends every run with 74.
  static func lost() throws -> Shop {
    let instant = try lastBeforeTheQueue.get()
    let shop = try crashed(at: try #require(instant))
    _ = try HeraldProgram.shell("rm -r \(shop.path)/var/spool/stage/*")
    return shop
  }

  /// The last change of a run at which nothing is in the queue: the rename itself, behind the decision.
  private static let lastBeforeTheQueue = Result {
    let count = try CrashTests.changes(2)
    return try stride(from: count - 1, to: 0, by: -1).first { try crashed(at: $0).jobs().isEmpty }
  }

  private static func crashed(at instant: Int) throws -> Shop {
    let shop = try CrashTests.shop(orders: 2)
    _ = try HeraldProgram.run(
      ["-C", shop.path, "run", "--now", Shop.now], environment: ["HERALD_CRASH_AT": String(instant)])
    return shop
  }

  @Test func aLostBatchIsOwedAgain() throws {
    let shop = try Self.lost()
    #expect(try shop.at(StopTests.later, "run").code == 74)
    let doctor = try shop.herald("doctor").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(doctor.contains("no run can go on") && doctor.contains("herald spool check --repair"), "\(doctor)")
    let check = try Self.check(shop)
    #expect(check.code == 1 && check.lines.map { $0["kind"]?.string } == ["lost-batch"], "\(check)")
    #expect(try shop.at(StopTests.later, "run").code == 74, "looking mends nothing")
    let repair = try shop.herald("spool", "check", "--repair")
    #expect(repair.code == 0 && repair.output.contains("2 messages owed again; the next run decides"), "\(repair)")
    #expect(try shop.at(StopTests.later, "run").code == 0)
    #expect(shop.jobs().count == 2 && shop.jobs().allSatisfy { $0.contains(".02.") })
    #expect(try Self.check(shop).code == 0)
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/var/spool/email/paused"), "it goes on")
  }

  /// Killed just before any of its changes to the disk, and done again.
  @Test func aRepairThatIsKilledAnywhere() throws {
    let counted = try Self.lost()
    let file = counted.folder.path("count")
    let arguments = ["spool", "check", "--repair"]
    _ = try HeraldProgram.run(["-C", counted.path] + arguments, environment: ["HERALD_CRASH_COUNT": file])
    let count = try #require(Int(counted.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(count > 10)
    for instant in stride(from: 1, through: count, by: 5) {
      let shop = try Self.lost()
      let killed = try HeraldProgram.run(
        ["-C", shop.path] + arguments, environment: ["HERALD_CRASH_AT": String(instant)])
      #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
      #expect(try shop.herald(arguments).code == 0, "change \(instant)")
      #expect(try shop.at(StopTests.later, "run").code == 0)
      #expect(shop.jobs().count == 2 && Set(shop.jobs().map { $0.suffix(31) }).count == 2, "change \(instant)")
      #expect(!FileManager.default.fileExists(atPath: shop.path + "/var/spool/email/paused"))
    }
  }

  /// While a worker has a job in its hands nobody knows what is lost.
  @Test func workersFinishBeforeAnythingIsOwedAgain() throws {
    let shop = try Verbs.lasting(orders: 3)
    // One is lost; of the others each takes a while, and the repair comes in between.
    try Verbs.shell(shop, "rm $1")
    let repair = "\(HeraldProgram.path) -C \(shop.path) spool check --repair > \(shop.path)/repair.txt 2>&1 &"
    _ = try shop.herald("drain", "email", "--", "sh", "-c", "cat > /dev/null; \(repair) sleep 0.3")
    _ = try HeraldProgram.shell(
      "for i in 1 2 3 4 5 6 7 8 9; do grep -q mended \(shop.path)/repair.txt && break; sleep 0.3; done")
    let words = try shop.folder.read("repair.txt")
    #expect(words.contains("1 message owed again"), "\(words)")
    #expect(shop.jobs("email", "done/sent").count >= 1 && shop.jobs("email", "work").isEmpty)
  }
}
