import Foundation
import Platform
import Spool
import TestSupport
import Testing

/// The power fails just before any change of a run that takes in what workers have done. The next run makes it good: the
/// ledger says of each message what it would have said, the jobs lie where they would lie, and what was sent can still be
/// read.
@Suite(.losesPower) struct ReceiptsPowerLoss {
  /// A late shop whose six jobs have been drained, ready for the run that takes their receipts in.
  struct World {
    let late: LateShop
    let volume: Volume
    let state: StateFolder
    /// Those that an undisturbed run makes, and what it leaves.
    let changes: Changes
    let messages: String
    let jobs: [String: [StateFolder.Job]]
    let sent: Set<String>

    init(on volume: Volume) throws {
      self.volume = volume
      late = try LateShop()
      state = StateFolder("state", of: late.shop, on: volume)
      let seen = late.seen()
      #expect(try state.herald(["run"]).code == 0)
      #expect(try state.herald(late.drain(seen: seen)).code == 1)
      try late.expectNothingLostAndNothingTwice(state, seen: seen, "drained")
      try FileManager.default.copyItem(atPath: state.path, toPath: volume.path + "/drained")
      sent = Set(try state.jobs().filter { $0.value[0].place == "done/sent" }.keys)
      #expect(sent.count == 3)
      let kinds = late.shop.folder.path("kinds")
      let run = try state.herald(["run"], environment: Changes.environment(kinds))
      #expect([0, 1].contains(run.code), "\(run)")
      changes = try Changes(reading: kinds)
      messages = try state.herald(["messages"]).output
      jobs = try state.jobs()
      #expect(jobs.count == 3 && jobs.values.joined().allSatisfy { $0.place == "dead" || $0.place == "queue" })
      try #require(Self.archived(sent, in: state) == sent)
    }

    func restore() throws {
      try FileSystem.removeTree(state.path)
      try FileManager.default.copyItem(atPath: volume.path + "/drained", toPath: state.path)
      try FileDescriptor(opening: volume.path, .directory).syncFilesystem()
    }

    /// Those of the ids that the archive of what was sent still has, whole.
    static func archived(_ ids: Set<String>, in state: StateFolder) throws -> Set<String> {
      let files = try state.files("archive").map(\.file).filter { $0.hasSuffix(".jsonl.gz") }
      let text = try files.map { file in
        let unpacked = try HeraldProgram.call("/bin/gunzip", ["-c", state.path + "/archive/" + file])
        #expect(unpacked.code == 0, "\(file): \(unpacked.errors)")
        return unpacked.output
      }
      let lines = text.joined().split(separator: "\n")
      return ids.filter { id in lines.contains { $0.contains(#""id":"\#(id)""#) && $0.hasSuffix("}") } }
    }
  }

  @Test(arguments: PowerLoss.cases) func atEveryChange(_ loss: PowerLoss) throws {
    let world = try World(on: try Volume(loss.format))
    #expect(world.changes.count > 20)
    for instant in world.changes.instants(loss) { try lose(loss, at: [instant], in: world) }
  }

  /// The power fails again while the next run takes in what the first has left.
  @Test(arguments: PowerLoss.cases) func againDuringTheNextIntake(_ loss: PowerLoss) throws {
    let world = try World(on: try Volume(loss.format))
    for first in stride(from: 10, through: world.changes.count, by: 17) {
      for second in stride(from: 4, to: world.changes.count, by: 16) { try lose(loss, at: [first, second], in: world) }
    }
  }

  private func lose(_ loss: PowerLoss, at instants: [Int], in world: World) throws {
    let what: Comment = "power lost at \(instants) of \(world.changes.count)"
    try world.restore()
    for (place, instant) in instants.enumerated() {
      let run = try world.state.herald(["run"], environment: loss.environment(at: instant, of: world.volume))
      // The second may have less to do.
      #expect(run.code == -SIGKILL || (place > 0 && [0, 1].contains(run.code)), "\(what): \(run)")
      try world.volume.powerCycle()
    }
    let after = try world.state.herald(["run"])
    #expect([0, 1].contains(after.code), "\(what): \(after)")
    #expect(try world.state.jobs() == world.jobs, what)
    #expect(try world.state.herald(["messages"]).output == world.messages, what)
    #expect(try World.archived(world.sent, in: world.state) == world.sent, "\(what): sent, and cannot be shown")
    try world.state.expectNothingLeftOver(what)
    for folder in ["intake", "done"] {
      let left = try world.state.files("spool/email/" + folder).map(\.file)
      #expect(left.allSatisfy { $0.hasPrefix("deferred/") }, "\(what): \(folder)/ still holds \(left)")
    }
  }
}
