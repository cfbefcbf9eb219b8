import Platform
import Spool

/// One sender thread of a drain: claims, looks whether a job may still go, marks, sends, records.
struct Sender: ~Copyable {
  private let course: DrainCourse
  private let transport: any Transport
  private let watch: FolderWatch
  private var worker: Worker
  private var rate: RateLimit?
  private var reloads: Int
  private var group = GroupSize()
  private var report = DrainReport()
  /// Claimed, and not looked at yet.
  private var claimed: ArraySlice<ClaimedJob> = []
  /// Those of them that may go, and have not gone yet.
  private var ready: ArraySlice<(job: ClaimedJob, file: JobFile)> = []

  private var drain: Drain { course.drain }
  private var folder: SpoolFolder { drain.folder }

  init(_ course: DrainCourse) throws {
    let drain = course.drain
    let transport = try drain.makeTransport()
    let worker = try Worker(in: drain.folder, channel: drain.channel)
    self.course = course
    self.transport = transport
    self.worker = worker
    // Before the first look at the queue, so that nothing comes in between the two.
    watch = FolderWatch(
      drain.settings.follows
        ? [drain.folder.folder(drain.channel, .queue), drain.folder.channel(drain.channel)] : [])
    reloads = Signals.reloads
    rate = drain.rate
  }

  /// Returns when it is done; an error goes to the course.
  mutating func run() {
    do {
      while try step() {}
    } catch { course.fail(error) }
    do {
      try putBackRest()
      try worker.close()
    } catch { course.fail(error) }
    transport.rest()
    report.strays = worker.strays
    report.lostReceipts = worker.lostReceipts
    course.add(report)
  }

  /// A group of jobs, or a wait. False when there is nothing more to do.
  private mutating func step() throws(SpoolProblem) -> Bool {
    if course.isStopping {
      report.wasInterrupted = true
      return false
    }
    rereadRate()
    report.isPaused = folder.isPaused(drain.channel)
    course.note(rests: report.isPaused)
    if report.isPaused { return try idle() }
    try course.doChoresIfDue()
    claimed = try worker.claim(upTo: min(group.count, rate?.mostSlots ?? .max), now: course.now())[...]
    if claimed.isEmpty { return try idle() }
    let slots = try rate?.reserve(claimed.count)
    if wait(for: slots, 0), try gate() { try send(slots) }
    try putBackRest()
    return report.lacksSuppressions ? try idle() : true
  }

  /// Nothing to do for now. False if there is no waiting for more.
  private mutating func idle() throws(SpoolProblem) -> Bool {
    try worker.syncOutcomes()
    guard drain.settings.follows else { return false }
    transport.rest()
    var longest = drain.settings.longestWait
    if !report.isPaused, let due = try worker.nextDue(after: course.now()) {
      longest = min(longest, max(1, due - course.now()) * 1_000_000_000)
    }
    // What was just given back would wake it again at once.
    Waiting.wait(nanoseconds: longest, watch: report.lacksSuppressions ? -1 : watch.number)
    watch.clear()
    return true
  }

  private mutating func rereadRate() {
    guard reloads != Signals.reloads else { return }
    reloads = Signals.reloads
    rate = drain.rate
  }

  /// False if it is not to be sent, but given back.
  private func wait(for slots: Slots?, _ index: Int) -> Bool {
    while true {
      if course.isStopping || folder.isPaused(drain.channel) || reloads != Signals.reloads { return false }
      guard let slots, index < slots.count else { return true }
      let left = slots.left(index)
      // A wait costs about as much.
      if left < 200_000 { return true }
      Waiting.wait(nanoseconds: min(left, 100_000_000))
    }
  }

  private mutating func putBackRest() throws(SpoolProblem) {
    while let job = claimed.popFirst() { try worker.putBack(job) }
    while let (job, _) = ready.popFirst() { try worker.putBack(job) }
  }
}

extension Sender {
  /// Sorts out what may not go now. False if nobody can say who is suppressed.
  private mutating func gate() throws(SpoolProblem) -> Bool {
    let now = course.now()
    report.lacksSuppressions = false
    while let job = claimed.popFirst() {
      guard let file = try worker.open(job) else {
        report.corrupt += 1
        continue
      }
      if try mayGo(job, file, now) { ready.append((job, file)) }
      if report.lacksSuppressions { return false }
    }
    return true
  }

  private mutating func mayGo(_ job: ClaimedJob, _ file: JobFile, _ now: Int64) throws(SpoolProblem) -> Bool {
    if job.name.isExpired(now) {
      try worker.finish(job, .failed, Receipt(at: now, reason: "it expired before it was sent"))
      report.outcomes[.failed, default: 0] += 1
      report.expired += 1
      return false
    }
    switch drain.settings.isSuppressed(file) {
    case nil:
      report.lacksSuppressions = true
      return true
    case true?:
      try worker.withdraw(job)
      report.suppressed += 1
      return false
    case false?: break
    }
    if let end = file.quietEnd(at: now) {
      try worker.putBack(job, notBefore: end)
      report.quiet += 1
      return false
    }
    return true
  }

  private mutating func send(_ slots: Slots?) throws(SpoolProblem) {
    let start = SystemClock.monotonic()
    let count = ready.count
    try worker.begin(ready.map(\.job))
    while let (job, file) = ready.first {
      let index = count - ready.count
      if index > 0, !wait(for: slots, index) { break }
      let input = try worker.input(job)
      // From here on only the transport knows.
      ready.removeFirst()
      let result = transport.send(
        Parcel(name: job.name, channel: drain.channel, file: file, input: input, lockNumber: worker.lockNumber))
      try record(job, drain.settings.retriesUnknown ? result.retryingUnknown : result)
    }
    group.note(sent: count - ready.count, nanoseconds: SystemClock.monotonic() - start)
  }

  private mutating func record(_ job: ClaimedJob, _ result: SendResult) throws(SpoolProblem) {
    try worker.finish(job, result.outcome, result.receipt(at: course.now()))
    report.outcomes[result.outcome, default: 0] += 1
    if result.pausesChannel { try course.pause(result.reason ?? "the transport is broken") }
  }
}

extension Drain {
  fileprivate var rate: RateLimit? { settings.interval().map { RateLimit(in: folder, channel: channel, every: $0) } }
}

extension SendResult {
  /// `on_unknown: retry`.
  fileprivate var retryingUnknown: SendResult {
    guard outcome == .unknown else { return self }
    var result = self
    result.outcome = .deferred
    result.reason = (reason.map { $0 + "; " } ?? "") + "it may have been sent"
    return result
  }
}
