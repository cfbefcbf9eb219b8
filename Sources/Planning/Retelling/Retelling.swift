package import Campaigns
package import CivilTime
import Platform
import Rules
import Templates

/// A message that a person wants told, whatever the rules say: what `resend` and `try` are made of.
package struct Retelling: Sendable {
  /// Index in the project's campaigns.
  package var campaign: Int
  package var step: Int
  /// The subject's key.
  package var subject: String
  /// Index in the project's channels.
  package var channel: Int
  /// As it was pinned; nil: as the records have it, else now.
  package var start: Instant?
  /// Index in the campaign's `split`.
  package var variant: Int?
  package var attempt = 1
  package var id: String
  /// Nil: the recipient's.
  package var address: String?
  package var locale: String?
  package var isTrial = false

  package init(campaign: Int, step: Int, subject: String, channel: Int, id: String) {
    self.campaign = campaign
    self.step = step
    self.subject = subject
    self.channel = channel
    self.id = id
  }
}

/// What became of a wish to tell.
package enum Retold: Sendable {
  case job(Job)
  /// No export has the subject, so nothing is known of consent either.
  case noRecord
  case lack(ChannelLack.Lack)
  /// The text cannot be made: a printed value is empty, or a value of `one_per` is unknown.
  case noText(String)
}

/// Where and when a message may go by today's records.
package struct Passage: Sendable {
  package var address: String
  package var name: String?
  /// Now, or the end of the recipient's quiet hours.
  package var notBefore: Instant
  /// The recipient's quiet periods from now on, for 14 days.
  package var quiet: [(start: Instant, end: Instant)]
}

/// Tells again what a plan's records are loaded for (`Planner.Request.subjects`). The channel's address, consent and
/// suppression are asked as for any message, and quiet hours put it off; windows, caps and rules are not.
package final class Reteller {
  private let plan: Plan
  private let batch: String
  private let signer: Signer
  private var rows: [Int: [String: Int]] = [:]
  private var writers: [Int: JobWriter] = [:]

  package init(_ plan: Plan, batch: String, signKey: [UInt8]) {
    self.plan = plan
    self.batch = batch
    signer = Signer(key: signKey)
    for (campaign, subjects) in plan.subjects {
      let entity = plan.project.campaigns[campaign].each
      rows[campaign] = Dictionary(
        subjects.map { (plan.store.key(of: RecordID(entity: entity, row: $0)), $0) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Whether the subject is in the exports.
  package func knows(_ wish: Retelling) -> Bool { rows[wish.campaign]?[wish.subject] != nil }

  /// May it go by its channel, and when?
  package func passage(_ wish: Retelling) -> Result<Passage, RetellingLack> {
    guard let subject = subject(wish), let writer = writer(wish.campaign) else { return .failure(.noRecord) }
    let gate = writer.gate
    let candidate = candidate(wish, subject)
    if let lack = gate.lack(of: wish.channel, for: candidate) { return .failure(.lack(lack)) }
    guard case .valid(let address) = gate.address(wish.channel, subject) else { return .failure(.lack(.noAddress)) }
    let quiet = gate.quietHours(wish.channel)
    let (notBefore, periods) = plan.quiet(quiet, zones: gate.zones(of: subject))
    return .success(
      Passage(
        address: address, name: gate.text(gate.cells.name, subject), notBefore: notBefore, quiet: periods)
    )
  }

  /// The job, rendered from today's records.
  package func tell(_ wish: Retelling) -> Retold {
    guard let subject = subject(wish), let writer = writer(wish.campaign) else { return .noRecord }
    var due = plan.now
    if !wish.isTrial {
      switch passage(wish) {
      case .success(let passage): due = passage.notBefore
      case .failure(.noRecord): return .noRecord
      case .failure(.lack(let lack)): return .lack(lack)
      }
    }
    let campaign = plan.project.campaigns[wish.campaign]
    let decision = Decision(
      campaign: wish.campaign, subject: subject, step: wish.step, start: start(wish, subject), due: due,
      closes: wish.isTrial ? due.adding(TimeSpan(seconds: 86_400)) : campaign.steps[wish.step].expiry(of: due),
      outcome: .sent, reason: .none, next: nil, channel: wish.channel, message: nil, sequence: nil, isInProgress: false,
      variant: wish.variant ?? writer.decisions.variant(of: subject, pinned: nil, writer.gate), attempt: wish.attempt)
    do throws(RenderProblem) {
      let special = JobWriter.Wish(
        id: wish.id, address: wish.address, locale: wish.locale, isTrial: wish.isTrial)
      guard let job = try writer.write(decision, at: 0, special) else {
        return .noText("a value of one_per is unknown")
      }
      return .job(job)
    } catch {
      if case .empty(let path) = error.cause { return .noText("it prints \(path), which is empty") }
      return .noText(error.message)
    }
  }

  /// The channel that a trial goes by without a word about it: the first of `via` that this step has a body for.
  package func usualChannel(_ campaign: Int, step: Int, subject: String) -> Int? {
    guard let row = rows[campaign]?[subject], let writer = writer(campaign) else { return nil }
    let record = RecordID(entity: plan.project.campaigns[campaign].each, row: row)
    let bodies = plan.project.campaigns[campaign].steps[step].bodies
    return writer.gate.preference(record).first { bodies[plan.project.channels[$0].name] != nil }
  }

  private func subject(_ wish: Retelling) -> RecordID? {
    rows[wish.campaign]?[wish.subject].map {
      RecordID(entity: plan.project.campaigns[wish.campaign].each, row: $0)
    }
  }

  private func writer(_ campaign: Int) -> JobWriter? {
    if let known = writers[campaign] { return known }
    guard let decider = plan.deciders[campaign] else { return nil }
    let writer = JobWriter(JobTexts(decider, signer: signer, batch: batch))
    writers[campaign] = writer
    return writer
  }

  private func candidate(_ wish: Retelling, _ subject: RecordID) -> Candidate {
    Candidate(
      subject: subject, start: start(wish, subject),
      placed: Windows.Placed(step: wish.step, due: plan.now, closes: nil, phase: .open), past: nil, againAt: nil,
      isEnded: false, passedStep: nil, keyProblem: nil, channel: wish.channel)
  }

  private func start(_ wish: Retelling, _ subject: RecordID) -> Instant {
    if let start = wish.start { return start }
    if let decision = plan.decisions.first(where: { $0.campaign == wish.campaign && $0.subject == subject }) {
      return decision.start
    }
    guard let writer = writer(wish.campaign), let program = writer.program.start,
      case .timestamp(let start)? = try? writer.evaluator.evaluate(program, subject: subject)
    else { return plan.now }
    return start
  }
}

/// Why nothing goes.
package enum RetellingLack: Error, Sendable {
  case noRecord
  case lack(ChannelLack.Lack)
}

extension Plan {
  /// Now, or when these quiet hours end; and their periods for 14 days.
  fileprivate func quiet(_ hours: QuietHours, zones: [Zone]) -> (notBefore: Instant, periods: [(Instant, Instant)]) {
    let holidays = project.calendar.holidays
    let horizon = now.adding(TimeSpan(seconds: 14 * 86_400)) ?? now
    return (
      hours.end(after: now, zones: zones, holidays: holidays) ?? horizon,
      hours.periods(from: now, to: horizon, zones: zones, holidays: holidays).map { ($0.start, $0.end) }
    )
  }

  /// The same for a message whose recipient's records are gone: by the shop's clock.
  package func shopPassage(channel: Int, address: String, purpose: Purpose) -> Passage? {
    guard !suppression.holds(address, channel: project.channels[channel].name, purpose: purpose) else { return nil }
    let hours = project.channels[channel].isStaff ? .none : project.channels[channel].quiet ?? project.quiet
    let (notBefore, periods) = quiet(hours, zones: [project.zone])
    return Passage(address: address, name: nil, notBefore: notBefore, quiet: periods)
  }
}

extension Step {
  /// Told at that time, as long as its window was: nil where it never closes.
  package func expiry(of due: Instant) -> Instant? {
    before.flatMap { before in
      due.adding(TimeSpan(seconds: max(3600, before.seconds - after.seconds)))
    }
  }
}
