package import CivilTime
package import Platform
package import Rules

/// One candidate and what became of it.
///
/// A run has hundreds of thousands of them, which are sorted and kept: 88 bytes, and what few have is elsewhere.
package struct Decision: Sendable {
  package var subject: RecordID
  package var start: Instant
  private var campaignNumber: Int32
  package var due: Instant
  private var stepNumber: Int32
  private var closing: Instant
  package var outcome: Outcome
  private var marks: Marks
  private var attemptNumber: UInt16
  /// −1: none.
  private var channelNumber: Int16
  private var variantNumber: Int16
  /// Of the rule that is the reason.
  private var rule: Int32 = 0
  private var hash: Hash128
  private var rest: Rest?

  private struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    static let isInProgress = Marks(rawValue: 1)
    static let closes = Marks(rawValue: 2)
    static let hasMessage = Marks(rawValue: 4)
    /// The reason is `.rule` with the list of that number, from 1, above these bits.
    static let listShift: UInt8 = 3
  }

  /// What most decisions do without.
  private final class Rest: Sendable {
    let reason: Reason
    let next: Instant?
    let sequence: Hash128?
    let repetition: Int
    let reopening: Reopening?

    init(_ reason: Reason, next: Instant?, sequence: Hash128?, repetition: Int, reopening: Reopening?) {
      self.reason = reason
      self.next = next
      self.sequence = sequence
      self.repetition = repetition
      self.reopening = reopening
    }
  }

  package init(
    campaign: Int, subject: RecordID, step: Int, start: Instant, due: Instant, closes: Instant?, outcome: Outcome,
    reason: Reason, next: Instant?, channel: Int?, message: Hash128?, sequence: Hash128?, isInProgress: Bool,
    repetition: Int = 0, variant: Int? = nil, attempt: Int = 1, reopening: Reopening? = nil
  ) {
    campaignNumber = Int32(campaign)
    self.subject = subject
    stepNumber = Int32(step)
    self.start = start
    self.due = due
    closing = closes ?? due
    self.outcome = outcome
    channelNumber = Int16(channel ?? -1)
    variantNumber = Int16(variant ?? -1)
    attemptNumber = UInt16(clamping: attempt)
    hash = message ?? Hash128(high: 0, low: 0)
    marks = isInProgress ? .isInProgress : []
    if closes != nil { marks.insert(.closes) }
    if message != nil { marks.insert(.hasMessage) }
    explain(reason, next: next, sequence: sequence, repetition: repetition, reopening: reopening)
  }

  /// Index in the project's campaigns.
  package var campaign: Int { Int(campaignNumber) }
  package var step: Int { Int(stepNumber) }
  /// Nil: never.
  package var closes: Instant? { marks.contains(.closes) ? closing : nil }
  /// Index in the project's channels.
  package var channel: Int? {
    get { channelNumber < 0 ? nil : Int(channelNumber) }
    set { channelNumber = Int16(newValue ?? -1) }
  }
  /// Index in the campaign's `split`.
  package var variant: Int? { variantNumber < 0 ? nil : Int(variantNumber) }
  /// Of its job: above 1 for a message that was taken back and is owed again.
  package var attempt: Int { Int(attemptNumber) }
  /// The message's identity; nil where `one_per` has no value.
  package var message: Hash128? { marks.contains(.hasMessage) ? hash : nil }
  /// The sequence was in progress before this run.
  package var isInProgress: Bool { marks.contains(.isInProgress) }
  package var reason: Reason {
    if let list = RuleList(number: marks.rawValue >> Marks.listShift) { return .rule(list, Int(rule)) }
    return rest?.reason ?? .none
  }
  /// When it can go at the earliest, where that is known.
  package var next: Instant? { rest?.next }
  /// Of the subject's sequence; nil where a campaign keeps none, or `one_per` has no value.
  package var sequence: Hash128? { rest?.sequence }
  /// How often the sequence has begun again.
  package var repetition: Int { rest?.repetition ?? 0 }
  /// It was told before, and is decided once more.
  package var reopening: Reopening? { rest?.reopening }

  /// Another outcome, with its reason.
  package mutating func decide(_ outcome: Outcome, _ reason: Reason, next: Instant? = nil, channel: Int? = nil) {
    self.outcome = outcome
    self.channel = channel
    explain(reason, next: next, sequence: sequence, repetition: repetition, reopening: reopening)
  }

  private mutating func explain(
    _ reason: Reason, next: Instant?, sequence: Hash128?, repetition: Int, reopening: Reopening?
  ) {
    marks = Marks(rawValue: marks.rawValue & (1 << Marks.listShift - 1))
    rest = nil
    var reason = reason
    if case .rule(let list, let index) = reason {
      marks = Marks(rawValue: marks.rawValue | list.number << Marks.listShift)
      rule = Int32(index)
      reason = .none
    }
    if reason.isNone, next == nil, sequence == nil, repetition == 0, reopening == nil { return }
    rest = Rest(reason, next: next, sequence: sequence, repetition: repetition, reopening: reopening)
  }
}

extension Reason {
  fileprivate var isNone: Bool {
    if case .none = self { true } else { false }
  }
}

extension RuleList {
  /// From 1.
  fileprivate var number: UInt8 {
    switch self {
    case .when: 1
    case .until: 2
    case .unless: 3
    case .onePer: 4
    case .stepWhen: 5
    case .stepUnless: 6
    }
  }

  fileprivate init?(number: UInt8) {
    switch number {
    case 1: self = .when
    case 2: self = .until
    case 3: self = .unless
    case 4: self = .onePer
    case 5: self = .stepWhen
    case 6: self = .stepUnless
    default: return nil
    }
  }
}
