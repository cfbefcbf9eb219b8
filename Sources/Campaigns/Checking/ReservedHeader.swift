/// Headers of a mail that a campaign may not write: the sender makes them, or another key of the campaign says them.
enum ReservedHeader {
  /// What to do instead; nil for a header that anybody may set.
  static func advice(_ name: String) -> String? {
    let name = name.lowercased()
    if name.hasPrefix("content-") || name == "mime-version" {
      return "leave it away: it follows from “text” and “html”"
    }
    if name.hasPrefix("dkim-") || name.hasPrefix("arc-") || name == "domainkey-signature" {
      return "leave it away: the mail server signs"
    }
    return others[name]
  }

  private static let others = [
    "from": "use “from” of the e-mail or of the channel", "sender": "use “from” of the e-mail or of the channel",
    "to": "use “to” of the channel", "cc": "a message has one recipient", "bcc": "a message has one recipient",
    "reply-to": "use “reply_to” of the e-mail", "subject": "use “subject” of the e-mail",
    "date": "leave it away: it is the time of sending", "message-id": "leave it away: it is made of the job's id",
    "return-path": "leave it away: the mail server writes it", "received": "leave it away: the mail server writes it",
  ]
}
