import Spool

extension SendResult {
  /// Nothing was sent. What the next job would meet too rests the channel.
  init(_ problem: MailProblem) {
    switch problem {
    case .noSender:
      self.init(
        .deferred,
        reason: "the job names no sender: set “from” for the channel in herald.yaml, and add ?from=ADDRESS to --via "
          + "for the jobs that are written already",
        pausesChannel: true)
    case .badSender:
      self.init(
        .deferred, reason: "“from” is no address: write a@shop.example or Shop <a@shop.example>", pausesChannel: true)
    case .badRecipient: self.init(.failed, reason: "the recipient's address cannot be written in a mail")
    case .badReplyTo:
      self.init(.failed, reason: "“reply_to” is no address: write a@shop.example or Shop <a@shop.example>")
    case .noText: self.init(.failed, reason: "the job has neither “text” nor “html”")
    case .badHeader: self.init(.failed, reason: "a header of the campaign has no name that a mail can have")
    case .reservedHeader(let name):
      self.init(.failed, reason: "the header “\(name)” is written by Herald itself: take it out of the campaign's")
    }
  }
}
