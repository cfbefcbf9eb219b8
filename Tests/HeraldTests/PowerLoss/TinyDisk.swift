import Foundation
import Platform
import TestSupport
import Testing

/// A disk without room: what could not be written is not decided, the words say why, and with room made all goes on.
@Suite(.mountsImages) struct TinyDisk {
  /// What runs out.
  enum Shortage: CaseIterable, CustomTestStringConvertible, Sendable {
    case bytes, inodes
    var testDescription: String { self == .bytes ? "bytes" : "inodes" }

    func volume() throws -> Volume {
      switch self {
      case .bytes: try Volume(.ext4, megabytes: 16)
      case .inodes: try Volume(.ext4, megabytes: 16, inodes: 256)
      }
    }

    /// Leaves room for so many blocks or inodes; what it adds goes away with `Ballast.remove`.
    func fill(_ volume: Volume, leaving rest: Int) throws -> Ballast {
      let folder = volume.path + "/ballast"
      try FileSystem.makeDirectories(folder)
      switch self {
      case .bytes:
        let file = try FileDescriptor(opening: folder + "/bytes", .append)
        while case let free = try VolumeSpace(at: folder).freeBlocks, free > Int64(rest) {
          try file.writeAll([UInt8](repeating: 0x2e, count: 4096 * max(1, (Int(free) - rest) / 2)))
          try file.sync()
        }
      case .inodes:
        var number = 0
        while let free = try VolumeSpace(at: folder).freeInodes, free > Int64(rest) {
          _ = try FileDescriptor(opening: "\(folder)/\(number)", .create)
          number += 1
        }
      }
      return Ballast(folder: folder)
    }
  }

  struct Ballast {
    let folder: String
    func remove() throws { try FileSystem.removeTree(folder) }
  }

  /// At every stage of a run: it ends with 75 or 74 and says why, or it had room. Nothing is told by half, and with
  /// room made the next run tells all.
  @Test(arguments: Shortage.allCases) func aRun(_ shortage: Shortage) throws {
    let shop = try CrashTests.shop(orders: 8)
    var refusals = 0
    for rest in [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30, 36, 42, 50, 60, 80] {
      let volume = try shortage.volume()
      let ballast = try shortage.fill(volume, leaving: rest)
      let state = StateFolder("state", of: shop, on: volume)
      let run = try state.herald(["run", "--now", Shop.now])
      if run.code != 0 {
        refusals += 1
        #expect(run.code == 75 || run.code == 74, "\(rest) left: \(run)")
        expectClear(run, "\(rest) left")
        #expect(try state.jobs().isEmpty, "\(rest) left: nothing is decided by half")
      }
      try ballast.remove()
      let after = try state.herald(["run", "--now", Shop.now])
      #expect(after.code == 0, "\(rest) left, then room: \(after)")
      let jobs = try state.jobs()
      #expect(jobs.count == 8 && jobs.values.allSatisfy { $0.count == 1 && $0[0].isWhole }, "\(rest) left, then room")
      try state.expectNothingLeftOver("\(rest) left, then room")
    }
    #expect(refusals > 5)
  }

  /// The disk fills up between a run and the drain, which has receipts to write.
  @Test(arguments: Shortage.allCases) func aDrain(_ shortage: Shortage) throws {
    var refusals = 0
    for rest in [0, 1, 2, 3, 4, 6, 8, 12] {
      let world = try DrainPowerLoss.World(on: try shortage.volume())
      let (state, seen) = try world.spooled("\(rest)")
      let ballast = try shortage.fill(world.volume, leaving: rest)
      let drain = try state.herald(world.late.drain(seen: seen))
      if ![0, 1].contains(drain.code) {
        refusals += 1
        #expect(drain.code == 75 || drain.code == 74, "\(rest) left: \(drain)")
        expectClear(drain, "\(rest) left")
      }
      try ballast.remove()
      let after = try state.herald(world.late.drain(seen: seen))
      #expect([0, 1].contains(after.code), "\(rest) left, then room: \(after)")
      try world.late.expectNothingLostAndNothingTwice(state, seen: seen, "\(rest) left, then room")
    }
    #expect(refusals > 0)
  }

  private func expectClear(_ result: HeraldProgram.Result, _ what: Comment) {
    let words = ["No space left", "are free", "no room left"]
    #expect(words.contains { result.errors.contains($0) }, "\(what): \(result.errors)")
  }
}
