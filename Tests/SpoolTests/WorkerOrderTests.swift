import Ledger
import Platform
import Spool
import Testing

/// What no kill shows, and a loss of power only on an image: that a worker waits for the disk where it must. Read off the
/// order of its system calls.
@Suite struct WorkerOrderTests {
  /// The calls of a worker that sends one job, with a `stat` of this name where it sends.
  private static let sending = "/the/message/is/on/its/way"

  private func records(_ outcome: Outcome, _ receipt: Receipt?) throws -> [FaultPlan.Record] {
    let (shop, plan) = (try Shop.published(1), FaultPlan())
    try plan.run {
      var worker = try Worker(in: try shop.spool(), channel: "email")
      let job = try #require(try worker.claim(now: Shop.now))
      try worker.begin(job)
      #expect(!FileSystem.exists(Self.sending))
      try worker.finish(job, outcome, receipt)
      try worker.close()
    }
    return plan.records
  }

  @Test func theMarkIsOnTheDiskBeforeTheMessageLeaves() throws {
    let records = try records(.sent, nil)
    let sending = try #require(records.firstIndex { $0.path == Self.sending })
    let claim = try #require(records[..<sending].firstIndex { $0.call == .rename && $0.path.contains("/queue/") })
    let mark = try #require(records[..<sending].lastIndex { $0.call == .rename })
    #expect(mark > claim)
    #expect(records[mark..<sending].contains { $0.call == .fsync && $0.path.contains("/work/") })
  }

  @Test func theOutcomeIsOnTheDiskWhenTheWorkerLeaves() throws {
    for outcome in Outcome.allCases {
      let records = try records(outcome, nil)
      let sending = try #require(records.firstIndex { $0.path == Self.sending })
      let done = try #require(records[sending...].firstIndex { $0.call == .rename })
      #expect(records[done...].contains { $0.call == .fsync && $0.path.hasSuffix("/done/\(outcome)") }, "\(outcome)")
    }
  }

  @Test func theReceiptIsThereBeforeTheOutcomeAndOnTheDiskWhenTheWorkerLeaves() throws {
    let records = try records(.failed, Receipt(at: Shop.now, reason: "no such mailbox"))
    let sending = try #require(records.firstIndex { $0.path == Self.sending })
    let written = try #require(records[sending...].firstIndex { $0.call == .write })
    let done = try #require(records[sending...].lastIndex { $0.call == .rename })
    #expect(written < done)
    let draft = records[written].path
    #expect(records[written...].contains { ($0.call == .fsync && $0.path == draft) || $0.call == .syncfs })
  }
}
