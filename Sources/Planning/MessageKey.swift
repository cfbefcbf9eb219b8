import Campaigns
import CivilTime
import Platform
import Rules

/// The identities that the ledger and the spool know a message by: the same decision has the same id, for ever, on any
/// machine and in any state folder.
struct MessageKeys: Sendable {
  private let shared: Hash128.Builder

  /// - Parameter values: the key of the subject, or the values of `one_per`.
  init(project: String, campaign: Campaign, entity: String, values: [String]) {
    var builder = Self.beginning(project: project, campaign: campaign, entity: entity, values: values.count)
    for value in values { builder.add(value) }
    shared = builder
  }

  /// With the values, one after the other, behind what `beginning` made.
  init(_ builder: Hash128.Builder) { shared = builder }

  /// What is the same for all messages of a campaign. As many values are to follow.
  static func beginning(project: String, campaign: Campaign, entity: String, values: Int) -> Hash128.Builder {
    var builder = Hash128.Builder()
    builder.add(project)
    builder.add(campaign.id)
    builder.add(campaign.onePer.isEmpty ? entity : "")
    builder.add(Int64(values))
    return builder
  }

  /// Of the subject's sequence: all its steps and repetitions.
  var sequence: Hash128 {
    var builder = shared
    builder.add(0)
    return builder.finish()
  }

  /// - Parameter repetition: how often the sequence has begun again.
  func message(step: String, repetition: Int) -> Hash128 {
    var builder = shared
    builder.add(Int64(repetition))
    builder.add(step)
    return builder.finish()
  }

  func job(step: String, repetition: Int, channel: String) -> Hash128 {
    var builder = shared
    builder.add(Int64(repetition))
    builder.add(step)
    builder.add(channel)
    return builder.finish()
  }
}

extension Value {
  /// A value of `one_per` as text: what is hashed and what the job shows.
  var keyText: String? {
    switch self {
    case .null, .list, .record: nil
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): "\(value)"
    case .string(let value): value
    case .timestamp(let value): value.rfc3339
    case .duration(let value): value.text
    }
  }
}
