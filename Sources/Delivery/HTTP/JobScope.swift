import Diagnostics
import Templates

/// The names that a request may use: those of a job's line (`to.address`, `message.text`, `id`), `attempt`, and
/// `secret.NAME`.
struct JobScope: TemplateScope {
  private enum Record: Int { case to, message, subject, secret }

  private static let globals: [String: TemplateShape] = [
    "attempt": .number, "attempt_limit": .number, "batch": .text, "campaign": .text, "channel": .text,
    "created_at": .text, "customer": .text, "expires_at": .text, "id": .text, "locale": .text, "not_before": .text,
    "one_per": .any, "purpose": .text, "schema": .text, "step": .text, "trial": .bool, "variant": .text,
    "to": .record(Record.to.rawValue), "message": .record(Record.message.rawValue),
    "subject": .record(Record.subject.rawValue), "secret": .record(Record.secret.rawValue),
  ]

  /// What the messages of Herald's own kinds have: mails, texts, WhatsApp, tasks. Other channels have what they like.
  static let messageParts = [
    "from", "headers", "html", "note", "queue", "reply_to", "skills", "subject", "template", "text", "title", "values",
  ]

  func shape(of name: String, in record: Int?) -> TemplateShape? {
    guard let record else { return Self.globals[name] }
    switch Record(rawValue: record) {
    case .to: return name == "address" || name == "name" ? .text : nil
    case .subject: return name == "entity" || name == "key" ? .text : nil
    case .secret: return Secrets.isName(name) ? .text : nil
    case .message:
      if Self.messageParts.contains(name) { return .any }
      return nearest(to: name, in: Self.messageParts) == nil ? .any : nil
    case nil: return nil
    }
  }

  func names(in record: Int?) -> [String] {
    switch record.flatMap(Record.init(rawValue:)) {
    case .to: ["address", "name"]
    case .subject: ["entity", "key"]
    case .message: Self.messageParts
    case .secret: []
    case nil: Array(Self.globals.keys)
    }
  }
}
