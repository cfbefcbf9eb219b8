import Platform

/// The rate of a channel, which all who send through it on this machine share: threads, processes, daemons of your own.
///
///     let rate = RateLimit(in: spool, channel: "sms", every: .milliseconds(50))
///     let slots = try rate.reserve(jobs.count)     // claim jobs first: a slot that is not used is lost
///     try await Task.sleep(for: slots.wait(for: 0)) // then send the first, and so on
///
/// Slots follow one another at even distances; time that passes unused is not made up for. They are kept in the file
/// `rate` of the channel, in nanoseconds since boot, so that no clock that is set disturbs them.
public struct RateLimit: Sendable {
  /// From one slot to the next.
  public let interval: Duration

  private let path: String
  private let step: Int64

  /// Reserved ahead at most: what a sender that dies or is done early takes with it.
  private static let furthest: Int64 = 50_000_000
  /// How long a sender waits for others to be done with the file, which takes them microseconds.
  private static let patience: Int64 = 1_000_000_000

  /// - Parameter interval: from a nanosecond up; shorter ones are taken for one.
  public init(in folder: SpoolFolder, channel: String, every interval: Duration) {
    self.interval = interval
    path = folder.channel(channel) + "/rate"
    step = max(1, interval.nanoseconds)
  }

  /// The most slots that `reserve` gives at once.
  public var mostSlots: Int { Int(clamping: max(1, Self.furthest / step)) }

  /// Takes the next free slots, as many as are wanted and `mostSlots` allows, one at least.
  public func reserve(_ wanted: Int) throws(SpoolProblem) -> Slots {
    let count = max(1, min(wanted, mostSlots))
    let deadline = SystemClock.monotonic() + Self.patience
    while true {
      do throws(Errno) {
        let lock = try FileLock(path)
        defer { lock.release() }
        let first = max(try nextFree(lock.descriptor), SystemClock.sinceBoot())
        try lock.descriptor.pwrite(line(next: first + Int64(count) * step), at: 0)
        return Slots(first: first, step: step, count: count)
      } catch {
        guard error == .wouldBlock else { throw SpoolProblem(.system(error), path: path) }
      }
      // Whoever was stopped (SIGSTOP) with the lock in hand must not stop the rest: they keep to the rate, each alone.
      if SystemClock.monotonic() > deadline {
        return Slots(first: SystemClock.sinceBoot() + step, step: step, count: 1)
      }
      Waiting.wait(nanoseconds: 1_000_000)
    }
  }

  private func line(next: Int64) -> [UInt8] {
    Array("\(Machine.bootID) \(padded(next, 19)) \(padded(step, 19))\n".utf8)
  }

  /// Zero for a new file, one from before the last boot, or one that is broken.
  private func nextFree(_ file: borrowing FileDescriptor) throws(Errno) -> Int64 {
    let fields = String(decoding: try file.readToEnd(limit: 1 << 12), as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard fields.count == 3, fields[0] == Machine.bootID, let next = Int64(fields[1]), let step = Int64(fields[2])
    else {
      return 0
    }
    // A rate that has changed counts from now on, however long the old one would have waited.
    return step == self.step ? next : min(next, SystemClock.sinceBoot() + self.step)
  }
}

/// Times at which to send, one job each.
public struct Slots: Hashable, Sendable {
  /// Nanoseconds since boot.
  package let first: Int64
  let step: Int64
  /// How many there are.
  public let count: Int

  /// How long until the slot of that number, from 0; zero or less once it is there.
  public func wait(for index: Int) -> Duration { .nanoseconds(left(index)) }

  package func left(_ index: Int) -> Int64 { first + Int64(index) * step - SystemClock.sinceBoot() }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max / 4 : whole + attoseconds / 1_000_000_000
  }
}
