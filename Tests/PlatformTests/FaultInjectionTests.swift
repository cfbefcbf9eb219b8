import Platform
import TestSupport
import Testing

@Suite struct FaultInjectionTests {
  @Test func theNthCallFailsAndTheOthersGoThrough() throws {
    let folder = try TemporaryFolder()
    let plan = FaultPlan(.fail(nth: 2, of: .makeDirectory, with: .noSpace))
    plan.run {
      #expect(throws: Never.self) { try FileSystem.makeDirectory(folder.path("a")) }
      #expect(throws: Errno.noSpace) { try FileSystem.makeDirectory(folder.path("b")) }
      #expect(throws: Never.self) { try FileSystem.makeDirectory(folder.path("c")) }
    }
    #expect(try FileSystem.sortedNames(folder.path) == ["a", "c"])
    #expect(plan.records.map(\.call) == [.makeDirectory, .makeDirectory, .makeDirectory])
    #expect(plan.records[1].path == folder.path("b"))
  }

  @Test func afterACutNothingReachesTheDisk() throws {
    let folder = try TemporaryFolder()
    let plan = FaultPlan(.cut(at: 2))
    plan.run {
      #expect(throws: Never.self) { try FileSystem.makeDirectory(folder.path("a")) }
      #expect(!plan.isCut)
      #expect(throws: Errno.inputOutput) { try FileSystem.makeDirectory(folder.path("b")) }
      #expect(plan.isCut)
      #expect(throws: Errno.inputOutput) { try FileSystem.removeDirectory(folder.path("a")) }
      #expect(throws: Errno.inputOutput) { try FileSystem.list(folder.path) }
    }
    #expect(try FileSystem.sortedNames(folder.path) == ["a"])
  }

  @Test func aCutWriteIsTorn() throws {
    let folder = try TemporaryFolder()
    FaultPlan(.cut(at: 2)).run {
      #expect(throws: Errno.inputOutput) {
        let file = try FileDescriptor(opening: folder.path("a"), .create)
        try file.writeAll(Array("12345678".utf8))
      }
    }
    #expect(try folder.read("a") == "1234")
  }

  @Test func aPlanIsOfItsOwnTaskOnly() async throws {
    let folder = try TemporaryFolder()
    let other = FaultPlan(.cut(at: 1)).run {
      Task.detached { (try? FileSystem.makeDirectory(folder.path("a"))) != nil }
    }
    #expect(await other.value)
  }

  /// Old file or new one, whatever the step at which a durable replacement stops.
  @Test func aDurableReplacementIsWholeAtEveryCut() throws {
    let counter = FaultPlan()
    let scratch = try TemporaryFolder()
    try counter.run { try FileSystem.writeDurably(scratch.path("f"), Array("new".utf8)) }
    try #require(counter.changes == 5)  // create, write, fsync, rename, fsync of the folder
    for step in 1...counter.changes {
      let folder = try TemporaryFolder()
      try folder.write("f", "old")
      FaultPlan(.cut(at: step)).run {
        #expect(throws: Errno.inputOutput) { try FileSystem.writeDurably(folder.path("f"), Array("new".utf8)) }
      }
      #expect(try folder.read("f") == (step <= 4 ? "old" : "new"), "cut at \(step)")
    }
  }
}
