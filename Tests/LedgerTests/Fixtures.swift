import Ledger
import Platform

/// Made-up messages, jobs and batches.
enum Made {
  static let start: Int64 = 1_770_000_000_000_000

  static func message(_ number: Int, campaign: String = "abandoned-cart", at: Int64 = start) -> MessageRecord {
    MessageRecord(
      key: Hash128("message", campaign, "\(number)"), campaign: campaign, step: "1h", subjectEntity: "cart",
      subjectKey: "c\(number)", customer: "customer\(number % 10)@example.com", purpose: "marketing", channel: "email",
      variant: "plain", startAt: at - 1, dueAt: at, decidedAt: at)
  }

  static func job(_ message: MessageRecord) -> JobRecord {
    JobRecord(id: message.key.base32, message: message.key, channel: message.channel ?? "email")
  }

  static func pace(of message: MessageRecord, ended: Bool = false) -> SequenceState {
    SequenceState(
      key: Hash128("sequence", message.campaign, message.subjectKey), campaign: message.campaign,
      subjectKey: message.subjectKey, startAt: message.startAt, lastStep: message.step, lastAt: message.decidedAt,
      ended: ended)
  }

  static func batch(_ sequence: Int64, _ messages: [MessageRecord]) -> BatchRecord {
    BatchRecord(
      sequence: sequence, name: Hash128("batch", "\(sequence)").base32, now: start, count: messages.count,
      hash: Hash128("hash"), messages: messages, sequences: messages.map { pace(of: $0) }, jobs: messages.map(job),
      run: RunRecord(now: start + sequence, counts: #"{"sent":\#(messages.count)}"#))
  }
}
