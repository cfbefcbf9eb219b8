import Platform
import Spool
import TestSupport
import Testing

/// Jobs claimed and marked several at a time, and what becomes of those that were not sent.
@Suite struct WorkerGroupTests {
  let shop: Shop
  let spool: SpoolFolder

  init() throws {
    shop = try Shop.published(20)
    spool = try shop.spool()
  }

  /// Of ten jobs five are claimed, and three of those marked: only these are in doubt.
  @Test(arguments: [false, true]) func onlyWhatWasMarkedIsInDoubt(retryingUnknown: Bool) throws {
    let marked = try dieHoldingFive()
    let reclaimed = try spool.reclaim(channel: "email", now: Shop.now, retryingUnknown: retryingUnknown)
    #expect(reclaimed.returned.count == 2)
    #expect(Set(retryingUnknown ? reclaimed.deferred : reclaimed.unknown) == marked)
    #expect((retryingUnknown ? reclaimed.unknown : reclaimed.deferred).isEmpty)
    #expect(try jobs(.queue).count == 7)
    guard retryingUnknown else { return #expect(try jobs(.unknown) == marked) }
    let receipt = try FileSystem.sortedNames(spool.folder("email", .deferred)).last ?? ""
    #expect(try shop.folder.read("spool/email/done/deferred/" + receipt).contains("it may have been sent"))
    #expect(try spool.retryDeferred(channel: "email", now: Shop.now).retried == 3)
    #expect(try spool.list(channels: ["email"], places: [.queue]).jobs.filter { $0.name.attempt == 2 }.count == 3)
  }

  private func dieHoldingFive() throws -> Set<JobName> {
    var worker = try Worker(in: spool, channel: "email")
    let five = try worker.claim(upTo: 5, now: Shop.now)
    try worker.begin(Array(five[..<3]))
    return Set(five[..<3].map(\.name))
  }

  @Test func whatWasNotSentGoesBackAlsoIfItWasMarked() throws {
    var worker = try Worker(in: spool, channel: "email")
    let before = try jobs(.queue)
    let three = try worker.claim(upTo: 3, now: Shop.now)
    try worker.begin(three)
    try worker.finish(three[0], .sent)
    try worker.putBack(three[1])
    try worker.putBack(three[2], notBefore: Shop.now + 3600)
    try worker.close()
    #expect(try FileSystem.sortedNames(spool.folder("email", .work)).isEmpty)
    let later = try #require(three[2].name.moved(notBefore: Shop.now + 3600))
    #expect(try jobs(.queue) == before.subtracting([three[0].name, three[2].name]).union([later]))
    var other = try Worker(in: spool, channel: "email")
    #expect(try other.claim(upTo: 100, now: Shop.now).count == 8)
    #expect(try other.nextDue(after: Shop.now) == (Shop.now + 3600 + 59) / 60 * 60)
  }

  @Test func aMarkThatCannotBeSyncedIsTakenOff() throws {
    var worker = try Worker(in: spool, channel: "email")
    let three = try worker.claim(upTo: 3, now: Shop.now)
    FaultPlan(.fail(nth: 1, of: .fsync, with: .inputOutput)).run {
      #expect(throws: SpoolProblem.self) { try worker.begin(three) }
    }
    #expect(try spool.list(channels: ["email"], places: [.work]).jobs.allSatisfy { !$0.isBegun })
    for job in three { try worker.putBack(job) }
    #expect(try jobs(.queue).count == 10)
  }

  @Test func aWithdrawnJobIsOwedAgain() throws {
    var worker = try Worker(in: spool, channel: "email")
    let job = try #require(try worker.claim(now: Shop.now))
    try worker.withdraw(job)
    try worker.close()
    #expect(try spool.withdrawn() == [job.name])
  }

  /// A run takes `done/sent` away while a worker holds it open, and has read it to its end.
  @Test func aFolderThatARunTookAwayIsReplaced() throws {
    var worker = try Worker(in: spool, channel: "email")
    let two = try worker.claim(upTo: 2, now: Shop.now)
    try worker.finish(two[0], .sent)
    let (sent, taken) = (spool.folder("email", .sent), spool.stage + "/taken")
    try FileSystem.makeDirectory(taken)
    try FileSystem.exchange(sent, taken)
    #expect(try FileSystem.sortedNames(taken) == ["\(two[0].name)"])
    try FileSystem.removeTree(taken)
    try worker.finish(two[1], .sent, Receipt(at: Shop.now, providerID: "p1"))
    try worker.close()
    #expect(try FileSystem.sortedNames(sent) == ["\(two[1].name)", "\(two[1].name).receipt"])
  }

  @Test func anOutcomeIsRecordedThoughTheDiskHasNoRoomForItsReceipt() throws {
    var worker = try Worker(in: spool, channel: "email")
    let job = try #require(try worker.claim(now: Shop.now))
    try worker.begin(job)
    try FaultPlan(.fail(nth: 1, of: .write, with: .noSpace)).run {
      try worker.finish(job, .failed, Receipt(at: Shop.now, reason: "no such address"))
    }
    #expect(try jobs(.failed) == [job.name])
    #expect(worker.lostReceipts == 1)
    try worker.close()
  }

  @Test func manyReceiptsAreAllThere() throws {
    var worker = try Worker(in: spool, channel: "email")
    for job in try worker.claim(upTo: 10, now: Shop.now) {
      try worker.finish(job, .sent, Receipt(at: Shop.now, providerID: "p-\(job.name.id)"))
    }
    try worker.close()
    for job in try spool.list(channels: ["email"], places: [.sent]).jobs {
      #expect(Receipt(try FileSystem.read(job.path + ".receipt"))?.providerID == "p-\(job.name.id)")
    }
  }

  /// The longer of what the provider asks for and the usual wait.
  @Test(arguments: [(1, 108), (7200, 7200)]) func aDeferredJobWaitsAsLongAsItsReceiptSays(asked: Int64, least: Int64)
    throws
  {
    var worker = try Worker(in: spool, channel: "email")
    let job = try #require(try worker.claim(now: Shop.now))
    try worker.finish(job, .deferred, Receipt(at: Shop.now, reason: "slow down", notBefore: Shop.now + asked))
    try worker.close()
    #expect(try spool.retryDeferred(channel: "email", now: Shop.now).retried == 1)
    let waits = try spool.list(channels: ["email"], places: [.queue]).jobs.map(\.name).filter { $0.attempt == 2 }
      .map { $0.notBefore - Shop.now }
    #expect(
      waits.count == 1 && waits.allSatisfy { asked == 7200 ? $0 == least : (90...least).contains($0) }, "\(waits)")
  }

  /// The same attempt twice in the spool: neither overwrites the other, and no drain stumbles over it for ever.
  @Test func aSecondFileOfTheSameAttemptIsPutAside() throws {
    var worker = try Worker(in: spool, channel: "email")
    let job = try #require(try worker.claim(now: Shop.now))
    let minute = (job.name.notBefore + 59) / 60 * 60
    try shop.folder.write("spool/email/queue/\(job.name.rank).\(minute).retry/\(job.name)", "{}\n")
    try worker.putBack(job)
    try worker.close()
    #expect(try jobs(.queue).count == 10)
    #expect(try FileSystem.sortedNames(spool.folder("email", .corrupt)).count == 1)
  }

  /// More urgent work that comes in while a long chunk is under way does not wait for its end.
  @Test func whatIsMoreUrgentGoesFirstWithinASecond() throws {
    var worker = try Worker(in: spool, channel: "email")
    _ = try worker.claim(now: Shop.now)
    let urgent = try #require(
      JobName(rank: 0, notBefore: Shop.now, expires: nil, attempt: 1, id: Hash128("urgent").base32))
    try shop.folder.write("spool/email/queue/0.\(Shop.now).z-00000/\(urgent)", "{}\n")
    let start = SystemClock.monotonic()
    var claimed: ClaimedJob?
    while claimed?.name != urgent, SystemClock.monotonic() - start < 10_000_000_000 {
      if let claimed { try worker.putBack(claimed) }
      claimed = try worker.claim(now: Shop.now)
      Waiting.wait(nanoseconds: 300_000_000)
    }
    #expect(claimed?.name == urgent)
  }

  private func jobs(_ place: Place) throws -> Set<JobName> {
    Set(try spool.list(channels: ["email"], places: [place]).jobs.map(\.name))
  }
}
