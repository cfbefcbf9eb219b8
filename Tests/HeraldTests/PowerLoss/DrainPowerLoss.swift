import Foundation
import JSON
import Platform
import Spool
import TestSupport
import Testing

/// The power fails just before any change that a worker makes to the disk; then another drains the rest. What the sender
/// saw is kept outside of the volume, as a customer's memory is. No id is ever seen twice; what was seen, or may have
/// been, and is not recorded is `unknown`; and no job is lost, torn or in two places.
@Suite(.losesPower) struct DrainPowerLoss {
  /// What the sender answers, by the order that its job is about.
  static let outcomes = ["O1": "sent", "O2": "deferred", "O3": "failed", "O4": "unknown", "O5": "sent", "O6": "sent"]

  /// A shop whose six orders are late by the real clock, which is what workers go by.
  struct World {
    let shop: Shop
    let volume: Volume
    let orderOfID: [String: String]
    /// What an undisturbed drain takes.
    let changes: Int

    init(on volume: Volume) throws {
      self.volume = volume
      shop = try ClockTests.shop()
      try ClockTests.write(shop, DrainPowerLoss.outcomes.keys.sorted())
      let state = StateFolder("state", of: shop, on: volume)
      #expect(try state.herald(["run"]).code == 0)
      try FileManager.default.copyItem(atPath: state.path, toPath: volume.path + "/spooled")
      var orders: [String: String] = [:]
      for (id, jobs) in try state.jobs() {
        orders[id] = try JSONValue.parse(Array(jobs[0].bytes))["subject"]?["key"]?.string
      }
      #expect(Set(orders.values) == Set(DrainPowerLoss.outcomes.keys))
      orderOfID = orders
      let count = shop.folder.path("count")
      let drain = try state.herald(
        Self.drain(seen: shop.folder.path("seen-whole")), environment: ["HERALD_CRASH_COUNT": count])
      #expect(drain.code == 1, "two of the six need a person: \(drain)")
      changes = try #require(Int(shop.folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// A state folder with six jobs in its queue, and where its sender writes what it saw.
    func spooled(_ name: String) throws -> (state: StateFolder, seen: String) {
      let state = StateFolder("state", of: shop, on: volume)
      try FileSystem.removeTree(state.path)
      try FileManager.default.copyItem(atPath: volume.path + "/spooled", toPath: state.path)
      try FileDescriptor(opening: volume.path, .directory).syncFilesystem()
      return (state, shop.folder.path("seen-" + name))
    }

    /// The sender writes down what it got before it answers.
    static func drain(seen: String) -> [String] {
      [
        "drain", "email", "--", "sh", "-c",
        """
        echo "$HERALD_ID" >> \(seen)
        case "$(cat)" in
          *"Order O2 "*) exit 75;;
          *"Order O3 "*) echo "no such mailbox" >&2; exit 65;;
          *"Order O4 "*) exit 1;;
        esac
        """,
      ]
    }
  }

  @Test(arguments: PowerLoss.cases) func atEveryChange(_ loss: PowerLoss) throws {
    let world = try World(on: try Volume(loss.format))
    #expect(world.changes > 30)
    for instant in 1...world.changes { try lose(loss, at: instant, in: world) }
  }

  /// The power fails again while the next worker takes back what the first has left.
  @Test(arguments: PowerLoss.cases) func againDuringTheReclaim(_ loss: PowerLoss) throws {
    let world = try World(on: try Volume(loss.format))
    for first in stride(from: 14, through: world.changes, by: 9) {
      for second in stride(from: 2, to: 30, by: 5) { try lose(loss, at: first, thenAt: second, in: world) }
    }
  }

  private func lose(_ loss: PowerLoss, at first: Int, thenAt second: Int? = nil, in world: World) throws {
    let what: Comment = "power lost at \(first)\(second.map { " and \($0)" } ?? "") of \(world.changes)"
    let (state, seen) = try world.spooled("\(first)-\(second ?? 0)")
    for instant in [first, second].compactMap(\.self) {
      let drain = try state.herald(
        World.drain(seen: seen), environment: loss.environment(at: instant, of: world.volume))
      // How the work falls into groups depends on the time, so the count may be one less than it was.
      #expect(drain.code == -SIGKILL || drain.code == 0 || drain.code == 1, "\(what): \(drain)")
      try world.volume.powerCycle()
    }
    let after = try state.herald(World.drain(seen: seen))
    #expect([0, 1].contains(after.code), "\(what): \(after)")
    try Self.expectNothingLostAndNothingTwice(state, seen: seen, in: world, what)
  }

  static func expectNothingLostAndNothingTwice(
    _ state: StateFolder, seen: String, in world: World, _ what: Comment
  ) throws {
    let lines = ((try? FileSystem.read(seen)) ?? []).split(separator: UInt8(ascii: "\n"))
    let sightings = Dictionary(grouping: lines.map { String(decoding: $0, as: UTF8.self) }, by: \.self)
    #expect(sightings.values.allSatisfy { $0.count == 1 }, "\(what): sent twice")
    let jobs = try state.jobs()
    #expect(Set(jobs.keys) == Set(world.orderOfID.keys), "\(what): lost")
    for (id, files) in jobs {
      let order = world.orderOfID[id] ?? ""
      #expect(files.count == 1, "\(what): \(order) is in \(files.map(\.place))")
      guard let file = files.first else { continue }
      #expect(file.isWhole, "\(what): \(order) is torn in \(file.place)")
      guard file.place != "done/unknown" else { continue }
      // What ended otherwise was seen, and once.
      #expect(sightings[id]?.count == 1, "\(what): \(order) is in \(file.place), and nobody saw it")
      let wanted = outcomes[order] ?? ""
      if wanted == "deferred" {
        #expect(file.place == "queue" && file.name.attempt == 2, "\(what): \(order) is in \(file.place)")
      } else {
        #expect(file.place == "done/" + wanted, "\(what): \(order) is in \(file.place)")
      }
    }
    for (file, value) in try state.receipts() { #expect(value != nil, "\(what): \(file) is torn") }
    try state.expectNothingLeftOver(what)
  }
}
