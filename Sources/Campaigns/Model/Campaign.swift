package import CivilTime
package import Rules
package import Templates

/// One campaign file, checked.
package struct Campaign: Sendable {
  package var id: String
  package var file: String
  /// The first comment of the file.
  package var summary: String
  package var purpose: Purpose
  /// Index of the entity that `each` names.
  package var each: Int
  package var start: Rule
  package var when: [Rule]
  package var unless: [Rule]
  package var until: [Rule]
  /// Only starts at or after this instant are candidates.
  package var begins: Instant?
  /// Empty: once for each subject.
  package var onePer: [Rule]
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
}

/// An expression of a campaign: checked, with its text for `explain`.
package struct Rule: Sendable {
  package var checked: Checked
  package var type: RuleType
  package var text: String
}

package struct Step: Sendable {
  /// `name:` or the text of `after`.
  package var name: String
  package var after: TimeSpan
  /// The window closes at start + before; nil: never.
  package var before: TimeSpan?
  package var when: [Rule]
  package var unless: [Rule]
  /// Only within these times of the recipient's clock.
  package var between: DayWindow?
  /// A step that passed unsent does not end the sequence.
  package var skip: Bool
  /// By channel's name; `any` is expanded to the channels without a body of their own.
  package var bodies: [String: Body]
}

/// What a message says on one channel: its keys as the job's `message` has them (`subject`, `text`, `html`, `template`, `values` …).
package struct Body: Sendable {
  package var parts: [(key: String, content: Content)]

  package indirect enum Content: Sendable {
    case text(Template)
    case list([Content])
    case map([(key: String, content: Content)])
    /// Texts by locale (`de`, `pt-BR`), sorted by key.
    case byLocale([(locale: String, content: Content)])
  }
}
