package import CivilTime

/// At most so many messages to one customer within a time.
package struct Cap: Hashable, Sendable {
  package enum Window: Hashable, Sendable {
    /// `3 per 7d`
    case rolling(TimeSpan)
    /// `1 per day`: the recipient's calendar day.
    case day
  }
  package var count: Int
  package var window: Window

  package init(count: Int, window: Window) {
    self.count = count
    self.window = window
  }
}

/// `20/s`
package struct Rate: Hashable, Sendable {
  package var count: Double
  package var per: TimeSpan

  /// From one to the next, at even distances; thirty years at most.
  package var interval: Duration { .seconds(min(Double(per.seconds) / count, 1e9)) }
}

/// An export of addresses that must not be written to.
package struct Suppression: Hashable, Sendable {
  /// Index into the project's channels.
  package var channel: Int
  /// Nil: for all purposes.
  package var purpose: Purpose?
  /// Relative to the project's folder.
  package var path: String

  package init(channel: Int, purpose: Purpose?, path: String) {
    self.channel = channel
    self.purpose = purpose
    self.path = path
  }
}

/// How long each kind of record is kept.
package struct Retention: Hashable, Sendable {
  package var jobs = TimeSpan(seconds: 30 * 86_400)
  package var decisions = TimeSpan(seconds: 30 * 86_400)
  package var rejects = TimeSpan(seconds: 30 * 86_400)
  package var pages = TimeSpan(seconds: 30 * 86_400)
  package var messages = TimeSpan(seconds: 730 * 86_400)
}

/// What a worker that died while sending leaves behind.
package enum UnknownPolicy: String, Hashable, Sendable, CaseIterable { case unknown, retry }
