import Ledger
import Platform
import Spool
import TestSupport
import Testing

@Suite struct PublicationTests {
  @Test func aRunPublishesWhatItOwesOnce() throws {
    let shop = try Shop()
    let manifest = try #require(try shop.run())
    #expect(manifest.count == 5)
    #expect(try shop.run() == nil)
    try shop.expectAllPublishedOnce("two runs")
    let email = try FileSystem.sortedNames(shop.spoolPath + "/email/queue")
    #expect(email == ["4.1772447400.\(manifest.mark.name)-00000"])
    let job = shop.spoolPath + "/email/queue/" + email[0]
    #expect(try FileSystem.status(job).mode == 0o700)
    #expect(try FileSystem.status(job + "/" + FileSystem.sortedNames(job)[0]).mode == 0o600)
  }

  /// A crash at every change to the disk, SQLite's own included; then the next run.
  @Test(arguments: [StagedBatch.usualLimit, 1]) func everyCut(syncTogetherFrom: Int) throws {
    let counter = FaultPlan()
    do {
      let shop = try Shop(syncTogetherFrom: syncTogetherFrom)
      try counter.run { _ = try shop.run() }
    }
    try #require(counter.changes > 40)
    #expect(counter.records.contains { $0.call == .syncfs } == (syncTogetherFrom == 1))
    for step in 1...counter.changes {
      let shop = try Shop(syncTogetherFrom: syncTogetherFrom)
      FaultPlan(.cut(at: step)).run { _ = try? shop.run() }
      try shop.run()
      try shop.expectAllPublishedOnce("cut at \(step), \(counter.records.filter(\.call.isMutating)[step - 1])")
    }
  }

  /// Two crashes: one at any step, the next while the recovery is at work.
  @Test func everyCutOfTheRecovery() throws {
    for (first, second) in [(30, 3), (40, 5), (50, 8), (60, 2), (60, 4), (62, 3), (64, 2), (66, 1), (68, 2)] {
      let shop = try Shop()
      FaultPlan(.cut(at: first)).run { _ = try? shop.run() }
      FaultPlan(.cut(at: second)).run { _ = try? shop.run() }
      try shop.run()
      try shop.expectAllPublishedOnce("cuts at \(first) and \(second)")
    }
  }

  /// A single call fails and the process lives on, so its own cleanup is at work.
  @Test func everySingleFailure() throws {
    let counter = FaultPlan()
    do {
      let shop = try Shop(jobs: 3)
      try counter.run { _ = try shop.run() }
    }
    for number in 1...counter.records.count {
      let shop = try Shop(jobs: 3)
      let error = number % 2 == 0 ? Errno.noSpace : .inputOutput
      var problem: (any Error)?
      FaultPlan(.fail(nth: number, with: error)).run {
        do { _ = try shop.run() } catch let failure { problem = failure }
      }
      if let spool = problem as? SpoolProblem { #expect([74, 75].contains(spool.exitCode)) }
      try shop.run()
      try shop.expectAllPublishedOnce("\(error.words) at \(number), \(counter.records[number - 1])")
    }
  }

  @Test func aSecondRunFailsAtOnce() throws {
    let shop = try Shop()
    let spool = try shop.spool()
    let lock = try RunLock(spool)
    let problem = #expect(throws: SpoolProblem.self) { try shop.run() }
    #expect(problem?.exitCode == 75)
    #expect(!FileSystem.exists(shop.ledgerPath), "nothing was decided")
    _ = lock
  }

  @Test func withoutRoomNothingIsWritten() throws {
    let shop = try Shop()
    let spool = try shop.spool()
    let lock = try RunLock(spool)
    let problem = #expect(throws: SpoolProblem.self) {
      _ = try StagedBatch(
        BatchMark(sequence: 1, name: "b"), in: spool, lock: lock, now: 0,
        expecting: ExpectedSize(jobs: 1 << 40, bytes: 1 << 50))
    }
    #expect(problem?.exitCode == 75)
    #expect(try FileSystem.sortedNames(spool.stage).isEmpty)
  }

  @Test func aFailedSyncRemovesTheBatch() throws {
    let shop = try Shop(syncTogetherFrom: 1)
    FaultPlan(.fail(nth: 1, of: .syncfs, with: .inputOutput)).run {
      let problem = #expect(throws: SpoolProblem.self) { try shop.run() }
      #expect(problem?.exitCode == 74)
    }
    #expect(try FileSystem.sortedNames(shop.spool().stage).isEmpty)
    #expect(try shop.ledger().lastBatch() == nil)
  }

  @Test func chunksAreFilledInSequence() throws {
    let shop = try Shop(jobs: 9001)
    let manifest = try #require(try shop.run())
    let listing = try shop.spool().list()
    #expect(listing.jobs.count == 9001)
    let chunks = try FileSystem.sortedNames(shop.spoolPath + "/email/queue")
    #expect(chunks.map { $0.hasPrefix("4.1772447400.\(manifest.mark.name)-0000") } == [true, true])
    let sizes = try chunks.map { try FileSystem.list(shop.spoolPath + "/email/queue/" + $0).count }
    #expect(sizes == [4000, 501])
  }

  @Test func theHashDoesNotDependOnTheOrder() throws {
    var hashes: Set<Hash128> = []
    for order in [[0, 1, 2], [2, 0, 1]] {
      let shop = try Shop()
      let spool = try shop.spool()
      let lock = try RunLock(spool)
      var batch = try StagedBatch(
        BatchMark(sequence: 1, name: "b"), in: spool, lock: lock, now: 0, expecting: ExpectedSize(jobs: 3, bytes: 30))
      for number in order {
        try batch.append(
          channel: "email", rank: 1, notBefore: 0, expires: nil, id: Shop.job(number).id, bytes: Array("{}\n".utf8))
      }
      hashes.insert(batch.manifest.hash)
    }
    #expect(hashes.count == 1)
  }

  @Test func aChunkIsNeverDueBeforeAJobInIt() throws {
    let shop = try Shop()
    let spool = try shop.spool()
    let lock = try RunLock(spool)
    var batch = try StagedBatch(
      BatchMark(sequence: 1, name: "b"), in: spool, lock: lock, now: 100, expecting: ExpectedSize(jobs: 9, bytes: 90))
    for (number, time) in [0, 99, 100, 101, 119, 120, 121, 180].enumerated() {
      try batch.append(
        channel: "email", rank: 1, notBefore: Int64(time), expires: nil, id: Shop.job(number).id,
        bytes: Array("{}\n".utf8))
    }
    var seen: [Int64: [Int64]] = [:]
    for chunk in try FileSystem.sortedNames(spool.stage(batch: "b") + "/email") {
      let name = try #require(ChunkName(chunk))
      for job in try FileSystem.sortedNames(spool.stage(batch: "b") + "/email/" + chunk) {
        seen[name.due, default: []].append(try #require(JobName(job)).notBefore)
      }
    }
    #expect(seen == [100: [0, 99, 100], 120: [101, 119, 120], 180: [121, 180]])
  }
}
