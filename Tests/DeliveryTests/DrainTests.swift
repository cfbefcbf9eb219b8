import Delivery
import Platform
import Spool
import TestSupport
import Testing

@Suite struct DrainTests {
  static let now: Int64 = 1_772_447_400
  let folder: TemporaryFolder
  let spool: SpoolFolder

  init() throws {
    folder = try TemporaryFolder()
    spool = try SpoolFolder(creating: folder.path("spool"))
    try spool.prepare("email")
  }

  @Test func theCommandGetsTheJobAndTheEssentials() throws {
    let id = try queue("a")
    let script =
      #"cat > "$0/$HERALD_ID"; echo "$HERALD_CHANNEL $HERALD_CAMPAIGN $HERALD_ATTEMPT $HERALD_TO" >> "$0/$HERALD_ID""#
    try FileSystem.makeDirectory(folder.path("out"))
    let report = try drain(["sh", "-c", script, folder.path("out")])
    #expect(report.outcomes == [.sent: 1])
    #expect(!report.needsAttention)
    #expect(try folder.read("out/\(id)") == job() + "email cart 1 anna@example.com\n")
    #expect(try names(.sent).count == 1)
    #expect(try spool.list().jobs.isEmpty)
  }

  @Test(arguments: [
    (0, Outcome.sent), (75, .deferred), (71, .deferred), (74, .deferred), (65, .failed), (70, .failed), (76, .failed),
    (1, .unknown), (64, .unknown), (73, .unknown), (255, .unknown),
  ]) func exitCodes(code: Int, outcome: Outcome) throws {
    try queue("a")
    let report = try drain(["sh", "-c", "exit \(code)"])
    #expect(report.outcomes == [outcome: 1])
    #expect(!report.isPaused)
    if outcome == .deferred {
      #expect(report.retried == 1)
      #expect(try spool.list().jobs.map(\.name.attempt) == [2])
    }
  }

  @Test(arguments: [77, 78, 126, 127]) func aBrokenCommandPausesTheChannel(code: Int) throws {
    for name in ["a", "b", "c"] { try queue(name) }
    let report = try drain(["sh", "-c", "exit \(code)"])
    #expect(report.isPaused)
    #expect(report.outcomes == [.deferred: 1])
    #expect(try spool.list().jobs.count == 3)
    #expect(try drain(["true"]).outcomes.isEmpty, "it rests")
    #expect(try spool.resume("email"))
    #expect(try drain(["true"]).outcomes == [.sent: 2])
  }

  @Test func aMissingCommandBurnsNothing() throws {
    for name in ["a", "b"] { try queue(name) }
    let report = try drain(["no-such-command-anywhere"])
    #expect(report.isPaused)
    #expect(report.outcomes == [.deferred: 1])
    #expect(try spool.list().jobs.count == 2)
    #expect(try folder.read("spool/email/paused").contains("could not be started"))
  }

  @Test func aKilledCommandLeavesTheOutcomeUnknown() throws {
    try queue("a")
    let report = try drain(["sh", "-c", "kill -9 $$"])
    #expect(report.outcomes == [.unknown: 1])
    let receipt = try #require(try FileSystem.sortedNames(folder.path("spool/email/done/unknown")).last)
    #expect(
      try folder.read("spool/email/done/unknown/" + receipt)
        == #"{"at":"2026-03-02T10:30:00Z","attempt":1,"id":"\#(Hash128("a").base32)","outcome":"unknown","reason":"the command was killed by signal 9","schema":"herald.receipt/1"}"#
        + "\n")
  }

  @Test func anExpiredJobIsNotSent() throws {
    try queue("a", expires: Self.now)
    try queue("b", expires: Self.now + 1)
    let report = try drain(["true"])
    #expect(report.outcomes == [.sent: 1, .failed: 1])
    #expect(report.expired == 1)
    let receipt = try #require(try FileSystem.sortedNames(folder.path("spool/email/done/failed")).last)
    #expect(try folder.read("spool/email/done/failed/" + receipt).contains("expired"))
  }

  @Test func whatIsNotDueWaits() throws {
    try queue("a", notBefore: Self.now + 60)
    #expect(try drain(["true"]).outcomes.isEmpty)
    #expect(try drain(["true"], now: Self.now + 120).outcomes == [.sent: 1])
  }

  @Test func inAQuietPeriodAJobWaitsForItsEnd() throws {
    try queue("a", text: job(quiet: #"["2026-03-02T10:00:00Z","2026-03-02T11:00:00Z"]"#))
    let report = try drain(["true"])
    #expect(report.outcomes.isEmpty)
    #expect(report.quiet == 1)
    #expect(try spool.list().jobs.map(\.name.notBefore) == [1_772_449_200])
    #expect(try drain(["true"], now: 1_772_449_200).outcomes == [.sent: 1])
  }

  @Test func tornAndForeignFilesAreNeitherSentNorRemoved() throws {
    try queue("a", text: #"{"id":"#)
    try folder.write("spool/email/queue/4.\(Self.now).b-00000/notes.txt", "x")
    let report = try drain(["true"])
    #expect(report.outcomes.isEmpty)
    #expect(report.corrupt == 1)
    #expect(report.strays == [folder.path("spool/email/queue/4.\(Self.now).b-00000/notes.txt")])
    #expect(try FileSystem.sortedNames(folder.path("spool/email/corrupt")).count == 1)
    #expect(report.needsAttention)
  }

  @Test func aSignalEndsItAfterTheJobInHand() throws {
    for name in ["a", "b", "c"] { try queue(name) }
    let out = folder.path("out")
    let report = try Drain(spool, channel: "email") { CommandTransport(["sh", "-c", "echo x >> $0", out]) }
      .run(now: { Self.now }, isStopping: { FileSystem.exists(out) })
    #expect(report.wasInterrupted)
    #expect(report.outcomes == [.sent: 1])
    #expect(try spool.list().jobs.map(\.place) == [.queue, .queue])
  }

  @Test func priorityGoesFirst() throws {
    try queue("low", rank: 9)
    try queue("high", rank: 0)
    _ = try drain(["sh", "-c", "echo $HERALD_ID >> \"$0\"", folder.path("order")])
    #expect(try folder.read("order") == Hash128("high").base32 + "\n" + Hash128("low").base32 + "\n")
  }

  /// A sender that outlives its worker keeps the worker's lock, so its job is not taken for lost.
  @Test func anOrphanedSenderIsNotTakenForDead() throws {
    try queue("a")
    let orphan: ChildProcess
    let claimed: JobName
    do {
      var worker = try Worker(in: spool, channel: "email")
      let job = try #require(try worker.claim(now: Self.now))
      claimed = job.name
      let input = try worker.input(job)
      try worker.begin(job)
      orphan = try ChildProcess.start(
        ["sleep", "0.3"], environment: Environment.all, input: input, keeping: worker.lockNumber)
    }
    #expect(try spool.reclaim(channel: "email", now: Self.now).isEmpty)
    _ = try orphan.wait()
    #expect(try spool.reclaim(channel: "email", now: Self.now).unknown == [claimed])
  }

  @discardableResult
  private func queue(
    _ name: String, rank: Int = 4, notBefore: Int64 = now, expires: Int64? = nil, text: String? = nil
  ) throws -> String {
    let id = Hash128(name).base32
    let job = try #require(JobName(rank: rank, notBefore: notBefore, expires: expires, attempt: 1, id: id))
    try folder.write("spool/email/queue/\(rank).\(notBefore).b-00000/\(job)", text ?? self.job())
    return id
  }

  private func job(quiet: String = "") -> String {
    #"{"attempt_limit":8,"campaign":"cart","quiet":[\#(quiet)],"to":{"address":"anna@example.com","name":"Anna"}}"#
      + "\n"
  }

  private func drain(_ command: [String], now: Int64 = now) throws -> DrainReport {
    try Drain(spool, channel: "email") { CommandTransport(command) }.run(now: { now }, isStopping: { false })
  }

  private func names(_ place: Place) throws -> [String] { try FileSystem.sortedNames(spool.folder("email", place)) }
}
