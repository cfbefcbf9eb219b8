import Foundation
import Platform
import TestSupport
import Testing

/// Filesystems that a spool can't live on, or not for now.
@Suite(.mountsImages) struct OtherDisk {
  @Test(arguments: [Volume.Format.ext4, .xfs]) func readOnly(_ format: Volume.Format) throws {
    let world = try DrainPowerLoss.World(on: try Volume(format))
    let (state, seen) = try world.spooled("state")
    try ClockTests.write(world.late.shop, ["O7"] + world.late.outcomes.keys)
    try world.volume.remount("ro")
    for words in [["run"], world.late.drain(seen: seen)] {
      let refused = try state.herald(words)
      #expect(refused.code == 77 || refused.code == 74, "\(words[0]): \(refused)")
      #expect(refused.errors.localizedCaseInsensitiveContains("read-only"), "\(words[0]): \(refused)")
    }
    #expect(!FileSystem.exists(seen), "nobody heard of anything")
    try world.volume.remount("rw")
    #expect(try state.herald(["run"]).code == 0)
    #expect(try state.jobs().count == 7)
  }

  @Test func doctorTellsOfAFilesystemWithoutAJournal() throws {
    let shop = try ClockTests.shop()
    for (format, isTold) in [(Volume.Format.ext4, false), (.xfs, false), (.unjournaled, true)] {
      let volume = try Volume(format)
      let state = StateFolder("state", of: shop, on: volume)
      #expect(try state.herald(["run"]).code == 0)
      let doctor = try state.herald(["doctor"])
      let isFound = (doctor.output + doctor.errors).contains("without a journal")
      #expect(isFound == isTold, "\(volume.format): \(doctor)")
    }
  }
}
