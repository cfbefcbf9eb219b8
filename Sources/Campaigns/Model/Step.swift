package import CivilTime

package struct Step: Sendable {
  /// `name:` or the text of `after`; `0h` if there is neither.
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

  /// Whether the body has the key.
  package func has(_ key: String) -> Bool { parts.contains { $0.key == key } }

  package indirect enum Content: Sendable {
    case text(Text)
    case list([Content])
    case map([(key: String, content: Content)])
    /// Texts by locale (`de`, `pt-BR`), sorted by key. One of them fits the shop's.
    case byLocale([(locale: String, content: Content)])
    /// One for each variant of `split`, in its order.
    case byVariant([Content])
  }
}
