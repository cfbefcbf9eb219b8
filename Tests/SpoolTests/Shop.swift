import Ledger
import Platform
import Spool
import TestSupport
import Testing

/// A state folder with a ledger and a spool, and runs that owe some jobs.
struct Shop {
  static let now: Int64 = 1_772_447_400

  let folder: TemporaryFolder
  /// How many jobs are owed in all; odd ones go by SMS.
  var jobs = 5
  var syncTogetherFrom = StagedBatch.usualLimit

  init(jobs: Int = 5, syncTogetherFrom: Int = StagedBatch.usualLimit) throws {
    folder = try TemporaryFolder()
    self.jobs = jobs
    self.syncTogetherFrom = syncTogetherFrom
  }

  var ledgerPath: String { folder.path("ledger.sqlite") }
  var spoolPath: String { folder.path("spool") }

  func ledger() throws -> LedgerStore { try LedgerStore.open(ledgerPath, heraldID: "shop") }
  func spool() throws -> SpoolFolder { try SpoolFolder(creating: spoolPath) }

  static func message(_ number: Int) -> MessageRecord {
    MessageRecord(
      key: Hash128("message", "\(number)"), campaign: "late", step: "1h", subjectEntity: "order",
      subjectKey: "o\(number)", customer: nil, purpose: "service", channel: number % 2 == 0 ? "email" : "sms",
      startAt: 0, dueAt: now * 1_000_000, decidedAt: now * 1_000_000)
  }

  static func job(_ number: Int) -> JobRecord {
    let message = message(number)
    return JobRecord(
      id: Hash128("job", "\(number)").base32, message: message.key, channel: message.channel ?? "email")
  }

  /// What `herald run` does, but for the planning: owes every message that the ledger does not have.
  @discardableResult
  func run() throws -> BatchManifest? {
    let spool = try spool()
    let lock = try RunLock(spool)
    let ledger = try ledger()
    let journal = LedgerJournal(ledger, BatchRecord(sequence: 0, name: "", now: 0, count: 0, hash: Hash128("")))
    _ = try Publication.recover(spool, lock: lock, journal: journal)
    let numbers = (0..<jobs).sorted { Self.message($0).key < Self.message($1).key }
    let states = try ledger.decided(numbers.map { Self.message($0).key })
    let owed = zip(numbers, states).filter { $0.1 == nil }.map(\.0)
    if owed.isEmpty { return nil }
    let sequence = try ledger.nextBatchSequence()
    let mark = BatchMark(sequence: sequence, name: Hash128("batch", "\(sequence)").base32)
    journal.record = BatchRecord(
      sequence: sequence, name: mark.name, now: Self.now * 1_000_000, count: 0, hash: Hash128(""),
      messages: owed.map(Self.message), jobs: owed.map(Self.job), run: RunRecord(now: Self.now * 1_000_000))
    var batch = try StagedBatch(
      mark, in: spool, lock: lock, now: Self.now, expecting: ExpectedSize(jobs: owed.count, bytes: 1000),
      syncTogetherFrom: syncTogetherFrom)
    for number in owed {
      let job = Self.job(number)
      try batch.append(
        channel: job.channel, rank: 4, notBefore: Self.now, expires: nil, id: job.id,
        bytes: Array(#"{"campaign":"late","id":"\#(job.id)"}"#.utf8) + [10])
    }
    return try Publication.publish(batch, in: spool, lock: lock, journal: journal)
  }

  /// Every owed job is in the queue exactly once, the ledger has its message, and nothing else is left.
  func expectAllPublishedOnce(_ comment: Comment, _ location: SourceLocation = #_sourceLocation) throws {
    let listing = try spool().list(places: Place.allCases)
    let expected = (0..<jobs).map { Self.job($0).id }.sorted()
    #expect(listing.jobs.map(\.name.id).sorted() == expected, comment, sourceLocation: location)
    #expect(listing.jobs.allSatisfy { $0.place == .queue }, comment, sourceLocation: location)
    #expect(listing.strays.isEmpty, comment, sourceLocation: location)
    #expect(try FileSystem.sortedNames(spool().stage).isEmpty, comment, sourceLocation: location)
    let ledger = try ledger()
    let keys = (0..<jobs).map { Self.message($0).key }.sorted()
    #expect(try ledger.decided(keys).allSatisfy { $0 != nil }, comment, sourceLocation: location)
    #expect(try ledger.unpublishedBatches().isEmpty, comment, sourceLocation: location)
  }
}
