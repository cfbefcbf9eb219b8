import Diagnostics
import Platform
import TestSupport
import Testing

@testable import Ledger

@Suite struct LedgerProblemTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("ledger.sqlite")
  }

  @Test func aFileThatIsNoDatabase() throws {
    try folder.write("ledger.sqlite", String(repeating: "order_id,total\n", count: 100))
    let problem = LedgerProblem.notALedger(path: path)
    #expect(throws: problem) { try LedgerStore.open(path, heraldID: "shop") }
    #expect(throws: problem) { try LedgerStore.openReadOnly(path) }
    #expect(problem.exitCode == 74)
    #expect(problem.diagnostic.advice != nil)
  }

  @Test func aDatabaseOfSomebodyElse() throws {
    try sqlite("CREATE TABLE orders (id)")
    #expect(throws: LedgerProblem.notALedger(path: path)) { try LedgerStore.open(path, heraldID: "shop") }
  }

  @Test func aFolderThatIsNotThere() throws {
    let missing = folder.path("none/ledger.sqlite")
    let problem = #expect(throws: LedgerProblem.self) { try LedgerStore.open(missing, heraldID: "shop") }
    #expect(problem?.exitCode == 74)
    #expect(!FileSystem.exists(folder.path("none")))
  }

  @Test func aLedgerOfALaterHerald() throws {
    _ = try LedgerStore.open(path, heraldID: "shop")
    try sqlite("PRAGMA user_version = 99")
    #expect(throws: LedgerProblem.newer(path: path, version: 99, known: Schema.migrations.count)) {
      try LedgerStore.open(path, heraldID: "shop")
    }
    #expect(throws: LedgerProblem.newer(path: path, version: 99, known: Schema.migrations.count)) {
      try LedgerStore.openReadOnly(path)
    }
  }

  @Test func aCopyRefusesUntilItIsAdopted() throws {
    let copy = folder.path("copy.sqlite")
    do { try LedgerStore.open(path, heraldID: "shop").commit(Made.batch(1, [Made.message(1)])) }
    try FileSystem.replace(copy, with: FileSystem.read(path))
    let problem = #expect(throws: LedgerProblem.self) { try LedgerStore.open(copy, heraldID: "shop") }
    #expect(problem == .elsewhere(path: copy, machine: Machine.machineID, place: path))
    #expect(problem?.diagnostic.advice?.contains("herald adopt") == true)
    try LedgerStore.open(copy, .adopting, heraldID: "shop").adopt(heraldID: "shop")
    let adopted = try LedgerStore.open(copy, heraldID: "shop")
    #expect(try adopted.decided([Made.message(1).key]) != [nil])
  }

  @Test func anotherHeraldID() throws {
    _ = try LedgerStore.open(path, heraldID: "shop")
    #expect(throws: LedgerProblem.otherHerald(path: path, id: "shop")) { try LedgerStore.open(path, heraldID: "shop2") }
  }

  @Test(arguments: [(Errno.noSpace, Int32(75)), (.inputOutput, 74)])
  func aDiskThatFails(error: Errno, exitCode: Int32) throws {
    let ledger = try LedgerStore.open(path, heraldID: "shop")
    let plan = FaultPlan(.fail(nth: 1, of: .write, with: error))
    let problem = plan.run {
      #expect(throws: LedgerProblem.self) { try ledger.commit(Made.batch(1, [Made.message(1)])) }
    }
    #expect(problem?.exitCode == exitCode, "\(problem.debugDescription)")
    #expect(try ledger.batchState(Made.batch(1, []).name) == .absent)
    try ledger.commit(Made.batch(1, [Made.message(1)]))
  }

  /// Whatever call a commit dies at, the batch is in the ledger whole or not at all, and the ledger says so truly.
  @Test func everyCutOfACommit() throws {
    let counter = FaultPlan()
    let batch = Made.batch(1, (0..<40).map { Made.message($0) })
    do {
      let ledger = try LedgerStore.open(folder.path("counted.sqlite"), heraldID: "shop")
      try counter.run { try ledger.commit(batch) }
    }
    try #require(counter.changes > 3)
    for step in 1...counter.changes {
      let path = folder.path("\(step).sqlite")
      let outcome: Result<Void, any Error>
      do {
        let ledger = try LedgerStore.open(path, heraldID: "shop")
        outcome = FaultPlan(.cut(at: step)).run { Result { try ledger.commit(batch) } }
        // The cut is over here; a fault of one write alone must not leave anything half done either.
      }
      let ledger = try LedgerStore.open(path, heraldID: "shop")
      let isThere = try ledger.batchState(batch.name) != .absent
      let messages = try ledger.decided(batch.messages.map(\.key).sorted()).compactMap(\.self).count
      #expect(messages == (isThere ? 40 : 0), "cut at \(step)")
      if case .success = outcome { #expect(isThere, "cut at \(step)") }
      if !isThere { try ledger.commit(batch) }
    }
  }

  private func sqlite(_ sql: String) throws {
    let input = try FileDescriptor(opening: "/dev/null", .read)
    let child = try ChildProcess.start(["sqlite3", path, sql], environment: Environment.all, input: input)
    try #require(try child.wait() == .code(0))
  }
}
