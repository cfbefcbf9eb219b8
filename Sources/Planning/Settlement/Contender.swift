import Campaigns
import CivilTime
import Platform
import Rules

extension Settlement {
  /// A candidate that the gates let through.
  struct Contender {
    /// Its place among the decisions.
    let place: Int
    /// Of its campaign.
    let index: Int
    let program: CampaignProgram
    let subject: RecordID
    let step: Int
    let due: Instant
    let message: Hash128?
    let sequence: Hash128?
    /// Nil also where nothing asks for it: without caps and holdout.
    let customer: String?
    let isForStaff: Bool
    /// It was told before, and goes on by another channel.
    let isReopened: Bool
    /// And has failed since, so that no cap counts it until it goes on.
    let isInVain: Bool
    /// Where a cap by the day asks for the recipient's clock.
    let zones: [Zone]

    let priority: Int
    /// Only `one_per` lets several subjects share a message.
    let hasTwins: Bool

    init(place: Int, decision: Decision, decider: CampaignDecisions, context: GateContext) {
      self.place = place
      index = decision.campaign
      program = decider.program
      let campaign = program.campaign
      priority = campaign.priority
      hasTwins = !program.onePer.isEmpty
      subject = decision.subject
      step = decision.step
      due = decision.due
      message = decision.message
      sequence = decision.sequence
      isReopened = decision.reopening != nil
      isInVain = decision.reopening?.isInVain ?? false
      isForStaff = decision.channel.map { decider.channels[$0].isStaff } ?? false
      let caps = campaign.caps + (campaign.purpose == .marketing ? decider.project.caps[.marketing] ?? [] : [])
      let isCounted = !caps.isEmpty || campaign.holdout != nil
      customer = isCounted ? context.text(context.cells.customer, decision.subject) : nil
      zones = caps.contains { $0.window == .day } ? context.zones(of: decision.subject) : []
    }
  }

  /// One serving of all contenders.
  struct Round {
    let held: [Int: Alarm]
    let stopped: [Int: String]
    /// By place.
    var results: [Int: Held] = [:]
    /// By campaign: how many are sent.
    var sent: [Int: Int] = [:]
    private var messages: [Hash128: RecordID] = [:]
    private var sequences: [Hash128: String] = [:]

    init(held: [Int: Alarm], stopped: [Int: String]) {
      self.held = held
      self.stopped = stopped
    }

    enum Twin {
      case message(of: RecordID)
      case step(String)

      func held(_ store: RecordStore) -> Held {
        switch self {
        case .message(let subject): Held(.alreadySent, .sameMessage(subject: store.key(of: subject)))
        case .step(let step): Held(.alreadySent, .sameSequence(step: step))
        }
      }
    }

    /// Several subjects may owe the same message, or steps of the same sequence (`one_per`): the first that is served
    /// speaks for all.
    func twin(of contender: Contender) -> Twin? {
      guard contender.hasTwins else { return nil }
      if let message = contender.message, let subject = messages[message] { return .message(of: subject) }
      if let sequence = contender.sequence, let step = sequences[sequence] { return .step(step) }
      return nil
    }

    mutating func take(_ contender: Contender) {
      guard contender.hasTwins else { return }
      if let message = contender.message { messages[message] = contender.subject }
      if let sequence = contender.sequence {
        sequences[sequence] = contender.program.campaign.steps[contender.step].name
      }
    }
  }
}

extension Held {
  func apply(to decision: inout Decision) {
    decision.decide(outcome, reason, next: next)
  }
}
