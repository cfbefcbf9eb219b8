import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform
import Synchronization

/// The ledger, as planning asks for it.
///
/// A question that fails is remembered in `problem`, and whoever plans must then throw the plan away: an answer that was
/// guessed could tell somebody twice.
final class LedgerHistory: History {
  private let ledger: LedgerStore
  let forgotten: Forgotten
  private let failure = Mutex<LedgerProblem?>(nil)

  init(_ ledger: LedgerStore, forgotten: Forgotten) {
    self.ledger = ledger
    self.forgotten = forgotten
  }

  var problem: Diagnostic? { failure.withLock { $0?.diagnostic } }

  var lastRun: Instant? {
    ask(nil) { ledger throws(LedgerProblem) in try ledger.lastRun().map(Instant.init(microseconds:)) }
  }

  func hasMessages(campaign: String) -> Bool {
    ask(true) { ledger throws(LedgerProblem) in try ledger.hasMessages(campaign: campaign) }
  }

  func decided(_ sortedKeys: [Hash128]) -> [PastMessage?] {
    ask(Array(repeating: nil, count: sortedKeys.count)) { ledger throws(LedgerProblem) in
      var states = try ledger.decided(sortedKeys).map { $0.map(PastMessage.init) }
      // Of what is too old, or forgotten, nothing but a keyed hash is kept.
      guard try ledger.hasHashedMessages() else { return states }
      for index in states.indices where states[index] == nil {
        states[index] = try ledger.hashedMessage(forgotten.hash.hash(sortedKeys[index])).map(PastMessage.init)
      }
      return states
    }
  }

  func jobs(_ sortedKeys: [Hash128]) -> [[PastJob]] {
    ask(Array(repeating: [], count: sortedKeys.count)) { ledger throws(LedgerProblem) in
      try ledger.jobs(ofMessages: sortedKeys).map { $0.map(PastJob.init) }
    }
  }

  func openSequences(campaign: String) -> [PastSequence] {
    ask([]) { ledger throws(LedgerProblem) in
      try ledger.openSequences(campaign: campaign).map(PastSequence.init)
    }
  }

  func sequences(_ sortedKeys: [Hash128]) -> [PastSequence?] {
    ask(Array(repeating: nil, count: sortedKeys.count)) { ledger throws(LedgerProblem) in
      try ledger.sequences(sortedKeys).map { $0.map(PastSequence.init) }
    }
  }

  func tellings(_ sortedCustomers: [String], since: Instant) -> [[Planning.Telling]] {
    ask(Array(repeating: [], count: sortedCustomers.count)) { ledger throws(LedgerProblem) in
      try ledger.tellings(sortedCustomers, since: since.microseconds).map { tellings in
        tellings.map {
          Planning.Telling(campaign: $0.campaign, purpose: $0.purpose, at: Instant(microseconds: $0.decidedAt))
        }
      }
    }
  }

  func firstSeen(campaign: String) -> [Hash128: Instant] {
    ask([:]) { ledger throws(LedgerProblem) in
      try ledger.firstSeen(campaign: campaign).mapValues(Instant.init(microseconds:))
    }
  }

  func sendingDays(campaign: String, limit: Int) -> [SendingDay] {
    ask([]) { ledger throws(LedgerProblem) in
      try ledger.sendingDays(campaign: campaign, limit: limit).compactMap { day, messages in
        CivilDate(day).map { SendingDay(day: $0, messages: messages) }
      }
    }
  }

  var stopped: Set<String> { ask(["all"]) { ledger throws(LedgerProblem) in try ledger.stopped() } }

  func exportMeasure(entity: String) -> ExportMeasure? {
    ask(nil) { ledger throws(LedgerProblem) in try ledger.export(entity: entity).map(ExportMeasure.init) }
  }

  func reportedSuppression(of address: String, channel: String, purpose: Purpose) -> ReportedSuppression? {
    ask(nil) { ledger throws(LedgerProblem) in
      let hash = forgotten.hash.hash(address)
      return try ledger.suppression(of: hash, channel: channel, isMarketing: purpose == .marketing)
        .flatMap { known in
          ReportedSuppression.Why(rawValue: known.why.rawValue).map {
            ReportedSuppression(why: $0, since: Instant(microseconds: known.since))
          }
        }
    }
  }

  var hasReports: Bool { ask(true) { ledger throws(LedgerProblem) in try ledger.hasSuppressions() } }

  func lastTold(campaign: String, customer: String) -> Instant? {
    ask(nil) { ledger throws(LedgerProblem) in
      try ledger.lastTold(campaign: campaign, customer: customer).map(Instant.init(microseconds:))
    }
  }

  private func ask<Answer>(_ guess: Answer, _ question: (LedgerStore) throws(LedgerProblem) -> Answer) -> Answer {
    do throws(LedgerProblem) { return try question(ledger) } catch {
      failure.withLock { $0 = $0 ?? error }
      return guess
    }
  }
}

extension PastMessage {
  fileprivate init(_ message: MessageState) {
    let state: State =
      switch message.state {
      case _ where message.isOwed: .owed
      case .holdout: .heldOut
      case .baseline: .baseline
      case .withdrawn: .withdrawn
      default: .told
      }
    self.init(
      at: Instant(microseconds: message.decidedAt), state: state, attempt: message.attempt,
      delivery: DeliveryState(rawValue: message.state.rawValue), channel: message.channel,
      start: message.startAt.map(Instant.init(microseconds:)), variant: message.variant)
  }
}

extension PastJob {
  fileprivate init(_ job: Ledger.JobState) {
    self.init(
      id: job.id, channel: job.channel, attempt: job.attempt,
      state: DeliveryState(rawValue: job.state.rawValue) ?? .unknown, since: Instant(microseconds: job.since),
      spooled: Instant(microseconds: job.spooled))
  }
}

extension PastSequence {
  fileprivate init(_ sequence: SequenceState) {
    self.init(
      key: sequence.key, subjectKey: sequence.subjectKey, start: Instant(microseconds: sequence.startAt),
      repetition: sequence.repetition, variant: sequence.variant, lastAt: Instant(microseconds: sequence.lastAt),
      isEnded: sequence.ended)
  }
}
