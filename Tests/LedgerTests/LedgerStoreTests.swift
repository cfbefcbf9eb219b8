import Ledger
import Platform
import TestSupport
import Testing

@Suite struct LedgerStoreTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("ledger.sqlite")
  }

  @Test func aCommittedBatchIsRemembered() throws {
    let messages = (0..<50).map { Made.message($0) }
    do {
      let ledger = try LedgerStore.open(path, heraldID: "shop")
      #expect(try ledger.nextBatchSequence() == 1)
      #expect(try ledger.lastRun() == nil)
      #expect(try !ledger.hasMessages(campaign: "abandoned-cart"))
      try ledger.commit(Made.batch(1, messages))
    }
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    let keys = (messages.map(\.key) + [Hash128("never")]).sorted()
    let states = try ledger.decided(keys)
    for (key, state) in zip(keys, states) {
      #expect((state == nil) == (key == Hash128("never")))
    }
    var expected = MessageState(decidedAt: Made.start, channel: "email", state: .queued, attempt: 1)
    expected.startAt = messages[0].startAt
    expected.variant = messages[0].variant
    #expect(states.compactMap(\.self).first == expected)
    #expect(try ledger.hasMessages(campaign: "abandoned-cart"))
    #expect(try ledger.lastTold(campaign: "abandoned-cart", customer: "customer3@example.com") == Made.start)
    #expect(try ledger.lastTold(campaign: "abandoned-cart", customer: "nobody@example.com") == nil)
    #expect(try ledger.messages(subjectEntity: "cart", key: "c7") == [messages[7]])
    #expect(try ledger.messages(subjectEntity: "order", key: "c7").isEmpty)
    #expect(try ledger.lastRun() == Made.start + 1)
    #expect(try ledger.nextBatchSequence() == 2)
  }

  @Test func batchesAreCommittedThenPublished() throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    let batch = Made.batch(1, [Made.message(1)])
    #expect(try ledger.batchState(batch.name) == .absent)
    try ledger.commit(batch)
    #expect(try ledger.batchState(batch.name) == .committed)
    #expect(try ledger.unpublishedBatches().map(\.name) == [batch.name])
    try ledger.markPublished(batch.name)
    #expect(try ledger.batchState(batch.name) == .published)
    #expect(try ledger.unpublishedBatches().isEmpty)
    var empty = Made.batch(2, [])
    empty.messages = [Made.message(2)]
    empty.messages[0].state = .holdout
    try ledger.commit(empty)
    #expect(try ledger.batchState(empty.name) == .published, "there is nothing to publish")
  }

  @Test func aMessageIsDecidedOnceAndAConflictKeepsNothing() throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    try ledger.commit(Made.batch(1, [Made.message(1)]))
    let second = Made.batch(2, [Made.message(2), Made.message(1), Made.message(3)])
    #expect(throws: LedgerProblem.conflict(path: path, batch: second.name)) { try ledger.commit(second) }
    #expect(try ledger.batchState(second.name) == .absent)
    #expect(try ledger.decided([Made.message(2).key]) == [nil])
    #expect(try ledger.nextBatchSequence() == 2)
    try ledger.commit(Made.batch(2, [Made.message(2)]))
  }

  @Test func aSequenceKeepsItsStart() throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    try ledger.commit(Made.batch(1, [Made.message(1), Made.message(2)]))
    let first = Made.pace(of: Made.message(1))
    var later = first
    later.startAt += 99
    later.lastStep = "1d"
    later.lastAt += 5
    later.ended = true
    var batch = Made.batch(2, [])
    batch.sequences = [later]
    try ledger.commit(batch)
    let stored = try #require(try ledger.sequences([first.key]).first ?? nil)
    #expect(stored.startAt == first.startAt)
    #expect(stored.lastStep == "1d")
    #expect(stored.ended)
    #expect(try ledger.openSequences(campaign: "abandoned-cart").map(\.subjectKey) == ["c2"])
    #expect(try ledger.openSequences(campaign: "other").isEmpty)
    #expect(try ledger.sequences([Hash128("never")]) == [nil])
  }

  @Test func lookingLeavesNoLedgerBehind() throws {
    #expect(try LedgerStore.openReadOnly(path)?.path == nil)
    #expect(try FileSystem.sortedNames(folder.path).isEmpty)
  }

  @Test func lookingSeesWhatIsThereAndWritesNothing() throws {
    let writer = try LedgerStore.open(path, heraldID: "shop")
    try writer.commit(Made.batch(1, [Made.message(1)]))
    let reader = try #require(try LedgerStore.openReadOnly(path))
    #expect(try reader.decided([Made.message(1).key]) != [nil])
    #expect(throws: LedgerProblem.permission(path: path)) { try reader.commit(Made.batch(2, [Made.message(2)])) }
  }

  @Test func severalThreadsMayAsk() async throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    try ledger.commit(Made.batch(1, (0..<100).map { Made.message($0) }))
    try await withThrowingTaskGroup(of: Int64?.self) { group in
      for number in 0..<200 {
        group.addTask {
          try ledger.lastTold(campaign: "abandoned-cart", customer: "customer\(number % 10)@example.com")
        }
      }
      for try await told in group { #expect(told == Made.start) }
    }
  }

  /// The tables are ordinary SQL: ops read them with sqlite3.
  @Test func peopleReadTimesAsText() throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    try ledger.commit(Made.batch(1, [Made.message(1)]))
    let output = folder.path("out")
    let input = try FileDescriptor(opening: "/dev/null", .read)
    let query = "SELECT campaign, due_at FROM messages_readable"
    let shell: ChildProcess
    do {
      shell = try ChildProcess.start(
        ["sh", "-c", "command -v sqlite3 >/dev/null || exit 9; sqlite3 \"$0\" \"$1\" >\"$2\"", path, query, output],
        environment: Environment.all, input: input)
    }
    let exit = try shell.wait()
    guard exit != .code(9) else { return print("skipped: no sqlite3 on this machine") }
    #expect(exit == .code(0))
    #expect(try folder.read("out") == "abandoned-cart|2026-02-02T02:40:00Z\n")
  }
}
