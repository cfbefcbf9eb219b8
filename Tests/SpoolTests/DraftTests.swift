import Platform
import Spool
import TestSupport
import Testing

/// Receipts that somebody died writing do not stay for ever.
@Suite struct DraftTests {
  @Test(arguments: ["sent", "failed", "unknown", "withdrawn", "dropped", "deferred"])
  func ofACrashGoWithTheNextIntake(_ place: String) throws {
    let shop = try Shop.published(2)
    let name = try #require(try shop.spool().list(channels: ["email"], places: [.queue]).jobs.first?.name)
    let home = shop.spoolPath + "/email/done/" + place
    let (old, young) = ("\(home)/\(name).receipt.new-4711", "\(home)/\(name).receipt.new-4712")
    for path in [old, young] { try FileSystem.replace(path, with: Array("{".utf8)) }
    try FileSystem.setModified(old, .init(seconds: SystemClock.now().seconds - 3600, nanoseconds: 0))
    let intake = try IntakeTests.takeIn(shop)
    #expect(intake.corrupt.isEmpty && intake.foreign.isEmpty && intake.count == 0)
    #expect(!FileSystem.exists(old))
    // Where workers go on beside it, one that is being written now is theirs.
    #expect(FileSystem.exists(young) == (place == "deferred"))
  }
}
