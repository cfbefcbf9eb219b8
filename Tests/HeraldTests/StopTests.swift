import Foundation
import TestSupport
import Testing

/// `stop` and `resume` as a person uses them in a hurry.
@Suite struct StopTests {
  static let later = "2026-03-02T12:15:00Z"

  @Test func aStoppedCampaignIsTakenBackAndGoesOnWhenItResumes() throws {
    let shop = try CrashTests.shop(orders: 3)
    #expect(try shop.at(Shop.now, "run").code == 0)
    let first = Set(shop.jobs())
    let stop = try shop.herald("stop", "late")
    #expect(stop.code == 0 && stop.output == "late is stopped: 3 jobs taken back\n", "\(stop)")
    #expect(shop.jobs().isEmpty && shop.jobs("email", "done/withdrawn").count == 3)
    let again = try shop.herald("stop", "late")
    #expect(again.code == 0 && again.output == "late is stopped, as before: 0 jobs taken back\n", "\(again)")
    #expect(try shop.at(Self.later, "run").code == 0)
    #expect(shop.jobs().isEmpty)
    #expect(try shop.at(Self.later, "explain", "order", "O1").output.contains("late: stopped"))
    let resume = try shop.herald("resume", "late")
    #expect(resume.code == 0 && resume.output == "late is resumed: 3 messages owed again; the next run decides\n")
    for _ in 0..<2 { #expect(try shop.at(Self.later, "run").code == 0) }
    // The same ids, the next attempt.
    #expect(Set(shop.jobs()) == Set(first.map { $0.replacing(".01.", with: ".02.") }))
    #expect(try shop.herald("resume", "late").output == "late was not stopped\n")
  }

  /// What a worker has may still go; what was put back for another attempt or held is taken back too.
  @Test func everythingThatWaitsIsTakenBackAndNothingThatIsClaimed() throws {
    let shop = try CrashTests.shop(orders: 4)
    _ = try shop.at(Shop.now, "run")
    let email = shop.path + "/var/spool/email"
    let moved = try HeraldProgram.shell(
      """
      cd \(email) && mkdir work/elsewhere.b.1.1 && set -- queue/*/*.json &&
      mv $1 done/deferred/ && mv $2 held/ && mv $3 work/elsewhere.b.1.1/
      """)
    #expect(moved.code == 0, "\(moved)")
    let stop = try shop.herald("stop", "all")
    #expect(stop.output == "all campaigns are stopped: 3 jobs taken back, 1 with a worker\n", "\(stop)")
    #expect(shop.jobs("email", "done/withdrawn").count == 3)
    // It was sent after all, and is not owed.
    _ = try HeraldProgram.shell("mv \(email)/work/elsewhere.b.1.1/*.json \(email)/done/sent/")
    #expect(try shop.herald("resume", "all").output.contains("3 messages owed again"))
    _ = try shop.at(Self.later, "run")
    #expect(shop.jobs().count == 3)
  }

  @Test func itWorksWhileARunIsInProgress() throws {
    let shop = try Shop()
    _ = try shop.at(Shop.now, "run")
    let lock = unsafe open(shop.path + "/var/spool/lock", O_RDWR)
    #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
    defer { close(lock) }
    #expect(try shop.herald("stop", "late").output == "late is stopped: 1 job taken back\n")
    #expect(shop.jobs().isEmpty)
  }

  /// The run had decided, and died before its jobs were visible: they do not come to the queue behind the stop's back.
  @Test func whatADeadRunLeftInTheStageIsTakenBackToo() throws {
    let count = try CrashTests.changes(2)
    for instant in stride(from: count - 1, to: 0, by: -1) {
      let shop = try CrashTests.shop(orders: 2)
      _ = try HeraldProgram.run(
        ["-C", shop.path, "run", "--now", Shop.now], environment: ["HERALD_CRASH_AT": String(instant)])
      // The last change at which nothing is in the queue is the rename itself, behind the decision.
      guard shop.jobs().isEmpty else { continue }
      #expect(!shop.staged().isEmpty)
      #expect(try shop.herald("stop", "late").output == "late is stopped: 2 jobs taken back\n")
      #expect(shop.jobs().isEmpty && shop.staged().isEmpty)
      #expect(try shop.at(Shop.now, "run").code == 0 && shop.jobs().isEmpty)
      return
    }
    Issue.record("no change lies between the decision and the queue")
  }

  @Test func aNameThatNobodyHasIsRefused() throws {
    let shop = try Shop()
    let stop = try shop.herald("stop", "lite")
    #expect(stop.code == 64 && stop.errors.contains("did you mean “late”?"), "\(stop)")
    // Before the first run, too.
    #expect(try shop.herald("stop", "late").code == 0)
    #expect(try shop.at(Shop.now, "run").code == 0 && shop.jobs().isEmpty)
  }

  /// Killed just before any of its changes to the disk, and then done again or simply lifted: each message is in the queue
  /// exactly once in the end.
  @Test func aStopThatIsKilledAnywhereLosesAndDoublesNothing() throws {
    func shop() throws -> Shop {
      let shop = try CrashTests.shop(orders: 3)
      #expect(try shop.at(Shop.now, "run").code == 0)
      return shop
    }
    let counted = try shop()
    let file = counted.folder.path("count")
    _ = try HeraldProgram.run(["-C", counted.path, "stop", "late"], environment: ["HERALD_CRASH_COUNT": file])
    let count = try #require(Int(counted.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(count > 12)
    for instant in 1...count {
      let shop = try shop()
      let killed = try HeraldProgram.run(
        ["-C", shop.path, "stop", "late"], environment: ["HERALD_CRASH_AT": String(instant)])
      #expect(killed.code == -SIGKILL, "change \(instant): \(killed)")
      if instant % 2 == 0 {
        #expect(try shop.herald("stop", "late").code == 0)
        #expect(shop.jobs().isEmpty)
      }
      #expect(try shop.herald("resume", "late").code == 0)
      for _ in 0..<2 { #expect(try shop.at(Self.later, "run").code == 0) }
      let ids = shop.jobs().map { $0.suffix(31) }
      #expect(ids.count == 3 && Set(ids).count == 3, "change \(instant): \(shop.jobs())")
    }
  }
}
