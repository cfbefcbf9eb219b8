/// One attempt to carry a message over one channel, ready for the spool.
package struct Job: Sendable {
  /// Its place in `Plan.decisions`.
  package var decision: Int
  package var channel: String
  /// 9 − priority: a sorted listing starts with the most important.
  package var rank: Int
  package var notBefore: Int64
  /// 9,999,999,999 for never.
  package var expires: Int64
  /// Above 1 for a message that was taken back and is owed again.
  package var attempt: Int
  /// `[a-z0-9]{26}`.
  package var id: String
  package var customer: String?
  /// What a provider of short messages bills; nil on other channels.
  package var segments: Int?
  /// One line of JSON, the newline included.
  package var bytes: [UInt8]
}
