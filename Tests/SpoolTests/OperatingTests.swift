import Ledger
import Platform
import Spool
import TestSupport
import Testing

/// What a person does to jobs that wait.
@Suite struct OperatingTests {
  static func all(_ places: [Place]) -> JobSelection { JobSelection(places: places) }

  /// Where the jobs of the shop's mail lie: `held 1`, with the attempt.
  static func picture(_ spool: SpoolFolder) throws -> [String: [String]] {
    var picture: [String: [String]] = [:]
    try spool.eachJob { job in
      picture[job.name.id, default: []].append("\(job.place.rawValue) \(job.name.attempt)")
    }
    return picture
  }

  @Test func heldJobsLieThereUntilTheyAreReleased() throws {
    let shop = try Shop.published(4)
    let spool = try shop.spool()
    let held = try spool.hold(Self.all([.deferred, .queue]))
    #expect(held.jobs.count == 4 && held.lost.isEmpty)
    #expect(try spool.list(places: [.held]).jobs.count == 4)
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/email/queue").isEmpty, "empty chunks are removed")
    var worker = try Worker(in: spool, channel: "email")
    #expect(try worker.claim(now: Shop.now) == nil)
    try worker.close()
    #expect(try spool.release(Self.all([.held])).jobs.count == 4)
    var again = try Worker(in: spool, channel: "email")
    #expect(try again.claim(now: Shop.now + 60) != nil)
    try again.close()
  }

  struct Choice: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let selection: JobSelection
    let count: Int
  }

  @Test(arguments: [
    Choice(testDescription: "one channel", selection: JobSelection(channels: ["sms"], places: [.queue]), count: 2),
    Choice(testDescription: "no such channel", selection: JobSelection(channels: ["fax"], places: [.queue]), count: 0),
    Choice(testDescription: "the campaign", selection: JobSelection(campaign: "late", places: [.queue]), count: 4),
    Choice(testDescription: "another campaign", selection: JobSelection(campaign: "lat", places: [.queue]), count: 0),
    Choice(
      testDescription: "ids", selection: JobSelection(ids: [Shop.job(0).id, Shop.job(1).id], places: [.queue]), count: 2
    ),
    Choice(
      testDescription: "an id and another channel",
      selection: JobSelection(ids: [Shop.job(0).id], channels: ["sms"], places: [.queue]), count: 0),
    Choice(testDescription: "another place", selection: JobSelection(places: [.dead]), count: 0),
  ])
  func onlyWhatIsMeantIsMoved(_ choice: Choice) throws {
    let shop = try Shop.published(4)
    let spool = try shop.spool()
    #expect(try spool.drop(choice.selection).jobs.count == choice.count)
    #expect(try spool.dropped().count == choice.count)
    #expect(try spool.list(places: [.queue]).jobs.count == 4 - choice.count)
  }

  @Test func aDeferredJobIsHeldAsItsNextAttempt() throws {
    let shop = try Shop.published(1)
    let spool = try shop.spool()
    try Self.finish(spool, .deferred, Receipt(at: Shop.now, reason: "busy"))
    #expect(try spool.hold(Self.all([.deferred, .queue])).jobs.count == 1)
    #expect(try Self.picture(spool) == [Shop.job(0).id: ["held 2"]])
    #expect(try spool.receipts(of: Shop.job(0).id).map(\.name.attempt) == [1], "the receipt stays for the next run")
  }

  @Test func whatWasTriedGoesNowAndWhatWasNotKeepsItsTime() throws {
    let shop = try Shop.published(3)
    let spool = try shop.spool()
    try Self.finish(spool, .deferred)
    let now = Shop.now + 30
    _ = try spool.retryDeferred(channel: "email", now: now)
    // One waits in the queue for its second attempt, one is deferred still, and the third has not been tried.
    let waiting = try #require(try spool.list(channels: ["email"]).jobs.first { $0.name.attempt == 2 })
    #expect(waiting.name.notBefore > now)
    let moved = try spool.hasten(Self.all([.deferred, .queue]), now: now)
    #expect(moved.jobs.allSatisfy { $0.waitsForAnotherAttempt(at: now) } && !moved.jobs.isEmpty)
    for job in try spool.list(channels: ["email"]).jobs { #expect(job.name.notBefore <= now) }
    let email = try spool.list(channels: ["email"]).jobs
    #expect(email.count == 2 && email.allSatisfy { $0.name.attempt == 2 })
    #expect(try spool.list(channels: ["sms"]).jobs.map(\.name.attempt) == [1])
    var worker = try Worker(in: spool, channel: "email")
    #expect(try worker.claim(now: now) != nil, "at once, not at the end of the minute")
    try worker.close()
    #expect(try spool.hasten(Self.all([.deferred, .queue]), now: now + 1).jobs.isEmpty)
  }

  /// However many come back at once, no folder of theirs grows past what a batch's may hold.
  @Test func manyComeBackIntoSeveralChunks() throws {
    let jobs = 2 * ChunkName.capacity + 200
    let shop = try Shop.published(jobs)
    let spool = try shop.spool()
    _ = try spool.hold(Self.all([.queue]))
    #expect(try spool.release(Self.all([.held])).jobs.count == jobs)
    let queue = spool.folder("email", .queue)
    let sizes = try FileSystem.sortedNames(queue).map { try FileSystem.list(queue + "/" + $0).count }
    #expect(sizes == [ChunkName.capacity, 100])
    #expect(try spool.examine().defects.isEmpty, "and nothing lies before its time")
    var worker = try Worker(in: spool, channel: "email")
    #expect(try worker.claim(upTo: jobs, now: Shop.now + 61).count == jobs / 2)
    try worker.close()
  }

  @Test func aJobThatIsThereTwiceIsPutAside() throws {
    let shop = try Shop.published(1)
    let spool = try shop.spool()
    let job = try #require(try spool.list().jobs.first)
    try FileSystem.replace(spool.folder("email", .held) + "/\(job.name)", with: Array("{}\n".utf8))
    _ = try spool.hold(Self.all([.queue]))
    #expect(try FileSystem.read(spool.folder("email", .held) + "/\(job.name)") == Array("{}\n".utf8))
    #expect(try spool.corruptFiles().count == 1, "the second one")
    #expect(try spool.list(places: [.queue]).jobs.isEmpty)
  }

  /// Eight workers and a person want the same jobs.
  @Test func holdAndDropRaceClaims() async throws {
    let shop = try Shop(jobs: 1200)
    try shop.run()
    let spool = try shop.spool()
    let counts = try await withThrowingTaskGroup(of: (String, Int).self) { group in
      for _ in 0..<4 {
        group.addTask {
          var worker = try Worker(in: spool, channel: "email")
          var count = 0
          while let job = try worker.claim(now: Shop.now) {
            try worker.finish(job, .sent)
            count += 1
          }
          try worker.close()
          return ("sent", count)
        }
      }
      group.addTask {
        let moved = try spool.hold(JobSelection(ids: Self.half, places: [.deferred, .queue]))
        return ("held", moved.jobs.count)
      }
      group.addTask { ("dropped", try spool.drop(Self.all(SpoolFolder.waiting)).jobs.count) }
      return try await group.reduce(into: [String: Int]()) { $0[$1.0, default: 0] += $1.1 }
    }
    let picture = try Self.picture(spool)
    #expect(picture.count == 1200 && picture.values.allSatisfy { $0.count == 1 }, "each is somewhere, once")
    let places = Dictionary(grouping: picture.values.flatMap { $0 }, by: { $0 }).mapValues(\.count)
    #expect(places["done/sent 1", default: 0] == counts["sent"])
    // Of what was held, some was dropped by the other then.
    #expect(places["done/dropped 1", default: 0] == counts["dropped"])
    #expect(places["held 1", default: 0] <= counts["held", default: 0])
    #expect(try spool.corruptFiles().isEmpty)
  }

  private static let half = Set((0..<600).map { Shop.job($0).id })

  struct Act: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let prepare: @Sendable (SpoolFolder) throws -> Void
    let act: @Sendable (SpoolFolder) throws -> Void
  }

  static let acts = [
    Act(testDescription: "hold", prepare: { _ in }, act: { _ = try $0.hold(all([.deferred, .queue])) }),
    Act(
      testDescription: "release", prepare: { _ = try $0.hold(all([.queue])) }, act: { _ = try $0.release(all([.held])) }
    ),
    Act(testDescription: "drop", prepare: { _ in }, act: { _ = try $0.drop(all(SpoolFolder.waiting)) }),
    Act(
      testDescription: "hasten", prepare: { try finish($0, .deferred) },
      act: { _ = try $0.hasten(all([.deferred, .queue]), now: Shop.now) }),
  ]

  /// A crash at every change to the disk, and every single call that fails: each job is somewhere, once, and doing it again
  /// ends it.
  @Test(arguments: acts) func everyCut(_ act: Act) throws {
    func shop() throws -> SpoolFolder {
      let shop = try Shop.published(4)
      let spool = try shop.spool()
      try act.prepare(spool)
      keep(shop)
      return spool
    }
    let counter = FaultPlan()
    let whole = try shop()
    try counter.run { try act.act(whole) }
    let wanted = try Self.picture(whole)
    #expect(counter.changes > 4)
    let faults =
      (1...counter.changes).map { FaultPlan.Fault.cut(at: $0) }
      + (1...counter.records.count).map { FaultPlan.Fault.fail(nth: $0, with: .inputOutput) }
    for fault in faults {
      let spool = try shop()
      FaultPlan(fault).run { try? act.act(spool) }
      let picture = try Self.picture(spool)
      #expect(picture.count == 4 && picture.values.allSatisfy { $0.count == 1 }, "\(fault): \(picture)")
      try act.act(spool)
      #expect(try Self.picture(spool) == wanted, "\(fault), then again")
    }
  }

  /// Until the test ends.
  private let kept = Kept()
  private func keep(_ shop: Shop) { kept.add(shop) }

  private final class Kept: @unchecked Sendable {
    // Only its own test's thread uses it.
    private var shops: [Shop] = []
    func add(_ shop: Shop) { shops.append(shop) }
  }

  /// Claims all mail that is due and ends it so.
  static func finish(_ spool: SpoolFolder, _ outcome: Outcome, _ receipt: Receipt? = nil) throws {
    var worker = try Worker(in: spool, channel: "email")
    while let job = try worker.claim(now: Shop.now) { try worker.finish(job, outcome, receipt) }
    try worker.close()
  }

  @Test func idsAreFoundByTheirBeginnings() throws {
    let shop = try Shop.published(3)
    let spool = try shop.spool()
    let id = Shop.job(0).id
    let found = try spool.ids(beginningWith: [id, String(id.prefix(5)), "zzzz"])
    #expect(found == [id: [id], String(id.prefix(5)): [id]])
    #expect(try spool.ids(beginningWith: [""])[""]?.count == 3)
  }

  @Test func aPauseSaysWhyAndSinceWhen() throws {
    let shop = try Shop.published(1)
    let spool = try shop.spool()
    #expect(spool.pause(of: "email") == nil)
    try spool.pause("email", reason: "the login\nwas refused")
    let pause = try #require(spool.pause(of: "email"))
    #expect(pause.reason == "the login was refused")
    #expect(abs(pause.since - SystemClock.now().seconds) < 60)
    try spool.resume("email")
    #expect(spool.pause(of: "email") == nil)
  }

  @Test func theShapeCountsByMinutes() throws {
    let shop = try Shop(jobs: 1)
    try shop.run()
    let spool = try shop.spool()
    let spooled = try #require(try spool.list().jobs.first).path
    let written = try FileSystem.status(spooled).modified.seconds
    // Decided late: it waits since it is in the queue.
    #expect(try spool.shape("email", now: written + 60).due == [1, 0, 0, 0, 0, 0, 0, 0, 0])
    for (minutes, column) in [(4, 0), (5, 0), (6, 1), (20, 2), (21, 3), (640, 7), (641, 8), (100_000, 8)] {
      let shape = try spool.shape("email", now: written + Int64(minutes) * 60)
      #expect(shape.due[column] == 1 && shape.dueCount == 1, "\(minutes) min")
    }
    try FileSystem.setModified(spooled, .init(seconds: Shop.now - 9000))
    let early = try spool.shape("email", now: Shop.now - 600)
    #expect(early.dueCount == 0 && early.later == [0, 1, 0, 0, 0, 0, 0, 0, 0])
  }
}
