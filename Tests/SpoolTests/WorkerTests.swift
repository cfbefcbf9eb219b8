import Ledger
import Platform
import Spool
import Synchronization
import TestSupport
import Testing

@Suite struct WorkerTests {
  @Test func aWorkerTakesEachJobOnce() throws {
    let shop = try Shop(jobs: 10)
    try shop.run()
    let spool = try shop.spool()
    var worker = try Worker(in: spool, channel: "email")
    var ids: [String] = []
    while let job = try worker.claim(now: Shop.now) {
      let file = try #require(try worker.open(job))
      #expect(file.campaign == "late")
      try worker.begin(job)
      try worker.finish(job, .sent)
      ids.append(job.name.id)
    }
    try worker.close()
    #expect(Set(ids).count == 5)
    #expect(try spool.list(channels: ["email"], places: [.sent]).jobs.count == 5)
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/email/queue").isEmpty, "empty chunks are removed")
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/email/work").isEmpty)
  }

  @Test func whatIsNotDueIsNotTaken() throws {
    let shop = try Shop()
    try shop.run()
    var worker = try Worker(in: try shop.spool(), channel: "email")
    #expect(try worker.claim(now: Shop.now - 1) == nil)
    #expect(try worker.claim(now: Shop.now) != nil)
    try worker.close()
  }

  @Test func eightWorkersOnOneChunkTakeEachJobOnce() async throws {
    let shop = try Shop(jobs: 2000)
    try shop.run()
    let spool = try shop.spool()
    let (ids, lost) = try await withThrowingTaskGroup(of: ([String], Int).self) { group in
      for _ in 0..<8 {
        group.addTask {
          var worker = try Worker(in: spool, channel: "email")
          var ids: [String] = []
          while let job = try worker.claim(now: Shop.now) {
            ids.append(job.name.id)
            try worker.finish(job, .sent)
          }
          let lost = worker.lostRaces
          try worker.close()
          return (ids, lost)
        }
      }
      return try await group.reduce(into: ([String](), 0)) {
        $0.0 += $1.0; $0.1 += $1.1
      }
    }
    #expect(ids.count == 1000)
    #expect(Set(ids).count == 1000)
    #expect(try spool.list(channels: ["email"], places: [.sent]).jobs.count == 1000)
    #expect(lost < 8000)
  }

  @Test func aDeadWorkersClaimsAreTakenBack() throws {
    let shop = try Shop(jobs: 8)
    try shop.run()
    let spool = try shop.spool()
    let (plain, begun) = try die(spool)
    let reclaimed = try spool.reclaim(channel: "email", now: Shop.now)
    #expect(reclaimed.returned == [plain])
    #expect(reclaimed.unknown == [begun])
    #expect(try spool.list(channels: ["email"], places: [.unknown]).jobs.map(\.name) == [begun])
    #expect(try shop.folder.read("spool/email/done/unknown/\(begun).receipt").contains(#""outcome":"unknown""#))
    #expect(try spool.list(channels: ["email"], places: [.queue]).jobs.map(\.name).contains(plain))
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/email/work").isEmpty)
    #expect(try spool.reclaim(channel: "email", now: Shop.now).isEmpty)
  }

  /// Takes two jobs, begins one of them, and ends without a word: its lock is free.
  private func die(_ spool: SpoolFolder) throws -> (plain: JobName, begun: JobName) {
    var worker = try Worker(in: spool, channel: "email")
    let plain = try #require(try worker.claim(now: Shop.now))
    let begun = try #require(try worker.claim(now: Shop.now))
    try worker.begin(begun)
    return (plain.name, begun.name)
  }

  @Test func aLivingWorkersClaimsAreLeftAlone() throws {
    let shop = try Shop()
    try shop.run()
    let spool = try shop.spool()
    var worker = try Worker(in: spool, channel: "email")
    let job = try #require(try worker.claim(now: Shop.now))
    #expect(try spool.reclaim(channel: "email", now: Shop.now).isEmpty)
    try worker.finish(job, .sent)
    try worker.close()
  }

  @Test func aTornJobIsPutAside() throws {
    let shop = try Shop()
    try shop.run()
    let spool = try shop.spool()
    let victim = try #require(try spool.list(channels: ["email"]).jobs.first)
    try FileSystem.replace(victim.path, with: Array(#"{"id":"#.utf8))
    var worker = try Worker(in: spool, channel: "email")
    var corrupt = 0
    while let job = try worker.claim(now: Shop.now) {
      if try worker.open(job) == nil { corrupt += 1 } else { try worker.finish(job, .sent) }
    }
    try worker.close()
    #expect(corrupt == 1)
    #expect(FileSystem.exists(shop.spoolPath + "/email/corrupt/\(victim.name)"))
  }

  @Test func aDeferredJobComesBackUntilItsLastAttempt() throws {
    let shop = try Shop(jobs: 1)
    try shop.run()
    let spool = try shop.spool()
    var now = Shop.now
    var attempts: [Int] = []
    for _ in 0..<20 {
      var worker = try Worker(in: spool, channel: "email")
      while let job = try worker.claim(now: now) {
        attempts.append(job.name.attempt)
        try worker.finish(job, .deferred)
      }
      try worker.close()
      _ = try spool.retryDeferred(channel: "email", now: now)
      now += 8 * 3600
    }
    #expect(attempts == Array(1...8))
    #expect(try spool.list(channels: ["email"], places: [.failed]).jobs.map(\.name.attempt) == [8])
  }

  /// A crash at every change that a worker makes: no job is lost, and none that was begun returns to the queue.
  @Test func everyCutOfAWorker() throws {
    let counter = FaultPlan()
    try counter.run { try work(try Shop.published(4)) }
    for step in 1...counter.changes {
      let shop = try Shop.published(4)
      FaultPlan(.cut(at: step)).run { try? work(shop) }
      let spool = try shop.spool()
      _ = try spool.reclaim(channel: "email", now: Shop.now)
      let jobs = try spool.list(channels: ["email"], places: Place.allCases).jobs
      #expect(Set(jobs.map(\.name.id)) == [Shop.job(0).id, Shop.job(2).id], "cut at \(step)")
      #expect(jobs.count == 2, "cut at \(step)")
      #expect(jobs.allSatisfy { $0.place != .work }, "cut at \(step)")
    }
  }

  private func work(_ shop: Shop) throws {
    var worker = try Worker(in: try shop.spool(), channel: "email")
    while let job = try worker.claim(now: Shop.now) {
      try worker.begin(job)
      try worker.finish(job, .failed, Receipt(at: Shop.now, reason: "no such address"))
    }
    try worker.close()
  }
}

extension Shop {
  static func published(_ jobs: Int) throws -> Shop {
    let shop = try Shop(jobs: jobs)
    try shop.run()
    return shop
  }
}
