/// What a provider says became of a message.
package enum ReportEvent: String, Hashable, Sendable, CaseIterable {
  case delivered
  /// It will not arrive; that says nothing of the address.
  case failed
  /// It will not arrive, since the address is no good.
  case bounced
  case complained, unsubscribed
  /// Not yet, or not known: noted only.
  case deferred
}

/// `receipts:` of a channel: how its delivery reports are read.
package struct ReportMapping: Hashable, Sendable {
  package enum Field: String, Hashable, Sendable, CaseIterable {
    /// The job's id, as the provider gives it back.
    case id
    case providerID = "provider_id"
    case address, event, at, reason
  }

  /// By field: the column's name, where it is not the field's.
  package var columns: [Field: String] = [:]
  /// The provider's words, in lower case.
  package var words: [String: ReportEvent] = [:]

  package init() {}

  package func column(_ field: Field) -> String { columns[field] ?? field.rawValue }

  /// What a word of the provider's means: as herald.yaml says, else as most of them mean it; nil for one that nobody knows.
  package func event(_ word: String) -> ReportEvent? {
    let word = Self.plain(word)
    return words[word] ?? Self.usual[word]
  }

  /// In lower case, with one kind of dash: `Hard Bounce` and `hard_bounce` are one word.
  package static func plain(_ word: String) -> String {
    String(word.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }

  private static let usual: [String: ReportEvent] = {
    let words: [ReportEvent: [String]] = [
      .delivered: ["delivered", "delivery", "delivrd", "read", "open", "opened", "click", "clicked"],
      .failed: [
        "failed", "failure", "fail", "undelivered", "undeliverable", "undeliv", "rejected", "reject", "expired",
      ],
      .bounced: ["bounced", "bounce", "hard_bounce", "hardbounce", "permanent"],
      .complained: ["complained", "complaint", "spam", "spamreport", "spam_report", "spam_complaint"],
      .unsubscribed: ["unsubscribed", "unsubscribe", "group_unsubscribe", "opt_out", "optout", "stop"],
      .deferred: [
        "deferred", "soft_bounce", "softbounce", "transient", "delayed", "delay", "queued", "accepted", "processed",
        "sent", "send", "sending", "acceptd",
      ],
    ]
    var usual: [String: ReportEvent] = [:]
    for (event, list) in words { for word in list { usual[word] = event } }
    return usual
  }()
}
