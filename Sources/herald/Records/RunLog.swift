import CivilTime
import Planning
import Platform
import Spool

/// What a run notes of itself: for its record and for the metrics.
final class RunLog {
  let started = SystemClock.microseconds
  /// In the order of the run: how long each phase took, in milliseconds.
  private(set) var phases: [(name: String, milliseconds: Double)] = []
  var plan: Plan?
  /// Jobs that were taken out of the spool, since they lost their reason or go by another channel.
  var withdrawn: [Withdrawal] = []
  /// The batch that was committed; nil if nothing was decided.
  var batch: BatchMark?
  /// Problems that stand, and those that were told in this run, by identity.
  var standing = 0
  var told: [String] = []
  var allowed: [String: Int] = [:]
  /// Names of entities.
  var accepted: [String] = []
  /// By campaign's id: subjects that a baseline handled; nil in a run.
  var handled: [String: Int]?
  private var lapStart = SystemClock.monotonic()
  private let start = SystemClock.monotonic()

  /// The phase that went on until now has this name.
  func lap(_ name: String) {
    let now = SystemClock.monotonic()
    phases.append((name, Double((now - lapStart) / 1000) / 1000))
    lapStart = now
  }

  /// Seconds since the beginning.
  var duration: Double { Double((SystemClock.monotonic() - start) / 1_000_000) / 1000 }
}
