import Platform
import Spool
import Synchronization
import TestSupport
import Testing

@Suite struct RateLimitTests {
  let folder: TemporaryFolder
  let spool: SpoolFolder

  init() throws {
    folder = try TemporaryFolder()
    spool = try SpoolFolder(creating: folder.path("spool"))
    try spool.prepare("sms")
  }

  /// Whoever reserves, in whatever order, no two slots are nearer than the interval.
  @Test func allWhoSendShareTheSlots() throws {
    let first = RateLimit(in: spool, channel: "sms", every: .milliseconds(20))
    let second = RateLimit(in: spool, channel: "sms", every: .milliseconds(20))
    var times: [Int64] = []
    for wanted in [1, 5, 2, 1] {
      for rate in [first, second] {
        let slots = try rate.reserve(wanted)
        #expect(slots.count == min(wanted, 2), "no more than 50 ms ahead")
        times += (0..<slots.count).map { slots.first + Int64($0) * 20_000_000 }
      }
    }
    for (a, b) in zip(times, times.dropFirst()) { #expect(b - a >= 20_000_000, "\(times)") }
  }

  @Test func threadsAndProcessesWaitForTheirTurn() throws {
    let sends = Mutex([Int64]())
    let (spool, start) = (spool, SystemClock.sinceBoot())
    Workers.run(4) {
      let rate = RateLimit(in: spool, channel: "sms", every: .milliseconds(5))
      for _ in 0..<5 {
        guard let slots = try? rate.reserve(1) else { return }
        while slots.left(0) > 0 { Waiting.wait(nanoseconds: slots.left(0)) }
        sends.withLock { $0.append(SystemClock.sinceBoot()) }
      }
    }
    let times = sends.withLock { $0.sorted() }
    #expect(times.count == 20)
    #expect(times[19] - start >= 19 * 5_000_000)
  }

  @Test func timeThatPassesUnusedIsNotMadeUpFor() throws {
    let rate = RateLimit(in: spool, channel: "sms", every: .milliseconds(10))
    _ = try rate.reserve(1)
    Waiting.wait(nanoseconds: 100_000_000)
    let slots = [try rate.reserve(1), try rate.reserve(1)].map(\.first)
    #expect(slots[1] - slots[0] >= 10_000_000)
  }

  @Test func aNewRateCountsAtOnce() throws {
    #expect(try RateLimit(in: spool, channel: "sms", every: .seconds(3600)).reserve(1).left(0) <= 0)
    #expect(try RateLimit(in: spool, channel: "sms", every: .seconds(3600)).reserve(1).left(0) > 3_000_000_000_000)
    #expect(try RateLimit(in: spool, channel: "sms", every: .milliseconds(10)).reserve(1).left(0) <= 10_000_000)
  }

  @Test(arguments: ["", "nonsense\n", "another-boot 9000000000000000000 0000000000010000000\n"])
  func aFileThatSaysNothingCountsAsNone(_ text: String) throws {
    try folder.write("spool/sms/rate", text)
    #expect(try RateLimit(in: spool, channel: "sms", every: .seconds(60)).reserve(1).left(0) <= 0)
    #expect(try RateLimit(in: spool, channel: "sms", every: .seconds(60)).reserve(1).left(0) > 50_000_000_000)
  }

  /// A process that was stopped while it had the file does not stop the rest.
  @Test func aHeldFileIsDoneWithout() throws {
    let lock = try FileLock(folder.path("spool/sms/rate"))
    let slots = try RateLimit(in: spool, channel: "sms", every: .milliseconds(10)).reserve(3)
    #expect(slots.count == 1)
    lock.release()
  }
}
