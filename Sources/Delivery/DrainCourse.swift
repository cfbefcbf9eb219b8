import Platform
import Spool
import Synchronization

/// What the sender threads of one drain have in common.
final class DrainCourse: Sendable {
  let drain: Drain
  let now: @Sendable () -> Int64
  private let isAskedToStop: @Sendable () -> Bool
  private let state = Mutex(State())

  private struct State {
    var report = DrainReport()
    var failure: (any Error)?
    /// Nanoseconds of the monotonic clock.
    var nextChores: Int64 = 0
    var rests = false
  }

  /// How often deferred jobs and dead workers are looked for, in nanoseconds.
  private static let betweenChores: Int64 = 10_000_000_000

  init(_ drain: Drain, now: @escaping @Sendable () -> Int64, isStopping: @escaping @Sendable () -> Bool) {
    self.drain = drain
    self.now = now
    isAskedToStop = isStopping
  }

  /// No further job is to be begun: a signal came, or another sender met an error.
  var isStopping: Bool { isAskedToStop() || state.withLock { $0.failure != nil } }

  /// Takes back what dead workers left, and queues what was deferred.
  func doChores() throws(SpoolProblem) {
    var done = DrainReport()
    done.reclaimed = try drain.folder.reclaim(
      channel: drain.channel, now: now(), retryingUnknown: drain.settings.retriesUnknown)
    (done.retried, done.givenUp) = try drain.folder.retryDeferred(channel: drain.channel, now: now())
    let clock = SystemClock.monotonic()
    state.withLock { state in
      state.report.add(done)
      state.nextChores = clock + Self.betweenChores
    }
  }

  /// Does them if it is time and nobody else does.
  func doChoresIfDue() throws(SpoolProblem) {
    let clock = SystemClock.monotonic()
    let isMine = state.withLock { state in
      guard clock >= state.nextChores else { return false }
      state.nextChores = .max
      return true
    }
    if isMine { try doChores() }
  }

  /// The channel rests, or goes on: the first sender that sees it says so.
  func note(rests: Bool) {
    let isNews = state.withLock { state in
      defer { state.rests = rests }
      return state.rests != rests
    }
    if isNews, drain.settings.follows { drain.settings.noticesRest(rests) }
  }

  /// Lets the channel rest. One sender at a time: many may find out at once that a login is refused.
  func pause(_ reason: String) throws(SpoolProblem) {
    let problem = state.withLock { _ -> SpoolProblem? in
      do throws(SpoolProblem) { try drain.folder.pause(drain.channel, reason: reason) } catch { return error }
      return nil
    }
    if let problem { throw problem }
  }

  func add(_ report: DrainReport) { state.withLock { $0.report.add(report) } }

  /// The first error ends the drain.
  func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }

  func throwFailure() throws { if let failure = state.withLock(\.failure) { throw failure } }

  var report: DrainReport { state.withLock(\.report) }
}
