import Foundation
import Platform
import TestSupport
import Testing

/// The power fails just before any change that a worker makes to the disk; then another drains the rest. What the sender
/// saw is kept outside of the volume. No id is ever seen twice; what was seen, or may have been, and is not recorded is
/// `unknown`; and no job is lost, torn or in two places.
@Suite(.losesPower) struct DrainPowerLoss {
  /// A late shop whose state is on a volume, spooled and ready to be drained as often as it takes.
  struct World {
    let late: LateShop
    let volume: Volume
    /// What an undisturbed drain takes.
    let changes: Changes

    init(on volume: Volume) throws {
      self.volume = volume
      late = try LateShop()
      let state = StateFolder("state", of: late.shop, on: volume)
      #expect(try state.herald(["run"]).code == 0)
      try FileManager.default.copyItem(atPath: state.path, toPath: volume.path + "/spooled")
      let (kinds, seen) = (late.shop.folder.path("kinds"), late.seen("-whole"))
      let drain = try state.herald(late.drain(seen: seen), environment: Changes.environment(kinds))
      #expect(drain.code == 1, "two of the six need a person: \(drain)")
      #expect(try late.expectNothingLostAndNothingTwice(state, seen: seen, "undisturbed") == 0)
      changes = try Changes(reading: kinds)
    }

    /// A state folder with six jobs in its queue, and where its sender writes what it saw.
    func spooled(_ name: String) throws -> (state: StateFolder, seen: String) {
      let state = StateFolder("state", of: late.shop, on: volume)
      try FileSystem.removeTree(state.path)
      try FileManager.default.copyItem(atPath: volume.path + "/spooled", toPath: state.path)
      try FileDescriptor(opening: volume.path, .directory).syncFilesystem()
      return (state, late.seen("-" + name))
    }
  }

  @Test(arguments: PowerLoss.cases) func atEveryChange(_ loss: PowerLoss) throws {
    let world = try World(on: try Volume(loss.format))
    #expect(world.changes.count > 30)
    var inDoubt = 0
    let instants = loss.format == .ext4 ? Array(1...world.changes.count) : world.changes.instants(loss)
    for instant in instants { inDoubt += try lose(loss, at: instant, in: world) }
    #expect(inDoubt > 0, "some died while they sent")
  }

  /// The power fails again while the next worker takes back what the first has left.
  @Test(arguments: PowerLoss.cases) func againDuringTheReclaim(_ loss: PowerLoss) throws {
    let world = try World(on: try Volume(loss.format))
    for first in stride(from: 14, through: world.changes.count, by: 9) {
      for second in stride(from: 2, to: 30, by: 7) { _ = try lose(loss, at: first, thenAt: second, in: world) }
    }
  }

  private func lose(_ loss: PowerLoss, at first: Int, thenAt second: Int? = nil, in world: World) throws -> Int {
    let what: Comment = "power lost at \(first)\(second.map { " and \($0)" } ?? "") of \(world.changes.count)"
    let (state, seen) = try world.spooled("\(first)-\(second ?? 0)")
    for instant in [first, second].compactMap(\.self) {
      let drain = try state.herald(
        world.late.drain(seen: seen), environment: loss.environment(at: instant, of: world.volume))
      // How the work falls into groups depends on the time, so there may be fewer changes than there were.
      #expect(drain.code == -SIGKILL || drain.code == 0 || drain.code == 1, "\(what): \(drain)")
      try world.volume.powerCycle()
    }
    let after = try state.herald(world.late.drain(seen: seen))
    #expect([0, 1].contains(after.code), "\(what): \(after)")
    return try world.late.expectNothingLostAndNothingTwice(state, seen: seen, mayLoseWords: true, what)
  }
}
