import Foundation
import Platform
import TestSupport
import Testing

/// The power fails just before any change that a run makes to the disk. The machine comes back, the filesystem replays
/// its journal, cron runs again: each owed job is in the queue exactly once, byte for byte what an undisturbed run writes.
@Suite(.losesPower) struct RunPowerLoss {
  /// What an undisturbed run leaves, and the changes that it takes.
  struct Whole {
    let orders: Int
    let shop: Shop
    let changes: Changes
    let jobs: [String: [StateFolder.Job]]

    init(orders: Int, on volume: Volume) throws {
      self.orders = orders
      shop = try CrashTests.shop(orders: orders)
      let state = StateFolder("whole", of: shop, on: volume)
      let kinds = shop.folder.path("kinds")
      let run = try state.herald(["run", "--now", Shop.now], environment: Changes.environment(kinds))
      #expect(run.code == 0, "\(run)")
      changes = try Changes(reading: kinds)
      jobs = try state.jobs()
      #expect(jobs.count == orders && jobs.values.allSatisfy { $0.count == 1 && $0[0].isWhole })
    }
  }

  /// At each change that matters; on ext4 with its names kept, the usual case, at every fifth of the others as well, to see
  /// that they do not.
  @Test(arguments: PowerLoss.cases) func atEveryChangeOfASmallRun(_ loss: PowerLoss) throws {
    let volume = try Volume(loss.format)
    let whole = try Whole(orders: 3, on: volume)
    #expect(whole.changes.count > 100)
    let matters = Set(whole.changes.instants(loss))
    let isUsual = loss.format == .ext4 && loss.keepsJournal
    for instant in 1...whole.changes.count where matters.contains(instant) || (isUsual && instant % 5 == 0) {
      try lose(loss, at: instant, of: whole, on: volume)
    }
  }

  /// From a hundred jobs on, one syncfs stands for all: making the job files is the long middle and is sampled, and every
  /// change that matters around the decision is tried.
  @Test(arguments: PowerLoss.cases) func aroundTheDecisionOfALargerRun(_ loss: PowerLoss) throws {
    let volume = try Volume(loss.format)
    let whole = try Whole(orders: 120, on: volume)
    #expect(whole.changes.count > whole.orders)
    let start = whole.changes.count - 45
    let instants = whole.changes.instants(loss)
    let early = instants.filter { $0 < start }
    for place in stride(from: 0, to: early.count, by: 31) { try lose(loss, at: early[place], of: whole, on: volume) }
    for instant in instants where instant >= start { try lose(loss, at: instant, of: whole, on: volume) }
  }

  /// The power fails again while the next run makes good what the first has left.
  @Test(arguments: PowerLoss.cases) func againDuringTheRecovery(_ loss: PowerLoss) throws {
    let volume = try Volume(loss.format)
    let whole = try Whole(orders: 3, on: volume)
    for first in stride(from: whole.changes.count - 30, through: whole.changes.count, by: 6) {
      for second in stride(from: 1, to: 24, by: 5) {
        try lose(loss, at: first, thenAt: second, of: whole, on: volume)
      }
    }
  }

  private func lose(
    _ loss: PowerLoss, at first: Int, thenAt second: Int? = nil, of whole: Whole, on volume: Volume
  ) throws {
    let what: Comment = "power lost at \(first)\(second.map { " and \($0)" } ?? "") of \(whole.changes.count)"
    let state = StateFolder("\(first)-\(second ?? 0)", of: whole.shop, on: volume)
    for instant in [first, second].compactMap(\.self) {
      let run = try state.herald(["run", "--now", Shop.now], environment: loss.environment(at: instant, of: volume))
      // The second may have less to do than was thought.
      #expect(run.code == -SIGKILL || (instant == second && run.code == 0), "\(what): \(run)")
      try volume.powerCycle()
    }
    let after = try state.herald(["run", "--now", Shop.now])
    #expect(after.code == 0, "\(what): \(after)")
    #expect(try state.jobs() == whole.jobs, what)
    try state.expectNothingLeftOver(what)
    // And for ever after. One in eight shows it, since what is in the ledger then was asked for above.
    if (first + (second ?? 0)) % 8 == 0 {
      let later = try state.herald(["run", "--now", "2026-03-02T12:15:00Z"])
      #expect(later.code == 0, "a quarter of an hour after, \(what): \(later)")
      #expect(try state.jobs() == whole.jobs, "a quarter of an hour after, \(what)")
    }
    try FileSystem.removeTree(state.path)
  }
}
