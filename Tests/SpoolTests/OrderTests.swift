import Platform
import Spool
import Testing

/// What a cut cannot show, since the kernel of a living machine forgets nothing: that each step was on the disk before
/// the next began. Read off the order of the system calls.
@Suite struct OrderTests {
  struct Trace {
    let records: [FaultPlan.Record]
    /// The ledger's first write after the last job was staged: the decision.
    let decision: Int
    /// The first write after the last chunk became visible: published.
    let marking: Int

    init(syncTogetherFrom: Int) throws {
      let plan = FaultPlan()
      let shop = try Shop(syncTogetherFrom: syncTogetherFrom)
      try plan.run { _ = try shop.run() }
      let records = plan.records
      self.records = records
      let staged = try #require(records.lastIndex { $0.call == .create && $0.path.contains("/stage/") })
      decision = try #require(records[staged...].firstIndex { $0.call == .write && $0.path == "ledger" })
      let visible = try #require(records.lastIndex { $0.call == .rename && $0.path.contains("/stage/") })
      marking = try #require(records[visible...].firstIndex { $0.call == .write && $0.path == "ledger" })
    }

    func paths(_ call: SystemCall, in range: Range<Int>) -> [String] {
      records[range].filter { $0.call == call }.map(\.path)
    }
  }

  @Test func eachJobAndItsFoldersAreSyncedBeforeTheDecision() throws {
    let trace = try Trace(syncTogetherFrom: 100)
    let before = 0..<trace.decision
    let synced = Set(trace.paths(.fsync, in: before))
    let jobs = trace.paths(.create, in: before).filter { $0.contains("/stage/") }
    #expect(jobs.count == 5)
    #expect(synced.isSuperset(of: jobs))
    let folders = trace.paths(.makeDirectory, in: before).filter { $0.contains("/stage") }
    #expect(folders.count >= 6)
    #expect(synced.isSuperset(of: folders))
  }

  @Test func aLargeBatchIsSyncedAsAWholeBetweenItsLastWriteAndTheDecision() throws {
    let trace = try Trace(syncTogetherFrom: 1)
    let sync = try #require(trace.records.firstIndex { $0.call == .syncfs })
    let lastWrite = try #require(
      trace.records[..<trace.decision].lastIndex { $0.call == .write && $0.path.contains("/stage/") })
    #expect(lastWrite < sync)
    #expect(sync < trace.decision)
    let opened = try #require(trace.records.firstIndex { $0.call == .open && $0.path.hasSuffix("/stage") })
    let firstWrite = try #require(trace.records.firstIndex { $0.call == .write && $0.path.contains("/stage/") })
    #expect(opened < firstWrite, "else syncfs would not report an error of that write")
  }

  @Test func nothingIsVisibleBeforeTheDecisionAndTheQueueIsSyncedBeforeItIsMarked() throws {
    let trace = try Trace(syncTogetherFrom: 100)
    let chunks = trace.records.indices.filter {
      trace.records[$0].call == .rename && trace.records[$0].path.contains("/stage/")
    }
    #expect(chunks.count == 2)
    #expect(chunks.allSatisfy { $0 > trace.decision && $0 < trace.marking })
    let synced = trace.paths(.fsync, in: (chunks.last ?? 0)..<trace.marking)
    #expect(synced.contains { $0.hasSuffix("/sms/queue") })
    let all = trace.paths(.fsync, in: (chunks.first ?? 0)..<trace.marking)
    #expect(all.contains { $0.hasSuffix("/email/queue") })
    #expect(all.filter { $0.contains("/stage/") }.count == 2, "the stage's parents")
    let removed = try #require(trace.records.firstIndex { $0.call == .removeDirectory })
    #expect(removed > trace.marking, "forgotten last")
  }
}
