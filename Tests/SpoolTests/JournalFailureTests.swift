import Ledger
import Platform
import Spool
import TestSupport
import Testing

/// A ledger whose COMMIT reports an error says nothing about what is on its disk.
@Suite struct JournalFailureTests {
  /// Has nothing in it but the batch, and fails as it is told.
  final class Journal: BatchJournal {
    var has = BatchState.absent
    let commits: Bool
    let answers: Bool
    init(commits: Bool, answers: Bool) {
      self.commits = commits
      self.answers = answers
    }
    private var failure: SpoolProblem { SpoolProblem(.system(.inputOutput), path: "ledger") }

    func lastBatch() throws(SpoolProblem) -> BatchMark? { nil }
    func state(of batch: String) throws(SpoolProblem) -> BatchState {
      guard answers else { throw failure }
      return has
    }
    func unpublished() throws(SpoolProblem) -> [BatchMark] { [] }
    func commit(_ batch: BatchManifest) throws(SpoolProblem) {
      if commits { has = .committed }
      throw failure
    }
    func markPublished(_ batch: String) throws(SpoolProblem) { has = .published }
  }

  let shop: Shop

  init() throws { shop = try Shop() }

  @Test func committedInSpiteOfTheError() throws {
    let journal = Journal(commits: true, answers: true)
    try publish(journal)
    #expect(journal.has == .published)
    #expect(try shop.spool().list().jobs.count == 1)
  }

  @Test func surelyNotCommitted() throws {
    #expect(throws: SpoolProblem.self) { try publish(Journal(commits: false, answers: true)) }
    #expect(try FileSystem.sortedNames(shop.spool().stage).isEmpty)
    #expect(try shop.spool().list().jobs.isEmpty)
  }

  @Test(arguments: [true, false]) func nobodyKnows(commits: Bool) throws {
    #expect(throws: SpoolProblem.self) { try publish(Journal(commits: commits, answers: false)) }
    #expect(try FileSystem.sortedNames(shop.spool().stage) == ["b"], "it stays until the ledger can be asked")
    #expect(try shop.spool().list().jobs.isEmpty)
  }

  private func publish(_ journal: Journal) throws {
    let spool = try shop.spool()
    let lock = try RunLock(spool)
    var batch = try StagedBatch(
      BatchMark(sequence: 1, name: "b"), in: spool, lock: lock, now: 0, expecting: ExpectedSize(jobs: 1, bytes: 3))
    try batch.append(
      channel: "email", rank: 1, notBefore: 0, expires: nil, id: Shop.job(0).id, bytes: Array("{}\n".utf8))
    _ = try Publication.publish(batch, in: spool, lock: lock, journal: journal)
  }
}
