import Campaigns
package import CivilTime
package import Platform
import Rules

/// What the ledger knows of the subjects' sequences: pinned starts and variants, repetitions, beginnings.
extension CampaignDecisions {
  /// Whether a sequence leaves a trace of its own: one with several steps, or one that may begin again.
  static func keepsSequences(_ campaign: Campaign) -> Bool { campaign.steps.count > 1 || campaign.againAfter != nil }

  /// Puts the prospects where their sequences stand: in progress at the pinned start, or begun again.
  func resume(_ prospects: inout [Prospect]) {
    guard keepsSequences, history.hasMessages(campaign: program.campaign.id) else { return }
    let past = pastSequences(prospects)
    guard !past.isEmpty else { return }
    for index in prospects.indices {
      guard let key = prospects[index].keys?.sequence, let sequence = past[key] else { continue }
      resume(&prospects[index], sequence)
    }
  }

  private func pastSequences(_ prospects: [Prospect]) -> [Hash128: PastSequence] {
    let keys = Set(prospects.compactMap { $0.keys?.sequence }).sorted()
    var found: [Hash128: PastSequence] = [:]
    for (key, sequence) in zip(keys, history.sequences(keys)) { if let sequence { found[key] = sequence } }
    return found
  }

  private func resume(_ prospect: inout Prospect, _ past: PastSequence) {
    let isOver = past.isEnded || program.windows.isOver(past.start)
    let again = program.campaign.againAfter.flatMap { past.lastAt.adding($0) }
    if isOver, let again, again <= now {
      prospect.standing = Standing(repetition: past.repetition + 1, variant: nil)
      return
    }
    // What is over, or goes on for another subject with the same `one_per`, concerns this one only within its own time.
    let isOfAnother = past.subjectKey != store.key(of: RecordID(entity: program.campaign.each, row: prospect.row))
    if past.isEnded || isOfAnother, !(prospect.start.map(program.windows.admits) ?? false) {
      prospect.standing = Standing(repetition: past.repetition, variant: past.variant)
      prospect.start = nil
      return
    }
    prospect.start = past.start
    prospect.standing = Standing(
      isInProgress: !past.isEnded, isEnded: past.isEnded, repetition: past.repetition, variant: past.variant,
      againAt: isOver ? again : nil)
  }

  /// Sequences in progress whose windows have all closed: nothing more can come of them.
  func finishedSequences() -> [PastSequence] {
    guard keepsSequences else { return [] }
    return history.openSequences(campaign: program.campaign.id).filter { program.windows.isOver($0.start) }
  }
}

/// `start: first_seen`.
extension CampaignDecisions {
  /// Since when the campaign's conditions have been true for the subject; nil where they are not.
  ///
  /// A beginning is the time of the export that shows it, not the run's, which would be later than any proof.
  func seen(_ subject: RecordID, _ firstSeen: [Hash128: Instant], _ context: GateContext) -> Instant? {
    if let since = firstSeen[seenKey(subject)] { return isSeen(subject, since, context) == .no ? nil : since }
    return isSeen(subject, nil, context) == .yes ? provenAt : nil
  }

  private var provenAt: Instant { min(exports[program.campaign.each].madeAt ?? now, now) }

  private func isSeen(_ subject: RecordID, _ start: Instant?, _ context: GateContext) -> Rules.Decision {
    var unknown: Unknown?
    for rule in program.when {
      switch context.evaluator.decide(rule, subject: subject, start: start) {
      case .yes: break
      case .no: return .no
      case .unknown(let why): unknown = unknown ?? why
      }
    }
    return unknown.map { .unknown($0) } ?? .yes
  }

  func seenKey(_ subject: RecordID) -> Hash128 { Hash128(project.id, program.campaign.id, store.key(of: subject)) }

  /// What the ledger must learn: beginnings, and those that are over. None from exports that cannot be trusted.
  func firstSeenChanges(_ rows: [Int]) -> [BeginningChange] {
    guard program.start == nil, isTrusted else { return [] }
    let known = history.firstSeen(campaign: program.campaign.id)
    let context = context()
    var changes: [BeginningChange] = []
    var kept: Set<Hash128> = []
    for row in rows {
      let subject = RecordID(entity: program.campaign.each, row: row)
      let key = seenKey(subject)
      guard let since = seen(subject, known, context) else { continue }
      kept.insert(key)
      if known[key] == nil { changes.append(BeginningChange(key: key, since: since)) }
    }
    let gone = known.keys.filter { !kept.contains($0) }.sorted()
    return changes + gone.map { BeginningChange(key: $0, since: nil) }
  }

  /// Nothing is known against any export that the campaign reads.
  var isTrusted: Bool { program.exports.allSatisfy { exports[$0].unusable == nil && !exports[$0].isOld } }
}

/// A subject whose conditions began to be true, or are no longer.
package struct BeginningChange: Hashable, Sendable {
  package var key: Hash128
  /// Nil: over.
  package var since: Instant?
}
