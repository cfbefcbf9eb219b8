import Ledger
import Platform
import TestSupport
import Testing

/// What a stop does in the ledger.
@Suite struct StopTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("ledger.sqlite")
  }

  private func job(_ message: MessageRecord, _ attempt: Int = 1) -> TakenBackJob {
    TakenBackJob(id: message.key.base32, attempt: attempt)
  }

  @Test(arguments: ["abandoned-cart", "all"])
  func nothingOfAStoppedCampaignIsDecided(_ name: String) throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    #expect(try ledger.stop(name, at: 1))
    #expect(try !ledger.stop(name, at: 2), "it was stopped before")
    // A run that had planned before the word came.
    #expect(throws: LedgerProblem.stopped(path: path, campaign: "abandoned-cart")) {
      try ledger.commit(Made.batch(1, [Made.message(1)]))
    }
    #expect(try ledger.batchState(Made.batch(1, []).name) == .absent)
    var other = Made.batch(1, [Made.message(1, campaign: "late")])
    if name == "all" { other.messages[0].state = .holdout }
    try ledger.commit(other)
    #expect(try ledger.resume(name) == [name])
    try ledger.commit(Made.batch(2, [Made.message(1)]))
  }

  @Test func whatIsTakenBackIsOwedUnderTheNextAttempt() throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    let (waiting, sent) = (Made.message(1), Made.message(2))
    var batch = Made.batch(1, [waiting, sent])
    batch.day = "2026-02-02"
    batch.sequences = [Made.pace(of: waiting, ended: true), Made.pace(of: sent, ended: true)]
    try ledger.commit(batch)
    #expect(try ledger.takeBack([job(waiting)], day: { _ in "2026-02-02" }) == 1)
    // Again, and a job that nobody knows.
    #expect(try ledger.takeBack([job(waiting), job(Made.message(9))], day: { _ in "2026-02-02" }) == 0)
    let state = try #require(try ledger.decided([waiting.key])[0])
    #expect(state.isOwed && state.state == .withdrawn && state.attempt == 1)
    #expect(try ledger.decided([sent.key])[0]?.isOwed == false)
    #expect(try ledger.owed() == ["abandoned-cart": 1])
    #expect(try ledger.sendingDays(campaign: "abandoned-cart", limit: 9).map(\.messages) == [1])
    let sequences = [waiting, sent].map { Made.pace(of: $0).key }.sorted()
    let ended = try ledger.sequences(sequences).compactMap { $0 }.filter(\.ended).map(\.subjectKey)
    #expect(ended == [sent.subjectKey], "a sequence that ended with what was taken back goes on")
    // Told again under the next attempt, once.
    var again = Made.batch(2, [waiting])
    again.messages[0].attempt = 2
    again.jobs[0].attempt = 2
    try ledger.commit(again)
    #expect(try ledger.decided([waiting.key])[0]?.isOwed == false)
    #expect(try ledger.takeBack([job(waiting)], day: { _ in "" }) == 0, "the first attempt is long withdrawn")
    #expect(try ledger.owed().isEmpty)
  }

  /// A worker deferred it, and the spool counted on without the ledger.
  @Test func aDeferredJobIsTakenBackAtItsLaterAttempt() throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    try ledger.commit(Made.batch(1, [Made.message(1)]))
    #expect(try ledger.takeBack([job(Made.message(1), 3)], day: { _ in "" }) == 1)
    #expect(try ledger.decided([Made.message(1).key])[0]?.attempt == 3)
    #expect(try ledger.takeBack([job(Made.message(1), 3)], day: { _ in "" }) == 0)
  }
}
