import Foundation
import Platform
import TestSupport
import Testing

/// `drain` as cron and systemd use it: what herald.yaml says of the channel, signals, two at once.
@Suite struct DrainCommandTests {
  @Test func rateOfHeraldYAML() throws {
    let shop = try shop(jobs: 16, channel: "rate: 40/s")
    let begin = Date()
    let one = try start(shop, "true")
    let other = try start(shop, "true")
    #expect(try one.end() == .code(0))
    #expect(try other.end() == .code(0))
    #expect(shop.jobs("email", "done/sent").count == 16)
    let elapsed = Date().timeIntervalSince(begin)
    #expect(elapsed >= 14 / 40.0, "16 jobs at 40 a second took \(elapsed) s")
  }

  @Test(arguments: [("unknown", "done/unknown"), ("retry", "queue")])
  func onUnknownOfHeraldYAML(policy: String, place: String) throws {
    let shop = try shop(jobs: 1, channel: "on_unknown: \(policy)")
    let result = try shop.herald("drain", "email", "--", "sh", "-c", "exit 1")
    #expect(result.code == (policy == "unknown" ? 1 : 0), "\(result)")
    #expect(shop.jobs("email", place).count == 1)
  }

  @Test func suppressionOfHeraldYAMLIsReadWhenItIsSent() throws {
    let shop = try shop(jobs: 2)
    try shop.write("herald.yaml", Shop.house + "suppress:\n  email: bounced.csv\n")
    try shop.write("bounced.csv", "c1@x.example\n")
    let result = try shop.herald("drain", "email", "--", "true")
    #expect(result.code == 0 && result.errors.isEmpty, "\(result)")
    #expect(shop.jobs("email", "done/sent").count == 1)
    #expect(shop.jobs("email", "done/withdrawn").count == 1)
    try FileManager.default.removeItem(atPath: shop.path + "/bounced.csv")
    try queue(shop, 5..<6)
    let blind = try shop.herald("drain", "email", "--", "true")
    #expect(blind.code == 1 && blind.errors.contains("a suppression list cannot be read"), "\(blind)")
    #expect(shop.jobs().count == 1)
  }

  /// SIGTERM: the job in hand is finished, the rest is back in the queue, and it was no mistake.
  @Test(arguments: [SIGTERM, SIGINT]) func aSignalFinishesWhatIsInHand(signal: Int32) throws {
    let shop = try shop(jobs: 5)
    let drain = try start(shop, "touch begun; sleep 0.3; echo x >> sent", options: "--follow")
    try wait { FileManager.default.fileExists(atPath: shop.path + "/begun") }
    drain.send(signal)
    #expect(try drain.end() == .code(0))
    let sent = try shop.folder.read("sent").split(separator: "\n").count
    #expect(sent >= 1 && sent < 5)
    #expect(shop.jobs("email", "done/sent").count == sent)
    #expect(shop.jobs().count == 5 - sent)
    #expect(shop.jobs("email", "work").isEmpty)
  }

  /// A worker that is killed leaves one job in doubt; the next drain gives back what else it had and reports that one.
  @Test func aKilledDrainLeavesOneInDoubt() throws {
    let shop = try shop(jobs: 4)
    let drain = try start(shop, "echo $HERALD_ID >> sent; touch begun; sleep 1; rm begun")
    try wait { FileManager.default.fileExists(atPath: shop.path + "/begun") }
    drain.send(SIGKILL)
    #expect(try drain.end() == .signal(9))
    // Its sender lives on, and holds the worker's lock.
    try wait { !FileManager.default.fileExists(atPath: shop.path + "/begun") }
    var codes: [Int32] = []
    try wait {
      codes.append(try shop.herald("drain", "email", "--", "sh", "-c", "echo $HERALD_ID >> \(shop.path)/sent").code)
      return shop.jobs("email", "done/unknown").count == 1
    }
    #expect(codes.last == 1)
    let ids = try shop.folder.read("sent").split(separator: "\n")
    #expect(ids.count == 4 && Set(ids).count == 4)
    #expect(shop.jobs("email", "done/sent").count == 3 && shop.jobs("email", "work").isEmpty && shop.jobs().isEmpty)
  }

  /// A worker that is stopped and goes on keeps what it has: nobody takes it for dead.
  @Test func aStoppedWorkerKeepsItsJobs() throws {
    let shop = try shop(jobs: 3)
    let drain = try start(shop, "touch begun; sleep 0.3; echo $HERALD_ID >> sent")
    try wait { FileManager.default.fileExists(atPath: shop.path + "/begun") }
    drain.send(SIGSTOP)
    #expect(try shop.herald("drain", "email", "--", "sh", "-c", "echo $HERALD_ID >> \(shop.path)/sent").code == 0)
    drain.send(SIGCONT)
    #expect(try drain.end() == .code(0))
    let ids = try shop.folder.read("sent").split(separator: "\n")
    #expect(ids.count == 3 && Set(ids).count == 3)
    #expect(shop.jobs("email", "done/sent").count == 3 && shop.jobs("email", "done/unknown").isEmpty)
  }

  /// SIGHUP: the new rate of herald.yaml counts from then on.
  @Test func aHangupReadsTheRateAgain() throws {
    let shop = try shop(jobs: 12, channel: "rate: 2/m")
    let drain = try start(shop, "echo x >> sent", options: "--concurrency 2")
    try wait { FileManager.default.fileExists(atPath: shop.path + "/sent") }
    try shop.write("herald.yaml", house("rate: 1000/s"))
    drain.send(SIGHUP)
    try wait { shop.jobs("email", "done/sent").count == 12 }
    drain.send(SIGTERM)
    #expect(try drain.end() == .code(0))
  }

  private func shop(jobs: Int, channel: String = "") throws -> Shop {
    let shop = try Shop()
    try shop.write("herald.yaml", house(channel))
    try queue(shop, 0..<jobs)
    return shop
  }

  private func house(_ channel: String) -> String {
    Shop.house.replacing("consent: customer.ok}", with: "consent: customer.ok, \(channel)}")
  }

  private func queue(_ shop: Shop, _ numbers: Range<Int>) throws {
    let now = SystemClock.now().seconds
    for number in numbers {
      let id = Hash128("\(number)").base32
      try shop.folder.write(
        "var/spool/email/queue/4.\(now).b-\(10_000 + numbers.lowerBound)/4.\(now).9999999999.01.\(id).json",
        #"{"campaign":"late","purpose":"service","to":{"address":"c\#(number)@x.example"}}"# + "\n")
    }
  }

  /// A drain whose sender is a line of shell, in the shop's folder.
  private func start(_ shop: Shop, _ script: String, options: String = "") throws -> Started {
    let command =
      "cd \(shop.path) && exec \(HeraldProgram.path) drain email \(options) -- sh -c '\(script)' 2>/dev/null"
    let input = try FileDescriptor(opening: "/dev/null", .read)
    return Started(try ChildProcess.start(["sh", "-c", command], environment: Environment.all, input: input))
  }

  private struct Started: ~Copyable {
    private let process: ChildProcess
    init(_ process: consuming ChildProcess) { self.process = process }
    func send(_ signal: Int32) { kill(pid_t(process.processID), signal) }
    consuming func end() throws -> ChildProcess.Exit { try process.wait() }
  }

  private func wait(_ condition: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: 20)
    while try !condition(), Date() < end { usleep(10_000) }
    #expect(Date() < end, "it did not come to that within 20 s")
  }
}
