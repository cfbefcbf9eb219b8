import Campaigns
import CivilTime
import Platform

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
  /// What a provider of short messages bills; nil on other channels.
  package var segments: Int?
  /// One line of JSON, the newline included.
  package var bytes: [UInt8]
}

/// Jobs as they are rendered: their lines one behind the other.
struct JobBlock: Sendable {
  struct Mark: Sendable {
    var decision: Int32
    var attempt: Int32
    /// Where its line ends.
    var end: Int
    var id: Hash128
    /// Of a short message.
    var segments: Int32?
  }

  var bytes: [UInt8] = []
  var marks: [Mark] = []
  /// Decisions whose text cannot be made.
  var failures: [(decision: Int, reason: Reason)] = []
}

extension Job {
  /// - Parameter id: nil: its own.
  init(_ decision: Decision, _ mark: JobBlock.Mark, _ project: Project, id: String? = nil, bytes: [UInt8]) {
    self.init(
      decision: Int(mark.decision), channel: decision.channel.map { project.channels[$0].name } ?? "",
      rank: 9 - project.campaigns[decision.campaign].priority, notBefore: decision.due.seconds,
      expires: decision.closes.map(\.seconds) ?? 9_999_999_999, attempt: decision.attempt,
      id: id ?? mark.id.base32, segments: mark.segments.map(Int.init), bytes: bytes)
  }
}
