import Platform
import TestSupport
import Testing

@Suite struct FileSystemTests {
  @Test func aFifoDoesNotHangItsReader() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    let input = try FileDescriptor(opening: "/dev/null", .read)
    let child = try ChildProcess.start(["mkfifo", path], environment: Environment.all, input: input)
    #expect(try child.wait() == .code(0))
    let file = try FileDescriptor(opening: path, .read)
    #expect(try file.status().kind == .fifo)
    #expect(throws: Errno.invalid) { try FileSystem.read(path) }
  }

  @Test func readsWholeFilesOfAnySize() throws {
    let folder = try TemporaryFolder()
    for size in [0, 1, 4095, 4096, 4097, 3_000_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try FileSystem.replace(folder.path("f"), with: bytes)
      #expect(try FileSystem.read(folder.path("f")) == bytes)
    }
    #expect(throws: Errno(rawValue: 27)) { try FileSystem.read(folder.path("f"), limit: 1000) }  // EFBIG
    #expect(throws: Errno.isDirectory) { try FileSystem.read(folder.path) }
    #expect(throws: Errno.noSuchFile) { try FileSystem.read(folder.path("none")) }
  }

  @Test func renameWithoutReplacing() throws {
    let folder = try TemporaryFolder()
    try folder.write("a", "A")
    try folder.write("b", "B")
    #expect(throws: Errno.exists) { try FileSystem.renameNoReplace(folder.path("a"), to: folder.path("b")) }
    #expect(try folder.read("b") == "B")
    try FileSystem.exchange(folder.path("a"), folder.path("b"))
    #expect(try folder.read("b") == "A")
    try FileSystem.rename(folder.path("a"), to: folder.path("b"))
    #expect(try folder.read("b") == "B")
    #expect(!FileSystem.exists(folder.path("a")))
  }

  @Test func aSecondLockFailsAtOnce() throws {
    let folder = try TemporaryFolder()
    do {
      let first = try FileLock(folder.path("lock"))
      #expect(throws: Errno.wouldBlock) { _ = try FileLock(folder.path("lock")) }
      _ = first.descriptor.number
    }
    _ = try FileLock(folder.path("lock"))
  }

  @Test func treesAreMadeAndRemoved() throws {
    let folder = try TemporaryFolder()
    #expect(try FileSystem.makeDirectories(folder.path("a/b/c")))
    #expect(try !FileSystem.makeDirectories(folder.path("a/b/c")))
    try folder.write("a/b/c/f", "x")
    try folder.write("g", "x")
    #expect(throws: Errno.notDirectory) { try FileSystem.makeDirectories(folder.path("g")) }
    #expect(try FileSystem.status(folder.path("a/b")).mode == 0o700)
    try FileSystem.removeTree(folder.path("a"))
    try FileSystem.removeTree(folder.path("a"))
    #expect(try FileSystem.sortedNames(folder.path) == ["g"])
  }

  @Test func timesAndSpace() throws {
    let folder = try TemporaryFolder()
    try folder.write("f", "x")
    let time = FileStatus.Time(seconds: 1_770_000_000, nanoseconds: 123_456_789)
    try FileSystem.setModified(folder.path("f"), time)
    let status = try FileSystem.status(folder.path("f"))
    #expect(status.modified == time)
    #expect(status.size == 1)
    #expect(status.mode == 0o600)
    #expect(try VolumeSpace(at: folder.path).freeBytes > 0)
  }

  @Test(arguments: [("a/b", "a"), ("a", "."), ("/a", "/"), ("/a/b/", "/a"), ("/", "/"), ("a//b", "a")])
  func parents(path: String, parent: String) { #expect(FileSystem.parent(of: path) == parent) }

  @Test func childrenHaveTheirInputAndTellTheirEnd() throws {
    let folder = try TemporaryFolder()
    try folder.write("in", "hello")
    let input = try FileDescriptor(opening: folder.path("in"), .read)
    let environment = Environment.all + ["OUT=" + folder.path("out")]
    let copy = try ChildProcess.start(["sh", "-c", "cat > $OUT; exit 7"], environment: environment, input: input)
    #expect(try copy.wait() == .code(7))
    #expect(try folder.read("out") == "hello")
    let killed = try ChildProcess.start(["sh", "-c", "kill -9 $$"], environment: environment, input: input)
    #expect(try killed.wait() == .signal(9))
    #expect(throws: Errno.noSuchFile) {
      _ = try ChildProcess.start(["no-such-program"], environment: environment, input: input)
    }
  }

  /// A child that was given the lock holds it for as long as it lives, also when we are gone.
  @Test func aChildHoldsTheLockThatItWasGiven() throws {
    let folder = try TemporaryFolder()
    let input = try FileDescriptor(opening: "/dev/null", .read)
    let child: ChildProcess
    do {
      let lock = try FileLock(folder.path("lock"))
      child = try ChildProcess.start(
        ["sleep", "0.2"], environment: Environment.all, input: input, keeping: lock.descriptor.number)
    }
    #expect(throws: Errno.wouldBlock) { _ = try FileLock(folder.path("lock")) }
    #expect(try child.wait() == .code(0))
    _ = try FileLock(folder.path("lock"))
  }

  @Test func thisMachineHasNames() {
    #expect(!Machine.hostName.isEmpty)
    #expect(!Machine.bootID.isEmpty)
    #expect(!Machine.machineID.isEmpty)
    #expect(Machine.processStart > 0)
  }
}
