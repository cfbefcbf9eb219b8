package import JSON
package import Spool

/// A mail as a job says it. What the job's file cannot be made into a mail for is an error here, before anything is sent.
package struct MailMessage: Hashable, Sendable {
  package let from: Mailbox
  package let to: Mailbox
  package let replyTo: [Mailbox]
  package let subject: String
  package let text: String?
  package let html: String?
  /// The campaign's, such as List-Unsubscribe, in the job's order.
  package let headers: [JSONValue.Member]
  /// The job's id and attempt: the same mail has the same Message-ID and boundaries.
  package let mark: String

  /// - Parameter sender: for jobs that name none.
  package init(_ file: JobFile, _ name: JobName, sender: Mailbox? = nil) throws(MailProblem) {
    guard let job = try? JSONValue.parse(file.bytes), let message = job["message"] else { throw .noText }
    mark = "\(name.id).\(name.attempt)"
    if let text = message["from"]?.string, !text.isEmpty {
      guard let box = Mailbox(text) else { throw .badSender }
      from = box
    } else {
      guard let sender else { throw .noSender }
      from = sender
    }
    guard let to = Mailbox(name: job["to"]?["name"]?.string ?? "", address: file.address) else { throw .badRecipient }
    self.to = to
    if let text = message["reply_to"]?.string, !text.isEmpty {
      guard let boxes = Mailbox.list(text) else { throw .badReplyTo }
      replyTo = boxes
    } else {
      replyTo = []
    }
    subject = message["subject"]?.string ?? ""
    text = message["text"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    html = message["html"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    guard text != nil || html != nil else { throw .noText }
    headers = message["headers"]?.members ?? []
    for header in headers { try Self.check(header.key) }
  }

  private static let ours: Set<String> = [
    "from", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "return-path", "received", "reply-to",
  ]

  private static func check(_ header: String) throws(MailProblem) {
    let isName = !header.isEmpty && header.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
    guard isName, header.utf8.count <= 60 else { throw .badHeader }
    let name = header.lowercased()
    if ours.contains(name) || name.hasPrefix("content-") { throw .reservedHeader(header) }
  }
}

/// Why no mail can be made of a job.
package enum MailProblem: Error, Hashable, Sendable {
  case noSender, badSender, badRecipient, badReplyTo, noText, badHeader
  /// Its name: the campaign's, nobody's secret.
  case reservedHeader(String)
}
