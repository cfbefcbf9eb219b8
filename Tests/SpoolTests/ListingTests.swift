import Ledger
import Platform
import Spool
import TestSupport
import Testing

@Suite struct ListingTests {
  @Test func jobsAreListedInTheOrderOfTheirTurnAndStraysAreReported() throws {
    let shop = try Shop(jobs: 6)
    try shop.run()
    let chunk = try #require(try FileSystem.sortedNames(shop.spoolPath + "/email/queue").first)
    let torn = "spool/email/queue/\(chunk)/0.0000000001.9999999999.01.\(Hash128("torn").base32).json"
    try shop.folder.write(torn, #"{"id":"#)
    try shop.folder.write("spool/email/queue/\(chunk)/readme.txt", "x\n")
    try shop.folder.write("spool/email/queue/notes/x", "x\n")
    let listing = try shop.spool().list(channels: ["email"])
    #expect(listing.jobs.count == 3)
    #expect(listing.jobs.map(\.name) == listing.jobs.map(\.name).sorted())
    #expect(
      Set(listing.strays.map(\.path))
        == [
          shop.folder.path(torn), shop.spoolPath + "/email/queue/\(chunk)/readme.txt",
          shop.spoolPath + "/email/queue/notes",
        ])
    #expect(listing.strays.allSatisfy { FileSystem.exists($0.path) }, "nothing is removed")
    #expect(try shop.spool().list().jobs.count == 6)
    #expect(try shop.spool().list(channels: ["none"]).jobs.isEmpty)
  }

  @Test func aJobIsFoundByTheBeginningOfItsID() throws {
    let shop = try Shop(jobs: 3)
    try shop.run()
    let id = Shop.job(1).id
    let found = try shop.spool().find(idPrefix: String(id.prefix(8)))
    #expect(found.map(\.name.id) == [id])
    let bytes = try #require(try shop.spool().read(found[0]))
    #expect(String(decoding: bytes, as: UTF8.self).contains(id))
    try FileSystem.unlink(found[0].path)
    #expect(try shop.spool().read(found[0]) == nil)
    #expect(try shop.spool().find(idPrefix: "zzzz").isEmpty)
  }
}
