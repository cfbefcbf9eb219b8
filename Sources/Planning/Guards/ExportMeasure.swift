package import CivilTime

/// What an export was when a run last used it in good health: what the next one is held against.
package struct ExportMeasure: Hashable, Sendable {
  package var madeAt: Instant
  package var rows: Int
  package var joins: [Join: JoinShare]
  /// A later export that was not trusted against this one, and why. It stays so until another is made, or it is accepted.
  package var refused: Refusal?

  /// A way that a campaign goes from record to record: `late`, `order.customer`. By campaign, since each looks at rows
  /// of its own, and only their like can be compared.
  package struct Join: Hashable, Comparable, Sendable {
    package var campaign: String
    package var path: String

    package init(campaign: String, path: String) {
      self.campaign = campaign
      self.path = path
    }

    package static func < (a: Self, b: Self) -> Bool { (a.campaign, a.path) < (b.campaign, b.path) }
  }

  /// How many of those that were looked at led to a record. One whose link is empty leads nowhere.
  package struct JoinShare: Hashable, Sendable {
    package var looked: Int
    package var joined: Int

    package init(looked: Int, joined: Int) {
      self.looked = looked
      self.joined = joined
    }
  }

  package struct Refusal: Hashable, Sendable {
    package var madeAt: Instant
    package var why: String

    package init(madeAt: Instant, why: String) {
      self.madeAt = madeAt
      self.why = why
    }
  }

  package init(madeAt: Instant, rows: Int, joins: [Join: JoinShare] = [:], refused: Refusal? = nil) {
    self.madeAt = madeAt
    self.rows = rows
    self.joins = joins
    self.refused = refused
  }
}

extension ExportMeasure.JoinShare {
  /// Fewer prove nothing, whatever their share.
  static let enough = 50

  var share: Double { looked == 0 ? 0 : Double(joined) / Double(looked) }

  /// Whether the share has fallen below `limit` of what it was, and not by chance: there are many, and many were to be
  /// expected.
  func hasFallen(from past: Self, below limit: Double) -> Bool {
    guard looked >= Self.enough, past.looked >= Self.enough, Double(looked) * past.share >= Double(Self.enough) / 2
    else { return false }
    return share < limit * past.share
  }
}
