import Platform
package import Spool

/// Sends what is due in a channel: some sender threads, each with a worker and a transport of its own.
///
/// Ends when nothing is due and the channel is not to be followed, when the channel rests, or when it is asked to: what is
/// in hand is finished, and what was claimed and not begun goes back to the queue.
package struct Drain: Sendable {
  package struct Settings: Sendable {
    /// How many are sent at a time.
    package var concurrency = 1
    /// Waits for more when nothing is due, until it is asked to stop.
    package var follows = false
    /// `on_unknown: retry`: what may have been sent is tried again.
    package var retriesUnknown = false
    /// The time from one send to the next, over all senders of this machine; nil: as fast as it goes. Asked at the start
    /// and again after each SIGHUP.
    package var interval: @Sendable () -> Duration? = { nil }
    /// Whether the recipient is suppressed by now; nil: nobody can say, and nothing more is sent until somebody can.
    package var isSuppressed: @Sendable (JobFile) -> Bool? = { _ in false }
    /// Told when a channel that is followed begins to rest (true) or goes on (false).
    package var noticesRest: @Sendable (Bool) -> Void = { _ in }
    /// The longest that a follower waits without a look at the queue, in nanoseconds.
    package var longestWait: Int64 = 5_000_000_000

    package init() {}
  }

  let folder: SpoolFolder
  let channel: String
  let settings: Settings
  let makeTransport: @Sendable () throws -> any Transport

  /// - Parameter transport: makes one for each sender thread, on that thread.
  package init(
    _ folder: SpoolFolder, channel: String, _ settings: Settings = Settings(),
    through transport: @escaping @Sendable () throws -> any Transport
  ) {
    self.folder = folder
    self.channel = channel
    self.settings = settings
    makeTransport = transport
  }

  /// Throws a `SpoolProblem`, or what `transport` throws; what was sent before that is recorded all the same.
  /// - Parameters:
  ///   - now: seconds since 1970, asked for each job.
  ///   - isStopping: asked between jobs.
  package func run(
    now: @escaping @Sendable () -> Int64 = { SystemClock.now().seconds },
    isStopping: @escaping @Sendable () -> Bool = { Signals.termination != nil }
  ) throws -> DrainReport {
    try folder.prepare(channel)
    let course = DrainCourse(self, now: now, isStopping: isStopping)
    try course.doChores()
    Workers.run(settings.concurrency) {
      do {
        var sender = try Sender(course)
        sender.run()
      } catch { course.fail(error) }
    }
    try course.throwFailure()
    try course.doChores()
    return course.report
  }
}
