import Ledger
import Platform
import Spool
import TestSupport
import Testing

/// A worker that dies, or that a single system call fails, at every step of its work: no job is lost, and none that may
/// have been sent comes back to the queue.
@Suite struct WorkerCutTests {
  /// What a customer and a provider would remember of a worker: what it may have sent, and what it said became of it.
  final class Memory {
    var sent: Set<String> = []
    var outcomes: [String: Outcome] = [:]
  }

  /// Claims every job, sends it, and finishes it in each of the ways that there are; then gives the deferred back.
  private func work(_ shop: Shop, _ memory: Memory) throws {
    let spool = try shop.spool()
    var worker = try Worker(in: spool, channel: "email")
    let endings: [Outcome?] = [.sent, .failed, .deferred, nil, .unknown]
    var number = 0
    while let job = try worker.claim(now: Shop.now) {
      let ending = endings[number % endings.count]
      number += 1
      guard try worker.open(job) != nil else { continue }
      guard let ending else {
        try worker.putBack(job, notBefore: Shop.now + 3600)
        continue
      }
      try worker.begin(job)
      memory.sent.insert(job.name.id)
      try worker.finish(
        job, ending, ending == .sent ? nil : Receipt(at: Shop.now, reason: "it ended as \(ending)"))
      memory.outcomes[job.name.id] = ending
    }
    try worker.close()
    _ = try spool.retryDeferred(channel: "email", now: Shop.now)
  }

  /// Where each job is must follow from what is remembered of it.
  private func expectTruth(_ shop: Shop, _ memory: Memory, _ what: Comment) throws {
    let spool = try shop.spool()
    let listing = try spool.list(channels: ["email"], places: Place.allCases)
    let expected = Set((0..<shop.jobs).filter { $0 % 2 == 0 }.map { Shop.job($0).id })
    #expect(Set(listing.jobs.map(\.name.id)) == expected, "\(what): lost")
    #expect(listing.jobs.count == expected.count, "\(what): twice")
    for job in listing.jobs {
      let (id, place) = (job.name.id, job.place)
      switch memory.outcomes[id] {
      case .sent?: #expect(place == .sent, what)
      case .failed?: #expect(place == .failed, what)
      case .unknown?: #expect(place == .unknown, what)
      case .deferred?: #expect(place == .deferred || (place == .queue && job.name.attempt == 2), what)
      // A worker that was cut off while it recorded an outcome may have got that far.
      case nil where memory.sent.contains(id):
        #expect(place != .queue && place != .work && place != .held || job.name.attempt == 2, "\(what): \(place)")
      // Marked and not sent, for all that anybody knows.
      case nil: #expect(place == .queue || place == .unknown, "\(what): \(place)")
      }
      if place == .failed {
        let receipt = try FileSystem.read(job.path + ".receipt")
        #expect(receipt.last == UInt8(ascii: "\n"), "\(what): the receipt was there before the outcome")
      }
    }
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/email/corrupt").isEmpty, what)
  }

  /// How many calls and changes the work of a shop takes.
  private func counted() throws -> FaultPlan {
    let (counter, shop) = (FaultPlan(), try Shop.published(10))
    try counter.run { try work(shop, Memory()) }
    return counter
  }

  @Test func everyCut() throws {
    let counter = try counted()
    #expect(counter.changes > 25)
    for step in 1...counter.changes {
      let (shop, memory) = (try Shop.published(10), Memory())
      FaultPlan(.cut(at: step)).run { try? work(shop, memory) }
      try comeBack(shop)
      try expectTruth(shop, memory, "cut at \(step), \(counter.records.filter(\.call.isMutating)[step - 1])")
    }
  }

  @Test func everySingleFailure() throws {
    let counter = try counted()
    for number in 1...counter.records.count {
      let (shop, memory) = (try Shop.published(10), Memory())
      let error = number % 2 == 0 ? Errno.noSpace : .inputOutput
      FaultPlan(.fail(nth: number, with: error)).run { try? work(shop, memory) }
      try comeBack(shop)
      let listing = try shop.spool().list(channels: ["email"], places: Place.allCases).jobs
      #expect(Set(listing.map(\.name.id)).count == 5, "\(error.words) at \(number), \(counter.records[number - 1])")
      for job in listing where job.place == .queue && job.name.attempt == 1 {
        #expect(
          !memory.sent.contains(job.name.id), "\(error.words) at \(number), \(counter.records[number - 1]): again")
      }
    }
  }

  /// The next worker, at a time when nothing else is to be done.
  private func comeBack(_ shop: Shop) throws {
    _ = try shop.spool().reclaim(channel: "email", now: Shop.now)
    #expect(try shop.spool().reclaim(channel: "email", now: Shop.now).isEmpty)
  }

  /// A dead worker with a plain job, a marked one and a deferred one; the reclaim and the retry are cut at every step.
  @Test func everyCutOfTheReclaim() throws {
    func dead() throws -> (shop: Shop, memory: Memory) {
      let (shop, memory) = (try Shop.published(6), Memory())
      var worker = try Worker(in: try shop.spool(), channel: "email")
      let deferred = try #require(try worker.claim(now: Shop.now))
      let begun = try #require(try worker.claim(now: Shop.now))
      _ = try #require(try worker.claim(now: Shop.now))
      for job in [deferred, begun] {
        try worker.begin(job)
        memory.sent.insert(job.name.id)
      }
      try worker.finish(deferred, .deferred)
      memory.outcomes[deferred.name.id] = .deferred
      return (shop, memory)
    }
    func takeBack(_ shop: Shop) throws {
      _ = try shop.spool().reclaim(channel: "email", now: Shop.now)
      _ = try shop.spool().retryDeferred(channel: "email", now: Shop.now)
    }
    let counter = FaultPlan()
    let whole = try dead()
    try counter.run { try takeBack(whole.shop) }
    #expect(counter.changes > 8)
    for step in 1...counter.changes {
      let (shop, memory) = try dead()
      FaultPlan(.cut(at: step)).run { try? takeBack(shop) }
      try takeBack(shop)
      let what: Comment = "cut at \(step), \(counter.records.filter(\.call.isMutating)[step - 1])"
      try expectTruth(shop, memory, what)
      let unknown = try shop.spool().list(channels: ["email"], places: [.unknown]).jobs
      #expect(unknown.count == 1 && memory.sent.contains(unknown[0].name.id), what)
      #expect(try shop.spool().list(channels: ["email"]).jobs.map(\.name.attempt).sorted() == [1, 2], what)
    }
  }

  /// A job that was done twice: a person must see both.
  @Test func anOutcomeNeverReplacesAnother() throws {
    let shop = try Shop.published(1)
    var worker = try Worker(in: try shop.spool(), channel: "email")
    let job = try #require(try worker.claim(now: Shop.now))
    try shop.folder.write("spool/email/done/sent/\(job.name)", "{\"first\":true}\n")
    try worker.begin(job)
    try worker.finish(job, .sent)
    try worker.close()
    #expect(try shop.folder.read("spool/email/done/sent/\(job.name)").contains("first"))
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/email/corrupt").count == 1)
  }

  /// NTP, a suspended machine, a person: workers wait longer or less, and that is all.
  @Test func theClockStepsByAnHour() throws {
    let shop = try Shop.published(8)
    let spool = try shop.spool()
    var worker = try Worker(in: spool, channel: "email")
    #expect(try worker.claim(now: Shop.now - 3600) == nil, "an hour back: not due")
    let first = try #require(try worker.claim(now: Shop.now))
    let second = try #require(try worker.claim(now: Shop.now + 3600))
    #expect(try worker.claim(now: Shop.now - 3600) == nil)
    for now in [Shop.now - 3600, Shop.now, Shop.now + 3600] {
      #expect(try spool.reclaim(channel: "email", now: now).isEmpty, "it lives, whatever the time")
    }
    try worker.begin(first)
    try worker.finish(first, .sent)
    try worker.begin(second)
    try worker.finish(second, .deferred)
    // Put back by a clock an hour ahead, it waits that much longer and is neither lost nor doubled.
    #expect(try spool.retryDeferred(channel: "email", now: Shop.now + 3600).retried == 1)
    #expect(try spool.retryDeferred(channel: "email", now: Shop.now - 3600).retried == 0)
    var ids: [String] = []
    for now in [Shop.now + 3600, Shop.now - 3600, Shop.now, Shop.now + 7200] {
      while let job = try worker.claim(now: now) {
        try worker.begin(job)
        try worker.finish(job, .sent)
        ids.append(job.name.id)
      }
    }
    try worker.close()
    #expect(Set(ids).count == ids.count && ids.count == 3)
    #expect(try spool.list(channels: ["email"], places: [.sent]).jobs.count == 4)
    #expect(try spool.list(channels: ["email"], places: Place.allCases).jobs.count == 4)
  }
}
