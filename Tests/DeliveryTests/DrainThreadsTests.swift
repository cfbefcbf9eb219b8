import Delivery
import Platform
import Spool
import Synchronization
import TestSupport
import Testing

/// Several senders, drains that go on, and those that are told to end.
@Suite struct DrainThreadsTests {
  static let now: Int64 = 1_772_447_400
  let folder: TemporaryFolder
  let spool: SpoolFolder

  init() throws {
    folder = try TemporaryFolder()
    spool = try SpoolFolder(creating: folder.path("spool"))
    try spool.prepare("email")
  }

  @Test func eightSendersSendEachJobOnce() throws {
    try queue(0..<600)
    let sink = Sink()
    var settings = Drain.Settings()
    settings.concurrency = 8
    let report = try drain(settings, sink)
    #expect(report.outcomes == [.sent: 600])
    #expect(sink.sent.count == 600 && Set(sink.sent).count == 600)
    #expect(sink.transports == 8)
    #expect(try count(.sent) == 600)
    #expect(try FileSystem.sortedNames(spool.folder("email", .work)).isEmpty)
  }

  @Test func twoDrainsAtOnceSendEachJobOnce() throws {
    try queue(0..<300)
    let sink = Sink()
    let reports = Mutex([DrainReport]())
    Workers.run(2) {
      if let report = try? drain(Drain.Settings(), sink) { reports.withLock { $0.append(report) } }
    }
    #expect(reports.withLock { $0.map { $0.count(.sent) }.reduce(0, +) } == 300)
    #expect(Set(sink.sent).count == 300 && sink.sent.count == 300)
  }

  /// What was claimed and marked for later in the group goes back, unmarked.
  @Test func askedToStopItGivesBackTheRest() throws {
    try queue(0..<200)
    let sink = Sink()
    let report = try Drain(spool, channel: "email") { sink.transport() }
      .run(now: { Self.now }, isStopping: { sink.sent.count >= 75 })
    #expect(report.wasInterrupted && report.count(.sent) == 75)
    #expect(try spool.list(places: [.queue]).jobs.count == 125)
    #expect(try FileSystem.sortedNames(spool.folder("email", .work)).isEmpty)
  }

  @Test func aPauseIsNoticedBetweenTwoJobs() throws {
    try queue(0..<200)
    let (sink, spool) = (Sink(), spool)
    sink.onSend = { count in if count == 40 { try? spool.pause("email", reason: "enough") } }
    let report = try drain(Drain.Settings(), sink)
    #expect(report.isPaused && report.count(.sent) == 40)
    #expect(try spool.list(places: [.queue]).jobs.count == 160)
  }

  /// The transport tells many senders at once that it is broken.
  @Test func manySendersPauseAChannelTogether() throws {
    try queue(0..<50)
    var settings = Drain.Settings()
    settings.concurrency = 6
    let report = try drain(settings, Sink(SendResult(.deferred, reason: "login refused", pausesChannel: true)))
    #expect(report.isPaused && (1...6).contains(report.count(.deferred)))
    #expect(try folder.read("spool/email/paused") == "login refused\n")
  }

  @Test func whatAProviderAsksForIsKept() throws {
    try queue(0..<1)
    _ = try drain(Drain.Settings(), Sink(SendResult(.deferred, reason: "429", retryAfter: 5000)))
    #expect(try spool.list(places: [.queue]).jobs.map(\.name.notBefore) == [Self.now + 5000])
  }

  @Test func onUnknownRetryTriesAgain() throws {
    try queue(0..<1)
    var settings = Drain.Settings()
    settings.retriesUnknown = true
    let report = try drain(settings, Sink(SendResult(.unknown, reason: "the line was cut")))
    #expect(report.outcomes == [.deferred: 1] && report.retried == 1)
    #expect(try spool.list(places: [.queue]).jobs.map(\.name.attempt) == [2])
    let receipt = try #require(try FileSystem.sortedNames(spool.folder("email", .deferred)).first)
    #expect(try folder.read("spool/email/done/deferred/" + receipt).contains("the line was cut; it may have been sent"))
  }

  @Test func theSuppressedAreSparedAndOwedAgain() throws {
    try queue(0..<4)
    let spared = Hash128("2").base32
    var settings = Drain.Settings()
    settings.isSuppressed = { $0.customer == "customer-2" }
    let sink = Sink()
    let report = try drain(settings, sink)
    #expect(report.suppressed == 1 && report.count(.sent) == 3 && !sink.sent.contains(spared))
    #expect(try spool.withdrawn().map(\.id) == [spared])
  }

  @Test func nobodyIsWrittenToWhileNobodyKnowsWhoIsSuppressed() throws {
    try queue(0..<4)
    var settings = Drain.Settings()
    settings.isSuppressed = { _ in nil }
    let sink = Sink()
    let report = try drain(settings, sink)
    #expect(report.lacksSuppressions && report.needsAttention && sink.sent.isEmpty)
    #expect(try spool.list(places: [.queue]).jobs.count == 4)
  }

  /// It waits a minute between two looks, and is there at once when a batch comes.
  @Test func aFollowerWakesForANewBatch() throws {
    var settings = Drain.Settings()
    settings.follows = true
    settings.longestWait = 60_000_000_000
    let (sink, start) = (Sink(), SystemClock.monotonic())
    Workers.run(2) { [settings] in
      if sink.takesTurn() {
        _ = try? Drain(spool, channel: "email", settings) { sink.transport() }
          .run(
            now: { Self.now }, isStopping: { !sink.sent.isEmpty || SystemClock.monotonic() - start > 40_000_000_000 })
      } else {
        while sink.transports < 1 { Waiting.wait(nanoseconds: 5_000_000) }
        Waiting.wait(nanoseconds: 200_000_000)
        try? queue(0..<1, published: true)
        while sink.sent.isEmpty, SystemClock.monotonic() - start < 30_000_000_000 {
          Waiting.wait(nanoseconds: 5_000_000)
        }
      }
    }
    #expect(sink.sent.count == 1)
    #expect(SystemClock.monotonic() - start < 30_000_000_000)
  }

  /// A follower sleeps until what waits is due, however far off its next look.
  @Test func aFollowerWakesForWhatComesDue() throws {
    let due = (SystemClock.now().seconds + 1 + 59) / 60 * 60
    try queue(0..<1, due: due)
    var settings = Drain.Settings()
    settings.follows = true
    settings.longestWait = 60_000_000_000
    let (sink, boot) = (Sink(), SystemClock.monotonic())
    // Its clock is a second before the job is due.
    let report = try Drain(spool, channel: "email", settings) { sink.transport() }.run(
      now: { due - 1 + (SystemClock.monotonic() - boot) / 1_000_000_000 },
      isStopping: { !sink.sent.isEmpty || SystemClock.monotonic() - boot > 30_000_000_000 })
    #expect(report.count(.sent) == 1)
  }

  /// The clock goes an hour forward and back while it sends: nothing is lost, nothing goes twice.
  @Test func aClockThatIsSetLosesNothing() throws {
    try queue(0..<100)
    try queue(100..<120, due: Self.now + 1800)
    let sink = Sink()
    var settings = Drain.Settings()
    settings.concurrency = 3
    settings.interval = { .microseconds(500) }
    for step: Int64 in [-3600, 3600, -3600, 7200] {
      _ = try Drain(spool, channel: "email", settings) { sink.transport() }
        .run(now: { Self.now + (sink.sent.count % 3 == 0 || step == 7200 ? step : 0) }, isStopping: { false })
    }
    #expect(sink.sent.count == 120 && Set(sink.sent).count == 120)
  }

  /// Two drains on one channel keep to one rate between them.
  @Test func twoDrainsShareARate() throws {
    try queue(0..<30)
    let (sink, start) = (Sink(), SystemClock.monotonic())
    var settings = Drain.Settings()
    settings.concurrency = 2
    settings.interval = { .milliseconds(10) }
    Workers.run(2) { [settings] in _ = try? drain(settings, sink) }
    let elapsed = SystemClock.monotonic() - start
    #expect(sink.sent.count == 30)
    #expect(elapsed >= 28 * 10_000_000, "30 sends at a hundred a second took \(elapsed / 1_000_000) ms")
  }

  private func drain(_ settings: Drain.Settings, _ sink: Sink) throws -> DrainReport {
    try Drain(spool, channel: "email", settings) { sink.transport() }.run(now: { Self.now }, isStopping: { false })
  }

  private func count(_ place: Place) throws -> Int { try spool.list(channels: ["email"], places: [place]).jobs.count }

  /// Published as a run does it: a chunk is renamed into the queue.
  private func queue(_ numbers: Range<Int>, due: Int64 = now, published: Bool = false) throws {
    let name = "4.\(due).b-\(10_000 + numbers.lowerBound)"
    let chunk = published ? "stage/\(name)" : "email/queue/\(name)"
    for number in numbers {
      let job = try #require(
        JobName(rank: 4, notBefore: due, expires: nil, attempt: 1, id: Hash128("\(number)").base32))
      try folder.write("spool/\(chunk)/\(job)", #"{"campaign":"cart","customer":"customer-\#(number)"}"# + "\n")
    }
    if published {
      try FileSystem.renameNoReplace(folder.path("spool/" + chunk), to: folder.path("spool/email/queue/" + name))
    }
  }
}

/// Where the jobs of these tests go, and in which order they came. Every job has the same result.
private final class Sink: Sendable {
  private struct State {
    var sent: [String] = []
    var transports = 0
    var turn = false
    var onSend: @Sendable (Int) -> Void = { _ in }
  }

  private let state = Mutex(State())
  private let result: SendResult

  init(_ result: SendResult = SendResult(.sent)) { self.result = result }

  var sent: [String] { state.withLock(\.sent) }
  var transports: Int { state.withLock(\.transports) }
  var onSend: @Sendable (Int) -> Void {
    get { state.withLock(\.onSend) }
    set { state.withLock { $0.onSend = newValue } }
  }

  /// True for the first who asks.
  func takesTurn() -> Bool {
    state.withLock { state in
      defer { state.turn = true }
      return !state.turn
    }
  }

  func transport() -> any Transport {
    state.withLock { $0.transports += 1 }
    return Line(sink: self)
  }

  private func take(_ id: String) -> SendResult {
    let (count, onSend) = state.withLock { state in
      state.sent.append(id)
      return (state.sent.count, state.onSend)
    }
    onSend(count)
    return result
  }

  private final class Line: Transport {
    private let sink: Sink
    init(sink: Sink) { self.sink = sink }
    func send(_ parcel: borrowing Parcel) -> SendResult { sink.take(parcel.name.id) }
    func rest() {}
  }
}
