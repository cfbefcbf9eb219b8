import Ledger
import Platform
import Spool
import TestSupport
import Testing

@Suite struct RecoveryTests {
  @Test func aLostBatchStopsTheRun() throws {
    let shop = try Shop()
    // Committed, then its stage disappears.
    let step = try cutAfterCommit(shop)
    try FileSystem.removeTree(shop.spoolPath + "/stage")
    let problem = #expect(throws: SpoolProblem.self, "cut at \(step)") { try shop.run() }
    #expect(problem?.exitCode == 74)
    #expect(problem?.description.contains("herald spool check --repair") == true)
  }

  @Test func aCommittedBatchIsPublishedAlsoIfWorkersWereQuick() throws {
    let shop = try Shop()
    _ = try cutAfterCommit(shop)
    let recovered = try recover(shop)
    #expect(recovered.published.count == 1)
    try shop.expectAllPublishedOnce("recovered")
    #expect(try recover(shop).published.isEmpty)
  }

  @Test func foreignNamesInTheStageAreLeftAlone() throws {
    let shop = try Shop()
    try shop.run()
    try shop.folder.write("spool/stage/Not a batch/x", "x")
    #expect(try recover(shop).strays == [shop.spoolPath + "/stage/Not a batch"])
    #expect(FileSystem.exists(shop.spoolPath + "/stage/Not a batch/x"))
  }

  @Test func anOldLedgerIsRefusedUntilItIsAdopted() throws {
    let shop = try Shop(jobs: 2)
    try shop.run()
    try FileSystem.replace(shop.folder.path("backup"), with: FileSystem.read(shop.ledgerPath))
    var later = shop
    later.jobs = 4
    try later.run()
    try FileSystem.rename(shop.folder.path("backup"), to: shop.ledgerPath)
    let problem = #expect(throws: SpoolProblem.self) { try later.run() }
    #expect(problem?.exitCode == 74)
    #expect(problem?.description.contains("herald adopt") == true)
    try adopt(shop)
    try later.run()
  }

  @Test func aNewSpoolBesideAnOldLedgerIsRefused() throws {
    let shop = try Shop()
    try shop.run()
    try FileSystem.removeTree(shop.spoolPath)
    let problem = #expect(throws: SpoolProblem.self) { try shop.run() }
    #expect(problem?.exitCode == 74)
    try adopt(shop)
    try shop.run()
  }

  @Test func aCopyOfTheSpoolIsRefused() throws {
    let shop = try Shop()
    try shop.run()
    let format = try shop.folder.read("spool/FORMAT")
    try shop.folder.write("spool/FORMAT", format.replacing("path /", with: "path /elsewhere/"))
    let problem = #expect(throws: SpoolProblem.self) { try shop.run() }
    #expect(problem?.exitCode == 74)
    #expect(problem?.description.contains("herald adopt") == true)
  }

  @Test func formatSaysWhatItIs() throws {
    let shop = try Shop()
    let manifest = try #require(try shop.run())
    #expect(
      try shop.folder.read("spool/FORMAT")
        == "herald.spool/1\nmachine \(Machine.machineID)\npath \(shop.spoolPath)\nbatch 1 \(manifest.mark.name)\n")
  }

  @Test func somethingElseIsNoSpool() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SpoolProblem.self) { _ = try SpoolFolder(opening: folder.path("none")) }
    try folder.write("file", "")
    #expect(throws: SpoolProblem.self) { _ = try SpoolFolder(opening: folder.path("file")) }
  }

  /// Cuts just after the ledger's commit: the batch is decided, and nothing of it is visible.
  private func cutAfterCommit(_ shop: Shop) throws -> Int {
    let counter = FaultPlan()
    do {
      let other = try Shop()
      try counter.run { _ = try other.run() }
    }
    let changes = counter.records.filter(\.call.isMutating)
    let step = try #require(
      changes.firstIndex { $0.path.hasSuffix("FORMAT.new-\(Machine.processID)") && $0.call == .create })
    // The first FORMAT is written with the new spool; the one after the commit is the last.
    let last = try #require(
      changes.lastIndex { $0.path.hasSuffix("FORMAT.new-\(Machine.processID)") && $0.call == .create })
    try #require(step < last)
    FaultPlan(.cut(at: last + 1)).run { _ = try? shop.run() }
    #expect(try shop.ledger().unpublishedBatches().count == 1)
    return last + 1
  }

  private func journal(_ shop: Shop) throws -> LedgerJournal {
    LedgerJournal(try shop.ledger(), BatchRecord(sequence: 0, name: "", now: 0, count: 0, hash: Hash128("")))
  }

  private func recover(_ shop: Shop) throws -> Publication.Recovery {
    let spool = try shop.spool()
    let lock = try RunLock(spool)
    return try Publication.recover(spool, lock: lock, journal: journal(shop))
  }

  private func adopt(_ shop: Shop) throws {
    let spool = try shop.spool()
    let lock = try RunLock(spool)
    try Publication.adopt(spool, lock: lock, journal: journal(shop))
  }
}
