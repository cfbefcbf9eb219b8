package import CivilTime

/// Why an address is spared: a provider reported it (`herald receipts`).
package struct ReportedSuppression: Hashable, Sendable {
  package enum Why: String, Hashable, Sendable { case bounced, complained, unsubscribed }

  package var why: Why
  package var since: Instant

  package init(why: Why, since: Instant) {
    self.why = why
    self.since = since
  }

  /// `bounced on 2026-03-03`
  func words(_ zone: Zone) -> String { "\(why.rawValue) on \(zone.wall(at: since).date.text)" }
}
