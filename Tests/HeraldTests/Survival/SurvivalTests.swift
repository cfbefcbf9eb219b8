import Foundation
import Platform
import TestSupport
import Testing

/// What the program survives, driven as cron, operators and misfortune drive it. Where each item of the contract is tested:
///
/// | what | tests |
/// |---|---|
/// | crash at a named point | `PublicationTests.everyCut` and `RecoveryTests` (by the step), `JournalFailureTests` (in the commit) |
/// | crash at every N-th system call: run | `PublicationTests.everyCut`, `.everyCutOfTheRecovery`, `CrashTests` (the program) |
/// | … workers | `WorkerCutTests` (claim, mark, finish, put back, reclaim, retry), `SurvivalTests.aDrainDiesAtEveryChange` |
/// | any single call fails | `PublicationTests.everySingleFailure`, `WorkerCutTests.everySingleFailure` |
/// | SQLite's own calls | `PublicationTests.everyCut`: they pass the seam by `xSetSystemCall` |
/// | kill -9 of a run, of workers | `SurvivalTests.runsAreKilled`, `.workersAreKilled`; for hours: `Tests/Bench/kill9`, `workers9` |
/// | power loss on ext4 and xfs | `RunPowerLoss`, `DrainPowerLoss`, `ReceiptsPowerLoss` (`make test-crash`) |
/// | a full disk, no inodes | `TinyDisk` (`make test-crash`), `PublicationTests.everySingleFailure` (ENOSPC), `.withoutRoomNothingIsWritten` |
/// | two runs at once | `SurvivalTests.runsAtOnce`, `RunTests.twoRunsAtOnceOneWorks`, `PublicationTests.aSecondRunFailsAtOnce` |
/// | a restored backup | `ClockTests.aRestoredLedgerRefusesUntilItIsAdopted`, `RecoveryTests.anOldLedgerIsRefusedUntilItIsAdopted` |
/// | clock steps of an hour | `ClockTests` (run), `WorkerCutTests.theClockStepsByAnHour` (workers) |
/// | 8 workers on one chunk | `WorkerTests.eightWorkersOnOneChunkTakeEachJobOnce` |
/// | SIGSTOP and resume | `SurvivalTests.aStoppedWorkerIsNotTakenForDead` |
/// | `hold` racing a claim | `SurvivalTests.holdRacesTheClaim` |
/// | foreign files, torn files | `ListingTests`, `DrainTests.tornAndForeignFilesAreNeitherSentNorRemoved`, `RecoveryTests.foreignNamesInTheStageAreLeftAlone` |
/// | EXDEV, read-only, no journal | `OtherDeviceTests`; `OtherDisk` (`make test-crash`) |
/// | plain `rename` overwrites, a sync, an order of steps is broken | `OrderTests`; `Tests/Mutations/run` breaks each and sees red |
@Suite struct SurvivalTests {
  @Test func runsAreKilled() throws {
    let shop = try CrashTests.shop(orders: 40)
    let start = ContinuousClock.now
    #expect(try HeraldProgram.run("-C", shop.path, "plan", "--now", Shop.now).code == 0)
    let usual = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
    for round in 1...10 {
      try? FileSystem.removeTree(shop.path + "/var")
      let delay = Double.random(in: 0...usual * 2)
      _ = try HeraldProgram.call(
        "/usr/bin/timeout", ["-s", "KILL", "\(delay)", HeraldProgram.path, "-C", shop.path, "run", "--now", Shop.now])
      let after = try shop.at(Shop.now, "run")
      #expect(after.code == 0, "round \(round), after \(delay) s: \(after)")
      #expect(Set(shop.jobs()).count == 40 && shop.jobs().count == 40, "round \(round), after \(delay) s")
      #expect(shop.staged().isEmpty, "round \(round), after \(delay) s")
    }
  }

  /// Three workers at a time for a few seconds, each killed at some instant; then one that is left alone.
  @Test func workersAreKilled() throws {
    let late = try LateShop(orders: 90)
    #expect(try late.state.herald(["run"]).code == 0)
    let seen = late.seen()
    var killed = 0
    for _ in 0..<8 {
      let workers = try (0..<3).map { _ in try HeraldProgram.start(words(late, seen)) }
      for worker in workers {
        Thread.sleep(forTimeInterval: .random(in: 0...0.12))
        kill(worker.processIdentifier, SIGKILL)
        worker.waitUntilExit()
        if worker.terminationReason == .uncaughtSignal { killed += 1 }
      }
    }
    #expect(killed > 0)
    try finish(late, seen)
    let inDoubt = try late.expectNothingLostAndNothingTwice(late.state, seen: seen, "\(killed) workers killed")
    #expect(inDoubt <= 100 * killed)
  }

  /// Killed just before any change that it makes, with a job of each outcome in the queue.
  @Test func aDrainDiesAtEveryChange() throws {
    let late = try LateShop(["O1": "sent", "O2": "deferred", "O3": "failed"])
    let state = late.state
    #expect(try state.herald(["run"]).code == 0)
    let spooled = late.shop.folder.path("spooled")
    try FileManager.default.copyItem(atPath: state.path, toPath: spooled)
    var instant = 0
    var died = true
    while died {
      instant += 1
      try FileSystem.removeTree(state.path)
      try FileManager.default.copyItem(atPath: spooled, toPath: state.path)
      let seen = late.seen("-\(instant)")
      let drain = try state.herald(late.drain(seen: seen), environment: ["HERALD_CRASH_AT": String(instant)])
      died = drain.code == -SIGKILL
      #expect(died || drain.code == 1, "change \(instant): \(drain)")
      #expect([0, 1].contains(try state.herald(late.drain(seen: seen)).code), "after change \(instant)")
      try late.expectNothingLostAndNothingTwice(state, seen: seen, "change \(instant)")
    }
    #expect(instant > 20)
  }

  @Test func runsAtOnce() throws {
    for round in 1...3 {
      let shop = try CrashTests.shop(orders: 20)
      let runs = try (0..<4).map { _ in try HeraldProgram.start(["-C", shop.path, "run", "--now", Shop.now]) }
      for run in runs { run.waitUntilExit() }
      let codes = runs.map(\.terminationStatus)
      #expect(codes.contains(0) && codes.allSatisfy { $0 == 0 || $0 == 75 }, "round \(round): \(codes)")
      #expect(Set(shop.jobs()).count == 20 && shop.jobs().count == 20, "round \(round)")
    }
  }

  /// A worker that sleeps holds its lock: whoever looks for dead ones leaves it alone, and it goes on where it was.
  @Test func aStoppedWorkerIsNotTakenForDead() throws {
    let late = try LateShop(orders: 6)
    #expect(try late.state.herald(["run"]).code == 0)
    let (seen, go) = (late.seen(), late.shop.folder.path("go"))
    let stopped = try HeraldProgram.start(
      words(late, seen, then: "while [ ! -e \(go) ]; do sleep 0.02; done"))
    defer { kill(stopped.processIdentifier, SIGKILL) }
    try wait("for the first sight") { !late.sightings(seen).isEmpty }
    kill(stopped.processIdentifier, SIGSTOP)
    let held = try late.state.jobs().values.joined().count { $0.place == "work" }
    #expect(held > 0)
    for _ in 0..<2 {
      let other = try late.state.herald(late.drain(seen: seen))
      #expect(other.code == 0, "nothing is in doubt: \(other)")
      #expect(try late.state.jobs().values.joined().count { $0.place == "work" } == held)
      #expect(try late.state.jobs().values.joined().allSatisfy { $0.place != "done/unknown" })
      try FileSystem.replace(go, with: [])
    }
    kill(stopped.processIdentifier, SIGCONT)
    stopped.waitUntilExit()
    #expect(stopped.terminationStatus == 0)
    #expect(try late.expectNothingLostAndNothingTwice(late.state, seen: seen, "stopped and resumed") == 0)
  }

  /// An operator holds and releases all the time while workers take jobs: each is sent once.
  @Test func holdRacesTheClaim() throws {
    let late = try LateShop(orders: 60)
    #expect(try late.state.herald(["run"]).code == 0)
    let seen = late.seen()
    let workers = try (0..<2).map { _ in try HeraldProgram.start(words(late, seen)) }
    while workers.contains(where: \.isRunning) {
      for verb in ["hold", "release"] {
        let result = try late.state.herald(["spool", verb, "ALL"])
        #expect([0, 1, 66].contains(result.code), "\(result)")
      }
    }
    _ = try late.state.herald(["spool", "release", "ALL"])
    try finish(late, seen)
    #expect(try late.expectNothingLostAndNothingTwice(late.state, seen: seen, "hold and claim") == 0)
  }

  private func words(_ late: LateShop, _ seen: String, then first: String = ":") -> [String] {
    ["-C", late.shop.path, "--state", late.state.path] + late.drain(seen: seen, then: first)
  }

  /// Drains the rest. Senders that outlived their workers hold their locks for a moment more.
  private func finish(_ late: LateShop, _ seen: String) throws {
    try wait("for orphans to end") {
      #expect([0, 1].contains(try late.state.herald(late.drain(seen: seen)).code))
      return try late.state.jobs().values.joined().allSatisfy { $0.place != "work" }
    }
  }

  private func wait(_ what: Comment, until isDone: () throws -> Bool) throws {
    for _ in 0..<300 {
      if try isDone() { return }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("waited too long \(what)")
  }
}
