package import CivilTime
package import Rules

/// One campaign file, checked.
package struct Campaign: Sendable {
  package var id: String
  package var file: String
  /// The first comment of the file.
  package var summary: String
  package var purpose: Purpose
  /// Index of the entity that `each` names.
  package var each: Int
  /// Nil: when `when` was first seen to be true (`start: first_seen`).
  package var start: Rule?
  package var when: [Rule]
  package var unless: [Rule]
  package var until: [Rule]
  /// Only starts at or after this instant are candidates.
  package var begins: Instant?
  /// Empty: once for each subject.
  package var onePer: [Rule]
  /// 0 ... 9, 9 the most important.
  package var priority: Int
  /// What the campaign adds to the channel's and the house's quiet hours.
  package var quiet: QuietHours?
  package var via: [Via]
  package var steps: [Step]
  package var enabled: Bool
  /// How each channel of `via` (and, for `preferred`, each channel with a body) reaches this campaign's recipient.
  package var reach: [Int: Reach]
  /// The field that names the recipient's favourite channel.
  package var prefer: Rule?
  package var recipient: Recipient
  /// The links of herald.yaml that its texts use, and `unsubscribe` for marketing by e-mail: by name.
  package var links: [String: Text] = [:]

  /// After this long without a delivery report, the next channel.
  package var fallbackAfter: TimeSpan?
  /// Whose queue a task for a person goes to: the first whose condition is true.
  package var routes: [Route] = []
  package var caps: [Cap] = []
  /// The share of customers that hear nothing, 0 ... 1.
  package var holdout: Double?
  /// The texts that parts of the customers get instead of each other; pinned for a sequence.
  package var split: [Variant] = []
  /// A sequence may start again that long after its last message.
  package var againAfter: TimeSpan?
  /// Messages in one run.
  package var limit: Int?

  /// A channel's `to` and `consent`, checked with this campaign's `each` as their subject.
  package struct Reach: Sendable {
    /// The first known value wins.
    package var to: [Rule]
    /// What must be true for this campaign's purpose. Nil: none is asked for (never for marketing: no rule is no consent).
    package var consent: Rule?
  }

  /// Who is written to, by convention of field names on what `customer` reaches; each nil where the shop has no such field.
  package struct Recipient: Sendable {
    /// `customer.key`, from the link even if the customer has no record.
    package var key: Rule?
    package var zone: Rule?
    package var country: Rule?
    package var locale: Rule?
    /// `name`, else `first_name`.
    package var name: Rule?
  }

  package enum Via: Hashable, Sendable {
    /// The customer's favourite channel, if they named one.
    case preferred
    /// Index into the project's channels.
    case channel(Int)
  }

  package struct Route: Sendable {
    /// Nil: always.
    package var when: Rule?
    package var queue: Text
    package var skills: [Text]
  }

  package struct Variant: Hashable, Sendable {
    package var name: String
    /// 0 ... 1; all of a campaign make 1.
    package var share: Double
  }
}

/// An expression of a campaign: checked, with its text for `explain`.
package struct Rule: Sendable {
  package var checked: Checked
  package var type: RuleType
  package var text: String
}
