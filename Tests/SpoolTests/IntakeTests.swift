import Ledger
import Platform
import Spool
import TestSupport
import Testing

/// What workers said of jobs is taken in once, whatever happens meanwhile.
@Suite struct IntakeTests {
  /// The ledger behind an intake, as the command has it, without the archive.
  struct Journal: IntakeJournal {
    let ledger: LedgerStore
    var receipts: [JobReceipt] = []
    var withdrawn: [TakenBackJob] = []
    var pages = 0

    init(_ ledger: LedgerStore) { self.ledger = ledger }

    mutating func add(_ entry: IntakeEntry) throws(SpoolProblem) {
      if entry.place == .withdrawn, entry.hasJob, entry.receipt == nil {
        withdrawn.append(TakenBackJob(id: entry.name.id, attempt: entry.name.attempt))
        return
      }
      guard let outcome = JobReceipt.Outcome(rawValue: String(entry.place.rawValue.split(separator: "/").last ?? ""))
      else { throw SpoolProblem(.defect("no outcome"), path: entry.place.rawValue) }
      receipts.append(
        JobReceipt(
          id: entry.name.id, attempt: entry.name.attempt, at: entry.at * 1_000_000, outcome: outcome,
          hasJob: entry.hasJob, isExpired: entry.isExpired, reason: entry.receipt?.reason,
          providerID: entry.receipt?.providerID))
    }

    mutating func commit() throws(SpoolProblem) {
      do throws(LedgerProblem) {
        try ledger.record(receipts: receipts)
        try ledger.takeBack(withdrawn) { _ in "" }
      } catch { throw SpoolProblem(.journal(error.diagnostic, exitCode: error.exitCode), path: ledger.path) }
      (receipts, withdrawn, pages) = ([], [], pages + 1)
    }
  }

  /// Where each of the shop's jobs goes, in turn: every outcome twice.
  static let ends = ["sent", "failed", "unknown", "withdrawn", "dropped", "sent"]

  /// A shop whose jobs have ended, each in its way; every second has a receipt.
  static func shop(jobs: Int = 12) throws -> Shop {
    let shop = try Shop(jobs: jobs)
    try shop.run()
    let listing = try shop.spool().list()
    for job in listing.jobs {
      let number = try #require((0..<jobs).first { Shop.job($0).id == job.name.id })
      try end(job.path, in: shop, channel: job.channel, as: ends[number / 2 % ends.count], hasReceipt: number % 4 < 2)
    }
    return shop
  }

  static func end(_ path: String, in shop: Shop, channel: String, as end: String, hasReceipt: Bool) throws {
    let name = String(path.split(separator: "/").last ?? "")
    let target = "\(shop.spoolPath)/\(channel)/done/\(end)/\(name)"
    if hasReceipt {
      let line = #"{"at":"2026-03-02T11:00:00Z","provider_id":"p\#(name.suffix(8))","reason":"because"}"# + "\n"
      try FileSystem.writeDurably(target + ".receipt", Array(line.utf8))
    }
    try FileSystem.renameNoReplace(path, to: target)
  }

  @discardableResult
  static func takeIn(_ shop: Shop, pageSize: Int = 20_000) throws -> Intake {
    let spool = try shop.spool()
    let lock = try RunLock(spool)
    var journal = Journal(try shop.ledger())
    return try spool.takeIn(lock: lock, into: &journal, pageSize: pageSize)
  }

  /// The ledger has each job's end once, `done/` is empty, and what a person may try again is in `dead/`.
  static func expectAllTakenIn(
    _ shop: Shop, _ comment: Comment, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let ledger = try shop.ledger()
    var expected: [String: MessageStatus] = [:]
    var states: [String: MessageStatus] = [:]
    for number in 0..<shop.jobs {
      let id = Shop.job(number).id
      expected[id] = MessageStatus(rawValue: ends[number / 2 % ends.count])
      let message = Shop.message(number)
      states[id] = try ledger.jobs(ofMessages: [message.key])[0].first?.state
      let isOwed = try #require(try ledger.decided([message.key])[0]).isOwed
      #expect(isOwed == (expected[id] == .withdrawn && number % 4 >= 2), comment, sourceLocation: location)
    }
    #expect(states == expected, comment, sourceLocation: location)
    let listing = try shop.spool().list(places: Place.allCases)
    #expect(listing.jobs.allSatisfy { $0.place == .dead }, comment, sourceLocation: location)
    let dead = expected.filter { $0.value == .failed || $0.value == .unknown }.map(\.key)
    #expect(listing.jobs.map(\.name.id).sorted() == dead.sorted(), comment, sourceLocation: location)
    #expect(listing.strays.isEmpty, comment, sourceLocation: location)
    let left = try shop.spool().examine()
    #expect(left.defects.isEmpty, comment, sourceLocation: location)
    #expect(try files(shop, "intake").isEmpty, comment, sourceLocation: location)
  }

  /// What lies below a folder of any channel.
  static func files(_ shop: Shop, _ place: String) throws -> [String] {
    try shop.spool().channels().flatMap { channel in
      let home = "\(shop.spoolPath)/\(channel)/\(place)"
      guard FileSystem.exists(home) else { return [String]() }
      return try FileSystem.sortedNames(home).flatMap { try FileSystem.sortedNames(home + "/" + $0) }
    }
  }

  @Test(arguments: [20_000, 1]) func everyEndIsTakenInOnce(pageSize: Int) throws {
    let shop = try Self.shop()
    let intake = try Self.takeIn(shop, pageSize: pageSize)
    #expect(intake.count == 12 && intake.jobs[.sent] == 4 && intake.corrupt.isEmpty, "\(intake)")
    try Self.expectAllTakenIn(shop, "once")
    #expect(try Self.takeIn(shop).count == 0)
    try Self.expectAllTakenIn(shop, "twice")
    // A dead job keeps its receipt beside it.
    #expect(try shop.spool().receipts(of: Shop.job(4).id).map(\.place) == [.dead])
  }

  @Test func whatAWorkerSaidIsKept() throws {
    let shop = try Self.shop()
    try Self.takeIn(shop)
    let id = Shop.job(0).id
    let reports = try shop.ledger().record(reports: [
      DeliveryReport(channel: "email", providerID: "p\(String((id + ".json").suffix(8)))", event: .delivered, at: 1)
    ])
    #expect(reports == [.recorded])
    #expect(try shop.ledger().jobs(ofMessages: [Shop.message(0).key])[0].first?.since == 1)
  }

  /// Nothing changes on the disk where nothing has ended, but for the ledger's own file.
  @Test func anIdleIntakeChangesNothing() throws {
    let shop = try Shop()
    try shop.run()
    let counter = FaultPlan()
    let (spool, ledger) = (try shop.spool(), try shop.ledger())
    let lock = try RunLock(spool)
    var journal = Journal(ledger)
    _ = try counter.run { try spool.takeIn(lock: lock, into: &journal) }
    #expect(counter.changes == 0 && journal.pages == 0, "\(counter.records)")
  }

  // MARK: - Crashes

  /// A crash at every change to the disk, SQLite's own included; then the next run.
  @Test(arguments: [20_000, 2]) func everyCut(pageSize: Int) throws {
    let counter = FaultPlan()
    do {
      let shop = try Self.shop()
      _ = try counter.run { try Self.takeIn(shop, pageSize: pageSize) }
    }
    try #require(counter.changes > 40)
    for step in 1...counter.changes {
      let shop = try Self.shop()
      FaultPlan(.cut(at: step)).run { _ = try? Self.takeIn(shop, pageSize: pageSize) }
      // A worker goes on meanwhile.
      if step % 3 == 0 { try Self.takeIn(shop, pageSize: 3) }
      try Self.takeIn(shop, pageSize: pageSize)
      try Self.expectAllTakenIn(
        shop, "cut at \(step), \(counter.records.filter(\.call.isMutating)[step - 1])")
    }
  }

  /// A single call fails and the process lives on.
  @Test func everySingleFailure() throws {
    let counter = FaultPlan()
    do {
      let shop = try Self.shop()
      _ = try counter.run { try Self.takeIn(shop) }
    }
    for number in 1...counter.records.count {
      let shop = try Self.shop()
      let error = number % 2 == 0 ? Errno.noSpace : .inputOutput
      FaultPlan(.fail(nth: number, with: error)).run { _ = try? Self.takeIn(shop) }
      try Self.takeIn(shop)
      try Self.expectAllTakenIn(shop, "\(error.words) at \(number), \(counter.records[number - 1])")
    }
  }

  /// A filesystem that cannot exchange two names.
  @Test(arguments: [Errno.invalid, .noSystemCall, .notSupported])
  func withoutExchangeItIsReadInPlace(_ error: Errno) throws {
    let shop = try Self.shop()
    // A call a folder: one at a time keeps its own.
    for _ in 0..<10 {
      _ = try FaultPlan(.fail(nth: 1, of: .exchange, with: error)).run { try Self.takeIn(shop) }
    }
    try Self.expectAllTakenIn(shop, "in place")
  }

  // MARK: - Workers beside it

  /// A rename that was on its way while the folder changed places arrives in the one that was taken away.
  @Test func whatComesLateIsTakenInByTheNext() throws {
    let shop = try Self.shop(jobs: 1)
    try Self.takeIn(shop)
    let job = try #require(JobName(rank: 4, notBefore: 0, expires: nil, attempt: 1, id: Shop.job(1).id))
    let late = shop.spoolPath + "/email/intake/failed/\(job)"
    try FileSystem.makeDirectories(FileSystem.parent(of: late))
    try FileSystem.writeDurably(late, Array("{}\n".utf8))
    #expect(try shop.spool().examine().has(Shop.job(1).id, attempt: 1), "it is not lost meanwhile")
    #expect(try Self.takeIn(shop).jobs == [.failed: 1])
  }

  @Test func aReceiptAndItsJobMayComeApart() throws {
    let shop = try Shop(jobs: 1)
    try shop.run()
    let job = try shop.spool().list().jobs[0]
    let receipt = "\(shop.spoolPath)/email/done/sent/\(job.name).receipt"
    try FileSystem.writeDurably(receipt, Array(#"{"at":"2026-03-02T11:00:00Z","provider_id":"p"}"#.utf8) + [10])
    #expect(try Self.takeIn(shop).count == 0)
    #expect(try shop.ledger().jobs(ofMessages: [Shop.message(0).key])[0][0].state == .queued)
    try FileSystem.rename(job.path, to: "\(shop.spoolPath)/email/done/sent/\(job.name)")
    #expect(try Self.takeIn(shop).jobs == [.sent: 1])
    #expect(try shop.ledger().jobs(ofMessages: [Shop.message(0).key])[0][0].state == .sent)
    let report = DeliveryReport(channel: "email", providerID: "p", event: .bounced, at: 1)
    #expect(try shop.ledger().record(reports: [report]) == [.recorded])
  }

  /// The receipt of a deferred job says when to try again; once the job has gone on, it is history.
  @Test func aDeferredJobKeepsItsReceiptUntilItIsTriedAgain() throws {
    let shop = try Shop(jobs: 1)
    try shop.run()
    let job = try shop.spool().list().jobs[0]
    let place = "\(shop.spoolPath)/email/done/deferred/\(job.name)"
    let receipt = #"{"at":"2026-03-02T11:00:00Z","reason":"busy"}"# + "\n"
    try FileSystem.writeDurably(place + ".receipt", Array(receipt.utf8))
    try FileSystem.rename(job.path, to: place)
    try FileSystem.setModified(place + ".receipt", .init(seconds: 1))
    try Self.takeIn(shop)
    #expect(FileSystem.exists(place) && FileSystem.exists(place + ".receipt"))
    try FileSystem.rename(place, to: "\(shop.spoolPath)/email/held/\(job.name)")
    try Self.takeIn(shop)
    #expect(!FileSystem.exists(place + ".receipt"))
    #expect(try shop.ledger().jobs(ofMessages: [Shop.message(0).key])[0][0].state == .queued)
    // One whose worker may just be about to bring the job stays.
    try FileSystem.writeDurably(place + ".receipt", Array("{}\n".utf8))
    try Self.takeIn(shop)
    #expect(FileSystem.exists(place + ".receipt"))
  }

  // MARK: - What is not as it should be

  @Test func tornFilesAreSetAsideAndTheirPlaceCounts() throws {
    let shop = try Shop(jobs: 2)
    try shop.run()
    for job in try shop.spool().list().jobs {
      try Self.end(job.path, in: shop, channel: job.channel, as: "sent", hasReceipt: false)
      let path = "\(shop.spoolPath)/\(job.channel)/done/sent/\(job.name)"
      try FileSystem.writeDurably(path, Array(#"{"campaign":"#.utf8))
      try FileSystem.writeDurably(path + ".receipt", Array(#"{"at":"2026"#.utf8))
    }
    let foreign = shop.spoolPath + "/email/done/sent/notes.txt"
    try FileSystem.writeDurably(foreign, Array("mine".utf8))
    try FileSystem.writeDurably(shop.spoolPath + "/sms/done/sent/1.receipt.new-77", [])
    let intake = try Self.takeIn(shop)
    #expect(intake.jobs == [.sent: 2] && intake.corrupt.count == 5, "\(intake)")
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/email/corrupt").count == 3)
    #expect(try FileSystem.sortedNames(shop.spoolPath + "/sms/corrupt").count == 2)
    for number in 0..<2 {
      #expect(try shop.ledger().jobs(ofMessages: [Shop.message(number).key])[0][0].state == .sent)
    }
    #expect(try Self.takeIn(shop) == Intake())
  }

  /// One of the same name lies in `dead/` already: a person must see both.
  @Test func nothingIsEverOverwritten() throws {
    let shop = try Self.shop(jobs: 4)
    for job in try shop.spool().list(places: [.failed]).jobs {
      try FileSystem.writeDurably("\(shop.spoolPath)/\(job.channel)/dead/\(job.name)", Array("{\"a\":1}\n".utf8))
    }
    let intake = try Self.takeIn(shop)
    #expect(intake.jobs[.failed] == 2 && intake.corrupt.count == 2)
    #expect(try shop.spool().list(places: [.dead]).jobs.count == 2)
  }
}
